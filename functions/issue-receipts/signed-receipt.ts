/** One receipt of what was proved, signed. A chain that is broken confirms nothing and is a defect, thrown. */
import * as z from 'zod/mini';
import type { AnswerOf } from '../../shared/contract/api.ts';
import { receipt as receiptSchema } from '../../shared/contract/receipt.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Signer } from '../../shared/ports-proof.ts';
import type { Proof } from './proof.ts';

export async function signedReceipt(
  signer: Signer,
  { document, receipts, intact }: Proof,
  seq: number,
): Promise<Result<AnswerOf<'readReceipt'>>> {
  if (!intact) throw new Error(`the chain of ${document} is broken: nothing of it can be confirmed`);
  const receipt = receipts.find((each) => each.seq === seq);
  if (!receipt) return deny(refusal('not-found', { what: '这份回执' }));
  return accept({ receipt, signature: await signer.sign(z.encode(receiptSchema, receipt)) });
}
