/**
 * The checks of one indicator row (V11 to V18, V20, V21): its value, its forecast, causes where it is in doubt, and contradictions. A row
 * that cannot have a value yet still has a forecast.
 */
import { explainIn, indicatorName, valueText } from './cell-words.ts';
import { rowHistory } from './checks-history.ts';
import type { Content, IndicatorRow } from './content.ts';
import type { Figures } from './figures.ts';
import { ask, block, type Finding } from './finding.ts';
import { periodLabel } from './form.ts';
import { goalOf, isMet, isReverse } from './goal.ts';
import type { Ground } from './ground.ts';
import type { LitBy } from './light.ts';
import { type Indicator, targetLabel } from './subject.ts';
import { isFilled, isTelling } from './written.ts';

interface CheckedRow {
  readonly at: string;
  readonly indicator: Indicator;
  readonly name: string;
  /** `1—6月完成值`. */
  readonly actualLabel: string;
  readonly row: IndicatorRow;
  readonly light: LitBy | undefined;
}

export function rowFindings(
  indicator: Indicator,
  content: Content,
  figures: Figures,
  ground: Ground,
): readonly Finding[] {
  const { code } = indicator;
  const checked: CheckedRow = {
    at: `/rows/${code}`,
    indicator,
    name: indicatorName(indicator),
    actualLabel: `${periodLabel(ground.cutoffMonth)}完成值`,
    row: content.rows[code] ?? {},
    light: figures.rows[code]?.light,
  };
  return [
    ...valueFindings(checked, ground),
    ...excessFindings(checked),
    ...rowHistory({ ...checked, last: ground.last?.rows[code] }, content, ground),
    ...forecastFindings(checked),
    ...causeFindings(checked, ground),
    ...contradictions(checked),
  ];
}

/** The filler does not expect the target for certain. */
export function isDoubtful({ likelihood }: IndicatorRow): boolean {
  return likelihood === 'possible' || likelihood === 'impossible';
}

export function isRedOrYellow(light: LitBy | undefined): boolean {
  return light?.light === 'red' || light?.light === 'yellow';
}

function valueFindings(checked: CheckedRow, ground: Ground): readonly Finding[] {
  const { at, name, indicator, row } = checked;
  if (row.notYet !== undefined) return notYetFindings(checked, row.notYet, ground);
  if (indicator.operator === 'qualitative') return statusFindings(checked);
  if (row.actual !== undefined) return [];
  const message = `${name}没有填写${checked.actualLabel}，请填一个数字，没有完成的请填0。`;
  return [block(`${at}/actual`, 'V11', message)];
}

/** One of three values and words (V12). */
function statusFindings({ at, name, row }: CheckedRow): readonly Finding[] {
  const found: Finding[] = [];
  if (row.status === undefined)
    found.push(block(`${at}/status`, 'V12', `${name}请在“达成、部分达成、未达成”中选择一项。`));
  if (!isFilled(row.statusText))
    found.push(block(`${at}/statusText`, 'V12', `${name}请填写“完成情况说明”。`));
  return found;
}

/** Only benefit and satisfaction rows may be without a value yet, not in the rounds that urge, and with reason and month (V13). */
function notYetFindings(
  { at, name, indicator, row }: CheckedRow,
  { reason, month }: NonNullable<IndicatorRow['notYet']>,
  { emphasis, allowNotYet, cutoffMonth }: Ground,
): readonly Finding[] {
  const refuse = (cell: string, fix: string) => block(`${at}/${cell}`, 'V13', `${name}${fix}`);
  if (!allowNotYet || emphasis === 'urge')
    return [refuse('notYet', '本轮必须取值，不能选“本期尚无法取值”，请填写完成情况。')];
  if (!/^[23]/.test(indicator.code))
    return [refuse('notYet', '必须取值：只有效益、满意度指标可以选“本期尚无法取值”，请填写完成情况。')];
  const found: Finding[] = [];
  if (row.actual !== undefined || row.status !== undefined)
    found.push(refuse('notYet', '已经填写完成情况，请取消“本期尚无法取值”，或清空完成情况。'));
  if (!isTelling(reason)) found.push(refuse('notYet/reason', '请填写“本期尚无法取值的原因”。'));
  if (month <= cutoffMonth)
    found.push(refuse('notYet/month', `的预计可取值月份应在${cutoffMonth}月之后，现为${month}月，请改正。`));
  return found;
}

