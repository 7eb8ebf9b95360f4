/**
 * Batch review (批量审核) is for what holds no surprise: a row with a red light, a late mark or something to explain is left out unless the
 * reviewer has opened it.
 */
import { daysLate } from './calendar.ts';
import type { FilingHead } from './filing.ts';
import type { Finding } from './finding.ts';
import { type Refusal, refusal } from './refusal.ts';

/** Why a row must be opened before it is decided on; null where there is no need. `findings` are those of its last submission. */
export function whyOpenFirst(
  { evaluated, firstSentAt, dueAt }: FilingHead,
  findings: readonly Finding[],
): Refusal | null {
  const reasons = [
    ...(Object.values(evaluated?.lights ?? {}).includes('red') ? ['红灯'] : []),
    ...(firstSentAt !== null && daysLate(firstSentAt, dueAt) > 0 ? ['逾期标记'] : []),
    ...(findings.some(({ level }) => level === 'explain') ? ['需要说明的事项'] : []),
  ];
  return reasons.length === 0 ? null : refusal('open-it-first', { what: reasons.join('、') });
}
