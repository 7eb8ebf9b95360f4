/** What may be done to a filing, by whom and when (domain §8): each decision is the fact that a command would record, or a refusal. */
import { daysLate, endOfDay, type Instant } from './calendar.ts';
import type { Content } from './content.ts';
import type { Evaluation } from './evaluation.ts';
import {
  type Act,
  actedAtAnother,
  acts,
  type FilingFact,
  type FilingHead,
  hasBeenReviewed,
  isDecidedAt,
  type Remark,
  type ReviewStage,
  type Stage,
  stageNames,
} from './filing.ts';
import { type Refusal, refusal } from './refusal.ts';
import { accept, deny, type Result } from './result.ts';
import { acceptsFilings, notInState, type RoundHead } from './round.ts';

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

/** The machine archives what was approved; anything else at this point is a defect and thrown by the caller. */
export function decideArchive(head: FilingHead): FilingFact | null {
  return head.stage === 'approved' ? { type: 'archived', digest: digestOf(head) } : null;
}

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

/** What follows for a filing from a round whose due day has been moved; an extension of its own that is later stays. */
export function decideFollowDue(head: FilingHead, dueAt: Instant): FilingFact | null {
  const stays = head.extended ? head.dueAt >= dueAt : head.dueAt === dueAt;
  return stays ? null : { type: 'due-moved', dueAt };
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

function samePerson(act: Act): Refusal {
  return refusal('same-person', { action: acts[act].label });
}

export function wrongStage(head: FilingHead, act: Act): Refusal {
  if (head.stage === 'in-transit') return refusal('in-transit');
  const allowed = acts[act].from.map((stage) => stageNames[stage]).join('”或“');
  return refusal('wrong-stage', { action: acts[act].label, stage: stageNames[head.stage], allowed });
}

function digestOf(head: FilingHead): string {
  if (head.content === null)
    throw new Error(`filing ${head.subject} of ${head.round} reached review without content`);
  return head.content.digest;
}
