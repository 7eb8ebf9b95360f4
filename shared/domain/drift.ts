/**
 * Drift (notice 4.1, every date is watched): the ledger and what serves it have come apart, though nobody has decided anything. Whoever
 * reconciles them acts only on what he has seen wrong twice, a minute apart and unchanged in between: what is merely under way mends itself.
 */
import { deskOf } from './authority.ts';
import type { Instant } from './calendar.ts';
import type { FilingFact, FilingHead, ResumePoint, ReviewStage } from './filing.ts';

export const driftNames = {
  'execution-missing': '流程实例不存在',
  'execution-ended': '流程实例已结束而填报未办结',
  'execution-left-over': '填报已离开流程而流程实例仍在运行',
  'execution-outdated': '上一次的流程实例仍在运行',
  'token-lost': '待审填报缺少流程令牌',
  'errand-lost': '审核决定未转达流程',
  'errand-stuck': '审核决定转达流程超过10分钟未生效',
  'desk-lost': '待办索引不一致',
  'counters-off': '进度计数与填报不一致',
  'round-stopped': '已下达监控任务的流程实例未运行',
  'report-stopped': '未归档报告的流程实例未运行',
  'disposition-stopped': '未办结处置的流程实例未运行',
  'copy-missing': '已归档填报缺少存档副本',
} as const;
export type DriftKind = keyof typeof driftNames;
/** What can be wrong with a single filing. */
export type FilingDrift = Exclude<
  DriftKind,
  'counters-off' | 'round-stopped' | 'report-stopped' | 'disposition-stopped'
>;

/** How an execution stands: as Step Functions answers for its name. */
export type Run = 'running' | 'ended' | 'missing';

/** What was looked at of a filing besides its head. */
export interface Seen {
  /** The desk under which the index has it; null where it has none. */
  readonly desk: string | null;
  /** The desk under which the index should have it. */
  readonly shouldBe: string | null;
  readonly run: Run;
  /** The execution before this one; null where there was none. */
  readonly before: Run | null;
  /** Null where nobody has looked. */
  readonly hasCopy: boolean | null;
}

const inReview: readonly FilingHead['stage'][] = ['in-transit', 'dept-review', 'section-review', 'approved'];

/** Whether an execution should be looking after it. */
export function isInReview(head: FilingHead): boolean {
  return inReview.includes(head.stage);
}

/** A decision that the machine has not carried out for so long has been lost on the way. */
const longestErrand = 600_000;

export function driftsOf(head: FilingHead, seen: Seen, now: Instant): readonly FilingDrift[] {
  return [
    ...(seen.desk === seen.shouldBe ? [] : ['desk-lost' as const]),
    ...(seen.before === 'running' ? ['execution-outdated' as const] : []),
    ...(isInReview(head) ? whileInReview(head, seen.run, now) : whileElsewhere(head, seen)),
  ];
}

function whileInReview(head: FilingHead, run: Run, now: Instant): readonly FilingDrift[] {
  const { errand, stage, token } = head;
  if (errand === null && deskOf(head) === null) return ['errand-lost'];
  // What is yet to be started has no execution; the sweep starts it, in a rush at the rate that Step Functions allows.
  if (errand?.do === 'start') return run === 'ended' ? ['execution-ended'] : [];
  if (run !== 'running') return [run === 'ended' ? 'execution-ended' : 'execution-missing'];
  if (errand !== null) return now - head.stageAt > longestErrand ? ['errand-stuck'] : [];
  return token === null && stage !== 'in-transit' ? ['token-lost'] : [];
}

function whileElsewhere({ errand }: FilingHead, { run, hasCopy }: Seen): readonly FilingDrift[] {
  if (hasCopy === false) return ['copy-missing'];
  return errand === null && run === 'running' ? ['execution-left-over'] : [];
}

/** Counters by their names in the ledger; those that are nought are left out. */
export type Counters = Readonly<Record<string, bigint>>;

/** By how much counters have to move to be right; nothing that is right already. */
export function correction(counters: Counters, right: Counters): Counters {
  const names = [...new Set([...Object.keys(counters), ...Object.keys(right)])].sort();
  const moves = names.map((name): [string, bigint] => [name, (right[name] ?? 0n) - (counters[name] ?? 0n)]);
  return Object.fromEntries(moves.filter(([, by]) => by !== 0n));
}

/**
 * Whether something whose machine runs as long as it is open, and that asks the ledger again by itself, has lost its execution. One that has
 * yet to be started has none.
 */
export function isStopped(errand: { readonly do: string } | null, run: Run): boolean {
  return errand?.do === 'start' ? run === 'ended' : run !== 'running';
}

/** The fact that starts a filing's execution anew after a drift; where the errand itself is lost, the chain says where to go on. */
export function restartFact(kind: FilingDrift, facts: readonly Reached[]): FilingFact {
  const resumeFrom = kind === 'errand-lost' ? resumeByFacts(facts) : undefined;
  return { type: 'recovered', cause: `drift: ${kind}`, ...(resumeFrom && { resumeFrom }) };
}

/** A fact as far as it says where the machine goes on. */
interface Reached {
  readonly type: FilingFact['type'];
  readonly at?: ReviewStage;
}

function resumeByFacts(facts: readonly Reached[]): ResumePoint | undefined {
  const last = facts.findLast(({ type }) => ['submitted', 'approved', 'undone', 'returned'].includes(type));
  if (last?.type === 'approved' && last.at !== undefined) return `after-${last.at}`;
  // Of returns only one to the department leaves a filing in review.
  return last?.type === 'undone' || last?.type === 'returned' ? 'dept-review' : undefined;
}

/** Something seen wrong: of what, in which state, since when. */
export interface Sighting {
  readonly kind: DriftKind;
  /** Id of the filing, the department's round or the round. */
  readonly of: string;
  /** What it looked like: as long as this stays the same, it is the same drift. */
  readonly state: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly healedAt: Instant | null;
}

const apart = 60_000;
/** A sighting older than this says nothing about now. */
const remembered = 3_600_000;

/** Whether a drift that is seen now has been seen before, unchanged and long enough ago to act on. */
export function isSeenTwice(before: Sighting | undefined, state: string, now: Instant): boolean {
  return before !== undefined && isSame(before, state, now) && now - before.firstAt >= apart;
}

/** How the sighting is kept: the same drift keeps its first instant. */
export function sighted(
  before: Sighting | undefined,
  { kind, of, state }: Pick<Sighting, 'kind' | 'of' | 'state'>,
  now: Instant,
): Sighting {
  const isKnown = before !== undefined && isSame(before, state, now);
  return { kind, of, state, firstAt: isKnown ? before.firstAt : now, lastAt: now, healedAt: null };
}

function isSame(before: Sighting, state: string, now: Instant): boolean {
  return before.healedAt === null && before.state === state && now - before.lastAt <= remembered;
}
