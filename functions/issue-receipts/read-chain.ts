/** 事件链: a filing's events byte by byte as they were sealed, so that anybody can compute the hashes himself. */
import { formatFilingId } from '../../shared/contract/field.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { Ports } from './ports.ts';

export const readChain: UseCase<Ports, 'readChain'> = async ({ ledger }, { member, params }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const { events } = await ledger.chain(found.value);
  return accept({ filing: formatFilingId(found.value), events: [...events] });
};
