/** 事件链: a filing's events byte by byte as they were sealed, so that anybody can compute the hashes himself. */
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';
import { proofOfFiling } from './proof.ts';

export const readChain: UseCase<Ports, 'readChain'> = async ({ ledger }, { member, params }) => {
  const found = await proofOfFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const { document, events } = found.value;
  return accept({ filing: document, events: [...events] });
};
