/**
 * One write at a time per item. The engine may commit two writes in another order than it answers them, and the order of
 * a stream's records is a promise per item; whoever holds the item knows that order.
 */

/** Waits until no earlier write holds any of the items, and answers how to let go of them. */
export type ItemLocks = (identities: readonly string[]) => Promise<() => void>;

export function createItemLocks(): ItemLocks {
  const last = new Map<string, Promise<void>>();
  return async (identities) => {
    let free = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const items = new Set(identities);
    const earlier = [...items].map((identity) => last.get(identity));
    // Queueing for all items in one step, before any waiting, is what makes a deadlock impossible.
    for (const identity of items) last.set(identity, held);
    await Promise.all(earlier);
    return () => {
      free();
      for (const identity of items) if (last.get(identity) === held) last.delete(identity);
    };
  };
}
