/**
 * The checks before 送审 that need no history (rules V04, V06, V11 to V17, V24 to V26, V29): each answers the cells that fail it, with
 * the rule and the fix. Pure, so that the browser and the server run the same code.
 */
import type { Emphasis } from '../notice/notice.ts';
import {
  adjustedOf,
  type Content,
  type IndicatorRow,
  type MoneyRow,
  type TextField,
  textFields,
  totalsOf,
} from './content.ts';
import { formatWan } from './money.ts';
import type { Issue } from './refusal.ts';
import { type Indicator, moneyRows, type SubjectKind, type TargetVersion } from './subject.ts';

/** What a content is checked against. */
export interface Ground {
  readonly kind: SubjectKind;
  readonly target: TargetVersion;
  readonly cutoffMonth: number;
  readonly emphasis: Emphasis;
}

/** Every failed check of a content; empty when it may be sent. */
export function validate(content: Content, ground: Ground): readonly Issue[] {
  return [
    ...targetIssues(content, ground),
    ...moneyIssues(content, ground.kind),
    ...ground.target.indicators.flatMap((indicator) => rowIssues(content, indicator, ground)),
    ...textIssues(content, ground),
  ];
}

/** Cells that are not of this subject's form; checked already when a draft is saved. */
export function strangerIssues(content: Content, kind: SubjectKind, target: TargetVersion): readonly Issue[] {
  const codes = new Set(target.indicators.map((indicator) => indicator.code));
  const money = Object.keys(content.money).filter((row) => !(row in moneyRows[kind]));
  const rows = Object.keys(content.rows).filter((code) => !codes.has(code));
  return [
    ...money.map((row) =>
      issue(`/money/${row}`, 'form', `资金行“${row}”不属于本类资金的监控表，请删除后重新提交。`),
    ),
    ...rows.map((code) =>
      issue(`/rows/${code}`, 'form', `指标“${code}”不在批复的绩效目标中，请删除后重新提交。`),
    ),
  ];
}

function issue(pointer: string, rule: string, message: string): Issue {
  return { pointer, rule, message };
}

function targetIssues(content: Content, { target }: Ground): readonly Issue[] {
  if (content.targetVersion === target.version) return [];
  return [
    issue(
      '/targetVersion',
      'V29',
      `填报依据的是第${content.targetVersion}版绩效目标，现行为第${target.version}版，请重新载入目标后核对填写。`,
    ),
  ];
}

function moneyIssues(content: Content, kind: SubjectKind): readonly Issue[] {
  const names = moneyRows[kind];
  const rows = Object.entries(names).flatMap(([key, name]) => {
    const row = content.money[key];
    return row === undefined ? [] : moneyRowIssues(`/money/${key}`, name, row, content);
  });
  const entered = Object.values(content.money);
  if (entered.some((row) => row.executed !== undefined)) {
    return [...rows, ...moneyRowIssues('/money', '合计', totalsOf(entered), content)];
  }
  return [...rows, issue('/money', 'V04', '预算执行情况还没有填写累计执行数，请至少填写一行资金。')];
}

function moneyRowIssues(at: string, name: string, row: MoneyRow, content: Content): readonly Issue[] {
  const adjusted = adjustedOf(row);
  const executed = row.executed ?? 0n;
  const forecast = row.forecast ?? 0n;
  const refund = isFilled(content.texts.refundReason);
  const found: Issue[] = [];
  if ((row.initial ?? 0n) < 0n || adjusted < 0n) {
    found.push(issue(`${at}/initial`, 'V04', `${name}的年初预算数和调整后预算数不能小于0，请核对。`));
  }
  if (row.arrived !== undefined && row.arrived < 0n) {
    found.push(issue(`${at}/arrived`, 'V04', `${name}的资金到位数不能小于0，请核对。`));
  }
  if (executed > adjusted) {
    const figures = `累计执行数${formatWan(executed)}万元大于调整后预算数${formatWan(adjusted)}万元`;
    found.push(issue(`${at}/executed`, 'V04', `${name}${figures}，请核对执行数，或先办理预算调整。`));
  }
  if (executed < 0n && !refund) {
    found.push(issue(`${at}/executed`, 'V04', `${name}的累计执行数小于0，确有退回的请填写“退回说明”。`));
  }
  if (executed >= 0n && (forecast < executed || forecast > adjusted)) {
    const bounds = `${formatWan(executed)}至${formatWan(adjusted)}万元`;
    found.push(
      issue(
        `${at}/forecast`,
        'V06',
        `${name}的全年预计执行数应在累计执行数与调整后预算数之间（${bounds}）。`,
      ),
    );
  }
  return found;
}

function rowIssues(content: Content, indicator: Indicator, ground: Ground): readonly Issue[] {
  const at = `/rows/${indicator.code}`;
  const row = content.rows[indicator.code] ?? {};
  const name = `指标“${indicator.code} ${indicator.name}”`;
  return [
    ...valueIssues(at, name, row, indicator, ground),
    ...forecastIssues(at, name, row, indicator),
    ...causeIssues(at, name, row, content),
  ];
}

