/**
 * The sheet 填报 of one filing as a plan of cells: what stands where, and which cell takes which entry. Writing and reading both follow
 * the plan, so that a cell that was moved is noticed instead of being misread. Everything that is no entry is given, and sealed.
 */

import type { WireContent } from '../contract/cell.ts';
import {
  type FormCell,
  type FormOf,
  formCells,
  indicatorColumns,
  moneyColumns,
  periodLabel,
} from '../domain/form.ts';
import { placeOf } from '../domain/indicator-tree.ts';
import type { Fen } from '../domain/money.ts';
import { formatDecimal, formatWan } from '../domain/money.ts';
import { type Indicator, moneyRows, subjectKindNames, targetLabel } from '../domain/subject.ts';
import { textOfCell, tidy } from './form-cell.ts';

export const formSheet = '填报';
/** To be raised with every change of where cells stand: a workbook of another layout is not read. */
export const formLayoutVersion = '1';

interface Named {
  readonly code: string;
  readonly name: string;
}

/** All that a form shows beside what is entered. */
export interface GivenForm extends FormOf {
  /** The filing's id. */
  readonly filing: string;
  readonly fiscalYear: number;
  readonly roundTitle: string;
  readonly subject: Named;
  readonly department: Named;
  readonly unit: Named;
  readonly filledBy: string;
  readonly goalText: string;
  readonly targetVersion: number;
  /** Registered initial budgets by money row, in 分. */
  readonly initial: Readonly<Record<string, Fen>>;
  /** What was approved in the last round, to stand beside each value. */
  readonly last: WireContent | null;
  /** Pointers of cells that the bureau has imported: shown, and not to be entered. */
  readonly imported: ReadonlySet<string>;
}

export interface PlacedCell {
  /** Row and column, counted from 1. */
  readonly row: number;
  readonly column: number;
  /** How many columns it is wide. */
  readonly span: number;
  readonly text: string;
  readonly role: 'title' | 'head' | 'given' | 'entry';
  /** The form's cell that it shows; one that is imported is given. */
  readonly cell?: FormCell;
}

interface Block {
  readonly cells: readonly Omit<PlacedCell, 'row'>[];
}

/** Columns of the sheet, in characters. */
export const formWidths = [9, 12, 8, 20, 14, 11, 13, 22, 14, 18, 11, 13, 16, 24, 24, 24] as const;
const lastColumn = formWidths.length;

/** Where the entries of an indicator row stand. */
const rowColumns: Readonly<Record<string, number>> = {
  actual: 7,
  status: 7,
  statusText: 8,
  forecast: 9,
  forecastStatus: 9,
  'notYet/reason': 10,
  'notYet/month': 11,
  likelihood: 12,
  causes: 13,
  causeText: 14,
  remark: 15,
  excessText: 16,
};
/** Where the entries of a money row begin; they follow one another. */
const moneyColumn = 6;

/** Every cell of the sheet in reading order; `content` is what stands in it. */
export function layOutForm(form: GivenForm, content: WireContent): readonly PlacedCell[] {
  const cells = new Map(formCells(form).map((cell) => [cell.pointer, cell]));
  const show = shower(form, content, cells);
  const blocks: readonly Block[] = [
    ...headBlocks(form, show),
    band('一、预算执行情况（单位：万元，自1月1日起累计；合计、执行率由系统计算）'),
    ...moneyBlocks(form, show),
    band(`二、绩效指标完成情况（${periodLabel(form.cutoffMonth)}累计；完成率、偏离度、预警灯由系统计算）`),
    ...indicatorBlocks(form, show),
    band('三、文字说明'),
    ...textBlocks('/texts/', cells, show),
    ...(form.keyMonitoring
      ? [band('四、重点绩效监控补充内容（不涉及的填“不涉及”）'), ...textBlocks('/keyBlock/', cells, show)]
      : []),
  ];
  return blocks.flatMap((block, index) => block.cells.map((cell) => ({ ...cell, row: index + 1 })));
}

type Show = (pointer: string, column: number, span?: number) => Omit<PlacedCell, 'row'>;

function shower(form: GivenForm, content: WireContent, cells: ReadonlyMap<string, FormCell>): Show {
  return (pointer, column, span = 1) => {
    const cell = cells.get(pointer);
    if (cell === undefined) throw new Error(`the form has no cell ${pointer}`);
    const role = form.imported.has(pointer) ? 'given' : 'entry';
    return { column, span, text: textOfCell(cell, content), role, cell };
  };
}

function given(column: number, span: number, text: string): Omit<PlacedCell, 'row'> {
  return { column, span, text: tidy(text), role: 'given' };
}

function head(column: number, span: number, text: string): Omit<PlacedCell, 'row'> {
  return { column, span, text: tidy(text), role: 'head' };
}

