/** What is monitored: one pot of money per subject (监控对象), with the targets approved for it. */
import type { FundsEntry } from '../notice/notice.ts';
import type { Day } from './calendar.ts';
import type { MoneyRow } from './content.ts';
import { type Decimal, type Fen, formatDecimal } from './money.ts';

export const subjectKinds = ['overall', 'project', 'transfer'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export const subjectKindNames: Readonly<Record<SubjectKind, string>> = {
  overall: '部门整体支出',
  project: '项目支出',
  transfer: '管理的转移支付',
};

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
  /** Code that the parts of one transfer payment share, one subject per implementing unit. */
  readonly parent: string | null;
  /** Under key monitoring (clause 2.3): the flag of its department or unit reaches every subject of theirs. */
  readonly keyMonitoring: boolean;
  /** Suspended (clause 3.1.2): it still files, but nothing is paid after the day. */
  readonly suspended: { readonly stopPaymentOn: Day } | null;
  /** What the bureau has imported of its money, by cut-off month (`6`); a re-import replaces the month. */
  readonly imported: Readonly<Record<string, ImportedFunds>>;
}

/** Budget and payments of a subject up to the end of a month, cumulative from 1 January, as imported. */
export interface ImportedFunds {
  readonly importedOn: Day;
  readonly rows: Readonly<Record<string, ImportedRow>>;
}
export type ImportedRow = Pick<
  MoneyRow,
  'initial' | 'adjustment' | 'adjustKind' | 'adjustReason' | 'executed'
>;

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
  /** Points of 100, scaled like every indicator value; null where the targets were approved without weights. */
  readonly weight: Decimal | null;
  readonly nature: 'cumulative' | 'level';
}

const operatorSigns: Readonly<Record<Exclude<TargetOperator, 'qualitative'>, string>> = {
  gte: '≥',
  gt: '>',
  eq: '=',
  lt: '<',
  lte: '≤',
};

/** The target as it is read on paper: `≥48场`, or its words where it is qualitative. */
export function targetLabel({ operator, target, targetText, unit }: Indicator): string {
  if (operator === 'qualitative' || target === null) return targetText;
  return `${operatorSigns[operator]}${formatDecimal(target)}${unit}`;
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

/** A subject without approved targets has nothing to be measured by; it is due from the first round after their approval. */
export function isMeasured({ targetVersion }: Pick<Subject, 'targetVersion'>): boolean {
  return targetVersion >= 1;
}

/**
 * The adjusted budget (调整后预算数) by the register up to a round's months: the bureau's last import until then where it counts, and
 * the initial budget where it says nothing.
 */
export function registeredBudget(
  { kind, initial, imported }: Pick<Subject, 'kind' | 'initial' | 'imported'>,
  { cutoffMonth, fundsEntry }: { readonly cutoffMonth: number; readonly fundsEntry: FundsEntry },
): Fen {
  const months = Array.from({ length: cutoffMonth }, (_, index) => String(cutoffMonth - index));
  const month = fundsEntry === 'hand' ? undefined : months.find((each) => imported[each] !== undefined);
  const funds = (month && imported[month]?.rows) || {};
  return Object.keys(moneyRows[kind]).reduce((total, row) => {
    const { initial: given = initial[row] ?? 0n, adjustment = 0n } = funds[row] ?? {};
    return total + given + adjustment;
  }, 0n);
}
