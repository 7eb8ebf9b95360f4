/**
 * Receipts on the wire. What is signed is the receipt exactly as it stands here, as canonical JSON (RFC 8785); the signature is ECDSA
 * with SHA-256 on P-256 in the form of JOSE (r and s, 32 bytes each, base64url), which every browser can verify.
 */
import * as z from 'zod/mini';
import { type ReceiptAct, receiptActs } from '../domain/receipt.ts';
import { dispositionId } from './disposition.ts';
import { filingId, filingRef, instant, reportId, reportRef } from './field.ts';

const count = z.int().check(z.minimum(0));

export const receipt = z.strictObject({
  number: z.string(),
  document: z.string(),
  act: z.enum(Object.keys(receiptActs) as [ReceiptAct, ...ReceiptAct[]]),
  actName: z.string(),
  at: instant,
  by: z.nullable(z.strictObject({ name: z.string(), post: z.string() })),
  digest: z.string(),
  daysLate: z.nullable(count),
  seq: count,
  hash: z.string(),
});

export const signature = z.strictObject({
  algorithm: z.literal('ES256'),
  /** The thumbprint (RFC 7638) of the key that verifies it. */
  key: z.string(),
  value: z.string(),
});

export const signedReceipt = z.strictObject({ receipt, signature });

/** All that can be asked for of a filing, each to be signed when it is. */
export const receipts = z.strictObject({ filing: filingId, receipts: z.array(receipt) });
export const reportReceipts = z.strictObject({ report: reportId, receipts: z.array(receipt) });

/** A public key as a JWK; `kid` is its thumbprint, which the bureau announces. */
export const publicKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});

/** The number of an event of a chain, as part of a path. */
const eventNumber = z.codec(z.string().check(z.regex(/^[1-9]\d{0,5}$/, '事件序号应为正整数')), z.int(), {
  decode: (text) => Number.parseInt(text, 10),
  encode: (seq) => seq.toString(),
});
export const receiptPath = z.strictObject({ filing: filingRef, seq: eventNumber });
export const reportReceiptPath = z.strictObject({ report: reportRef, seq: eventNumber });

const links = z.array(z.strictObject({ body: z.string(), hash: z.string() }));

/** A chain as it was sealed, under the name of what it is of: each event's canonical bytes as text, and the hash over them. */
export const chainFile = z.strictObject({ filing: filingId, events: links });
export const reportChainFile = z.strictObject({ report: reportId, events: links });
export const dispositionChainFile = z.strictObject({ disposition: dispositionId, events: links });