function band(text: string): Block {
  return { cells: [head(1, lastColumn, text)] };
}

function headBlocks(form: GivenForm, show: Show): readonly Block[] {
  const kind = form.kind === 'overall' ? '部门整体支出' : subjectKindNames[form.kind];
  const title = `${form.fiscalYear}年${kind}绩效目标执行监控表（${periodLabel(form.cutoffMonth)}）`;
  return [
    { cells: [{ column: 1, span: lastColumn, text: title, role: 'title' }] },
    {
      cells: [
        head(1, 2, '项目名称'),
        given(3, 4, form.subject.name),
        head(7, 1, '项目编码'),
        given(8, 1, form.subject.code),
        head(9, 1, '主管部门'),
        given(10, 3, named(form.department)),
        head(13, 1, '预算单位'),
        given(14, 3, named(form.unit)),
      ],
    },
    {
      cells: [
        head(1, 2, '监控任务'),
        given(3, 4, form.roundTitle),
        head(7, 1, '目标版本'),
        given(8, 1, `第${form.targetVersion}版`),
        head(9, 1, '填报人'),
        given(10, 3, form.filledBy),
        head(13, 1, '联系电话'),
        show('/phone', 14, 3),
      ],
    },
    { cells: [head(1, 2, '年度总体目标'), given(3, lastColumn - 2, form.goalText)] },
  ];
}

function named({ code, name }: Named): string {
  return `${code} ${name}`;
}

function moneyBlocks(form: GivenForm, show: Show): readonly Block[] {
  const columns = moneyColumns(form.cutoffMonth);
  const titles: Block = {
    cells: [
      head(1, 4, '资金来源'),
      head(5, 1, '登记的年初预算数'),
      ...columns.map(({ label }, index) => head(moneyColumn + index, 1, label)),
    ],
  };
  const rows = Object.entries(moneyRows[form.kind]).map(
    ([key, name]): Block => ({
      cells: [
        given(1, 4, name),
        given(5, 1, formatWan(form.initial[key] ?? 0n)),
        ...columns.map((column, index) => show(`/money/${key}/${column.key}`, moneyColumn + index)),
      ],
    }),
  );
  return [titles, ...rows];
}

function indicatorBlocks(form: GivenForm, show: Show): readonly Block[] {
  const period = periodLabel(form.cutoffMonth);
  const titles = [
    '一级指标',
    '二级指标',
    '指标编码',
    '三级指标',
    '年度指标值',
    '上轮完成值',
    `${period}完成值（定性指标选择）`,
    '完成情况说明（定性指标）',
    '全年预计完成值（定性指标选择）',
    '本期尚无法取值的原因',
    '预计可取值月份',
    '完成目标可能性',
    '偏差原因（多项用、隔开）',
    '原因说明',
    '备注',
    '超目标说明',
  ];
  return [
    { cells: titles.map((title, index) => head(index + 1, 1, title)) },
    ...form.indicators.map((indicator) => indicatorBlock(form, indicator, show)),
  ];
}

function indicatorBlock(form: GivenForm, indicator: Indicator, show: Show): Block {
  const place = placeOf(indicator.code);
  const weight = indicator.weight === null ? '' : `（权重${formatDecimal(indicator.weight)}）`;
  const entries = indicatorColumns(indicator, form.cutoffMonth).map(({ key }) =>
    show(`/rows/${indicator.code}/${key}`, rowColumns[key] ?? lastColumn),
  );
  const isQualitative = indicator.operator === 'qualitative';
  const cells = [
    given(1, 1, place?.level1.name ?? ''),
    given(2, 1, place?.level2.name ?? ''),
    given(3, 1, indicator.code),
    given(4, 1, `${indicator.name}${weight}`),
    given(5, 1, targetLabel(indicator)),
    given(6, 1, lastValue(form, indicator)),
    // A number needs no words to say how far it is.
    ...(isQualitative ? [] : [given(8, 1, '')]),
    ...entries,
  ];
  return { cells: cells.sort((a, b) => a.column - b.column) };
}

function lastValue({ last, cutoffMonth }: GivenForm, indicator: Indicator): string {
  const [value] = indicatorColumns(indicator, cutoffMonth);
  if (last === null || value === undefined) return '';
  const { key, ...cell } = value;
  return textOfCell({ ...cell, pointer: `/rows/${indicator.code}/${key}`, row: '' }, last);
}

function textBlocks(at: string, cells: ReadonlyMap<string, FormCell>, show: Show): readonly Block[] {
  return [...cells.values()]
    .filter(({ pointer }) => pointer.startsWith(at))
    .map(({ pointer, label }) => ({ cells: [head(1, 2, label), show(pointer, 3, lastColumn - 2)] }));
}
