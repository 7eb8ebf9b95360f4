/**
 * Where a round stands (进度看板), from one row of counters per department. Every obligation is in exactly one stage and weighs its
 * adjusted budget there, so the stages always add up to the obligations, by count and by money; a reopened one stands where its archived version is. What is due is the obligations without
 * those exempt, and every rate is a share of it.
 */
import { type Day, dayOf, endOfDay, type Instant } from './calendar.ts';
import type { Department } from './directory.ts';
import { headInForce } from './edition.ts';
import { type FilingHead, isLate, isUnsent, type Stage, stages } from './filing.ts';
import type { KeptTotals } from './kept-totals.ts';
import { type Light, lights } from './light.ts';
import { executionRate, type Fen, formatHundredths } from './money.ts';

/** Counters of one department in one round; kept in the same transaction as the stage they count. */
export interface Tally {
  readonly department: string;
  readonly name: string;
  readonly section: string;
  readonly keyMonitoring: boolean;
  readonly byStage: Readonly<Record<Stage, number>>;
  /** The adjusted budgets of the filings at each stage. */
  readonly money: Readonly<Record<Stage, Fen>>;
  /** Obligations whose first submission was late. */
  readonly late: number;
  /** Obligations with a granted extension. */
  readonly extended: number;
  /** Archived filings of which a new version is under way. */
  readonly reopened: number;
  /** Filings by the light of their last submission, or of the version in force; without one they are in none of them. */
  readonly lights: Readonly<Record<Light, number>>;
  /** Obligations that have not been sent, by the last day on which they would be on time. */
  readonly unsent: Readonly<Record<Day, number>>;
  /** Facts that the state machine has yet to hear of. */
  readonly errands: number;
}

/** Reports by what has become of them; `in` once a good file has come. Their errands are counted apart from those of filings. */
export const reportCounters = ['expected', 'in', 'late', 'archived', 'errands'] as const;
export type ReportCounter = (typeof reportCounters)[number];

/** What stands beside the filings in a department's row: it is counted as it is now and cannot be had as of an earlier instant. */
export interface Beside {
  /** The stamped reports that follow the round (2.2d). */
  readonly reports: Readonly<Record<ReportCounter, number>>;
  /** Dispositions of its filings that are not closed yet (3.1). */
  readonly dispositions: number;
}
export type CountedDepartment = Tally & Beside;

/** Adds up what stands beside the filings. */
export function besideOf(rows: readonly Beside[]): Beside {
  return {
    reports: each(reportCounters, (name) => sum(rows, ({ reports }) => reports[name])),
    dispositions: sum(rows, ({ dispositions }) => dispositions),
  };
}

export const otherCounters = ['late', 'extended', 'reopened', 'errands'] as const;
export type Counter = Stage | Light | (typeof otherCounters)[number] | `unsent/${Day}`;

/** What filings count for, or by how much counters move; nothing that is nought. */
export interface Counts {
  readonly counts: Readonly<Partial<Record<Counter, number>>>;
  readonly money: Readonly<Partial<Record<Stage, Fen>>>;
}

export interface Totals extends KeptTotals {
  readonly byStage: Readonly<Record<Stage, number>>;
  readonly money: KeptTotals['money'] & { readonly byStage: Readonly<Record<Stage, Fen>> };
}

const due: readonly Stage[] = stages.filter((stage) => stage !== 'exempt');
const filed = due.filter((stage) => !isUnsent({ stage }));
const covered: readonly Stage[] = ['approved', 'archived'];

/** Sent at least once and not taken back. */
export function isFiled(stage: Stage): boolean {
  return filed.includes(stage);
}

/** Adds rows up, as they stand at an instant; with no rows every figure is nought. */
export function totalsOfTallies(rows: readonly Tally[], now: Instant): Totals {
  const byStage = each(stages, (stage) => sum(rows, (row) => row.byStage[stage]));
  const money = each(stages, (stage) => rows.reduce((total, row) => total + row.money[stage], 0n));
  const count = (which: readonly Stage[]) => sum(which, (stage) => byStage[stage]);
  const weigh = (which: readonly Stage[]) => which.reduce((total, stage) => total + money[stage], 0n);
  return {
    obligations: count(stages),
    due: count(due),
    byStage,
    filed: count(filed),
    approved: count(covered),
    archived: byStage.archived,
    late: sum(rows, ({ late }) => late),
    overdue: sum(rows, (row) => overdueOf(row, now)),
    extended: sum(rows, ({ extended }) => extended),
    reopened: sum(rows, ({ reopened }) => reopened),
    lights: each(lights, (light) => sum(rows, (row) => row.lights[light])),
    money: { due: weigh(due), filed: weigh(filed), approved: weigh(covered), byStage: money },
  };
}

