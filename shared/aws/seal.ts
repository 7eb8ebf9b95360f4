/**
 * Sealing: each event's body is canonical JSON (RFC 8785) that names the hash before it, and its hash is SHA-256 over just those
 * bytes. The bytes are kept as they were hashed, so a chain can be checked without knowing how it was made.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** What a chain begins with: no event before. */
const genesis = Buffer.alloc(32).toString('base64url');

/** SHA-256 as base64url. */
function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('only JSON values have a canonical form');
  return text;
}

/** Digest of a JSON value: the same for every order of keys. */
export function digestOf(value: unknown): string {
  return sha256(canonical(value));
}

/** The next link of a chain: its number, its bytes, and the hash over them. */
export interface Seal {
  readonly seq: number;
  readonly at: number;
  readonly prevHash: string;
  readonly body: string;
  readonly hash: string;
}

/** Seals an entry onto the head it was decided on. */
export function sealOnto(
  before: { readonly seq: number; readonly hash: string },
  entry: { readonly at: number; readonly by: unknown; readonly fact: unknown },
): Seal {
  const seq = before.seq + 1;
  const prevHash = before.seq === 0 ? genesis : before.hash;
  const { at, by, fact } = entry;
  const body = canonical({ seq, at, by, fact, prevHash });
  return { seq, at, prevHash, body, hash: sha256(body) };
}

/** Whether each body bears its hash, names the one before it, and the numbers run on from 1. */
export function isIntact(
  chain: readonly { body: string; hash: string; prevHash: string; seq: number }[],
): boolean {
  return chain.every((link, index) => {
    const before = index === 0 ? genesis : chain[index - 1]?.hash;
    return link.seq === index + 1 && link.prevHash === before && sha256(link.body) === link.hash;
  });
}
