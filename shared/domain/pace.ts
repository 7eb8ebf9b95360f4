/** The pace (序时进度) of a round: how much of the year is over at its cut-off month, and what that asks of a year's amount. */
import { divideHalfUp, divideUp } from './division.ts';
import type { Hundredths } from './light.ts';
import type { Ratio } from './ratio.ts';

/** Cut-off month ÷ 12, half-up: 50.00, 75.00, 83.33, 91.67 %. */
export function paceOf(cutoffMonth: number): Hundredths {
  return divideHalfUp(BigInt(cutoffMonth) * 10_000n, 12n);
}

/** An amount against what was due by now of a whole above nought: part ÷ (whole × month ÷ 12). */
export function onPace(part: bigint, whole: bigint, month: bigint): Ratio {
  return { part: part * 12n, whole: whole * month };
}

/** The least amount that is so many whole percent of what was due by now. */
export function leastOnPace(percent: number, whole: bigint, month: bigint): bigint {
  return divideUp(BigInt(percent) * whole * month, 1200n);
}
