/** What a report is made of at this moment, and the digest by which a paper, a file and the data are told apart. */
import type { DispositionHead } from '../domain/disposition.ts';
import type { FilingHead } from '../domain/filing.ts';
import type { ReportHead } from '../domain/report.ts';
import { dispositionsOf } from '../domain/report-data.ts';
import type { Ledger } from '../ports.ts';
import type { ReportLedger } from '../ports-report.ts';

export interface ReportBasis {
  readonly filings: readonly FilingHead[];
  readonly dispositions: readonly DispositionHead[];
  readonly digest: string;
}

type Read = Pick<Ledger, 'filings'> & Pick<ReportLedger, 'dispositionsIn' | 'reportDataDigest'>;

/** Whoever asks for many reports of a year gives its dispositions, so that they are read once. */
export async function reportBasis(
  ledger: Read,
  head: ReportHead,
  given?: readonly DispositionHead[],
): Promise<ReportBasis> {
  const [filings, ofYear] = await Promise.all([
    ledger.filings(head),
    given ?? ledger.dispositionsIn(head.region, head.fiscalYear),
  ]);
  const dispositions = dispositionsOf(head, ofYear);
  return { filings, dispositions, digest: ledger.reportDataDigest(filings, dispositions) };
}
