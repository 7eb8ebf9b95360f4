/**
 * Budget execution (预算执行) up to the end of a month: one row for each source of money of a subject, in a row of sums if there is one.
 * The rows of a subject replace its month; what has been sent already holds its own figures and is never touched (§14).
 */
import { adjustedOf, adjustKindNames } from '../domain/content.ts';
import { totalIssues } from '../domain/given-totals.ts';
import { type Fen, formatWan } from '../domain/money.ts';
import type { Register } from '../domain/register.ts';
import { type ImportedRow, moneyRows, type Subject, subjectKindNames } from '../domain/subject.ts';
import {
  amountAt,
  askIfSlipped,
  budgetAt,
  choiceAt,
  filledAt,
  isRepeated,
  isTooLong,
} from './import-cells.ts';
import {
  ask,
  block,
  type Draft,
  type PlanContext,
  scopeTexts,
  settle,
  settleFailed,
  type Texts,
} from './import-draft.ts';
import { groupRows, type Row, type SheetRows, textOf } from './import-rows.ts';
import { totalRow } from './import-tables.ts';

const longestReason = 200;

/** A row as it was read; `source` is the money row's key, null for the row of sums. */
interface Read {
  readonly row: Row;
  readonly source: string | null;
  readonly figures: ImportedRow;
  readonly adjusted: Fen | undefined;
}

export function planExecution(
  draft: Draft,
  sheets: readonly SheetRows[],
  register: Register,
  context: PlanContext,
): void {
  const subjects = new Map(register.subjects.map((subject) => [subject.code, subject]));
  for (const [code, rows] of groupRows(sheets, 'subject')) {
    const subject = subjects.get(code);
    if (subject !== undefined) {
      planSubject(draft, rows, subject, context);
      continue;
    }
    for (const row of rows) {
      if (filledAt(draft, row, 'subject') !== undefined)
        block(draft, row, 'subject', 'reference', `没有编码为“${code}”的监控对象，请改正，或先导入监控对象`);
      settleFailed(draft, row, code);
    }
  }
}

/** The rows of a filled template: what has been imported for the month, else the initial budgets to go on from. */
export function executionTexts(register: Register, context: PlanContext): readonly Texts[] {
  const scope = scopeTexts(context);
  return register.subjects.flatMap((subject) => {
    const rows = importedOf(subject, context)?.rows ?? budgetRows(subject);
    return Object.entries(rows).map(([source, figures]) => rowTexts(subject, source, figures, scope));
  });
}

function planSubject(draft: Draft, rows: readonly Row[], subject: Subject, context: PlanContext): void {
  const seen = new Map<string, Row>();
  const read = rows.map((row) => ({ row, read: readRow(draft, row, subject, seen) }));
  const good = read.flatMap((each) => (each.read ? [each.read] : []));
  const sources = good.filter((each) => each.source !== null && !isBlank(each, subject));
  const before = importedOf(subject, context)?.rows ?? {};
  const scope = scopeTexts(context);
  if (good.length === rows.length) checkTotals(draft, good);
  for (const each of good) checkRow(draft, each, { subject, before, context });
  const after = Object.fromEntries(sources.map(({ source, figures }) => [source ?? '', figures]));
  askForLost(
    draft,
    rows,
    Object.keys(before).filter((source) => !(source in after)),
    subject,
  );
  let differs = Object.keys(before).length !== sources.length;
  for (const { row, read: each } of read) {
    const [was, is] = textsOf(each, { subject, before, scope });
    const verdict = settle(draft, row, `${subject.code} ${textOf(row, 'row')}`, was, is);
    if (verdict !== 'unchanged') differs = true;
  }
  if (!differs || rows.some((row) => draft.failed.has(row))) return;
  const imported = { ...subject.imported, [monthOf(context)]: { importedOn: context.on, rows: after } };
  draft.changes.push([{ type: 'subject', value: { ...subject, imported } }]);
}

/** What the register says in the place of a row, and what the row says; rows of sums and blank rows are not kept. */
function textsOf(
  read: Read | undefined,
  {
    subject,
    before,
    scope,
  }: { subject: Subject; before: Readonly<Record<string, ImportedRow>>; scope: Texts },
): readonly [Texts | null, Texts] {
  if (read === undefined || read.source === null) return [{}, {}];
  const { source, figures } = read;
  const was = before[source];
  if (was === undefined && isBlank(read, subject)) return [{}, {}];
  return [
    was === undefined ? null : rowTexts(subject, source, was, scope),
    rowTexts(subject, source, figures, scope),
  ];
}

function readRow(draft: Draft, row: Row, subject: Subject, seen: Map<string, Row>): Read | undefined {
  const source = readSource(draft, row, subject);
  if (source === undefined) return undefined;
  if (isRepeated(draft, seen, row, { key: 'row', name: textOf(row, 'row') })) return undefined;
  const adjustKind = choiceAt(draft, row, 'adjustKind', adjustKindNames);
  const adjustReason = textOf(row, 'adjustReason');
  isTooLong(draft, row, 'adjustReason', longestReason);
  if (source !== null && filledAt(draft, row, 'initial') === undefined) return undefined;
  const figures = compact({
    initial: budgetAt(draft, row, 'initial'),
    adjustment: amountAt(draft, row, 'adjustment'),
    adjustKind,
    adjustReason: adjustReason === '' ? undefined : adjustReason,
    executed: amountAt(draft, row, 'executed'),
  });
  const read = { row, source, figures, adjusted: budgetAt(draft, row, 'adjusted') };
  if (figures.executed === undefined && textOf(row, 'executed') === '' && !isBlank(read, subject))
    block(draft, row, 'executed', 'form', '没有填写，请填写累计执行数，没有执行填0');
  return draft.failed.has(row) ? undefined : read;
}

