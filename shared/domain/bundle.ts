/**
 * A department's bundle of a year (档案包): who may have one, and what is in it. It holds every filing of the department with all that was
 * ever archived of it, so it is for those who answer for the department or watch over the county, not for a unit or a reviewing desk.
 */
import type { Instant } from './calendar.ts';
import type { Member } from './directory.ts';
import { type FilingHead, type Stage, stageNames } from './filing.ts';
import { type ReportFile, reportFiles } from './report-files.ts';

/** A bundle is written within one request; beyond this much evidence it is asked for by the round. */
export const mostBytes = 500 * 1024 * 1024;

export function mayPack(member: Member, department: string): boolean {
  return member.posts.some(({ role, at }) => {
    if (role === 'dept-filler' || role === 'dept-reviewer') return at === department;
    return ['finance-office', 'auditor', 'archivist'].includes(role) && at === member.region;
  });
}

/** An entry of a filing's chain, as far as its archive is concerned. */
interface Recorded {
  readonly at: Instant;
  readonly fact: { readonly type: string; readonly digest?: string; readonly evaluation?: string };
}

/** A copy in the archive, and what the ledger expects it to be. */
export interface ArchivedCopy {
  readonly attempt: number;
  readonly at: Instant;
  readonly digest: string;
  readonly evaluation: string;
  /** The last one is in force; those before it were replaced when the filing was reopened. */
  readonly state: 'current' | 'superseded';
}

/** An archived copy bears the number of the submission that it keeps. */
export function copiesOf(entries: readonly Recorded[]): readonly ArchivedCopy[] {
  const copies: Omit<ArchivedCopy, 'state'>[] = [];
  let [attempt, evaluation] = [0, ''];
  for (const { at, fact } of entries) {
    if (fact.type === 'submitted') [attempt, evaluation] = [attempt + 1, fact.evaluation ?? ''];
    if (fact.type === 'archived') copies.push({ attempt, at, digest: fact.digest ?? '', evaluation });
  }
  return copies.map((copy, index) => ({
    ...copy,
    state: index === copies.length - 1 ? 'current' : 'superseded',
  }));
}

/** The files of a report that the archive keeps, those that were replaced included. */
export function archivedFiles(facts: Parameters<typeof reportFiles>[0]): readonly ReportFile[] {
  return reportFiles(facts).filter(({ outcome }) => outcome === 'archived');
}

/** A line of the bundle's list of filings. */
export interface PackedFiling {
  readonly filing: string;
  readonly round: string;
  readonly subject: string;
  readonly stage: Stage;
  readonly stageName: string;
  readonly copies: readonly Pick<ArchivedCopy, 'attempt' | 'digest' | 'state'>[];
}

export function packedFiling(
  filing: string,
  { round, subject, stage }: FilingHead,
  copies: readonly ArchivedCopy[],
): PackedFiling {
  return {
    filing,
    round,
    subject,
    stage,
    stageName: stageNames[stage],
    copies: copies.map(({ attempt, digest, state }) => ({ attempt, digest, state })),
  };
}
