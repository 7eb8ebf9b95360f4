/** What is monitored: one pot of money per subject (监控对象), with the targets approved for it. */
import type { Decimal, Fen } from './money.ts';

export const subjectKinds = ['overall', 'project', 'transfer'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** One pot of money in a fiscal year. `overall` belongs to the department's own office. */
export interface Subject {
  readonly code: string;
  readonly name: string;
  readonly kind: SubjectKind;
  readonly department: string;
  readonly unit: string;
  readonly targetVersion: number;
  /** Initial budgets (年初预算数) by money row, in 分; a row that is absent is nought. */
  readonly initial: Readonly<Record<string, Fen>>;
}

export const targetOperators = ['gte', 'gt', 'eq', 'lt', 'lte', 'qualitative'] as const;
export type TargetOperator = (typeof targetOperators)[number];

/** A third-level indicator row (三级指标) of the approved targets; `code` is level 2 and a number, e.g. `11-01`. */
export interface Indicator {
  readonly code: string;
  readonly name: string;
  readonly operator: TargetOperator;
  /** The full-year target; null for qualitative rows, whose target is `targetText`. */
  readonly target: Decimal | null;
  readonly targetText: string;
  readonly unit: string;
  readonly weight: number;
  readonly nature: 'cumulative' | 'level';
}

/** The approved targets of a subject (绩效目标), versioned; a filing pins the version it answers. */
export interface TargetVersion {
  readonly subject: string;
  readonly version: number;
  readonly goalText: string;
  readonly indicators: readonly Indicator[];
}

/** The money rows of the form by kind of subject; the totals above them are always computed. */
export const moneyRows: Readonly<Record<SubjectKind, Readonly<Record<string, string>>>> = {
  project: { fiscal: '本年财政拨款', carryover: '上年结转资金', other: '其他资金' },
  transfer: {
    central: '中央资金',
    provincial: '省级资金',
    municipal: '市级资金',
    county: '县级资金',
    other: '其他资金',
  },
  overall: { personnel: '人员经费', public: '公用经费', projects: '项目支出' },
};
