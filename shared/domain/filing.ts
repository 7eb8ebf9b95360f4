/**
 * A filing (监控填报): one subject's data in one round, and its whole life as facts. `decide…` answers the fact that a command
 * would record, or a refusal; `evolve` applies a fact to the head. No function here knows the route: which desk comes next is
 * the state machine's business (clauses 2.2b, 2.2c), it only tells the ledger at which desk the filing has arrived.
 */
import { addDays, dayOf, daysLate, endOfDay, type Instant } from './calendar.ts';
import type { Content } from './content.ts';
import type { Evaluation } from './evaluation.ts';
import type { Lights } from './light.ts';
import type { Fen } from './money.ts';
import { type Refusal, refusal } from './refusal.ts';
import { accept, deny, type Result } from './result.ts';
import { acceptsFilings, notInState, type RoundHead } from './round.ts';
import type { SubjectKind } from './subject.ts';

export const reviewStages = ['dept-review', 'section-review'] as const;
export type ReviewStage = (typeof reviewStages)[number];

/**
 * `in-transit` 流转中: a fact is recorded and the machine has not yet put the filing on the next desk. `exempt` 免报: the finance office has
 * relieved the obligation, which is then no longer due.
 */
export const stages = [
  'not-started',
  'draft',
  'returned',
  'in-transit',
  'dept-review',
  'section-review',
  'approved',
  'archived',
  'exempt',
] as const;
export type Stage = (typeof stages)[number];

export const stageNames: Readonly<Record<Stage, string>> = {
  'not-started': '未填报',
  draft: '填报中',
  returned: '被退回',
  'in-transit': '流转中',
  'dept-review': '待部门审核',
  'section-review': '待财政审核',
  approved: '终审通过',
  archived: '已归档',
  exempt: '免报',
};

/** Which filing: every part is a code, so a reference is safe in keys, names and paths. */
export interface FilingRef {
  readonly region: string;
  readonly round: string;
  readonly department: string;
  readonly subject: string;
}

/** Where a restarted execution takes a filing up: at a desk, or past a desk whose decision has been taken. */
export const resumePoints = [
  'dept-review',
  'section-review',
  'after-dept-review',
  'after-section-review',
] as const;
export type ResumePoint = (typeof resumePoints)[number];

/** What the state machine has yet to be told; `token` on the head is the token it is told with. */
export type Errand =
  | { readonly do: 'start'; readonly resumeFrom?: ResumePoint | undefined }
  | { readonly do: 'complete'; readonly gate: ReviewStage }
  | { readonly do: 'fail'; readonly error: 'Returned' | 'Withdrawn' | BackToDepartment };

/** What leads the machine from the section back to the department, in the same attempt. */
export const backToDepartment = ['Undone', 'ReturnedToDepartment'] as const;
export type BackToDepartment = (typeof backToDepartment)[number];

/** Who acts at which level of a filing: the ground of four eyes. */
export type Level = 'fill' | ReviewStage;

/** Event that carries a content, and the content's digest. */
export interface ContentRef {
  readonly seq: number;
  readonly digest: string;
}

/** What a submission was evaluated to, and the event that carries it. */
export interface EvaluationRef {
  readonly seq: number;
  readonly lights: Lights;
}

/** An archived version by the event that saved it, its evaluation and its adjusted budget. */
export interface InForce {
  readonly contentSeq: number;
  readonly evaluated: EvaluationRef;
  readonly adjusted: Fen;
}

/** The present of a filing: small, replaced as a whole with each fact. */
export interface FilingHead extends FilingRef {
  /** Number of the last event, gapless. */
  readonly seq: number;
  /** Number of the last event of content or decision: the ETag. A stage change by the machine does not stale it. */
  readonly version: number;
  /** Hash of the last event. */
  readonly hash: string;
  readonly kind: SubjectKind;
  readonly unit: string;
  readonly section: string;
  /** Adjusted budget (调整后预算数): the register's when it was issued, that of the last submission since: what coverage by money weighs. */
  readonly adjusted: Fen;
  readonly stage: Stage;
  readonly stageAt: Instant;
  /** The first submission should come before this instant (exclusive). */
  readonly dueAt: Instant;
  /** Whether that is a later instant than the round's, by a granted extension. */
  readonly extended: boolean;
  /** Submissions so far, and restarts of the running one. */
  readonly attempt: number;
  readonly recovery: number;
  readonly errand: Errand | null;
  readonly token: string | null;
  /** Until when the present desk should be done; drives the order of its todo list. */
  readonly deskDueAt: Instant;
  readonly content: ContentRef | null;
  /** The submission that lateness counts; null again when it is withdrawn before anybody has reviewed. */
  readonly firstSentAt: Instant | null;
  /** Of the last submission; null while nothing has been sent. */
  readonly evaluated: EvaluationRef | null;
  /** How often it was reopened: its version is one more. */
  readonly reopenings: number;
  /** What counts for figures while a reopened version is under way: the one that was archived before it. Null where there is no such. */
  readonly inForce: InForce | null;
  /** Who has returned it, until it is sent again. */
  readonly returnedBy: string | null;
  /** Somebody has approved since the last submission: it can no longer be withdrawn. */
  readonly touched: boolean;
  /** Who has acted at which level, in any attempt; in the order in which each did so last. */
  readonly hands: readonly (readonly [Level, string])[];
}

