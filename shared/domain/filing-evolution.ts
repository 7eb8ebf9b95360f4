/** What comes of a fact: the filing's head after it. Total, so that a chain can be gone through again from its beginning. */
import { addDays, dayOf, endOfDay, type Instant } from './calendar.ts';
import {
  type BackToDepartment,
  type FilingHead,
  type HeadFact,
  hasBeenReviewed,
  isDecidedAt,
  isUnsent,
  type Level,
  leadsBack,
  movesVersion,
  type ResumePoint,
  type Stage,
} from './filing.ts';

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

/** A returned or reopened filing is to be sent again within three days, and never has less time than it had. */
export function resendDueAt(dueAt: Instant, returnedAt: Instant): Instant {
  return Math.max(dueAt, endOfDay(addDays(dayOf(returnedAt), 3)));
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

function resumePoint(head: FilingHead): ResumePoint | undefined {
  if (head.errand?.do === 'complete') return `after-${head.errand.gate}`;
  if (leadsBack(head.errand)) return 'dept-review';
  if (head.stage === 'dept-review' || head.stage === 'section-review') return head.stage;
  return head.errand?.do === 'start' ? head.errand.resumeFrom : undefined;
}

/** With its filler. */
function isHome({ stage }: FilingHead): boolean {
  return stage === 'not-started' || stage === 'draft' || stage === 'returned';
}
