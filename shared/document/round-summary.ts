/**
 * A round at a glance (轮次汇总): a sheet with one row per department and their sum, and one with every obligation behind it. The first
 * row says what was asked, when and by whom, so that a printed sheet can be told from a later one.
 */
import { daysLate, type Instant, timeOf } from '../domain/calendar.ts';
import { type Content, totalsOf } from '../domain/content.ts';
import type { Department } from '../domain/directory.ts';
import { daysOverdue } from '../domain/exemption.ts';
import { type FilingHead, stageNames, stages } from '../domain/filing.ts';
import { type Light, lightNames, lights } from '../domain/light.ts';
import { executionRate, type Fen, formatHundredths, formatWan } from '../domain/money.ts';
import { rollUp } from '../domain/roll-up.ts';
import { isFiled, shareOf } from '../domain/standing.ts';
import { type Subject, subjectKindNames } from '../domain/subject.ts';
import type { Cell, Column, Sheet } from '../sheet/workbook-writer.ts';

/** An obligation with what it is about. */
export interface SummedFiling {
  readonly head: Pick<
    FilingHead,
    'subject' | 'kind' | 'unit' | 'stage' | 'dueAt' | 'firstSentAt' | 'evaluated'
  >;
  readonly subject: Pick<Subject, 'name' | 'initial'>;
  readonly unitName: string;
  readonly content: Content | null;
}

export interface SummedDepartment {
  readonly department: Department;
  readonly filings: readonly SummedFiling[];
}

export interface RoundSummary {
  readonly title: string;
  /** What was asked for, in words: `全部部门`. */
  readonly filter: string;
  readonly at: Instant;
  readonly exporter: string;
  readonly departments: readonly SummedDepartment[];
}

const nothing = '—';

export function roundWorkbook(summary: RoundSummary): readonly Sheet[] {
  const all = summary.departments.flatMap(({ filings }) => filings);
  const total = departmentColumns.map(({ of }, index) =>
    index < labelColumns ? (index === 0 ? '合计' : '') : of(null, all, summary.at),
  );
  const departments = summary.departments.map(({ department, filings }) =>
    departmentColumns.map(({ of }) => of(department, filings, summary.at)),
  );
  const details = summary.departments.flatMap(({ department, filings }) =>
    filings.map((filing) => filingColumns.map(({ of }) => of(department, filing, summary.at))),
  );
  return [
    sheetOf('汇总', summary, departmentColumns, [...departments, total.map(asTotal)]),
    sheetOf('明细', summary, filingColumns, details),
  ];
}

function asTotal(text: string): Cell {
  return { text, look: 'locked' };
}

function sheetOf(
  name: string,
  summary: RoundSummary,
  columns: readonly (Column & { readonly label: string })[],
  rows: readonly (readonly Cell[])[],
): Sheet {
  const { title, filter, at, exporter } = summary;
  const told = `${title}　筛选条件：${filter}　导出时间：${timeOf(at)}　导出人：${exporter}　金额单位：万元`;
  return {
    name,
    columns: columns.map(({ width, kind = 'text' }) => ({ width, kind })),
    rows: [[{ text: told, look: 'plain' }], columns.map(({ label }) => label), ...rows],
    headRows: 2,
    landscape: true,
    filter: true,
    merges: [{ row: 1, column: 1, rows: 1, columns: columns.length }],
  };
}

type OfDepartment = (department: Department | null, filings: readonly SummedFiling[], now: Instant) => string;
type DepartmentColumn = Column & { readonly label: string; readonly of: OfDepartment };

/** Columns that name a department; the sum has nothing to say there. */
const labelColumns = 3;

const departmentColumns: readonly DepartmentColumn[] = [
  { label: '部门编码', width: 10, of: (department) => department?.code ?? '' },
  { label: '部门名称', width: 32, of: (department) => department?.name ?? '' },
  { label: '对口股室', width: 10, of: (department) => department?.section ?? '' },
  counted('应报', () => true),
  counted('已报', wasFiled),
  {
    label: '已报率',
    width: 10,
    of: (_, filings) => percent(shareOf(filings.filter(wasFiled).length, filings.filter(isDue).length)),
  },
  ...stages.map((stage) => counted(stageNames[stage], ({ head }) => head.stage === stage)),
  counted('逾期', ({ head }) => head.firstSentAt !== null && daysLate(head.firstSentAt, head.dueAt) > 0),
  counted('逾期未报', ({ head }, now) => head.firstSentAt === null && daysOverdue(head, now) > 0),
  ...lights.map((light) => counted(lightNames[light], ({ head }) => head.evaluated?.lights.filing === light)),
  { label: '部门灯', width: 10, of: (_, filings) => lightName(rolledUp(filings)) },
  {
    label: '调整后预算合计',
    width: 16,
    kind: 'amount',
    of: (_, filings) => formatWan(sumsOf(filings).adjusted),
  },
  {
    label: '累计执行合计',
    width: 16,
    kind: 'amount',
    of: (_, filings) => formatWan(sumsOf(filings).executed),
  },
  {
    label: '执行率',
    width: 10,
    of: (_, filings) => {
      const { adjusted, executed } = sumsOf(filings);
      return percent(executionRate(executed, adjusted));
    },
  },
];