/** Reasons of a return (退回). */
export const returnReasons = {
  'wrong-data': '数据有误',
  incomplete: '内容不完整',
  'no-evidence': '缺少佐证',
  contradiction: '前后矛盾',
  'thin-analysis': '分析不充分',
  other: '其他',
} as const;
export type ReturnReason = keyof typeof returnReasons;

/** Where a return goes: to the filler, or from the section to the department that has passed it on. */
export const returnsTo = ['filler', 'department'] as const;
export type ReturnTo = (typeof returnsTo)[number];

export interface Remark {
  readonly to: ReturnTo;
  readonly reason: ReturnReason;
  readonly text: string;
  readonly pins: readonly Pin[];
}

/** A remark of the reviewer on one cell; `pointer` is a JSON pointer into the content. */
export interface Pin {
  readonly pointer: string;
  readonly text: string;
}

export type FilingFact =
  | {
      readonly type: 'issued';
      readonly kind: SubjectKind;
      readonly unit: string;
      readonly section: string;
      readonly adjusted: Fen;
      readonly dueAt: Instant;
    }
  | { readonly type: 'saved'; readonly content: Content; readonly digest: string }
  | {
      readonly type: 'submitted';
      readonly digest: string;
      readonly daysLate: number;
      readonly evaluation: Evaluation;
    }
  | { readonly type: 'withdrawn' }
  | { readonly type: 'approved'; readonly at: ReviewStage; readonly digest: string; readonly opinion: string }
  | {
      readonly type: 'returned';
      readonly at: ReviewStage;
      readonly to: ReturnTo;
      readonly reason: ReturnReason;
      readonly text: string;
      readonly pins: readonly Pin[];
    }
  /** The department's reviewer has taken his approval back before the section acted. */
  | { readonly type: 'undone'; readonly at: ReviewStage }
  | { readonly type: 'arrived'; readonly at: ReviewStage; readonly deskDueAt: Instant }
  | { readonly type: 'token-renewed'; readonly at: ReviewStage }
  | { readonly type: 'archived'; readonly digest: string }
  /** The finance office has granted a later due day; the first due stands in the event that issued it. */
  | { readonly type: 'extended'; readonly extension: string; readonly dueAt: Instant }
  /** The finance office has moved the round's due day, and this filing has no later one of its own. */
  | { readonly type: 'due-moved'; readonly dueAt: Instant }
  /** The finance office has relieved this obligation, or has taken that back. */
  | { readonly type: 'exempted'; readonly reason: string }
  | { readonly type: 'due-again'; readonly reason: string }
  /** A new version of the same obligation has begun; the archived one counts until that is archived too. */
  | { readonly type: 'reopened'; readonly reason: string }
  /** `resumeFrom` where the head no longer says where the machine is to go on. */
  | { readonly type: 'recovered'; readonly cause: string; readonly resumeFrom?: ResumePoint | undefined };
export type FactType = FilingFact['type'];
/** A fact as the head needs it: of a saved content its digest, so that a history can be gone through without what was written. */
export type HeadFact =
  | Exclude<FilingFact, { type: 'saved' }>
  | { readonly type: 'saved'; readonly digest: string };

/** Facts that the machine must hear of: each sets an errand. */
export const errandFacts = [
  'submitted',
  'withdrawn',
  'approved',
  'returned',
  'undone',
  'token-renewed',
  'recovered',
] as const;

