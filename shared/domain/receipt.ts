/**
 * Receipts (回执): what a submission, an approval and an archived copy is confirmed with. A receipt says nothing that its event does not
 * say; it names the event's hash, and through it all that went before. So it is derived when it is asked for and never stored, and a
 * chain that was cut or written anew later no longer fits the receipts that are out.
 */
import type { Instant } from './calendar.ts';

/** The acts that are confirmed, by the fact that records them. */
export const receiptActs = { submitted: '送审', approved: '审核', archived: '归档' } as const;
export type ReceiptAct = keyof typeof receiptActs;

export interface Receipt {
  /** The document and the number of the event: unique, and the same each time it is asked for. */
  readonly number: string;
  /** The id of what was acted on. */
  readonly document: string;
  readonly act: ReceiptAct;
  readonly actName: string;
  /** When the server recorded it. */
  readonly at: Instant;
  /** Who, by the name and post of that day; null is the system. No account and no other personal data. */
  readonly by: { readonly name: string; readonly post: string } | null;
  /** Of the content that was acted on. */
  readonly digest: string;
  /** Of a submission: days after its due day. */
  readonly daysLate: number | null;
  /** The event's place in its chain, and its hash. */
  readonly seq: number;
  readonly hash: string;
}

/** An entry of a chain, as far as receipts look at it. */
export interface Confirmable {
  readonly seq: number;
  readonly at: Instant;
  readonly by: { readonly name: string; readonly post: string } | null;
  readonly hash: string;
  readonly fact: { readonly type: string; readonly digest?: string; readonly daysLate?: number };
}

/** Null where the entry is no act that is confirmed. */
export function receiptOf(document: string, { seq, at, by, hash, fact }: Confirmable): Receipt | null {
  if (!isConfirmed(fact.type) || fact.digest === undefined) return null;
  return {
    number: `${document}-${seq.toString().padStart(6, '0')}`,
    document,
    act: fact.type,
    actName: receiptActs[fact.type],
    at,
    by: by && { name: by.name, post: by.post },
    digest: fact.digest,
    daysLate: fact.daysLate ?? null,
    seq,
    hash,
  };
}

function isConfirmed(type: string): type is ReceiptAct {
  return Object.hasOwn(receiptActs, type);
}
