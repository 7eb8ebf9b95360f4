/** One receipt of a stamped report, signed; its digest is the SHA-256 of the file itself. */
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';
import { proofOfReport } from './proof.ts';
import { signedReceipt } from './signed-receipt.ts';

export const readReportReceipt: UseCase<Ports, 'readReportReceipt'> = async (
  { ledger, signer },
  { member, params },
) => {
  const found = await proofOfReport(ledger, member, params.report);
  return found.ok ? signedReceipt(signer, found.value, params.seq) : found;
};