/** Facts that change content or decision and so move the version on. */
const versionFacts: ReadonlySet<FactType> = new Set([
  'issued',
  'saved',
  'submitted',
  'withdrawn',
  'approved',
  'returned',
  'undone',
  'exempted',
  'due-again',
  'reopened',
]);

export function movesVersion(fact: Pick<FilingFact, 'type'>): boolean {
  return versionFacts.has(fact.type);
}

/** Each act of a person on a filing: its label and where it is allowed. */
export const acts = {
  save: { label: '暂存', from: ['not-started', 'draft', 'returned'], level: 'fill' },
  submit: { label: '送审', from: ['draft', 'returned'], level: 'fill' },
  withdraw: { label: '取消送审', from: ['dept-review', 'section-review'], level: 'fill' },
  approve: { label: '审核', from: ['dept-review', 'section-review'], level: 'review' },
  return: { label: '退回', from: ['dept-review', 'section-review'], level: 'review' },
  undo: { label: '取消审核', from: ['section-review'], level: 'review' },
  exempt: { label: '免报', from: ['not-started', 'draft'], level: 'office' },
  include: { label: '取消免报', from: ['exempt'], level: 'office' },
  reopen: { label: '重新开放', from: ['archived'], level: 'office' },
} as const satisfies Record<
  string,
  { label: string; from: readonly Stage[]; level: 'fill' | 'review' | 'office' }
>;
export type Act = keyof typeof acts;

/** A filing before its first event: an obligation that nobody has started. */
export function newFiling(
  ref: FilingRef,
  given: Pick<FilingHead, 'kind' | 'unit' | 'section' | 'adjusted' | 'dueAt'> & { readonly at: Instant },
): FilingHead {
  const { at, ...rest } = given;
  return {
    ...ref,
    ...rest,
    seq: 0,
    version: 0,
    hash: '',
    stage: 'not-started',
    stageAt: at,
    extended: false,
    attempt: 0,
    recovery: 0,
    errand: null,
    token: null,
    deskDueAt: given.dueAt,
    content: null,
    firstSentAt: null,
    evaluated: null,
    reopenings: 0,
    inForce: null,
    returnedBy: null,
    touched: false,
    hands: [],
  };
}

export function decideSave(
  head: FilingHead,
  by: string,
  content: Content,
  digest: string,
): Result<FilingFact> {
  return whenFilling(head, 'save', by, () => ({ type: 'saved', content, digest }));
}

/** Whether this member may send it now, before its content is looked at. */
export function maySubmit(head: FilingHead, by: string): Result<FilingHead> {
  if (head.stage === 'not-started') return deny(refusal('nothing-to-submit'));
  const refused = whyNotFilling(head, 'submit', by);
  return refused === null ? accept(head) : deny(refused);
}

/**
 * Why its round does not take a filing now; null where it does. What was returned may always be mended and sent again, even when the round
 * is locked or closed. A locked round takes no first submission after grace, unless an extension has moved this filing's own due day.
 */
export function whyShut(
  head: FilingHead,
  round: RoundHead,
  act: 'save' | 'submit',
  now: Instant,
): Refusal | null {
  if (hasBeenReviewed(head)) return null;
  if (!acceptsFilings(round, now)) return notInState(round);
  const { lockAfterGrace, graceEndsOn } = round;
  const isOver = lockAfterGrace && now >= endOfDay(graceEndsOn) && now >= head.dueAt;
  if (act === 'save' || head.attempt > 0 || !isOver) return null;
  return refusal('round-locked', { round: round.round, last: graceEndsOn });
}

/** `sentAt` is the server's receipt: lateness counts the first submission of the obligation, to the millisecond. */
export function decideSubmit(
  head: FilingHead,
  by: string,
  sentAt: Instant,
  evaluation: Evaluation,
): Result<FilingFact> {
  const allowed = maySubmit(head, by);
  if (!allowed.ok) return allowed;
  const late = daysLate(head.firstSentAt ?? sentAt, head.dueAt);
  return accept({ type: 'submitted', digest: digestOf(head), daysLate: late, evaluation });
}

/** Only while nobody has acted since the submission; afterwards the filler asks for a return. */
export function decideWithdraw(head: FilingHead, by: string): Result<FilingFact> {
  if (head.touched) return deny(wrongStage(head, 'withdraw'));
  return whenFilling(head, 'withdraw', by, () => ({ type: 'withdrawn' }));
}

