/**
 * Receipts (回执): what an act on a filing or a stamped report is confirmed with. A receipt says nothing that its event does not
 * say; it names the event's hash, and through it all that went before. So it is derived when it is asked for and never stored, and a
 * chain that was cut or written anew later no longer fits the receipts that are out.
 */
import type { Instant } from './calendar.ts';
import { bothNames } from './directory.ts';

/** The acts that are confirmed, by the fact that records them. */
export const receiptActs = {
  submitted: '送审',
  approved: '审核',
  received: '收到',
  verified: '上传',
  confirmed: '核对',
  archived: '归档',
} as const;
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
  /** Who, by the name and post of that day, a deputy with both names; null is the system. No account and no other personal data. */
  readonly by: { readonly name: string; readonly post: string } | null;
  /** Of what was acted on: of a filing its content's digest in base64url, of a report its file's SHA-256 in hexadecimal. */
  readonly digest: string;
  /** Of what is handed in: days after its due day. */
  readonly daysLate: number | null;
  /** The event's place in its chain, and its hash. */
  readonly seq: number;
  readonly hash: string;
}

/** An entry of a chain, as far as receipts look at it. */
export interface Confirmable<Fact> {
  readonly seq: number;
  readonly at: Instant;
  readonly by: {
    readonly name: string;
    readonly post: string;
    readonly for?: { readonly name: string } | undefined;
  } | null;
  readonly hash: string;
  readonly fact: Fact;
}
type FilingFact = { readonly type: string; readonly digest?: string; readonly daysLate?: number };

/** All receipts of a filing, in the order of its chain: what is no act that is confirmed has none. */
export function filingReceipts(
  document: string,
  entries: readonly Confirmable<FilingFact>[],
): readonly Receipt[] {
  return entries.flatMap((entry) => {
    const { type, digest, daysLate = null } = entry.fact;
    return isConfirmed(type) && digest !== undefined
      ? [receiptOf(document, entry, { act: type, digest, daysLate })]
      : [];
  });
}

/** What a receipt says beyond its entry's own place. */
export type Confirmed = Pick<Receipt, 'act' | 'digest' | 'daysLate'>;

/** What is confirmed of an entry, put together. */
export function receiptOf(
  document: string,
  { seq, at, by, hash }: Confirmable<unknown>,
  { act, digest, daysLate }: Confirmed,
): Receipt {
  return {
    number: `${document}-${seq.toString().padStart(6, '0')}`,
    document,
    act,
    actName: receiptActs[act],
    at,
    by: by && { name: bothNames(by), post: by.post },
    digest,
    daysLate,
    seq,
    hash,
  };
}

function isConfirmed(type: string): type is ReceiptAct {
  return Object.hasOwn(receiptActs, type);
}
