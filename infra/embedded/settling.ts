/**
 * When a runtime has come to rest. Each part tells when nothing is under way in it, but what ends in one may just have
 * begun something in another; so all of them are asked again until a whole round has found that nothing was done.
 */

/** A part that works on its own. */
export interface Resting {
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** A number that rises with everything that it does. */
  done(): number;
}

export async function settleAll(parts: readonly Resting[]): Promise<void> {
  for (let before = Number.NaN, after = done(parts); before !== after; after = done(parts)) {
    before = after;
    for (const part of parts) await part.settled();
  }
}

function done(parts: readonly Resting[]): number {
  return parts.reduce((sum, part) => sum + part.done(), 0);
}