/** `seen` is the digest of exactly what the reviewer was served: one byte more or less and his approval is none. */
export function decideApprove(
  head: FilingHead,
  by: string,
  seen: string,
  opinion: string,
): Result<FilingFact> {
  const decided = whenReviewing(head, 'approve', by, (at) => ({
    type: 'approved',
    at,
    digest: seen,
    opinion,
  }));
  return decided.ok && seen !== digestOf(head) ? deny(refusal('not-what-you-saw')) : decided;
}

/** To the department only from the section, and only what has passed the department. */
export function decideReturn(head: FilingHead, by: string, remark: Remark): Result<FilingFact> {
  const decided = whenReviewing(head, 'return', by, (at) => ({ type: 'returned', at, ...remark }));
  const hasPassed = head.stage === 'section-review' && head.kind !== 'overall';
  return decided.ok && remark.to === 'department' && !hasPassed ? deny(refusal('no-department')) : decided;
}

/** Only by who has approved, `approver`, and only while it lies untouched before the section. */
export function decideUndo(head: FilingHead, by: string, approver: string | null): Result<FilingFact> {
  if (head.stage !== 'section-review') return deny(wrongStage(head, 'undo'));
  if (by !== approver) return deny(refusal('not-yours', { action: acts.undo.label, who: '作出审核的本人' }));
  return accept({ type: 'undone', at: 'dept-review' });
}

/** Who has approved last since the last submission; null where nobody has, or has taken it back. */
export function approverOf(
  events: readonly { readonly fact: Pick<FilingFact, 'type'>; readonly by: { readonly id: string } | null }[],
): string | null {
  const last = events.findLast(({ fact }) =>
    ['submitted', 'approved', 'undone', 'returned'].includes(fact.type),
  );
  return last?.fact.type === 'approved' ? (last.by?.id ?? null) : null;
}

/**
 * The machine has reached a desk. Arriving is recorded once: a repeated gate of the same desk only brings a new token, and a
 * gate whose decision has been taken already hands its token over so that the decision reaches it. Null: this attempt is over.
 */
export function decideArrive(
  head: FilingHead,
  gate: { readonly attempt: number; readonly at: ReviewStage; readonly deskDueAt: Instant },
): FilingFact | null {
  if (head.attempt !== gate.attempt) return null;
  if (head.stage === gate.at) return { type: 'token-renewed', at: gate.at };
  if (isDecidedAt(head, gate.at)) return { type: 'token-renewed', at: gate.at };
  return head.stage === 'in-transit' ? { type: 'arrived', at: gate.at, deskDueAt: gate.deskDueAt } : null;
}

/** The machine has yet to hear what was decided at this gate: an approval there, or that it goes back to the department. */
function isDecidedAt({ errand }: FilingHead, gate: ReviewStage): boolean {
  if (errand?.do === 'complete') return errand.gate === gate;
  return gate === 'section-review' && leadsBack(errand);
}

/** Settled only by arriving at the department's desk: a gate may open once more before the machine has heard. */
export function leadsBack(errand: Errand | null): boolean {
  return errand?.do === 'fail' && backToDepartment.some((error) => error === errand.error);
}

/** The machine archives what was approved; anything else at this point is a defect and thrown by the caller. */
export function decideArchive(head: FilingHead): FilingFact | null {
  return head.stage === 'approved' ? { type: 'archived', digest: digestOf(head) } : null;
}

/** Started again so often that starting again does not help: it stays where it is, and people have been told. */
export function isGivenUp({ recovery }: { readonly recovery: number }): boolean {
  return recovery >= mostRecoveries;
}
const mostRecoveries = 5;

/** A running execution has ended without the ledger being done: start again where the ledger stands. Null: nothing to do. */
export function decideRecover(
  head: FilingHead,
  run: { attempt: number; recovery: number },
  cause: string,
): FilingFact | null {
  const isOpen = ['in-transit', 'dept-review', 'section-review', 'approved'].includes(head.stage);
  const isCurrent = head.attempt === run.attempt && head.recovery === run.recovery;
  return isOpen && isCurrent ? { type: 'recovered', cause } : null;
}

function resumePoint(head: FilingHead): ResumePoint | undefined {
  if (head.errand?.do === 'complete') return `after-${head.errand.gate}`;
  if (leadsBack(head.errand)) return 'dept-review';
  if (head.stage === 'dept-review' || head.stage === 'section-review') return head.stage;
  return head.errand?.do === 'start' ? head.errand.resumeFrom : undefined;
}

