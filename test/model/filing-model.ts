/**
 * A filing as domain §8 says it, for comparison with what the system does: written from the table of actions and its notes, with nothing taken
 * from the code. What people do is decided here by listing every reason against it; the machine is instantaneous.
 */
import type { Person } from './county.ts';

export const restingStages = [
  'not-started',
  'draft',
  'returned',
  'dept-review',
  'section-review',
  'archived',
  'exempt',
] as const;
export type RestingStage = (typeof restingStages)[number];

export const modelActs = [
  'save',
  'submit',
  'withdraw',
  'approve',
  'return',
  'return-to-department',
  'undo',
  'exempt',
  'include',
  'reopen',
  'extend',
] as const;
export type ModelAct = (typeof modelActs)[number];

type Level = 'fill' | 'dept-review' | 'section-review';

export interface ModelRound {
  readonly key: string;
  readonly locks: boolean;
  readonly graceEndsAt: number;
  open: boolean;
}

export interface ModelFiling {
  readonly id: string;
  readonly department: string;
  readonly unit: string;
  readonly kind: 'project' | 'overall';
  stage: RestingStage;
  filled: boolean;
  attempt: number;
  /** By the server's receipt. */
  firstSentAt: number | null;
  dueAt: number;
  extended: boolean;
  /** Somebody has acted on it since it was sent. */
  actedOn: boolean;
  approver: string | null;
  hands: (readonly [Level, string])[];
  /** An archived version counts while this one is under way. */
  reopened: boolean;
  edition: number;
  /** As the last receipt said. */
  version: number;
}

export function obligation(
  given: Pick<ModelFiling, 'id' | 'department' | 'unit' | 'kind' | 'dueAt'>,
): ModelFiling {
  return {
    ...given,
    stage: 'not-started',
    filled: false,
    attempt: 0,
    firstSentAt: null,
    extended: false,
    actedOn: false,
    approver: null,
    hands: [],
    reopened: false,
    edition: 1,
    version: 1,
  };
}

const posted = (person: Person, role: string, at: string) =>
  person.posts.some((post) => post.role === role && post.at === at);

/** Scope: unit own; department its tree; section its assigned departments; FinanceOffice, auditor all. */
export function sees(person: Person, { kind, unit, department }: ModelFiling): boolean {
  return (
    person.posts.some(({ role }) => role === 'finance-office' || role === 'auditor') ||
    (kind !== 'overall' && posted(person, 'unit-filler', unit)) ||
    posted(person, 'dept-filler', department) ||
    posted(person, 'dept-reviewer', department) ||
    posted(person, 'section-reviewer', 'S01')
  );
}

/** Whose post an act belongs to, where the filing lies. */
export function isHis(
  person: Person,
  act: ModelAct,
  { kind, unit, department, stage }: ModelFiling,
): boolean {
  const fills =
    kind === 'overall' ? posted(person, 'dept-filler', department) : posted(person, 'unit-filler', unit);
  const ofDepartment = posted(person, 'dept-reviewer', department);
  const ofSection = posted(person, 'section-reviewer', 'S01');
  switch (act) {
    case 'save':
    case 'submit':
    case 'withdraw':
      return fills;
    case 'approve':
    case 'return':
    case 'return-to-department':
      if (stage === 'dept-review') return ofDepartment;
      return stage === 'section-review' ? ofSection : ofDepartment || ofSection;
    case 'undo':
      return stage === 'section-review' ? ofDepartment : ofDepartment || ofSection;
    case 'exempt':
    case 'include':
    case 'reopen':
      return posted(person, 'finance-office', '360733');
    case 'extend':
      return posted(person, 'dept-filler', department) || ofDepartment;
  }
}

/** Once a reviewer has laid hands on it, it has been filed for good: it may always be sent again. */
function hasBeenReviewed({ hands }: ModelFiling): boolean {
  return hands.some(([level]) => level !== 'fill');
}

function levelOf(act: ModelAct, { stage }: ModelFiling): Level | null {
  if (act === 'save' || act === 'submit' || act === 'withdraw') return 'fill';
  const reviews = act === 'approve' || act === 'return' || act === 'return-to-department';
  return reviews && (stage === 'dept-review' || stage === 'section-review') ? stage : null;
}

/** Every reason that §8 has against it; none means that it must be accepted. */
export function reasonsAgainst(
  round: ModelRound,
  filing: ModelFiling,
  person: Person,
  act: ModelAct,
  now: number,
): readonly string[] {
  if (!isHis(person, act, filing)) return ['not-yours'];
  const level = levelOf(act, filing);
  const actsAtTwo =
    level !== null && filing.hands.some(([other, member]) => member === person.id && other !== level);
  return [...(actsAtTwo ? ['same-person'] : []), ...hindrances(round, filing, person, act, now)];
}