/** The key of the money row, null for the row of sums. */
function readSource(draft: Draft, row: Row, subject: Subject): string | null | undefined {
  const text = filledAt(draft, row, 'row');
  if (text === undefined) return undefined;
  if (text === totalRow) return null;
  const names = moneyRows[subject.kind];
  const found = Object.entries(names).find(([, name]) => name === text);
  if (found !== undefined) return found[0];
  block(
    draft,
    row,
    'row',
    'reference',
    `“${text}”不是${subjectKindNames[subject.kind]}的资金行，应为${[...Object.values(names), totalRow].join('、')}之一`,
  );
  return undefined;
}

/** A row of the template that nobody has filled in: no figure beside the initial budget that was there already. */
function isBlank({ source, figures, adjusted }: Read, subject: Subject): boolean {
  const { initial, ...rest } = figures;
  return (
    source !== null &&
    adjusted === undefined &&
    Object.values(rest).every((value) => value === undefined) &&
    initial === subject.initial[source]
  );
}

function askForLost(draft: Draft, rows: readonly Row[], lost: readonly string[], subject: Subject): void {
  const [first] = rows;
  if (first === undefined || lost.length === 0) return;
  const names = lost.map((source) => `“${moneyRows[subject.kind][source] ?? source}”`).join('、');
  ask(draft, first, 'subject', 'whole', `导入后本月将不再有${names}的数据，请确认；仍要保留的请补上`);
}

/** Sums that were given: of each row (V02) and of all of them (V01). */
function checkTotals(draft: Draft, read: readonly Read[]): void {
  const given = (each: Read) => ({ ...each.figures, adjusted: each.adjusted, name: textOf(each.row, 'row') });
  const total = read.find(({ source }) => source === null);
  const rows = read.filter(({ source }) => source !== null);
  const issues = totalIssues({
    rows: Object.fromEntries(rows.map((each) => [each.source, given(each)])),
    total: total === undefined ? null : given(total),
  });
  for (const { pointer, rule, message } of issues) {
    const [, part, source, column = part === 'total' ? (source ?? '') : ''] = pointer.split('/');
    const at = part === 'total' ? total : rows.find((each) => each.source === source);
    if (at !== undefined) block(draft, at.row, column, rule, message.replace(/。$/u, ''));
  }
}

interface Beside {
  readonly subject: Subject;
  readonly before: Readonly<Record<string, ImportedRow>>;
  readonly context: PlanContext;
}

/** What would later keep the filing from being sent, and what smells of a slipped unit; rows that stay as they are ask nothing. */
function checkRow(draft: Draft, read: Read, { subject, before, context }: Beside): void {
  const { row, source, figures } = read;
  if (source === null || isBlank(read, subject) || isSameFigures(before[source], figures)) return;
  const { initial, adjustment = 0n, adjustKind, adjustReason, executed = 0n } = figures;
  if (adjustment !== 0n && (adjustKind === undefined || adjustReason === undefined))
    ask(
      draft,
      row,
      'adjustment',
      'V03',
      '有预算调整而没有写明调整类型和调整原因，填报单位将不能送审，请补上或确认',
    );
  if (executed < 0n || executed > adjustedOf(figures)) {
    const bounds = `0至调整后预算数${formatWan(adjustedOf(figures))}万元`;
    ask(
      draft,
      row,
      'executed',
      'V04',
      `累计执行数${formatWan(executed)}万元不在${bounds}之间，填报单位将不能直接送审，请核对或确认`,
    );
  }
  const factor = context.slipFactor;
  const last = before[source] ?? lastMonth(subject, context)?.[source];
  const budget = { now: initial, before: subject.initial[source], factor, what: '登记的年初预算数' };
  askIfSlipped(draft, row, 'initial', budget);
  askIfSlipped(draft, row, 'executed', {
    now: executed,
    before: last?.executed,
    factor,
    what: '上次导入的累计执行数',
  });
}

/** The rows of the latest month before this one that has been imported. */
function lastMonth(
  subject: Subject,
  context: PlanContext,
): Readonly<Record<string, ImportedRow>> | undefined {
  const months = Object.keys(subject.imported).map((month) => parseInt(month, 10));
  const earlier = months.filter((month) => month < parseInt(monthOf(context), 10));
  return subject.imported[String(Math.max(...earlier))]?.rows;
}

function isSameFigures(one: ImportedRow | undefined, other: ImportedRow): boolean {
  return one !== undefined && figureKeys.every((key) => one[key] === other[key]);
}

const figureKeys = ['initial', 'adjustment', 'adjustKind', 'adjustReason', 'executed'] as const;

/** What is not said is left out, so that it may be entered by hand. */
function compact(figures: ImportedRow): ImportedRow {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}

function monthOf({ month }: PlanContext): string {
  if (month === null) throw new Error('budget execution is imported for a month');
  return String(month);
}

function importedOf(subject: Subject, context: PlanContext) {
  return subject.imported[monthOf(context)];
}

function budgetRows({ initial }: Subject): Readonly<Record<string, ImportedRow>> {
  return Object.fromEntries(Object.entries(initial).map(([source, amount]) => [source, { initial: amount }]));
}

function rowTexts(subject: Subject, source: string, figures: ImportedRow, scope: Texts): Texts {
  const { initial, adjustment, adjustKind, adjustReason = '', executed } = figures;
  return {
    ...scope,
    subject: subject.code,
    row: moneyRows[subject.kind][source] ?? source,
    initial: amountText(initial),
    adjustment: amountText(adjustment),
    adjustKind: adjustKind === undefined ? '' : adjustKindNames[adjustKind],
    adjustReason,
    executed: amountText(executed),
  };
}

function amountText(amount: Fen | undefined): string {
  return amount === undefined ? '' : formatWan(amount);
}