export interface Applied {
  readonly seq: number;
  readonly hash: string;
  readonly at: Instant;
  /** Member id, or null for the machine. */
  readonly by: string | null;
  /** For whom that member acted (代办). */
  readonly onBehalfOf?: string | undefined;
  readonly fact: HeadFact;
}

/** Applies a fact to the head it was decided on. Total: every fact has exactly one meaning. */
export function evolve(head: FilingHead, event: Applied): FilingHead {
  const next: FilingHead = {
    ...head,
    seq: event.seq,
    hash: event.hash,
    version: movesVersion(event.fact) ? event.seq : head.version,
  };
  return { ...next, ...changes(next, event) };
}

function changes(head: FilingHead, event: Applied): Partial<FilingHead> {
  const { fact, at } = event;
  const enter = (stage: Stage): Partial<FilingHead> => ({ stage, stageAt: at });
  switch (fact.type) {
    case 'issued':
      return {};
    case 'saved':
      return {
        ...(head.stage === 'not-started' ? enter('draft') : {}),
        content: { seq: event.seq, digest: fact.digest },
        hands: withHand(head, 'fill', event.by),
      };
    case 'submitted':
      return {
        ...enter('in-transit'),
        attempt: head.attempt + 1,
        recovery: 0,
        errand: { do: 'start' },
        touched: false,
        firstSentAt: head.firstSentAt ?? at,
        evaluated: { seq: event.seq, lights: fact.evaluation.lights },
        adjusted: fact.evaluation.adjusted,
        returnedBy: null,
        hands: withHand(head, 'fill', event.by),
      };
    case 'withdrawn':
      return {
        ...enter('draft'),
        deskDueAt: head.dueAt,
        firstSentAt: hasBeenReviewed(head) ? head.firstSentAt : null,
        evaluated: null,
        errand: { do: 'fail', error: 'Withdrawn' },
      };
    case 'returned':
      return {
        ...(fact.to === 'filler' ? backToFiller(head, at) : backToReviewer(at, 'ReturnedToDepartment')),
        returnedBy: event.by,
        hands: withHands(head, fact.at, event),
      };
    case 'approved':
      return {
        ...enter(fact.at === 'section-review' ? 'approved' : 'in-transit'),
        errand: { do: 'complete', gate: fact.at },
        touched: true,
        hands: withHands(head, fact.at, event),
      };
    case 'undone':
      return backToReviewer(at, 'Undone');
    case 'arrived':
      return { ...enter(fact.at), errand: null, deskDueAt: fact.deskDueAt };
    case 'token-renewed':
      return { errand: isDecidedAt(head, fact.at) ? head.errand : null };
    case 'archived':
      return { ...enter('archived'), errand: null, token: null, inForce: null };
    case 'extended':
      return dueLater(head, fact.dueAt);
    case 'due-moved':
      return dueBy(head, fact.dueAt);
    case 'exempted':
      return enter('exempt');
    case 'due-again':
      return enter(head.content === null ? 'not-started' : 'draft');
    case 'reopened':
      return newVersion(head, at);
    case 'recovered':
      return {
        recovery: head.recovery + 1,
        errand: { do: 'start', resumeFrom: fact.resumeFrom ?? resumePoint(head) },
        token: null,
      };
  }
}

/** Due on another day: so is its desk while it has not been sent; what was returned never has less time than it had. */
function dueBy(head: FilingHead, dueAt: Instant): Partial<FilingHead> {
  if (isUnsent(head)) return { dueAt, deskDueAt: dueAt };
  return isHome(head) ? { dueAt, deskDueAt: Math.max(head.deskDueAt, dueAt) } : { dueAt };
}

/** What follows for a filing from a round whose due day has been moved; an extension of its own that is later stays. */
export function decideFollowDue(head: FilingHead, dueAt: Instant): FilingFact | null {
  const stays = head.extended ? head.dueAt >= dueAt : head.dueAt === dueAt;
  return stays ? null : { type: 'due-moved', dueAt };
}

/** Not sent yet, or taken back: what a reminder is for. A reopened one has been sent. */
export function isUnsent({
  stage,
  inForce = null,
}: Pick<FilingHead, 'stage'> & Partial<Pick<FilingHead, 'inForce'>>): boolean {
  return inForce === null && (stage === 'not-started' || stage === 'draft');
}

/** Its first submission came after its day. */
export function isLate({ firstSentAt, dueAt }: Pick<FilingHead, 'firstSentAt' | 'dueAt'>): boolean {
  return firstSentAt !== null && firstSentAt >= dueAt;
}