function overdueOf(row: Tally, now: Instant): number {
  return sum(Object.entries(row.unsent), ([day, count]) => (now >= endOfDay(day) ? count : 0));
}

/** Everything that one filing counts for: what the counters are the sum of. */
export function countsOf(head: FilingHead): Counts {
  const { stage, dueAt, adjusted, evaluated } = headInForce(head);
  const light = evaluated?.lights.filing ?? null;
  return {
    counts: {
      [stage]: 1,
      ...(isLate(head) && { late: 1 }),
      ...(head.extended && { extended: 1 }),
      ...(head.inForce !== null && { reopened: 1 }),
      ...(light !== null && { [light]: 1 }),
      ...(isUnsent(head) && { [`unsent/${dayOf(dueAt - 1)}`]: 1 }),
      ...(head.errand !== null && { errands: 1 }),
    },
    money: adjusted === 0n ? {} : { [stage]: adjusted },
  };
}

/** How the counters move from one state of a filing to the next; `before` is null when the obligation is created. */
export function tallyChange(before: FilingHead | null, after: FilingHead): Counts {
  const gone = before === null ? [] : [negative(countsOf(before))];
  return summedCounts([...gone, countsOf(after)]);
}

/** Adds counts up and leaves out what comes to nought. */
export function summedCounts(all: readonly Counts[]): Counts {
  const counts = new Map<string, number>();
  const money = new Map<string, Fen>();
  for (const one of all) {
    for (const [name, value] of named(one.counts)) counts.set(name, (counts.get(name) ?? 0) + value);
    for (const [name, value] of named(one.money)) money.set(name, (money.get(name) ?? 0n) + value);
  }
  return {
    counts: Object.fromEntries([...counts].filter(([, value]) => value !== 0)),
    money: Object.fromEntries([...money].filter(([, value]) => value !== 0n)),
  };
}

function negative({ counts, money }: Counts): Counts {
  return {
    counts: Object.fromEntries(named(counts).map(([name, value]) => [name, -value])),
    money: Object.fromEntries(named(money).map(([name, value]) => [name, -value])),
  };
}

/** A department's row with these counters. */
export function tallyFrom(
  { code, name, section, keyMonitoring }: Department,
  { counts, money }: Counts,
): Tally {
  const count = (counter: Counter) => counts[counter] ?? 0;
  const unsentBy = named(counts).flatMap(([counter, value]) =>
    counter.startsWith('unsent/') && value !== 0 ? [[counter.slice('unsent/'.length), value]] : [],
  );
  return {
    department: code,
    name,
    section,
    keyMonitoring,
    byStage: each(stages, count),
    money: each(stages, (stage) => money[stage] ?? 0n),
    lights: each(lights, count),
    late: count('late'),
    extended: count('extended'),
    reopened: count('reopened'),
    unsent: Object.fromEntries(unsentBy),
    errands: count('errands'),
  };
}

/** The totals with 已报率 and 覆盖率, by count and by adjusted budget, as text in %; null where nothing is due. */
export function withRates<T extends KeptTotals>(totals: T) {
  const { filed: sent, approved, due: whole, money } = totals;
  return {
    ...totals,
    lights: { ...totals.lights },
    filedRate: percent(sent, whole),
    coverage: percent(approved, whole),
    money: {
      ...money,
      filedRate: percent(money.filed, money.due),
      coverage: percent(money.approved, money.due),
    },
  };
}

function percent(part: number | Fen, whole: number | Fen): string | null {
  const share = shareOf(part, whole);
  return share === null ? null : formatHundredths(share);
}

/** Part ÷ whole in hundredths of a percent, half-up; null for an empty whole. */
export function shareOf(part: number | Fen, whole: number | Fen): bigint | null {
  return executionRate(BigInt(part), BigInt(whole));
}

function named<V extends number | Fen>(values: Readonly<Partial<Record<string, V>>>): readonly [string, V][] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

function each<K extends string, T>(names: readonly K[], of: (name: K) => T): Record<K, T> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, T>;
}
