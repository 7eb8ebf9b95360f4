/** A share held exactly, part and whole apart, so that it is compared and added up unrounded and rounded once, where it is shown. */
import { divideHalfUp, divideTruncated } from './division.ts';
import type { Hundredths } from './light.ts';

export interface Ratio {
  readonly part: bigint;
  /** Above nought. */
  readonly whole: bigint;
}

/** Whether a share is at least so many whole percent. */
export function isAtLeast({ part, whole }: Ratio, percent: number): boolean {
  return part * 100n >= BigInt(percent) * whole;
}

/** For what was compared with a bound: towards nought, so that a yellow never reads as the bound of green. */
export function truncatedPercent({ part, whole }: Ratio): Hundredths {
  return divideTruncated(part * 10_000n, whole);
}

/** For what is only shown. */
export function roundedPercent({ part, whole }: Ratio): Hundredths {
  return divideHalfUp(part * 10_000n, whole);
}

/** Between nothing and all of it. */
export function clamped({ part, whole }: Ratio): Ratio {
  if (part <= 0n) return { part: 0n, whole: 1n };
  return part < whole ? { part, whole } : { part: 1n, whole: 1n };
}

/** Mean of shares by weight; null where nothing weighs. */
export function weightedMean(
  shares: readonly { readonly ratio: Ratio; readonly weight: bigint }[],
): Ratio | null {
  let sum: Ratio = { part: 0n, whole: 1n };
  let weights = 0n;
  for (const { ratio, weight } of shares) {
    sum = plus(sum, { part: ratio.part * weight, whole: ratio.whole });
    weights += weight;
  }
  return weights > 0n ? { part: sum.part, whole: sum.whole * weights } : null;
}

function plus(a: Ratio, b: Ratio): Ratio {
  if (a.whole === b.whole) return { part: a.part + b.part, whole: a.whole };
  return { part: a.part * b.whole + b.part * a.whole, whole: a.whole * b.whole };
}
