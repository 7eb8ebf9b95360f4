/** What never changes is read once by each running function and kept in its memory. */

/** As much as a function keeps in memory: a few megabytes of targets at most. */
const mostRemembered = 1000;

/** Reads what never changes once and keeps it; the oldest makes room. */
export async function readOnce<T>(
  known: Map<string, T>,
  name: string,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const before = known.get(name);
  if (before !== undefined) return before;
  const value = await read();
  if (value === undefined) return undefined;
  const [oldest] = known.size >= mostRemembered ? known.keys() : [];
  if (oldest !== undefined) known.delete(oldest);
  known.set(name, value);
  return value;
}
