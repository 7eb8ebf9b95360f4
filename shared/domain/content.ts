/**
 * What a filler enters (监控表, domain form of 财预〔2019〕136号): money rows, indicator rows and texts. Everything may be absent while
 * it is a draft; what is computed (totals, rates) is never part of it (V08). Amounts are cumulative from 1 January, in 分.
 */
import type { Decimal, Fen } from './money.ts';
import { executionRate } from './money.ts';

export const adjustKinds = ['add', 'cut', 'shift'] as const;
export const likelihoods = ['certain', 'possible', 'impossible'] as const;
export const statuses = ['achieved', 'partly', 'missed'] as const;
export const causes = ['funding', 'system', 'staff', 'hardware', 'other'] as const;

export type Likelihood = (typeof likelihoods)[number];
export type Status = (typeof statuses)[number];
export type Cause = (typeof causes)[number];

/** The words of the form for each choice. */
export const adjustKindNames: Readonly<Record<(typeof adjustKinds)[number], string>> = {
  add: '追加',
  cut: '调减',
  shift: '调剂',
};
export const likelihoodNames: Readonly<Record<Likelihood, string>> = {
  certain: '确定能',
  possible: '有可能',
  impossible: '完全不可能',
};
export const statusNames: Readonly<Record<Status, string>> = {
  achieved: '达成',
  partly: '部分达成',
  missed: '未达成',
};
export const causeNames: Readonly<Record<Cause, string>> = {
  funding: '经费保障',
  system: '制度保障',
  staff: '人员保障',
  hardware: '硬件条件保障',
  other: '其他',
};

/** One row of the money table. `adjustment` may be negative; `arrived` is optional on the form. */
export interface MoneyRow {
  readonly initial?: Fen | undefined;
  readonly adjustment?: Fen | undefined;
  readonly adjustKind?: (typeof adjustKinds)[number] | undefined;
  readonly adjustReason?: string | undefined;
  readonly arrived?: Fen | undefined;
  readonly executed?: Fen | undefined;
  readonly forecast?: Fen | undefined;
}

/** The answer to one indicator row; `status` fields serve qualitative rows, `actual` and `forecast` the others. */
export interface IndicatorRow {
  readonly actual?: Decimal | undefined;
  readonly status?: Status | undefined;
  readonly statusText?: string | undefined;
  readonly notYet?: { readonly reason: string; readonly month: number } | undefined;
  readonly forecast?: Decimal | undefined;
  readonly forecastStatus?: Status | undefined;
  readonly likelihood?: Likelihood | undefined;
  readonly causes?: readonly Cause[] | undefined;
  readonly causeText?: string | undefined;
  readonly remark?: string | undefined;
  /** Why the actual is far above the target (V20, V21). */
  readonly excessText?: string | undefined;
}

/** The texts of the form in its order; the first four are the judgements of clause 1.2. */
export const textFields = {
  goalReview: '目标完成情况',
  budgetReview: '预算执行情况',
  implementationReview: '组织实施情况',
  fundReview: '资金管理情况',
  deviationAnalysis: '偏离原因分析',
  outlook: '全年预计',
  problems: '存在问题',
  measures: '纠偏措施',
  slowReason: '进度原因',
  refundReason: '退回说明',
} as const;
export type TextField = keyof typeof textFields;

/** The extra block of subjects under key monitoring (重点绩效监控), in the form's order. */
export const keyFields = {
  procurement: '采购招标情况',
  acceptance: '监理验收情况',
  disclosure: '公示公开情况',
  assets: '资产管理情况',
  accounting: '会计核算情况',
} as const;
export type KeyField = keyof typeof keyFields;

/** The answer to a rule that asks for one and has no field of its own on the form; kept with the filing. */
export interface Explanation {
  readonly rule: string;
  /** JSON pointer of the cell that it is about. */
  readonly cell: string;
  readonly text: string;
}

/** A piece of evidence, for the whole filing or for one indicator; `file` is the id that the upload was answered with. */
export interface AttachedFile {
  readonly file: string;
  readonly indicator?: string | undefined;
}

export interface Content {
  /** The version of the approved targets that this answers (V29). */
  readonly targetVersion: number;
  /** Where the filler can be reached (联系电话). */
  readonly phone?: string | undefined;
  readonly money: Readonly<Record<string, MoneyRow>>;
  readonly rows: Readonly<Record<string, IndicatorRow>>;
  readonly texts: Readonly<Partial<Record<TextField, string | undefined>>>;
  readonly keyBlock?: Readonly<Partial<Record<KeyField, string | undefined>>> | undefined;
  readonly explanations?: readonly Explanation[] | undefined;
  readonly files?: readonly AttachedFile[] | undefined;
}

/** Sums over the money rows in 分, with the execution rate (执行率) in hundredths of a percent. */
export interface MoneyTotals {
  readonly initial: Fen;
  readonly adjustment: Fen;
  readonly adjusted: Fen;
  readonly arrived: Fen;
  readonly executed: Fen;
  readonly forecast: Fen;
  readonly rate: bigint | null;
}

/** adjusted = initial + adjustment (V02); an absent amount is nought. */
export function adjustedOf(row: MoneyRow): Fen {
  return (row.initial ?? 0n) + (row.adjustment ?? 0n);
}

/** The total row of the money table (V01), computed, never entered. */
export function totalsOf(rows: readonly MoneyRow[]): MoneyTotals {
  const sum = (pick: (row: MoneyRow) => Fen | undefined) =>
    rows.reduce((total, row) => total + (pick(row) ?? 0n), 0n);
  const adjusted = sum(adjustedOf);
  const executed = sum((row) => row.executed);
  return {
    initial: sum((row) => row.initial),
    adjustment: sum((row) => row.adjustment),
    adjusted,
    arrived: sum((row) => row.arrived),
    executed,
    forecast: sum((row) => row.forecast),
    rate: executionRate(executed, adjusted),
  };
}
