/** What can be proved of a filing or of a report, to whoever may see it: its chain as it was sealed, and what of it is confirmed. */
import { formatFilingId, formatReportId } from '../../shared/contract/field.ts';
import type { Member } from '../../shared/domain/directory.ts';
import type { FilingRef } from '../../shared/domain/filing.ts';
import { filingReceipts, type Receipt } from '../../shared/domain/receipt.ts';
import type { ReportRef } from '../../shared/domain/report-checks.ts';
import { reportReceipts } from '../../shared/domain/report-receipt.ts';
import { accept, type Result } from '../../shared/domain/result.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import { visibleReport } from '../../shared/edge/visible-report.ts';
import type { ProofLedger, SealedChain } from '../../shared/ports-proof.ts';

export interface Proof extends Omit<SealedChain<never>, 'entries'> {
  readonly document: string;
  readonly receipts: readonly Receipt[];
}

export async function proofOfFiling(
  ledger: ProofLedger,
  member: Member,
  ref: FilingRef,
): Promise<Result<Proof>> {
  const found = await visibleFiling(ledger, member, ref);
  return found.ok
    ? proofOf(formatFilingId(found.value), await ledger.chain(found.value), filingReceipts)
    : found;
}

export async function proofOfReport(
  ledger: ProofLedger,
  member: Member,
  ref: ReportRef,
): Promise<Result<Proof>> {
  const found = await visibleReport(ledger, member, ref);
  return found.ok
    ? proofOf(formatReportId(found.value), await ledger.reportChain(found.value), reportReceipts)
    : found;
}

function proofOf<Entry>(
  document: string,
  { entries, ...chain }: SealedChain<Entry>,
  receiptsOf: (document: string, entries: readonly Entry[]) => readonly Receipt[],
): Result<Proof> {
  return accept({ ...chain, document, receipts: receiptsOf(document, entries) });
}
