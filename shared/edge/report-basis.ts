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

export async function reportBasis(
  ledger: Pick<Ledger, 'filings'> & Pick<ReportLedger, 'dispositionsIn' | 'reportDataDigest'>,
  head: ReportHead,
): Promise<ReportBasis> {
  const [filings, ofYear] = await Promise.all([
    ledger.filings(head),
    ledger.dispositionsIn(head.region, head.fiscalYear),
  ]);
  const dispositions = dispositionsOf(head, ofYear);
  return { filings, dispositions, digest: ledger.reportDataDigest(filings, dispositions) };
}
