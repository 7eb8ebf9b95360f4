/**
 * A filing (监控填报): one subject's data in one round, and its whole life as facts. What may be done to it is decided in
 * `filing-decisions.ts`, what comes of it in `filing-evolution.ts`. Nothing here knows the route: which desk comes next is the state
 * machine's business (clauses 2.2b, 2.2c), it only tells the ledger at which desk the filing has arrived.
 */
import type { Instant } from './calendar.ts';
import type { Content } from './content.ts';
import type { Evaluation } from './evaluation.ts';
import type { Lights } from './light.ts';
import type { Fen } from './money.ts';
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

/** The machine has yet to hear what was decided at this gate: an approval there, or that it goes back to the department. */
export function isDecidedAt({ errand }: FilingHead, gate: ReviewStage): boolean {
  if (errand?.do === 'complete') return errand.gate === gate;
  return gate === 'section-review' && leadsBack(errand);
}

/** Settled only by arriving at the department's desk: a gate may open once more before the machine has heard. */
export function leadsBack(errand: Errand | null): boolean {
  return errand?.do === 'fail' && backToDepartment.some((error) => error === errand.error);
}

/** Started again so often that starting again does not help: it stays where it is, and people have been told. */
export function isGivenUp({ recovery }: { readonly recovery: number }): boolean {
  return recovery >= mostRecoveries;
}
const mostRecoveries = 5;

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

/**
 * With its filler, only what was returned bears a reviewer's hand. Withdrawn is not filed and the next submission counts, unless a return
 * has made the first one stand.
 */
export function hasBeenReviewed(head: FilingHead): boolean {
  return head.hands.some(([level]) => level !== 'fill');
}

/** Four eyes: no person acts at two levels of one filing, in any attempt. */
export function actedAtAnother(head: FilingHead, level: Level, by: string): boolean {
  return head.hands.some(([acted, member]) => member === by && acted !== level);
}
