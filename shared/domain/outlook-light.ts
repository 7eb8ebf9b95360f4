/**
 * The outlook of an indicator row for the year's end: the worse of what is forecast against the target and how likely the filler thinks
 * it. It stands beside the filing's light and is no part of it.
 */
import { type IndicatorRow, type Likelihood, likelihoodNames, type Status, statusNames } from './content.ts';
import { type Goal, goalOf, howToMeet } from './goal.ts';
import { type Hundredths, type Light, type LitBy, worse } from './light.ts';
import { type Decimal, formatDecimal, formatHundredths } from './money.ts';
import { truncatedPercent } from './ratio.ts';
import { statusLights } from './row-light.ts';
import { placeNear, shareOfTarget } from './scale.ts';
import { type Indicator, targetLabel } from './subject.ts';
import { lit, targetless, unlit, type Yardstick } from './yardstick.ts';

const likelihoodLights: Readonly<Record<Likelihood, Light>> = {
  certain: 'green',
  possible: 'yellow',
  impossible: 'red',
};

/** What is forecast for the row itself. */
interface Forecast {
  readonly light: Light;
  readonly value: Hundredths | null;
  readonly said: string;
  readonly inputs: LitBy['inputs'];
  /** What the forecast would have to be to be green. */
  readonly least: string;
}

export function outlookLight(indicator: Indicator, row: IndicatorRow, yard: Yardstick): LitBy {
  const { ruleId } = yard.rules.outlook;
  const goal = goalOf(indicator);
  if (goal === null && indicator.operator !== 'qualitative') return targetless(ruleId, yard);
  const forecast =
    goal === null ? forecastStatus(row.forecastStatus) : forecastValue(goal, row.forecast, yard);
  const target = targetLabel(indicator);
  if (forecast !== null && row.likelihood !== undefined)
    return together(target, forecast, row.likelihood, yard);
  const cell = goal === null ? '全年预计完成情况' : '全年预计完成值';
  const empty = [
    ...(forecast === null ? [cell] : []),
    ...(row.likelihood === undefined ? ['完成目标可能性'] : []),
  ];
  return unlit(yard, ruleId, { 目标值: target }, `${empty.join('、')}未填，暂不评灯。`);
}

function forecastStatus(status: Status | undefined): Forecast | null {
  if (status === undefined) return null;
  return {
    light: statusLights[status],
    value: null,
    said: `全年预计完成情况为“${statusNames[status]}”`,
    inputs: { 全年预计完成情况: statusNames[status] },
    least: `全年预计完成情况为“${statusNames.achieved}”`,
  };
}

function forecastValue(goal: Goal, value: Decimal | undefined, yard: Yardstick): Forecast | null {
  if (value === undefined) return null;
  const { light, words } = placeNear(goal, value, yard.rules.outlook.redBelow);
  const amount = `${formatDecimal(value)}${goal.unit}`;
  const share = shareOfTarget(goal, value);
  const percent = share === null ? null : truncatedPercent(share);
  const measured = percent === null ? '' : `为目标的${formatHundredths(percent)}%，`;
  return {
    light,
    value: percent,
    said: `全年预计完成${amount}，${measured}${words}`,
    inputs: { 全年预计完成值: amount },
    least: `全年预计完成值${howToMeet(goal)}`,
  };
}

function together(target: string, forecast: Forecast, likelihood: Likelihood, yard: Yardstick): LitBy {
  const wanted = [
    ...(forecast.light === 'green' ? [] : [forecast.least]),
    ...(likelihood === 'certain' ? [] : [likely('certain')]),
  ];
  return lit(yard, yard.rules.outlook.ruleId, {
    inputs: { 目标值: target, ...forecast.inputs, 完成目标可能性: likelihoodNames[likelihood] },
    value: forecast.value,
    light: worse(forecast.light, likelihoodLights[likelihood]),
    because: `目标${target}，${forecast.said}；${likely(likelihood)}`,
    toGreen: wanted.length === 0 ? null : `${wanted.join('、')}可转绿灯。`,
  });
}

function likely(likelihood: Likelihood): string {
  return `完成目标可能性为“${likelihoodNames[likelihood]}”`;
}