function hindrances(
  round: ModelRound,
  filing: ModelFiling,
  person: Person,
  act: ModelAct,
  now: number,
): readonly string[] {
  const { stage } = filing;
  const unless = (holds: boolean, ...codes: string[]) => (holds ? [] : codes);
  const atFiller = stage === 'draft' || stage === 'returned';
  const inReview = stage === 'dept-review' || stage === 'section-review';
  const takesFilings = round.open || hasBeenReviewed(filing);
  const locked = round.locks && now >= round.graceEndsAt && now >= filing.dueAt && filing.attempt === 0;
  switch (act) {
    case 'save':
      return [
        ...unless(atFiller || stage === 'not-started', 'wrong-stage'),
        ...unless(takesFilings, 'round-not-open'),
      ];
    case 'submit':
      return [
        ...unless(atFiller, stage === 'not-started' ? 'nothing-to-submit' : 'wrong-stage'),
        ...unless(takesFilings, 'round-not-open'),
        ...unless(!locked || hasBeenReviewed(filing), 'round-locked'),
      ];
    case 'withdraw':
      return unless(inReview && !filing.actedOn, 'wrong-stage');
    case 'approve':
    case 'return':
      return unless(inReview, 'wrong-stage');
    case 'return-to-department':
      return [
        ...unless(inReview, 'wrong-stage'),
        ...unless(stage === 'section-review' && filing.kind !== 'overall', 'no-department'),
      ];
    case 'undo':
      return [
        ...unless(stage === 'section-review', 'wrong-stage'),
        ...unless(filing.approver === person.id, 'not-yours'),
      ];
    case 'exempt':
      return [
        ...unless(stage === 'not-started' || stage === 'draft', 'wrong-stage'),
        ...unless(filing.firstSentAt === null, 'filed-before'),
        ...unless(round.open, 'round-not-open'),
      ];
    case 'include':
      return [...unless(stage === 'exempt', 'wrong-stage'), ...unless(round.open, 'round-not-open')];
    case 'reopen':
      return unless(stage === 'archived', 'wrong-stage');
    case 'extend':
      return unless(round.open, 'round-not-open');
  }
}

/** What an accepted act makes of it, once the machine has brought it to rest; `at` is the server's receipt. */
export function happen(filing: ModelFiling, person: Person, act: ModelAct, at: number): void {
  const level = levelOf(act, filing);
  if (level !== null && act !== 'withdraw') lay(filing, level, person.id);
  switch (act) {
    case 'save':
      filing.filled = true;
      if (filing.stage === 'not-started') filing.stage = 'draft';
      return;
    case 'submit':
      filing.stage = filing.kind === 'overall' ? 'section-review' : 'dept-review';
      filing.attempt += 1;
      filing.firstSentAt ??= at;
      filing.actedOn = false;
      filing.approver = null;
      return;
    case 'withdraw':
      filing.stage = 'draft';
      if (!hasBeenReviewed(filing)) filing.firstSentAt = null;
      return;
    case 'approve':
      filing.actedOn = true;
      if (filing.stage === 'dept-review') [filing.stage, filing.approver] = ['section-review', person.id];
      else [filing.stage, filing.reopened] = ['archived', false];
      return;
    case 'return':
      [filing.stage, filing.approver] = ['returned', null];
      return;
    case 'return-to-department':
    case 'undo':
      [filing.stage, filing.approver] = ['dept-review', null];
      return;
    case 'exempt':
      filing.stage = 'exempt';
      return;
    case 'include':
      filing.stage = filing.filled ? 'draft' : 'not-started';
      return;
    case 'reopen':
      [filing.stage, filing.reopened] = ['draft', true];
      filing.edition += 1;
      filing.actedOn = false;
      return;
    case 'extend':
      filing.extended = true;
  }
}

function lay(filing: ModelFiling, level: Level, member: string): void {
  if (!filing.hands.some(([own, who]) => own === level && who === member)) filing.hands.push([level, member]);
}

const dayLength = 86_400_000;

/** Shanghai calendar days after the due day, by the first sending or by now; midnight is the due instant itself. */
export function daysLate({ stage, firstSentAt, dueAt }: ModelFiling, now: number): number {
  const at = firstSentAt ?? now;
  return stage === 'exempt' || at < dueAt ? 0 : 1 + Math.floor((at - dueAt) / dayLength);
}

/** What the board says of some filings. */
export function standingOf(filings: readonly ModelFiling[]) {
  const counted = filings.map((filing) => (filing.reopened ? 'archived' : filing.stage));
  const count = (...stages: readonly RestingStage[]) =>
    counted.filter((stage) => stages.includes(stage)).length;
  return {
    obligations: filings.length,
    due: filings.length - count('exempt'),
    byStage: Object.fromEntries(
      [...restingStages, 'in-transit' as const, 'approved' as const].map((stage) => [
        stage,
        stage === 'in-transit' || stage === 'approved' ? 0 : count(stage),
      ]),
    ),
    filed: count('returned', 'dept-review', 'section-review', 'archived'),
    approved: count('archived'),
    archived: count('archived'),
    late: filings.filter(({ firstSentAt, dueAt }) => firstSentAt !== null && firstSentAt >= dueAt).length,
    extended: filings.filter(({ extended }) => extended).length,
    reopened: filings.filter(({ reopened }) => reopened).length,
  };
}
