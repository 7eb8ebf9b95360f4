/** One receipt of a filing, signed. */
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';
import { proofOfFiling } from './proof.ts';
import { signedReceipt } from './signed-receipt.ts';

export const readReceipt: UseCase<Ports, 'readReceipt'> = async ({ ledger, signer }, { member, params }) => {
  const found = await proofOfFiling(ledger, member, params.filing);
  return found.ok ? signedReceipt(signer, found.value, params.seq) : found;
};
