/**
 * Where a round stands (进度看板), from one row of counters per department. Every obligation is in exactly one stage, so the stages
 * always add up to the obligations.
 */
import { daysLate } from './calendar.ts';
import { type FilingHead, type Stage, stages } from './filing.ts';
import { executionRate } from './money.ts';

/** Counters of one department in one round; kept in the same transaction as the stage they count. */
export interface Tally {
  readonly department: string;
  readonly name: string;
  readonly section: string;
  readonly keyMonitoring: boolean;
  readonly byStage: Readonly<Record<Stage, number>>;
  /** Obligations whose first submission was late. */
  readonly late: number;
  /** Facts that the state machine has yet to hear of. */
  readonly errands: number;
}

/** By how much counters move: stages by name, plus `late` and `errands`; nothing that is zero. */
export type TallyChange = Readonly<Partial<Record<Stage | 'late' | 'errands', number>>>;

export interface Totals {
  readonly obligations: number;
  readonly byStage: Readonly<Record<Stage, number>>;
  /** Sent at least once and not taken back: returned counts, withdrawn does not. */
  readonly filed: number;
  readonly approved: number;
  readonly archived: number;
  readonly late: number;
}

const unfiled: readonly Stage[] = ['not-started', 'draft'];

/** Adds rows up; with no rows every figure is nought. */
export function totalsOfTallies(rows: readonly Tally[]): Totals {
  const byStage = Object.fromEntries(
    stages.map((stage) => [stage, rows.reduce((sum, row) => sum + row.byStage[stage], 0)]),
  ) as Record<Stage, number>;
  const count = (which: readonly Stage[]) => which.reduce((sum, stage) => sum + byStage[stage], 0);
  return {
    obligations: count(stages),
    byStage,
    filed: count(stages.filter((stage) => !unfiled.includes(stage))),
    approved: count(['approved', 'archived']),
    archived: byStage.archived,
    late: rows.reduce((sum, row) => sum + row.late, 0),
  };
}

/** How the counters move from one state of a filing to the next; `before` is null when the obligation is created. */
export function tallyChange(before: FilingHead | null, after: FilingHead): TallyChange {
  const change: Record<string, number> = {};
  if (before?.stage !== after.stage) {
    if (before !== null) change[before.stage] = -1;
    change[after.stage] = 1;
  }
  const count = (name: 'late' | 'errands', holds: (head: FilingHead) => boolean) => {
    const step = Number(holds(after)) - Number(before !== null && holds(before));
    if (step !== 0) change[name] = step;
  };
  count('late', ({ firstSentAt, dueAt }) => firstSentAt !== null && daysLate(firstSentAt, dueAt) > 0);
  count('errands', ({ errand }) => errand !== null);
  return change;
}

/** Part ÷ whole in hundredths of a percent, half-up; null for an empty whole. */
export function shareOf(part: number, whole: number): bigint | null {
  return executionRate(BigInt(part), BigInt(whole));
}
