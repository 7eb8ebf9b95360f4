/**
 * Versions of a filing (domain §8, reopen): the finance office opens an archived filing again, with its reason, and a new version begins as a
 * draft. The archived one stays in force for every figure until the new one is archived too; then it is superseded (已被替代), never erased.
 */
import type { Instant } from './calendar.ts';
import type { ContentRef, FilingFact, FilingHead } from './filing.ts';
import { wrongStage } from './filing-decisions.ts';
import { accept, deny, type Result } from './result.ts';

/** Also in a closed round: what was archived wrongly must be mended. */
export function decideReopen(head: FilingHead, reason: string): Result<FilingFact> {
  return head.stage === 'archived' ? accept({ type: 'reopened', reason }) : deny(wrongStage(head, 'reopen'));
}

export interface HeadInForce extends Omit<FilingHead, 'content'> {
  readonly content: Pick<ContentRef, 'seq'> | null;
}

/** The filing as figures see it: of a reopened one, the version that was archived before. */
export function headInForce(head: FilingHead): HeadInForce {
  if (head.inForce === null) return head;
  const { contentSeq, ...rest } = head.inForce;
  return { ...head, ...rest, stage: 'archived', content: { seq: contentSeq } };
}

/** An archived version, by the events that carry it. */
export interface Edition {
  readonly number: number;
  readonly contentSeq: number;
  readonly submittedSeq: number;
  readonly sentAt: Instant;
  readonly archivedAt: Instant;
}

interface Entry {
  readonly seq: number;
  readonly at: Instant;
  readonly fact: Pick<FilingFact, 'type'>;
}

/** Every version that was archived, in order; all but the last are superseded. */
export function editionsOf(entries: readonly Entry[]): readonly Edition[] {
  const found: Edition[] = [];
  let [contentSeq, submittedSeq, sentAt] = [0, 0, 0];
  for (const { seq, at, fact } of entries) {
    if (fact.type === 'saved') contentSeq = seq;
    if (fact.type === 'submitted') [submittedSeq, sentAt] = [seq, at];
    if (fact.type === 'archived')
      found.push({ number: found.length + 1, contentSeq, submittedSeq, sentAt, archivedAt: at });
  }
  return found;
}
