/**
 * How far targets are reached: 目标完成率 of a row and its weighted means, 偏离度 against what was due by now. A monitoring
 * round gives no score: these are figures to look at.
 */
import type { RuleSet } from '../notice/rule-set.ts';
import type { IndicatorRow } from './content.ts';
import { divideHalfAway } from './division.ts';
import { type Goal, goalOf, isDivisible, isMet, isReverse } from './goal.ts';
import type { Hundredths } from './light.ts';
import type { Decimal } from './money.ts';
import { clamped, type Ratio, roundedPercent, weightedMean } from './ratio.ts';
import type { Indicator } from './subject.ts';

const all: Ratio = { part: 1n, whole: 1n };
const nothing: Ratio = { part: 0n, whole: 1n };

/** Attainment of a row against the full-year target, unrounded; null where the row has no value, or not yet. */
export function attainmentOf(
  indicator: Indicator,
  row: IndicatorRow,
  statusPercent: RuleSet['statusPercent'],
): Ratio | null {
  if (row.notYet !== undefined) return null;
  if (indicator.operator === 'qualitative')
    return row.status === undefined ? null : { part: BigInt(statusPercent[row.status]), whole: 100n };
  const goal = goalOf(indicator);
  return goal === null || row.actual === undefined ? null : reached(goal, row.actual);
}

/** A target that is no amount to reach is met or not; a reverse one that is exceeded loses by how much. */
function reached(goal: Goal, actual: Decimal): Ratio {
  if (isDivisible(goal)) return { part: actual, whole: goal.target };
  if (isMet(goal, actual)) return all;
  return isReverse(goal) && goal.target > 0n ? { part: goal.target, whole: actual } : nothing;
}

/** A row in a mean. */
export interface Attained {
  readonly indicator: Indicator;
  readonly attainment: Ratio | null;
}

/** Whether targets were approved with weights; one that lacks its weight leaves all of them equal. */
export function areWeighted(indicators: readonly Indicator[]): boolean {
  return indicators.every(({ weight }) => weight !== null);
}

/**
 * Weighted mean of attainment in hundredths of a percent: each row between 0 and 100 %, rows without a value left out; null where none
 * is left. Half-up, once.
 */
export function meanAttainment(rows: readonly Attained[], weighted: boolean): Hundredths | null {
  const shares = rows.flatMap(({ indicator, attainment }) =>
    attainment === null
      ? []
      : [{ ratio: clamped(attainment), weight: weighted ? (indicator.weight ?? 0n) : 1n }],
  );
  const mean = weightedMean(shares);
  return mean === null ? null : roundedPercent(mean);
}

/** Whether a row counts for the progress of the year: counted up through it, in numbers. */
export function isProgress({ nature, operator }: Indicator): boolean {
  return nature === 'cumulative' && operator !== 'qualitative';
}

/**
 * Signed distance of the actual from what was due by the month, in hundredths of a percent; null where nothing was due. Reverse and
 * level targets are never prorated.
 */
export function deviationOf(indicator: Indicator, row: IndicatorRow, month: bigint): Hundredths | null {
  const goal = goalOf(indicator);
  if (goal === null || row.actual === undefined || row.notYet !== undefined) return null;
  const isProrated = indicator.nature === 'cumulative' && !isReverse(goal);
  return distance(row.actual, goal.target, isProrated ? month : 12n);
}

/** Signed distance of the year's forecast from the target. */
export function forecastDeviationOf(indicator: Indicator, row: IndicatorRow): Hundredths | null {
  const goal = goalOf(indicator);
  return goal === null || row.forecast === undefined ? null : distance(row.forecast, goal.target, 12n);
}

/** (value − basis) ÷ basis, where the basis is so many twelfths of the target. */
function distance(value: Decimal, target: Decimal, twelfths: bigint): Hundredths | null {
  const basis = target * twelfths;
  return basis === 0n ? null : divideHalfAway((value * 12n - basis) * 10_000n, basis);
}
