/** A monitoring round (监控任务): planned by the notice, then opened (下达) once; opening creates every obligation of it. */
import type { Emphasis, FundsEntry, RoundPlan } from '../notice/notice.ts';
import { addDays, type Day, endOfDay, type Instant, startOfDay } from './calendar.ts';
import type { KeptTotals } from './kept-totals.ts';
import { type Refusal, refusal } from './refusal.ts';
import { accept, deny, type Result } from './result.ts';

export type RoundState = 'planned' | 'open' | 'closed';

export const roundStateNames: Readonly<Record<RoundState, string>> = {
  planned: '草稿',
  open: '已下达',
  closed: '已关闭',
};

/** Which round: a region and a round key. */
export interface RoundRef {
  readonly region: string;
  readonly round: string;
}

export interface RoundHead extends RoundRef {
  readonly seq: number;
  readonly version: number;
  readonly hash: string;
  readonly state: RoundState;
  readonly title: string;
  readonly fiscalYear: number;
  readonly cutoffMonth: number;
  readonly opensOn: Day;
  readonly dueOn: Day;
  readonly graceEndsOn: Day;
  readonly emphasis: Emphasis;
  /** Full name of the rule set in force, `RS-DEFAULT@1`. */
  readonly ruleSet: string;
  readonly fundsEntry: FundsEntry;
  readonly allowNotYet: boolean;
  readonly remindDays: readonly number[];
  readonly lockAfterGrace: boolean;
  /** The day on which the round is meant to be closed; no extension goes beyond it. */
  readonly closesOn: Day | null;
  /** The stamped report that follows this round, and its last day (2.2d); null where none does. */
  readonly report: { readonly period: 'half-year' | 'annual'; readonly dueOn: Day } | null;
  /** The finance office has moved the due day while the round was open: from where, and why. */
  readonly dueOverride: { readonly plannedOn: Day; readonly reason: string } | null;
  /** How it stood when it was closed; null until then. */
  readonly summary: RoundSummary | null;
  /** The calendar days whose business is done, by name; each is done once, however often the machine wakes. */
  readonly done: readonly string[];
  /** Departments that were urged within the last hour, and until when none of them is urged again. */
  readonly urged: Readonly<Record<string, Instant>>;
  /** How often its machine had to be started again. */
  readonly reissues: number;
  /** What the state machine has yet to be told. */
  readonly errand: { readonly do: 'start' } | null;
}

/** What is kept of a round in the fact that closes it. */
export interface RoundSummary {
  readonly closedAt: Instant;
  readonly reason: string;
  /** Obligations that were due and did not get as far as 终审通过; they stay as they are. */
  readonly unfinished: number;
  readonly totals: KeptTotals;
}

export type RoundFact =
  | { readonly type: 'planned'; readonly plan: RoundPlan }
  /** 调整截止日: filings without an extension of their own follow, each by a fact of its own. */
  | { readonly type: 'due-moved'; readonly dueOn: Day; readonly graceEndsOn: Day; readonly reason: string }
  | { readonly type: 'opened' }
  | { readonly type: 'reissued' }
  /** A day of the calendar has had its business: reminders sent, lateness told. */
  | { readonly type: 'kept'; readonly step: string; readonly notices: number; readonly unsent: number }
  /** 催报: the finance office has urged these departments on, and does not again before `until`. */
  | { readonly type: 'urged'; readonly departments: readonly string[]; readonly until: Instant }
  | { readonly type: 'closed'; readonly summary: RoundSummary };

/** Facts that the state machine must hear of. */
export const roundErrandFacts = ['opened', 'reissued'] as const satisfies readonly RoundFact['type'][];

/** What a plan says of a round. */
export function fieldsOf({ key, report, ...rest }: RoundPlan) {
  return { ...rest, report: report ?? null, fiscalYear: fiscalYearOf(key) };
}

/** Each region's years in which there is one of these rounds. */
export function yearsOf(
  rounds: readonly Pick<RoundHead, 'region' | 'fiscalYear'>[],
): readonly Pick<RoundHead, 'region' | 'fiscalYear'>[] {
  return [...new Map(rounds.map((round) => [`${round.region} ${round.fiscalYear}`, round])).values()];
}

/** A round key begins with its fiscal year. */
export function fiscalYearOf(round: string): number {
  return parseInt(round.slice(0, 4), 10);
}

/** The rounds of a year in their order (2.2a). */
const roundOrder = ['H1', 'Q3', 'Q4-1', 'Q4-2'];

/** The earlier rounds of the same year, latest first. */
export function roundsBefore(round: string): readonly string[] {
  const [year, own] = [round.slice(0, 4), round.slice(5)];
  const earlier = roundOrder.slice(0, Math.max(0, roundOrder.indexOf(own)));
  return earlier.reverse().map((each) => `${year}-${each}`);
}

