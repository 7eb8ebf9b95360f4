/** The sheet behind a report: every filing that it speaks of in one row, and the sum of each kind of money. */
import { type MoneyTotals, totalsOf } from '../domain/content.ts';
import { stageNames } from '../domain/filing.ts';
import { periodLabel } from '../domain/form.ts';
import { type Hundredths, type Light, lightNames } from '../domain/light.ts';
import { type Fen, formatHundredths } from '../domain/money.ts';
import { subjectKindNames, subjectKinds } from '../domain/subject.ts';
import type { ReportedFiling, ReportSource } from './report-source.ts';
import { inPercent, inTwoDecimals } from './report-words.ts';

export interface SummaryColumn {
  readonly label: string;
  /** Share of the sheet's width, in hundredths. */
  readonly width: number;
  readonly isNumber: boolean;
}

export interface ReportSummary {
  readonly title: string;
  readonly columns: readonly SummaryColumn[];
  readonly rows: readonly (readonly string[])[];
}

const nothing = '—';

export function summaryOf({ filings, cutoffMonth }: ReportSource): ReportSummary {
  const kinds = subjectKinds.map((kind) => filings.filter(({ subject }) => subject.kind === kind));
  const sorted = kinds.flat();
  return {
    title: '附表：绩效运行监控情况汇总表（单位：万元）',
    columns: columnsOf(cutoffMonth),
    rows: kinds.flatMap((own) => [
      ...own.map((filing) => rowOf(filing, sorted.indexOf(filing))),
      ...(own.length > 1 ? [sumOf(own)] : []),
    ]),
  };
}

/** Of one kind of money: overall spending holds the projects already, so that a sum over all would count them twice. */
function sumOf(filings: readonly ReportedFiling[]): readonly string[] {
  const [first] = filings;
  const kind = first === undefined ? '' : subjectKindNames[first.subject.kind];
  const sum = totalsOf(filings.flatMap(({ content }) => Object.values(content.money)));
  return ['', '小计', kind, ...amountsOf(sum, sum.rate), '', '', '', '', ''];
}

function columnsOf(cutoffMonth: number): readonly SummaryColumn[] {
  const text = (label: string, width: number) => ({ label, width, isNumber: false });
  const number = (label: string, width: number) => ({ label, width, isNumber: true });
  return [
    text('序号', 4),
    text('监控对象', 20),
    text('资金类别', 9),
    number('年初预算数', 9),
    number('调整后预算数', 9),
    number(`${periodLabel(cutoffMonth)}累计执行数`, 9),
    number('执行率', 7),
    number('全年预计执行数', 9),
    number('目标完成率', 7),
    text('预算', 4),
    text('目标', 4),
    text('展望', 4),
    text('环节', 5),
  ];
}

function rowOf({ subject, content, evaluation, stage }: ReportedFiling, index: number): readonly string[] {
  const { budget, goal, outlook } = evaluation.lights;
  return [
    String(index + 1),
    subject.name,
    subjectKindNames[subject.kind],
    ...amountsOf(totalsOf(Object.values(content.money)), evaluation.rate),
    percent(evaluation.attainment),
    ...[budget, goal, outlook].map(lightName),
    stageNames[stage],
  ];
}

function amountsOf(totals: MoneyTotals, rate: Hundredths | null): readonly string[] {
  const amount = (value: Fen) => formatHundredths(inTwoDecimals(value));
  return [
    amount(totals.initial),
    amount(totals.adjusted),
    amount(totals.executed),
    percent(rate),
    amount(totals.forecast),
  ];
}

function percent(value: Hundredths | null): string {
  return value === null ? nothing : inPercent(value);
}

function lightName(light: Light | null): string {
  return light === null ? nothing : lightNames[light];
}
