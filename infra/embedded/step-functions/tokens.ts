/**
 * Task tokens. A token says where its task is, so that none needs to be kept in memory for months, and holds enough chance
 * that nobody can guess one; only the token in the thread's own record is honoured.
 */
import { randomBytes } from 'node:crypto';

export interface TokenPlace {
  readonly arn: string;
  readonly thread: number;
}

export function createToken({ arn, thread }: TokenPlace): string {
  const parts = [arn, thread, randomBytes(18).toString('base64url')];
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
}

/** Where the token points, or undefined if it cannot be one of ours. */
export function readToken(token: string): TokenPlace | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (!Array.isArray(parts)) return undefined;
    const [arn, thread, secret]: unknown[] = parts;
    if (typeof arn !== 'string' || typeof thread !== 'number' || typeof secret !== 'string') return undefined;
    return { arn, thread };
  } catch {
    return undefined;
  }
}
