/**
 * Where a round stands (进度看板), from one row of counters per department. Every obligation is in exactly one stage, so the stages
 * always add up to the obligations. What is due is the obligations without those exempt, and every rate is a share of it.
 */
import { daysLate } from './calendar.ts';
import { type FilingHead, type Stage, stages } from './filing.ts';
import { type Light, lights } from './light.ts';
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
  /** Obligations with a granted extension. */
  readonly extended: number;
  /** Filings by the light of their last submission; without one they are in none of them. */
  readonly lights: Readonly<Record<Light, number>>;
  /** Facts that the state machine has yet to hear of. */
  readonly errands: number;
}

export type Counter = Stage | Light | 'late' | 'extended' | 'errands';
/** By how much counters move: stages and lights by name, and the others; nothing that is zero. */
export type TallyChange = Readonly<Partial<Record<Counter, number>>>;

export interface Totals {
  readonly obligations: number;
  /** Obligations that are not exempt. */
  readonly due: number;
  readonly byStage: Readonly<Record<Stage, number>>;
  /** Sent at least once and not taken back: returned counts, withdrawn does not. */
  readonly filed: number;
  readonly approved: number;
  readonly archived: number;
  readonly late: number;
  readonly extended: number;
  readonly lights: Readonly<Record<Light, number>>;
}

/** Sent at least once and not taken back. */
export function isFiled(stage: Stage): boolean {
  return stage !== 'not-started' && stage !== 'draft' && stage !== 'exempt';
}

/** Adds rows up; with no rows every figure is nought. */
export function totalsOfTallies(rows: readonly Tally[]): Totals {
  const byStage = Object.fromEntries(
    stages.map((stage) => [stage, rows.reduce((sum, row) => sum + row.byStage[stage], 0)]),
  ) as Record<Stage, number>;
  const count = (which: readonly Stage[]) => which.reduce((sum, stage) => sum + byStage[stage], 0);
  return {
    obligations: count(stages),
    due: count(stages.filter((stage) => stage !== 'exempt')),
    byStage,
    filed: count(stages.filter(isFiled)),
    approved: count(['approved', 'archived']),
    archived: byStage.archived,
    late: rows.reduce((sum, row) => sum + row.late, 0),
    extended: rows.reduce((sum, row) => sum + row.extended, 0),
    lights: Object.fromEntries(
      lights.map((light) => [light, rows.reduce((sum, row) => sum + row.lights[light], 0)]),
    ) as Record<Light, number>,
  };
}

/** What a filing counts for besides its stage. */
const counted: readonly (readonly [Counter, (head: FilingHead) => boolean])[] = [
  ['late', ({ firstSentAt, dueAt }) => firstSentAt !== null && daysLate(firstSentAt, dueAt) > 0],
  ['extended', ({ extended }) => extended],
  ...lights.map(
    (light) => [light, ({ evaluated }: FilingHead) => evaluated?.lights.filing === light] as const,
  ),
  ['errands', ({ errand }) => errand !== null],
];

/** How the counters move from one state of a filing to the next; `before` is null when the obligation is created. */
export function tallyChange(before: FilingHead | null, after: FilingHead): TallyChange {
  const change: Partial<Record<Counter, number>> = {};
  if (before?.stage !== after.stage) {
    if (before !== null) change[before.stage] = -1;
    change[after.stage] = 1;
  }
  for (const [name, holds] of counted) {
    const [was, is] = [before !== null && holds(before), holds(after)];
    if (was !== is) change[name] = is ? 1 : -1;
  }
  return change;
}

/** Part ÷ whole in hundredths of a percent, half-up; null for an empty whole. */
export function shareOf(part: number, whole: number): bigint | null {
  return executionRate(BigInt(part), BigInt(whole));
}
