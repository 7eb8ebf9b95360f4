/** What there is of a department in a year, or in one round of it: its filings, the reports made of them, the dispositions that follow. */
import { archivedFiles } from '../../shared/domain/bundle.ts';
import { reportPeriods } from '../../shared/domain/report.ts';
import type { ProofLedger } from '../../shared/ports-proof.ts';
import type { ToPack } from './pack.ts';

type Contents = Omit<ToPack, 'about' | 'at'>;
interface Wanted {
  readonly region: string;
  readonly year: number;
  readonly department: string;
  readonly round: string | undefined;
}

export async function contentsOf(ledger: ProofLedger, wanted: Wanted): Promise<Contents> {
  const { region, year, department } = wanted;
  const isWanted = ({ round }: { readonly round: string }) => (wanted.round ?? round) === round;
  const [filings, reports, dispositions] = await Promise.all([
    filingsOf(ledger, wanted, isWanted),
    reportsOf(ledger, wanted, isWanted),
    ledger.dispositionsIn(region, year),
  ]);
  return {
    filings,
    reports,
    dispositions: dispositions.filter(({ filing }) => filing.department === department && isWanted(filing)),
  };
}

type Filter = (of: { readonly round: string }) => boolean;

async function filingsOf(ledger: ProofLedger, { region, year, department }: Wanted, isWanted: Filter) {
  const rounds = (await ledger.rounds(region)).filter(
    (round) => round.fiscalYear === year && isWanted(round),
  );
  const heads = await Promise.all(rounds.map(({ round }) => ledger.filings({ region, round, department })));
  return Promise.all(heads.flat().map(async (head) => ({ head, files: await ledger.files(head) })));
}

async function reportsOf(ledger: ProofLedger, { region, year, department }: Wanted, isWanted: Filter) {
  const heads = await Promise.all(
    reportPeriods.map((period) => ledger.report({ region, fiscalYear: year, period, department })),
  );
  const wanted = heads.filter((head) => head !== undefined).filter(isWanted);
  return Promise.all(wanted.map(async (head) => ({ head, chain: await ledger.reportChain(head) })));
}

/** Of what is no text: evidence and stamped reports. */
export function bytesIn({ filings, reports }: Contents): number {
  const kept = [
    ...filings.flatMap(({ files }) => files),
    ...reports.flatMap(({ chain }) => archivedFiles(chain.entries.map(({ fact }) => fact))),
  ];
  return kept.reduce((sum, { bytes }) => sum + bytes, 0);
}
