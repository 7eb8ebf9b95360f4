/** The receipts of a filing, unsigned: each is signed when somebody wants it, so that a list costs no signature. */
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';
import { proofOfFiling } from './proof.ts';

export const listReceipts: UseCase<Ports, 'listReceipts'> = async ({ ledger }, { member, params }) => {
  const found = await proofOfFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const { document, receipts } = found.value;
  return accept({ filing: document, receipts: [...receipts] });
};
