/**
 * The checks of the texts (V17, V22, V24 to V26): the four judgements always say something, the analysis wherever something is off its
 * way. Each text is asked about once for all rows that want it.
 */

import { explainIn, indicatorName, percentText } from './cell-words.ts';
import { copyFindings } from './checks-copies.ts';
import { isDoubtful, isRedOrYellow } from './checks-rows.ts';
import { type Content, type TextField, textFields } from './content.ts';
import type { Figures } from './figures.ts';
import { ask, block, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';
import { formatHundredths } from './money.ts';
import { isTelling, lengthOf } from './written.ts';

const judgements: readonly TextField[] = ['goalReview', 'budgetReview', 'implementationReview', 'fundReview'];
const answers: readonly TextField[] = ['deviationAnalysis', 'outlook', 'measures'];
const leastJudgement = 10;
const order = Object.keys(textFields) as TextField[];

export function textFindings(content: Content, figures: Figures, ground: Ground): readonly Finding[] {
  const doubtful = doubtfulNames(content, figures, ground);
  const hopeless = hopelessNames(content, ground);
  const copied = copyFindings(content, ground);
  return order.flatMap((field) => [
    ...(judgements.includes(field) ? judgementFindings(field, content) : []),
    ...(field === 'measures' ? hopelessFindings(hopeless, content) : []),
    ...(answers.includes(field) ? doubtFindings(field, doubtful, content) : []),
    ...(field === 'deviationAnalysis' ? gapFindings(content, figures, ground) : []),
    ...copied.filter(({ pointer }) => pointer === `/texts/${field}`),
  ]);
}

/** Filled, and not merely 无, 略 or one character over and over (V24), and long enough to say something (V26). */
function judgementFindings(field: TextField, { texts }: Content): readonly Finding[] {
  const [pointer, label, text] = [`/texts/${field}`, textFields[field], texts[field]];
  if (!isTelling(text))
    return [block(pointer, 'V24', `请如实填写“${label}”，不能空着，也不能只写“无”“略”或重复的字。`)];
  const length = lengthOf(text);
  if (length >= leastJudgement) return [];
  return [block(pointer, 'V26', `“${label}”至少${leastJudgement}个字，现有${length}个字，请补充。`)];
}

/** What is red, yellow or not certain, in the form's order (V25). */
function doubtfulNames(content: Content, { budget, rows }: Figures, { target }: Ground): readonly string[] {
  const names = target.indicators.flatMap((indicator) => {
    const row = content.rows[indicator.code] ?? {};
    return isDoubtful(row) || isRedOrYellow(rows[indicator.code]?.light) ? [indicatorName(indicator)] : [];
  });
  return isRedOrYellow(budget) ? ['预算执行', ...names] : names;
}

function doubtFindings(field: TextField, names: readonly string[], { texts }: Content): readonly Finding[] {
  if (names.length === 0 || isTelling(texts[field])) return [];
  const why = `${together(names)}亮红灯、黄灯或不能确定完成`;
  return [block(`/texts/${field}`, 'V25', `${why}，请填写“${textFields[field]}”，不能只写“无”“略”。`)];
}

function hopelessNames({ rows }: Content, { target }: Ground): readonly string[] {
  const hopeless = target.indicators.filter(({ code }) => rows[code]?.likelihood === 'impossible');
  return hopeless.map(indicatorName);
}

/** What cannot be reached asks for measures (V17). */
function hopelessFindings(names: readonly string[], { texts }: Content): readonly Finding[] {
  if (names.length === 0 || isTelling(texts.measures)) return [];
  const message = `${together(names)}完全不可能完成，请填写“${textFields.measures}”，不能只写“无”“略”。`;
  return [block('/texts/measures', 'V17', message)];
}

/** The first one by name, the others by number. */
function together([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first}等${others.length + 1}项`;
}

/** Results and money that drift apart are explained (V22). */
function gapFindings({ texts }: Content, figures: Figures, { ruleSet }: Ground): readonly Finding[] {
  const { progressAttainment: progress, rate } = figures;
  const points = ruleSet.checks.gapPoints;
  if (progress === null || rate === null) return [];
  const gap = progress > rate ? progress - rate : rate - progress;
  if (gap <= BigInt(points) * 100n) return [];
  const label = textFields.deviationAnalysis;
  const figured = `数量指标完成进度${percentText(progress)}与执行率${percentText(rate)}相差${formatHundredths(gap)}个百分点`;
  const message = `${figured}，超过${points}个百分点，${explainIn(label)}。`;
  const at = '/texts/deviationAnalysis';
  return [ask(at, 'V22', message, { at, text: texts.deviationAnalysis })];
}
