/**
 * The gap between results and money, where the rule set asks for it: a progress of the cumulative targets that is far from the execution
 * rate turns the goal's light red. Both are compared as shown, at two decimals, so that whoever subtracts them by hand agrees.
 */
import type { Hundredths, LitBy } from './light.ts';
import { formatHundredths } from './money.ts';
import { lit, unlit, type Yardstick } from './yardstick.ts';

/** Null where the rule set does not ask. A gap that is small enough gives no light of its own. */
export function gapLight(
  progress: Hundredths | null,
  rate: Hundredths | null,
  yard: Yardstick,
): LitBy | null {
  const rule = yard.rules.gap;
  if (rule === null) return null;
  if (progress === null)
    return unlit(yard, rule.ruleId, {}, '没有已取值的累计型定量指标，不比较目标完成与预算执行的差距。');
  if (rate === null) return unlit(yard, rule.ruleId, {}, '没有执行率，不比较目标完成与预算执行的差距。');
  const gap = progress < rate ? rate - progress : progress - rate;
  const [reached, spent] = [`${formatHundredths(progress)}%`, `${formatHundredths(rate)}%`];
  const inputs = { 累计型指标目标完成率: reached, 执行率: spent };
  const measured = `累计型指标目标完成率${reached}，执行率${spent}，相差${formatHundredths(gap)}个百分点`;
  if (gap <= BigInt(rule.points) * 100n) {
    const sentence = `${measured}，未超过${rule.points}个百分点。`;
    return { ...unlit(yard, rule.ruleId, inputs, sentence), value: gap };
  }
  return lit(yard, rule.ruleId, {
    inputs,
    value: gap,
    light: 'red',
    because: `${measured}，超过${rule.points}个百分点`,
    toGreen: `两者相差不超过${rule.points}个百分点可解除。`,
  });
}
