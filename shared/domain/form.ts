/**
 * The form (监控表) as data: every cell that a filler enters, in the form's order, with its label and kind. Screen, workbook, print and
 * comparison all read it, so that a cell has one name everywhere. What is computed is no cell.
 */
import {
  adjustKindNames,
  causeNames,
  keyFields,
  likelihoodNames,
  statusNames,
  textFields,
} from './content.ts';
import { type Indicator, moneyRows, type Subject } from './subject.ts';

export type CellKind = 'amount' | 'decimal' | 'text' | 'choice' | 'choices' | 'month';

export interface FormCell {
  /** JSON pointer into the content. */
  readonly pointer: string;
  /** The row that the cell stands in: a money row, an indicator, or the cell's own name. */
  readonly row: string;
  readonly label: string;
  readonly kind: CellKind;
  /** For choices: code → word. */
  readonly choices?: Readonly<Record<string, string>>;
}

export interface FormOf {
  readonly kind: Subject['kind'];
  readonly keyMonitoring: boolean;
  readonly indicators: readonly Indicator[];
  readonly cutoffMonth: number;
}

type Column = Pick<FormCell, 'label' | 'kind' | 'choices'> & { readonly key: string };

/** `1—6月`: every figure is cumulative from January. */
export function periodLabel(cutoffMonth: number): string {
  return `1—${cutoffMonth}月`;
}

export function formCells(form: FormOf): readonly FormCell[] {
  return [
    { pointer: '/phone', row: '联系电话', label: '联系电话', kind: 'text' },
    ...Object.entries(moneyRows[form.kind]).flatMap(([key, row]) =>
      cellsOfRow(`/money/${key}`, row, moneyColumns(form.cutoffMonth)),
    ),
    ...form.indicators.flatMap((indicator) =>
      cellsOfRow(
        `/rows/${indicator.code}`,
        `${indicator.code} ${indicator.name}`,
        indicatorColumns(indicator, form.cutoffMonth),
      ),
    ),
    ...Object.entries(textFields).map(([key, label]) => textCell(`/texts/${key}`, label)),
    ...(form.keyMonitoring
      ? Object.entries(keyFields).map(([key, label]) => textCell(`/keyBlock/${key}`, label))
      : []),
  ];
}

function textCell(pointer: string, label: string): FormCell {
  return { pointer, row: label, label, kind: 'text' };
}

function cellsOfRow(at: string, row: string, columns: readonly Column[]): readonly FormCell[] {
  return columns.map(({ key, ...cell }) => ({ pointer: `${at}/${key}`, row, ...cell }));
}

/** The entered columns of the money table; the adjusted budget, the rate and the surplus between them are computed. */
export function moneyColumns(cutoffMonth: number): readonly Column[] {
  return [
    { key: 'initial', label: '年初预算数', kind: 'amount' },
    { key: 'adjustment', label: '年度预算调整', kind: 'amount' },
    { key: 'adjustKind', label: '调整类型', kind: 'choice', choices: adjustKindNames },
    { key: 'adjustReason', label: '调整原因', kind: 'text' },
    { key: 'arrived', label: '资金到位数', kind: 'amount' },
    { key: 'executed', label: `${periodLabel(cutoffMonth)}累计执行数`, kind: 'amount' },
    { key: 'forecast', label: '全年预计执行数', kind: 'amount' },
  ];
}

/** The entered columns of an indicator row; a qualitative one answers with a status and words, the others with a number. */
export function indicatorColumns(
  indicator: Pick<Indicator, 'operator'>,
  cutoffMonth: number,
): readonly Column[] {
  const period = periodLabel(cutoffMonth);
  const values: readonly Column[] =
    indicator.operator === 'qualitative'
      ? [
          { key: 'status', label: `${period}完成情况`, kind: 'choice', choices: statusNames },
          { key: 'statusText', label: '完成情况说明', kind: 'text' },
          { key: 'forecastStatus', label: '全年预计完成情况', kind: 'choice', choices: statusNames },
        ]
      : [
          { key: 'actual', label: `${period}完成值`, kind: 'decimal' },
          { key: 'forecast', label: '全年预计完成值', kind: 'decimal' },
        ];
  return [
    ...values,
    { key: 'notYet/reason', label: '本期尚无法取值的原因', kind: 'text' },
    { key: 'notYet/month', label: '预计可取值月份', kind: 'month' },
    { key: 'likelihood', label: '完成目标可能性', kind: 'choice', choices: likelihoodNames },
    { key: 'causes', label: '偏差原因', kind: 'choices', choices: causeNames },
    { key: 'causeText', label: '原因说明', kind: 'text' },
    { key: 'remark', label: '备注', kind: 'text' },
    { key: 'excessText', label: '超目标说明', kind: 'text' },
  ];
}
