/** The receipts of a stamped report: of each file that was received, found good, confirmed and archived. */
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';
import { proofOfReport } from './proof.ts';

export const listReportReceipts: UseCase<Ports, 'listReportReceipts'> = async (
  { ledger },
  { member, params },
) => {
  const found = await proofOfReport(ledger, member, params.report);
  if (!found.ok) return found;
  const { document, receipts } = found.value;
  return accept({ report: document, receipts: [...receipts] });
};
