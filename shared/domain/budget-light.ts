/** The budget's light: is the money spent as fast as the year goes by? It looks at the totals of the money table alone. */
import type { BudgetRule } from '../notice/rule-set.ts';
import { divideUp } from './division.ts';
import type { Hundredths, LitBy } from './light.ts';
import { type Fen, formatHundredths, formatWan } from './money.ts';
import { leastOnPace, onPace } from './pace.ts';
import { truncatedPercent } from './ratio.ts';
import { type Placed, placeOn } from './scale.ts';
import { lit, unlit, type Yardstick } from './yardstick.ts';

/** Totals of the money table. */
export interface Spending {
  readonly adjusted: Fen;
  readonly executed: Fen;
  /** 执行率; null without a budget, and while no row has an amount: empty is not nought. */
  readonly rate: Hundredths | null;
}

type Spent = Spending & { readonly rate: Hundredths };

export function budgetLight({ adjusted, executed, rate }: Spending, yard: Yardstick): LitBy {
  const rule = yard.rules.budget;
  const budget = { 调整后预算数: formatWan(adjusted) };
  if (adjusted <= 0n) return unlit(yard, rule.unbudgeted, budget, '无预算，不评灯。');
  if (rate === null) return unlit(yard, rule.ruleId, budget, '累计执行数未填，暂不评灯。');
  const spent = { adjusted, executed, rate };
  return rule.measure === 'pace' ? lightByPace(spent, rule, yard) : lightByStep(spent, rule, yard);
}

function lightByPace(spent: Spent, rule: BudgetRule & { measure: 'pace' }, yard: Yardstick): LitBy {
  const { adjusted, executed, rate } = spent;
  const ratio = onPace(executed, adjusted, yard.month);
  const value = truncatedPercent(ratio);
  const { light, words } = placeOn(rule, ratio);
  const measured = `执行进度为序时的${formatHundredths(value)}%，${words}`;
  return lit(yard, rule.ruleId, {
    inputs: { ...inputsOf(spent), 序时进度: yard.paceText },
    value,
    light,
    because: `执行率${formatHundredths(rate)}%，序时进度${yard.paceText}，${measured}`,
    toGreen: toGreen(light, spent, leastOnPace(rule.greenFrom, adjusted, yard.month)),
  });
}

/** The share is said as it is compared, truncated; as the rounded 执行率 it could read as the very step that it is below. */
function lightByStep(spent: Spent, rule: BudgetRule & { measure: 'steps' }, yard: Yardstick): LitBy {
  const { adjusted, executed } = spent;
  const inputs = inputsOf(spent);
  const step = stepOf(rule, yard.month);
  if (step === undefined)
    return unlit(yard, rule.ruleId, inputs, `1—${yard.month}月没有规定执行进度，不评灯。`);
  const ratio = { part: executed, whole: adjusted };
  const value = truncatedPercent(ratio);
  const { light, words } = placeOn({ redBelow: step.percent, greenFrom: step.percent }, ratio);
  const due = `${step.month}月底应达到${step.percent}%`;
  return lit(yard, rule.ruleId, {
    inputs: { ...inputs, 应达进度: `${step.percent}%` },
    value,
    light,
    because: `累计执行数为调整后预算数的${formatHundredths(value)}%，${due}，${words}`,
    toGreen: toGreen(light, spent, divideUp(BigInt(step.percent) * adjusted, 100n)),
  });
}

/** The greatest listed month that is not after the cut-off month. */
function stepOf({ steps }: BudgetRule & { measure: 'steps' }, month: bigint) {
  return steps
    .filter((step) => step.month <= month)
    .reduce<(typeof steps)[number] | undefined>(
      (latest, step) => (latest === undefined || step.month > latest.month ? step : latest),
      undefined,
    );
}

function inputsOf({ executed, adjusted }: Spent): LitBy['inputs'] {
  return { 累计执行数: formatWan(executed), 调整后预算数: formatWan(adjusted) };
}

/** How much more has to be spent, in 万元; said to be impossible where the budget does not hold that much. */
function toGreen(light: Placed['light'], { executed, adjusted }: Spent, least: Fen): string | null {
  if (light === 'green') return null;
  if (executed >= adjusted) return '累计执行数已达到调整后预算数，本轮无法转绿灯。';
  if (least > adjusted) return `转绿灯需累计执行${formatWan(least)}万元，超过调整后预算数，本轮无法转绿灯。`;
  return `累计执行再增加${formatWan(least - executed)}万元可转绿灯。`;
}
