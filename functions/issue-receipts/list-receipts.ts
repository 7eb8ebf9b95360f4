/** The receipts of a filing, unsigned: each is signed when somebody wants it, so that a list costs no signature. */
import { formatFilingId } from '../../shared/contract/field.ts';
import { receiptOf } from '../../shared/domain/receipt.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { Ports } from './ports.ts';

export const listReceipts: UseCase<Ports, 'listReceipts'> = async ({ ledger }, { member, params }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const filing = formatFilingId(found.value);
  const { entries } = await ledger.events(found.value);
  return accept({ filing, receipts: entries.flatMap((entry) => receiptOf(filing, entry) ?? []) });
};
