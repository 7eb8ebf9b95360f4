/**
 * Hashes and counts a payload while it streams by, and ends the stream with a failure when it is not what the client
 * claimed. So whatever is written from a measured stream to its end is known to be right before it becomes visible.
 */
import { createHash } from 'node:crypto';
import { type Checksum, digestOf } from './checksums.ts';
import { type Claims, checksumClaim } from './claims.ts';
import { badDigest, incompleteBody, S3Failure } from './failures.ts';

export interface Body {
  readonly bytes: AsyncIterable<Buffer>;
  readonly length: number;
  /** Hex SHA-256 that the signature promised, if it did. */
  readonly sha256?: string;
  /** Filled when the last byte has been taken. */
  readonly trailers: ReadonlyMap<string, string>;
}

export interface Measure {
  readonly size: number;
  /** Hex MD5: the ETag. */
  readonly md5: string;
  readonly checksum: Checksum;
}

export interface Measured {
  readonly bytes: AsyncIterable<Buffer>;
  /** Known once `bytes` has been taken to its end. */
  outcome(): Measure;
}

/** `length` may be unknown (a form's file); `guard` sees the running size and may refuse it early. */
export type Payload = Omit<Body, 'length'> & {
  readonly length?: number;
  readonly guard?: (size: number, ended: boolean) => void;
};

export function measured(payload: Payload, claims: Claims): Measured {
  let outcome: Measure | undefined;
  async function* run(): AsyncGenerator<Buffer> {
    const sums = {
      md5: createHash('md5'),
      sha256: createHash('sha256'),
      claimed: digestOf(claims.algorithm),
    };
    let size = 0;
    for await (const piece of payload.bytes) {
      size += piece.length;
      payload.guard?.(size, false);
      sums.md5.update(piece);
      if (payload.sha256 !== undefined) sums.sha256.update(piece);
      sums.claimed.update(piece);
      yield piece;
    }
    payload.guard?.(size, true);
    if (payload.length !== undefined && size !== payload.length) throw incompleteBody();
    const md5 = sums.md5.digest();
    const value = sums.claimed.bytes().toString('base64');
    verify(payload, claims, { md5, value, sha256: sums.sha256.digest('hex') });
    const checksum: Checksum = { algorithm: claims.algorithm, value, type: 'FULL_OBJECT' };
    outcome = { size, md5: md5.toString('hex'), checksum };
  }
  return {
    bytes: run(),
    outcome() {
      if (outcome === undefined) throw new Error('A payload was asked for its measure before its end.');
      return outcome;
    },
  };
}

interface Found {
  readonly md5: Buffer;
  readonly sha256: string;
  readonly value: string;
}

function verify(payload: Payload, claims: Claims, found: Found): void {
  if (payload.sha256 !== undefined && payload.sha256 !== found.sha256)
    throw new S3Failure(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      400,
    );
  if (claims.md5 !== undefined && claims.md5 !== found.md5.toString('base64')) throw badDigest('Content-MD5');
  const claimed = claims.trailer === undefined ? claims.value : trailing(payload, claims, claims.trailer);
  if (claimed !== undefined && claimed !== found.value) throw badDigest(claims.algorithm);
}

function trailing(payload: Payload, claims: Claims, name: string): string {
  const value = payload.trailers.get(name);
  if (value === undefined)
    throw new S3Failure(
      'MalformedTrailerError',
      `The trailing header ${name} was announced but not sent.`,
      400,
    );
  return checksumClaim(claims.algorithm, value);
}
