/** A slipped unit (V23): 元 typed as 万元 and the like make a value a thousand times another one. It is asked about, never converted. */

/** How many whole times the greater of two values is the smaller; null where either is nought. Signs do not matter. */
export function timesApart(one: bigint, other: bigint): bigint | null {
  const [a, b] = [magnitudeOf(one), magnitudeOf(other)];
  if (a === 0n || b === 0n) return null;
  return a > b ? a / b : b / a;
}

/** Whether two values lie so far apart that a unit may have slipped; `factor` is the rule set's. */
export function isSlipped(one: bigint, other: bigint, factor: number): boolean {
  const times = timesApart(one, other);
  return times !== null && times >= BigInt(factor);
}

function magnitudeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}
