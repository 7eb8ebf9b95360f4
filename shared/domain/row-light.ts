/**
 * The light of an indicator row: the first band of the rule set that fits it says how it is measured. Bands are data, keyed by operator,
 * nature, sign of the target and level 2, because places differ in which rows they prorate.
 */
import type { RowBand } from '../notice/rule-set.ts';
import { type IndicatorRow, type Status, statusNames } from './content.ts';
import { type Goal, goalOf, howToMeet } from './goal.ts';
import type { Hundredths, Light, LitBy } from './light.ts';
import { type Decimal, formatDecimal, formatHundredths } from './money.ts';
import { leastOnPace, onPace } from './pace.ts';
import { isAtLeast, truncatedPercent } from './ratio.ts';
import { type Placed, placeMet, placeNear, placeOn } from './scale.ts';
import { type Indicator, type TargetOperator, targetLabel } from './subject.ts';
import { lit, targetless, unlit, type Yardstick } from './yardstick.ts';

type ValueBand = Exclude<RowBand, { measure: 'status' }>;
type Sign = Extract<RowBand, { measure: 'compare' }>['target'];

/** 达成 green, 部分达成 yellow, 未达成 red. */
export const statusLights: Readonly<Record<Status, Light>> = {
  achieved: 'green',
  partly: 'yellow',
  missed: 'red',
};

export function rowLight(indicator: Indicator, row: IndicatorRow, yard: Yardstick): LitBy {
  if (row.notYet !== undefined) {
    const month = `${row.notYet.month}月`;
    return unlit(
      yard,
      yard.rules.notYet,
      { 预计可取值月份: month },
      `本期尚无法取值（预计${month}可取值），不评灯。`,
    );
  }
  return indicator.operator === 'qualitative'
    ? statusLight(indicator, row.status, yard)
    : valueLight(indicator, row.actual, yard);
}

function statusLight(indicator: Indicator, status: Status | undefined, yard: Yardstick): LitBy {
  const band = yard.rules.bands.find((each) => each.measure === 'status' && isFor(each, indicator));
  const target = targetLabel(indicator);
  if (band === undefined) return unruled(target, yard);
  if (status === undefined) return unlit(yard, band.ruleId, { 目标值: target }, '完成情况未填，暂不评灯。');
  const light = statusLights[status];
  return lit(yard, band.ruleId, {
    inputs: { 目标值: target, 完成情况: statusNames[status] },
    value: null,
    light,
    because: `完成情况为“${statusNames[status]}”`,
    toGreen: light === 'green' ? null : `完成情况为“${statusNames.achieved}”可转绿灯。`,
  });
}

function valueLight(indicator: Indicator, actual: Decimal | undefined, yard: Yardstick): LitBy {
  const goal = goalOf(indicator);
  const target = targetLabel(indicator);
  if (goal === null) return targetless('', yard);
  const band = yard.rules.bands.find(
    (each): each is ValueBand => each.measure !== 'status' && isFor(each, indicator) && takes(each, goal),
  );
  if (band === undefined) return unruled(target, yard);
  if (actual === undefined) return unlit(yard, band.ruleId, { 目标值: target }, '完成值未填，暂不评灯。');
  const done = `${formatDecimal(actual)}${goal.unit}`;
  const { placed, value, said, inputs, least } = measured(band, goal, actual, yard);
  return lit(yard, band.ruleId, {
    inputs: { 目标值: target, 完成值: done, ...inputs },
    value,
    light: placed.light,
    because: `目标${target}，完成${done}，${said}${placed.words}`,
    toGreen: toGreen(placed.light, least),
  });
}

function unruled(target: string, yard: Yardstick): LitBy {
  return unlit(yard, '', { 目标值: target }, '规则集没有规定本类指标的预警标准，不评灯。');
}

/** Whether a band is for rows of this nature and level 2. */
function isFor({ natures, level2 }: RowBand, { nature, code }: Indicator): boolean {
  return natures.includes(nature) && (level2 === undefined || level2.includes(code.slice(0, 2)));
}

/** Whether a band takes targets of this operator and sign. */
function takes(band: ValueBand, { operator, target }: Goal): boolean {
  const operators: readonly TargetOperator[] = band.operators;
  return operators.includes(operator) && hasSign(target, band.target);
}

function hasSign(target: Decimal, sign: Sign): boolean {
  switch (sign) {
    case 'positive':
      return target > 0n;
    case 'zero':
      return target === 0n;
    case 'negative':
      return target < 0n;
    case 'not-positive':
      return target <= 0n;
    case 'any':
      return true;
  }
}

/** What a band makes of a value; `least` says what the value would have to do to be green. */
interface Measured {
  readonly placed: Placed;
  readonly value: Hundredths | null;
  readonly said: string;
  readonly inputs: LitBy['inputs'];
  readonly least: string;
}

function measured(band: ValueBand, goal: Goal, actual: Decimal, yard: Yardstick): Measured {
  switch (band.measure) {
    case 'pace':
      return measuredByPace(band, goal, actual, yard);
    case 'year':
      return measuredByYear(band, goal, actual);
    case 'compare':
      return { placed: placeMet(goal, actual), value: null, said: '', inputs: {}, least: howToMeet(goal) };
  }
}

function measuredByPace(
  band: Extract<ValueBand, { measure: 'pace' }>,
  { target, unit }: Goal,
  actual: Decimal,
  { month, paceText }: Yardstick,
): Measured {
  const ratio = onPace(actual, target, month);
  const value = truncatedPercent(ratio);
  return {
    placed: placeOn(band, ratio),
    value,
    said: `序时进度${paceText}，完成进度为序时的${formatHundredths(value)}%，`,
    inputs: { 序时进度: paceText },
    least: `达到${formatDecimal(leastOnPace(band.greenFrom, target, month))}${unit}`,
  };
}

/** Blue is asked first, so that a value far beyond an exact target reads as one that was too low. */
function measuredByYear(
  { redBelow, blueFrom }: Extract<ValueBand, { measure: 'year' }>,
  goal: Goal,
  actual: Decimal,
): Measured {
  const ratio = { part: actual, whole: goal.target };
  const value = truncatedPercent(ratio);
  const near = placeNear(goal, actual, redBelow);
  const isGreen = near.light === 'green';
  const placed: Placed = isAtLeast(ratio, blueFrom)
    ? { light: 'blue', words: `不低于${blueFrom}%` }
    : { light: near.light, words: isGreen ? `${near.words}、低于${blueFrom}%` : near.words };
  return {
    placed,
    value,
    said: `为目标的${formatHundredths(value)}%，`,
    inputs: {},
    least: howToMeet(goal),
  };
}

function toGreen(light: Light, least: string): string | null {
  if (light === 'green') return null;
  return light === 'blue' ? '目标值可能偏低，可按程序调整目标。' : `完成值${least}可转绿灯。`;
}