/** Days after the due day by which the department and the section should have reviewed; targets, not cut-offs. */
const reviewDays = { 'dept-review': 3, 'section-review': 6 } as const;

/** Until when a stage of a filing should be done; exclusive instant. The filler's is the due day of the notice (2.2a). */
export function stageDueAt(
  round: Pick<RoundHead, 'dueOn'>,
  stage: 'filling' | keyof typeof reviewDays,
): Instant {
  return endOfDay(stage === 'filling' ? round.dueOn : addDays(round.dueOn, reviewDays[stage]));
}

/** The name under which it is remembered that every obligation has been created; what is approved afterwards is due from the next round on. */
export const issuedStep = 'issued';

/** From when on the filings of an issued round are there, read-only until it opens. */
export function appearsAt(round: Pick<RoundHead, 'opensOn'>): Instant {
  return startOfDay(addDays(round.opensOn, -1));
}

/** Filings appear one day before the round opens and are read-only until then. */
export function acceptsFilings(round: RoundHead, now: Instant): boolean {
  return round.state === 'open' && now >= startOfDay(round.opensOn);
}

/** Opens a planned round. */
export function decideOpenRound(round: RoundHead): Result<RoundFact> {
  return round.state === 'planned' ? accept({ type: 'opened' }) : deny(notInState(round));
}

/** Issuing broke off: issue again what is missing. Null when there is nothing to issue. */
export function decideReissue(round: RoundHead): RoundFact | null {
  return round.state === 'open' ? { type: 'reissued' } : null;
}

/** Closes an open round (关闭). Unfinished obligations are no obstacle, but they want a reason, and they stay 未报. */
export function decideCloseRound(
  round: RoundHead,
  { reason, totals, at }: { readonly reason: string; readonly totals: KeptTotals; readonly at: Instant },
): Result<RoundFact> {
  if (round.state !== 'open') return deny(notInState(round));
  const unfinished = totals.due - totals.approved;
  if (unfinished > 0 && reason === '') return deny(refusal('close-needs-reason', { unfinished }));
  return accept({ type: 'closed', summary: { closedAt: at, reason, unfinished, totals } });
}

/** A day's business is recorded once, with how many were told and how many had not sent by then; null where it has been. */
export function decideKeep(
  round: RoundHead,
  step: string,
  { notices = 0, unsent = 0 }: { readonly notices?: number; readonly unsent?: number } = {},
): RoundFact | null {
  return round.state === 'open' && !round.done.includes(step)
    ? { type: 'kept', step, notices, unsent }
    : null;
}

/** A department is urged on once an hour at most: who is urged all the time stops reading. */
const urgingRest = 3_600_000;

export function decideUrge(
  round: RoundHead,
  departments: readonly string[],
  now: Instant,
): Result<RoundFact> {
  if (round.state !== 'open') return deny(notInState(round));
  const resting = departments.filter((department) => (round.urged[department] ?? 0) > now);
  if (resting.length > 0) return deny(refusal('urged-lately', { departments: resting }));
  return accept({ type: 'urged', departments, until: now + urgingRest });
}

/** The refusal for a round that is not where the act needs it. */
export function notInState(round: RoundHead): Refusal {
  return refusal('round-not-open', { round: round.round, state: roundStateNames[round.state] });
}

export function evolveRound(
  round: RoundHead,
  event: { seq: number; version: number; hash: string; fact: RoundFact },
): RoundHead {
  const { seq, hash, fact } = event;
  const next = { ...round, seq, hash };
  switch (fact.type) {
    case 'planned':
      return { ...next, ...fieldsOf(fact.plan), version: event.version };
    case 'due-moved': {
      const { dueOn, graceEndsOn, reason } = fact;
      const plannedOn = round.dueOverride?.plannedOn ?? round.dueOn;
      return { ...next, version: event.version, dueOn, graceEndsOn, dueOverride: { plannedOn, reason } };
    }
    case 'opened':
      return { ...next, version: event.version, state: 'open', errand: { do: 'start' } };
    case 'reissued':
      return { ...next, version: event.version, reissues: round.reissues + 1, errand: { do: 'start' } };
    case 'kept':
      return { ...next, done: [...round.done, fact.step] };
    case 'urged':
      return { ...next, urged: { ...stillResting(round, fact.until - urgingRest), ...restingUntil(fact) } };
    case 'closed':
      return { ...next, version: event.version, state: 'closed', summary: fact.summary, errand: null };
  }
}

function stillResting({ urged }: RoundHead, now: Instant): RoundHead['urged'] {
  return Object.fromEntries(Object.entries(urged).filter(([, until]) => until > now));
}

function restingUntil({
  departments,
  until,
}: {
  readonly departments: readonly string[];
  readonly until: Instant;
}) {
  return Object.fromEntries(departments.map((department) => [department, until]));
}