type OfFiling = (department: Department, filing: SummedFiling, now: Instant) => string;

const filingColumns: readonly (Column & { readonly label: string; readonly of: OfFiling })[] = [
  { label: '部门编码', width: 10, of: ({ code }) => code },
  { label: '部门名称', width: 28, of: ({ name }) => name },
  { label: '对象编码', width: 14, of: (_, { head }) => head.subject },
  { label: '监控对象', width: 32, of: (_, { subject }) => subject.name },
  { label: '资金类别', width: 16, of: (_, { head }) => subjectKindNames[head.kind] },
  { label: '单位编码', width: 10, of: (_, { head }) => head.unit },
  { label: '预算单位', width: 28, of: (_, { unitName }) => unitName },
  { label: '环节', width: 12, of: (_, { head }) => stageNames[head.stage] },
  {
    label: '逾期天数',
    width: 10,
    kind: 'number',
    of: (_, { head }, now) => String(daysOverdue(head, now)),
  },
  { label: '预算灯', width: 8, of: (_, filing) => lightName(lightsOf(filing)?.budget ?? null) },
  { label: '目标灯', width: 8, of: (_, filing) => lightName(lightsOf(filing)?.goal ?? null) },
  { label: '全年展望灯', width: 10, of: (_, filing) => lightName(lightsOf(filing)?.outlook ?? null) },
  { label: '综合灯', width: 8, of: (_, filing) => lightName(lightsOf(filing)?.filing ?? null) },
  { label: '调整后预算', width: 14, kind: 'amount', of: (_, filing) => formatWan(moneyOf(filing).adjusted) },
  {
    label: '累计执行',
    width: 14,
    kind: 'amount',
    of: (_, filing) => entered(filing, ({ executed }) => executed),
  },
  {
    label: '执行率',
    width: 10,
    of: (_, filing) => {
      const { adjusted, executed } = moneyOf(filing);
      return percent(filing.content === null ? null : executionRate(executed, adjusted));
    },
  },
  {
    label: '全年预计执行',
    width: 14,
    kind: 'amount',
    of: (_, filing) => entered(filing, ({ forecast }) => forecast),
  },
];

function counted(label: string, counts: (filing: SummedFiling, now: Instant) => boolean): DepartmentColumn {
  const of: OfDepartment = (_, filings, now) =>
    String(filings.filter((filing) => counts(filing, now)).length);
  return { label, width: 10, kind: 'number', of };
}

/** The board counts alike. */
function wasFiled({ head }: SummedFiling): boolean {
  return isFiled(head.stage);
}

function isDue({ head }: SummedFiling): boolean {
  return head.stage !== 'exempt';
}

/** A filing that was not sent has no light. */
function lightsOf({ head }: SummedFiling) {
  return head.evaluated?.lights ?? null;
}

function rolledUp(filings: readonly SummedFiling[]): Light | null {
  return rollUp(filings.map(lightsOf)).worst.filing;
}

function lightName(light: Light | null): string {
  return light === null ? nothing : lightNames[light];
}

function percent(hundredths: bigint | null): string {
  return hundredths === null ? nothing : `${formatHundredths(hundredths)}%`;
}

interface Money {
  readonly adjusted: Fen;
  readonly executed: Fen;
  readonly forecast: Fen;
}

/** What is entered counts; before anything is, the budget is the registered one. */
function moneyOf({ content, subject }: SummedFiling): Money {
  if (content !== null) return totalsOf(Object.values(content.money));
  const adjusted = Object.values(subject.initial).reduce((sum, amount) => sum + amount, 0n);
  return { adjusted, executed: 0n, forecast: 0n };
}

function entered(filing: SummedFiling, pick: (money: Money) => Fen): string {
  return filing.content === null ? '' : formatWan(pick(moneyOf(filing)));
}

function sumsOf(filings: readonly SummedFiling[]): Money {
  const sum = (pick: (money: Money) => Fen) =>
    filings.reduce((total, filing) => total + pick(moneyOf(filing)), 0n);
  return {
    adjusted: sum(({ adjusted }) => adjusted),
    executed: sum(({ executed }) => executed),
    forecast: sum(({ forecast }) => forecast),
  };
}
