/** The version of the approved targets that a content answers: later versions never change what was sent. */
import type { Content } from '../../shared/domain/content.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { fiscalYearOf } from '../../shared/domain/round.ts';
import type { TargetVersion } from '../../shared/domain/subject.ts';
import type { FilingGround, Ledger } from '../../shared/ports.ts';

export async function answeredTarget(
  ledger: Pick<Ledger, 'target'>,
  head: Pick<FilingHead, 'region' | 'round'>,
  { subject, target }: Pick<FilingGround, 'subject' | 'target'>,
  content: Content | undefined,
): Promise<TargetVersion> {
  if (content === undefined || content.targetVersion === target.version) return target;
  const { targetVersion } = content;
  const answered = await ledger.target(head.region, fiscalYearOf(head.round), { ...subject, targetVersion });
  if (answered === undefined) throw new Error(`targets ${targetVersion} of ${subject.code} are missing`);
  return answered;
}
