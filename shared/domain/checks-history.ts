/**
 * The checks against what was approved last (V05, V19, V33), and for slipped units (V23): figures are cumulative from January, so they
 * do not fall by themselves, and a value a thousand times another one was seldom meant.
 */
import { amountText, explainHere, explainIn, indicatorName, valueText } from './cell-words.ts';
import type { Content, IndicatorRow, MoneyRow } from './content.ts';
import { askForNote } from './explanation.ts';
import { ask, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';
import type { Fen } from './money.ts';
import { isSlipped, timesApart } from './slip.ts';
import { type Indicator, targetLabel } from './subject.ts';

/** A money row beside the same row of the last approved round; `last` is undefined where that had none. */
export interface MoneyPair {
  readonly at: string;
  readonly name: string;
  readonly executed: Fen;
  readonly executedLabel: string;
  readonly row: MoneyRow;
  readonly last: MoneyRow | undefined;
}

export function moneyHistory(pair: MoneyPair, content: Content, ground: Ground): readonly Finding[] {
  if (ground.last === null) return [];
  const { name, executedLabel, row, last = {} } = pair;
  const slip = (cell: 'initial' | 'executed', label: string) => {
    const [own, before] = [row[cell] ?? 0n, last[cell] ?? 0n];
    const said = `${name}的${label}${amountText(own)}`;
    return slipFinding(
      `${pair.at}/${cell}`,
      said,
      [[own, before, `上一轮的${amountText(before)}`]],
      content,
      ground,
    );
  };
  return [
    ...slip('initial', '年初预算数'),
    ...paymentFindings(pair, content, ground),
    ...slip('executed', executedLabel),
  ];
}

/** Payments neither fall (V05), nor do they rise once they have been stopped (V33). */
function paymentFindings(pair: MoneyPair, content: Content, { subject }: Ground): readonly Finding[] {
  const { executed, last = {} } = pair;
  const before = last.executed ?? 0n;
  const pointer = `${pair.at}/executed`;
  const said = `${pair.name}的${pair.executedLabel}${amountText(executed)}`;
  if (executed < before) {
    const message = `${said}小于上一轮的${amountText(before)}，请核对；确有退回的，${explainIn('退回说明')}。`;
    return [ask(pointer, 'V05', message, { at: '/texts/refundReason', text: content.texts.refundReason })];
  }
  if (subject.suspended === null || executed === before) return [];
  const stopped = `本项目已自${subject.suspended.stopPaymentOn}起停止拨付`;
  const message = `${stopped}，而${said}大于上一轮的${amountText(before)}，${explainHere}。`;
  return [askForNote(content, pointer, 'V33', message)];
}

/** An indicator row beside the same row of the last approved round; `last` is undefined where that had none. */
export interface RowPair {
  readonly at: string;
  readonly indicator: Indicator;
  readonly actualLabel: string;
  readonly row: IndicatorRow;
  readonly last: IndicatorRow | undefined;
}

export function rowHistory(pair: RowPair, content: Content, ground: Ground): readonly Finding[] {
  const { at, indicator, row, last } = pair;
  const [actual, before] = [row.actual, last?.actual];
  if (indicator.operator === 'qualitative' || actual === undefined) return [];
  const pointer = `${at}/actual`;
  const said = `${indicatorName(indicator)}的${pair.actualLabel}${valueText(actual, indicator)}`;
  const found: Finding[] = [];
  if (indicator.nature === 'cumulative' && before !== undefined && actual < before) {
    const message = `${said}小于上一轮的${valueText(before, indicator)}，累计值不应减少，${explainHere}。`;
    found.push(askForNote(content, pointer, 'V19', message));
  }
  const others: Compared[] = [];
  if (indicator.target !== null) others.push([actual, indicator.target, `年度目标${targetLabel(indicator)}`]);
  if (before !== undefined) others.push([actual, before, `上一轮的${valueText(before, indicator)}`]);
  return [...found, ...slipFinding(pointer, said, others, content, ground)];
}

/** A value, one that it is held against, and that one in words. */
type Compared = readonly [own: bigint, other: bigint, words: string];

/** One question per cell, whatever it is far from (V23). */
function slipFinding(
  pointer: string,
  said: string,
  compared: readonly Compared[],
  content: Content,
  { ruleSet }: Ground,
): readonly Finding[] {
  const slipped = compared.filter(([own, other]) => isSlipped(own, other, ruleSet.checks.slipFactor));
  if (slipped.length === 0) return [];
  const far = slipped.map(([own, other, words]) => `与${words}相差${timesApart(own, other)}倍`).join('、');
  const message = `${said}${far}，可能用错了计量单位（如元与万元），${explainHere}。`;
  return [askForNote(content, pointer, 'V23', message)];
}
