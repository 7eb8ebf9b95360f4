/** The target of a row that answers with a number: whether a value meets it, and how it is said. Positive rows want more, reverse less. */
import { type Decimal, formatDecimal } from './money.ts';
import type { Indicator, TargetOperator } from './subject.ts';

export interface Goal {
  readonly operator: Exclude<TargetOperator, 'qualitative'>;
  readonly target: Decimal;
  readonly unit: string;
}

/** Null where the row answers with a status, or was approved without a figure. */
export function goalOf({ operator, target, unit }: Indicator): Goal | null {
  return operator === 'qualitative' || target === null ? null : { operator, target, unit };
}

/** 反向: the value may not exceed the target. */
export function isReverse({ operator }: Goal): boolean {
  return operator === 'lt' || operator === 'lte';
}

/** Whether it makes sense to divide by the target: more is better, and there is something to reach. */
export function isDivisible(goal: Goal): boolean {
  return goal.target > 0n && !isReverse(goal);
}

export function isMet({ operator, target }: Goal, value: Decimal): boolean {
  switch (operator) {
    case 'gte':
      return value >= target;
    case 'gt':
      return value > target;
    case 'eq':
      return value === target;
    case 'lt':
      return value < target;
    case 'lte':
      return value <= target;
  }
}

const meeting: Readonly<Record<Goal['operator'], string>> = {
  gte: '达到',
  gt: '超过',
  eq: '等于',
  lt: '低于',
  lte: '不超过',
};

/** What a value has to do to meet the target: `达到48场`, `不超过30天`. */
export function howToMeet({ operator, target, unit }: Goal): string {
  return `${meeting[operator]}${formatDecimal(target)}${unit}`;
}