function valueIssues(
  at: string,
  name: string,
  row: IndicatorRow,
  indicator: Indicator,
  ground: Ground,
): readonly Issue[] {
  if (row.notYet !== undefined) return notYetIssues(at, name, indicator, ground);
  if (indicator.operator !== 'qualitative') {
    return row.actual === undefined
      ? [issue(`${at}/actual`, 'V11', `${name}没有填写完成值，请填一个数字，没有完成请填0。`)]
      : [];
  }
  const found: Issue[] = [];
  if (row.status === undefined) {
    found.push(issue(`${at}/status`, 'V12', `${name}请在“达成、部分达成、未达成”中选择一项。`));
  }
  if (!isFilled(row.statusText)) {
    found.push(issue(`${at}/statusText`, 'V12', `${name}请用文字说明完成情况。`));
  }
  return found;
}

/** Only benefit and satisfaction rows may be without a value yet, and not in the rounds that urge (V13). */
function notYetIssues(at: string, name: string, indicator: Indicator, ground: Ground): readonly Issue[] {
  const mayWait = /^[23]/.test(indicator.code) && ground.emphasis !== 'urge';
  if (mayWait) return [];
  return [
    issue(
      `${at}/notYet`,
      'V13',
      `${name}本轮必须取值：只有效益、满意度指标在上半年和三季度可以“本期尚无法取值”。`,
    ),
  ];
}

function forecastIssues(at: string, name: string, row: IndicatorRow, indicator: Indicator): readonly Issue[] {
  const forecast = indicator.operator === 'qualitative' ? row.forecastStatus : row.forecast;
  const found: Issue[] = [];
  if (forecast === undefined)
    found.push(issue(`${at}/forecast`, 'V14', `${name}没有填写全年预计完成值，请填写。`));
  if (row.likelihood === undefined) {
    found.push(issue(`${at}/likelihood`, 'V14', `${name}请选择完成目标可能性：确定能、有可能或完全不可能。`));
  }
  return found;
}

function causeIssues(at: string, name: string, row: IndicatorRow, content: Content): readonly Issue[] {
  const doubtful = row.likelihood === 'possible' || row.likelihood === 'impossible';
  const hasCause = (row.causes ?? []).length > 0;
  const found: Issue[] = [];
  if (doubtful && !hasCause)
    found.push(issue(`${at}/causes`, 'V15', `${name}预计不能确定完成，请至少选择一项偏差原因。`));
  if (hasCause && !isFilled(row.causeText)) {
    found.push(issue(`${at}/causeText`, 'V16', `${name}已选择偏差原因，请填写原因说明。`));
  }
  if (row.likelihood === 'impossible' && !isTelling(row.remark)) {
    found.push(issue(`${at}/remark`, 'V17', `${name}完全不可能完成，请在备注中写明原因和改进措施。`));
  }
  if (row.likelihood === 'impossible' && !isTelling(content.texts.measures)) {
    found.push(issue('/texts/measures', 'V17', `${name}完全不可能完成，请填写“纠偏措施”。`));
  }
  return found;
}

const judgements: readonly TextField[] = ['goalReview', 'budgetReview', 'implementationReview', 'fundReview'];
const answers: readonly TextField[] = ['deviationAnalysis', 'outlook', 'measures'];
const leastJudgement = 10;

function textIssues(content: Content, ground: Ground): readonly Issue[] {
  const empty = judgements.filter((field) => !isTelling(content.texts[field]));
  const short = judgements.filter(
    (field) => !empty.includes(field) && lengthOf(content.texts[field]) < leastJudgement,
  );
  const doubtful = ground.target.indicators.some(({ code }) => {
    const likelihood = content.rows[code]?.likelihood;
    return likelihood === 'possible' || likelihood === 'impossible';
  });
  const missing = doubtful ? answers.filter((field) => !isTelling(content.texts[field])) : [];
  return [
    ...empty.map((f) =>
      issue(`/texts/${f}`, 'V24', `请如实填写“${textFields[f]}”，不能只写“无”“略”或重复的字。`),
    ),
    ...short.map((f) => issue(`/texts/${f}`, 'V26', `“${textFields[f]}”至少${leastJudgement}个字，请补充。`)),
    ...missing.map((f) => issue(`/texts/${f}`, 'V25', `有指标不能确定完成，请填写“${textFields[f]}”。`)),
  ];
}

function isFilled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

/** Says something: not empty, not just 无 or 略, not one character over and over (V24). */
function isTelling(text: string | undefined): boolean {
  const bare = (text ?? '').replace(/[\s\p{P}]/gu, '');
  return bare !== '' && bare !== '无' && bare !== '略' && new Set(bare).size > 1;
}

/** Characters, not UTF-16 units (V26). */
function lengthOf(text: string | undefined): number {
  return [...(text ?? '').trim()].length;
}
