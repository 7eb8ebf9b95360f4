/** What a filing's content is measured by: its round, its subject and the approved targets in force. */
import type { FilingHead } from '../../shared/domain/filing.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import type { Subject, TargetVersion } from '../../shared/domain/subject.ts';
import type { Ledger } from '../../shared/ports.ts';

export interface FilingGround {
  readonly round: RoundHead;
  readonly subject: Subject;
  readonly target: TargetVersion;
}

/** A filing without its round, subject or targets cannot have been issued: their absence is a defect. */
export async function groundOf(ledger: Ledger, head: FilingHead): Promise<FilingGround> {
  const year = Number(head.round.slice(0, 4));
  const [round, subject] = await Promise.all([
    ledger.round(head),
    ledger.subject(head.region, year, head.department, head.subject),
  ]);
  const target = subject && (await ledger.target(head.region, year, subject));
  if (!(round && subject && target))
    throw new Error(`filing ${head.subject} of ${head.round} has lost its ground`);
  return { round, subject, target };
}