/** Forecast and likelihood in every row (V14). */
function forecastFindings({ at, name, indicator, row }: CheckedRow): readonly Finding[] {
  const found: Finding[] = [];
  if (indicator.operator === 'qualitative') {
    if (row.forecastStatus === undefined)
      found.push(block(`${at}/forecastStatus`, 'V14', `${name}没有选择全年预计完成情况，请选择。`));
  } else if (row.forecast === undefined)
    found.push(block(`${at}/forecast`, 'V14', `${name}没有填写全年预计完成值，请填写。`));
  if (row.likelihood === undefined)
    found.push(block(`${at}/likelihood`, 'V14', `${name}请选择完成目标可能性：确定能、有可能或完全不可能。`));
  return found;
}

function causeFindings(checked: CheckedRow, ground: Ground): readonly Finding[] {
  const { at, name, row } = checked;
  const hasCause = (row.causes ?? []).length > 0;
  const found: Finding[] = [];
  const why = whyCause(checked, ground);
  if (why !== null && !hasCause)
    found.push(block(`${at}/causes`, 'V15', `${name}${why}，请至少选择一项偏差原因。`));
  if (hasCause && !isFilled(row.causeText))
    found.push(block(`${at}/causeText`, 'V16', `${name}已选择偏差原因，请填写“原因说明”。`));
  if (row.likelihood === 'impossible' && !isTelling(row.remark))
    found.push(
      block(
        `${at}/remark`,
        'V17',
        `${name}完全不可能完成，请在“备注”中写明原因和改进措施，不能只写“无”“略”。`,
      ),
    );
  return found;
}

/** What makes a cause necessary under the rule set's mode; null where nothing does (V15). */
function whyCause({ row, light }: CheckedRow, { ruleSet }: Ground): string | null {
  const mode = ruleSet.checks.causeMode;
  if ((mode === 'both' || mode === 'likelihood') && isDoubtful(row)) return '预计不能确定完成';
  if (mode === 'likelihood' || !isRedOrYellow(light)) return null;
  if (light?.light === 'red') return '亮红灯';
  return mode === 'red' ? null : '亮黄灯';
}

/** Far above the target: was that too low (V20, V21)? */
function excessFindings({ at, name, indicator, actualLabel, row, light }: CheckedRow): readonly Finding[] {
  const answer = { at: `${at}/excessText`, text: row.excessText };
  const explain = explainIn('超目标说明');
  const found: Finding[] = [];
  if (light?.light === 'blue')
    found.push(ask(`${at}/actual`, 'V20', `${name}：${light.sentence}目标值可能偏低，${explain}。`, answer));
  const { operator, target } = indicator;
  if (operator === 'eq' && target !== null && row.actual !== undefined && row.actual > target) {
    const message = `${name}的${actualLabel}${valueText(row.actual, indicator)}大于目标值${targetLabel(indicator)}，${explain}。`;
    found.push(ask(`${at}/actual`, 'V21', message, answer));
  }
  return found;
}

/** What value and forecast say against what the likelihood says (V18). */
function contradictions(checked: CheckedRow): readonly Finding[] {
  const { at, name, row } = checked;
  const said = row.likelihood === 'impossible' ? reachedAlready(checked) : missedFor(checked);
  if (said === null) return [];
  const message = `${name}${said}，两者矛盾，请更正其一，或${explainIn('备注')}。`;
  return [ask(`${at}/likelihood`, 'V18', message, { at: `${at}/remark`, text: row.remark })];
}

/** What has been counted up cannot be lost again; a limit that is kept so far may well be exceeded later. */
function reachedAlready({ indicator, actualLabel, row }: CheckedRow): string | null {
  const goal = goalOf(indicator);
  if (goal === null || row.actual === undefined || indicator.nature !== 'cumulative') return null;
  if (isReverse(goal) || !isMet(goal, row.actual)) return null;
  return `的${actualLabel}${valueText(row.actual, indicator)}已达到目标值${targetLabel(indicator)}，完成目标可能性却选“完全不可能”`;
}

function missedFor({ indicator, row }: CheckedRow): string | null {
  if (row.likelihood !== 'certain') return null;
  const sure = '完成目标可能性却选“确定能”';
  const goal = goalOf(indicator);
  if (goal === null)
    return row.forecastStatus === undefined || row.forecastStatus === 'achieved'
      ? null
      : `的全年预计完成情况不是“达成”，${sure}`;
  if (row.forecast === undefined || isMet(goal, row.forecast)) return null;
  return `的全年预计完成值${valueText(row.forecast, indicator)}达不到目标值${targetLabel(indicator)}，${sure}`;
}
