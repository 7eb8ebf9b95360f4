/** What the queue of asynchronous invocations writes down, and the state that these records come to. */

/** An invocation that nobody waits for. */
export interface AsyncInvocation {
  readonly functionName: string;
  readonly payload: unknown;
  /** Who asked for it: the name of a rule or schedule, or a caller. */
  readonly source: string;
}

export interface Entry extends AsyncInvocation {
  readonly id: string;
  /** When it was accepted. */
  readonly at: number;
  readonly attempts: number;
  /** When it is to be tried (again). */
  readonly dueAt: number;
}

export type AsyncRecord =
  | { readonly kind: 'accepted'; readonly entries: readonly Entry[] }
  | { readonly kind: 'failed'; readonly id: string; readonly attempts: number; readonly dueAt: number }
  | { readonly kind: 'over'; readonly id: string };

export function applyAsync(entries: Map<string, Entry>, record: AsyncRecord): void {
  if (record.kind === 'over') entries.delete(record.id);
  else if (record.kind === 'accepted') for (const entry of record.entries) entries.set(entry.id, entry);
  else {
    const entry = entries.get(record.id);
    if (entry !== undefined)
      entries.set(record.id, { ...entry, attempts: record.attempts, dueAt: record.dueAt });
  }
}
