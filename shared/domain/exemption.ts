/**
 * Exemptions (免报, domain §3): the finance office relieves an obligation that nobody can meet, with its reason, and may take that back. It
 * stays an obligation and is counted as one, but it is no longer due. What has been filed once is no longer a matter of exemption.
 */
import { daysLate, type Instant } from './calendar.ts';
import { acts, type FilingFact, type FilingHead, type Stage } from './filing.ts';
import { wrongStage } from './filing-decisions.ts';
import { type Refusal, refusal } from './refusal.ts';
import { accept, deny, type Result } from './result.ts';
import { notInState, type RoundHead } from './round.ts';

export function decideExempt(head: FilingHead, round: RoundHead, reason: string): Result<FilingFact> {
  const refused = whyNotNow(head, round, 'exempt');
  if (refused !== null) return deny(refused);
  return head.firstSentAt === null ? accept({ type: 'exempted', reason }) : deny(refusal('filed-before'));
}

/** It is due again, where it was; what had been entered is still there. */
export function decideInclude(head: FilingHead, round: RoundHead, reason: string): Result<FilingFact> {
  const refused = whyNotNow(head, round, 'include');
  return refused === null ? accept({ type: 'due-again', reason }) : deny(refused);
}

/** A round that is closed has been added up. */
function whyNotNow(head: FilingHead, round: RoundHead, act: 'exempt' | 'include'): Refusal | null {
  const from: readonly Stage[] = acts[act].from;
  if (!from.includes(head.stage)) return wrongStage(head, act);
  return round.state === 'open' ? null : notInState(round);
}

/** Days by which an obligation is late, to its first submission or to now while there is none; what is exempt is never late. */
export function daysOverdue(
  { stage, firstSentAt, dueAt }: Pick<FilingHead, 'stage' | 'firstSentAt' | 'dueAt'>,
  now: Instant,
): number {
  return stage === 'exempt' ? 0 : daysLate(firstSentAt ?? now, dueAt);
}
