/** What never changes is read once by each running function and kept in its memory. */

/** As much as a function keeps of each kind: some ten megabytes of saved contents at most. */
const mostRemembered = 1000;

/** Reads what never changes once and keeps it; the oldest makes room. */
export async function readOnce<Read extends object | undefined>(
  known: Map<string, NonNullable<Read>>,
  name: string,
  read: () => Promise<Read>,
): Promise<Read> {
  const before = known.get(name);
  if (before !== undefined) return before;
  const value = await read();
  if (value === undefined) return value;
  const [oldest] = known.size >= mostRemembered ? known.keys() : [];
  if (oldest !== undefined) known.delete(oldest);
  known.set(name, value);
  return value;
}