function backToFiller(head: FilingHead, at: Instant): Partial<FilingHead> {
  const errand = { do: 'fail', error: 'Returned' } as const;
  return { stage: 'returned', stageAt: at, deskDueAt: resendDueAt(head.dueAt, at), errand };
}

/** The machine is to bring it to the department's desk again. */
function backToReviewer(at: Instant, error: BackToDepartment): Partial<FilingHead> {
  return { stage: 'in-transit', stageAt: at, errand: { do: 'fail', error } };
}

/** A draft with the archived content, which counts for figures meanwhile. */
function newVersion(head: FilingHead, at: Instant): Partial<FilingHead> {
  const { content, evaluated, adjusted } = head;
  return {
    stage: 'draft',
    stageAt: at,
    deskDueAt: resendDueAt(head.dueAt, at),
    reopenings: head.reopenings + 1,
    inForce: content && evaluated && { contentSeq: content.seq, evaluated, adjusted },
    evaluated: null,
    touched: false,
  };
}

/** A reviewer's day is his own. */
function dueLater(head: FilingHead, dueAt: Instant): Partial<FilingHead> {
  const deskDueAt = isHome(head) ? Math.max(head.deskDueAt, dueAt) : head.deskDueAt;
  return { dueAt, extended: true, deskDueAt };
}

/** With its filler. */
function isHome({ stage }: FilingHead): boolean {
  return stage === 'not-started' || stage === 'draft' || stage === 'returned';
}

/** A returned or reopened filing is to be sent again within three days, and never has less time than it had. */
export function resendDueAt(dueAt: Instant, returnedAt: Instant): Instant {
  return Math.max(dueAt, endOfDay(addDays(dayOf(returnedAt), 3)));
}

/**
 * With its filler, only what was returned bears a reviewer's hand. Withdrawn is not filed and the next submission counts, unless a return
 * has made the first one stand.
 */
function hasBeenReviewed(head: FilingHead): boolean {
  return head.hands.some(([level]) => level !== 'fill');
}

/** Both who acts and for whom he does, and who acts stands last. */
function withHands(head: FilingHead, level: Level, { by, onBehalfOf }: Applied): FilingHead['hands'] {
  const hands = withHand(head, level, onBehalfOf ?? null);
  return withHand({ hands }, level, by);
}

function withHand(head: Pick<FilingHead, 'hands'>, level: Level, by: string | null): FilingHead['hands'] {
  if (by === null) return head.hands;
  return [...head.hands.filter(([l, m]) => l !== level || m !== by), [level, by]];
}

function digestOf(head: FilingHead): string {
  if (head.content === null)
    throw new Error(`filing ${head.subject} of ${head.round} reached review without content`);
  return head.content.digest;
}

function whenFilling(
  head: FilingHead,
  act: 'save' | 'withdraw',
  by: string,
  fact: () => FilingFact,
): Result<FilingFact> {
  const refused = whyNotFilling(head, act, by);
  return refused === null ? accept(fact()) : deny(refused);
}

export function whyNotFilling(
  head: FilingHead,
  act: 'save' | 'submit' | 'withdraw',
  by: string,
): Refusal | null {
  const from: readonly Stage[] = acts[act].from;
  if (!from.includes(head.stage)) return wrongStage(head, act);
  return actedAtAnother(head, 'fill', by) ? samePerson(act) : null;
}

function whenReviewing(
  head: FilingHead,
  act: 'approve' | 'return',
  by: string,
  fact: (at: ReviewStage) => FilingFact,
): Result<FilingFact> {
  const at = head.stage;
  if (at !== 'dept-review' && at !== 'section-review') return deny(wrongStage(head, act));
  return actedAtAnother(head, at, by) ? deny(samePerson(act)) : accept(fact(at));
}

/** Four eyes: no person acts at two levels of one filing, in any attempt. */
export function actedAtAnother(head: FilingHead, level: Level, by: string): boolean {
  return head.hands.some(([acted, member]) => member === by && acted !== level);
}

function samePerson(act: Act): Refusal {
  return refusal('same-person', { action: acts[act].label });
}

export function wrongStage(head: FilingHead, act: Act): Refusal {
  if (head.stage === 'in-transit') return refusal('in-transit');
  const allowed = acts[act].from.map((stage) => stageNames[stage]).join('”或“');
  return refusal('wrong-stage', { action: acts[act].label, stage: stageNames[head.stage], allowed });
}
