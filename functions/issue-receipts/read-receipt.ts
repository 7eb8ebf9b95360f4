/** One receipt, signed. A chain that is broken before its event confirms nothing and is a defect, thrown. */
import * as z from 'zod/mini';
import { formatFilingId } from '../../shared/contract/field.ts';
import { receipt as receiptSchema } from '../../shared/contract/receipt.ts';
import { receiptOf } from '../../shared/domain/receipt.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { Ports } from './ports.ts';

export const readReceipt: UseCase<Ports, 'readReceipt'> = async ({ ledger, signer }, { member, params }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const filing = formatFilingId(found.value);
  const { entries, intact } = await ledger.events(found.value);
  if (!intact) throw new Error(`the chain of ${filing} is broken: nothing of it can be confirmed`);
  const entry = entries.find(({ seq }) => seq === params.seq);
  const receipt = entry && receiptOf(filing, entry);
  if (!receipt) return deny(refusal('not-found', { what: '这份回执' }));
  return accept({ receipt, signature: await signer.sign(z.encode(receiptSchema, receipt)) });
};
