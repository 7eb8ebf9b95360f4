/**
 * The client tokens of transactions: a repeat of an accepted transaction is answered, not carried out again. As in AWS a
 * token counts for ten minutes, but no more than the latest thousands are remembered. A token whose row is still in the
 * stream's log is known after a crash as well, and that is when a client repeats.
 */
import { createHash } from 'node:crypto';
import { AwsError, type Clock } from '../parts.ts';
import type { Row, TokenMark } from './stream-log.ts';

export interface Tokens {
  /** True when this very transaction has been accepted before. Throws when it may not be carried out at all. */
  begin(mark: TokenMark): boolean;
  accepted(mark: TokenMark): void;
  refused(mark: TokenMark): void;
}

interface Entry {
  readonly digest: string;
  readonly since: number;
  readonly accepted: boolean;
}

const VALID = 600_000;
const REMEMBERED = 20_000;

export function createTokens(clock: Clock, left: readonly Row[]): Tokens {
  const entries = new Map<string, Entry>();
  for (const { mark, at } of left)
    if (mark !== undefined) entries.set(mark.token, { digest: mark.digest, since: at, accepted: true });

  function forgetOldest(): void {
    for (const [token, entry] of entries) {
      if (entries.size <= REMEMBERED && entry.since + VALID > clock.now()) return;
      entries.delete(token);
    }
  }

  return {
    begin({ token, digest }) {
      forgetOldest();
      const entry = entries.get(token);
      if (entry === undefined) {
        entries.set(token, { digest, since: clock.now(), accepted: false });
        return false;
      }
      if (entry.digest !== digest)
        throw new AwsError(
          'IdempotentParameterMismatchException',
          'The client request token was used before, with a transaction that is not the same as this one.',
        );
      if (!entry.accepted)
        throw new AwsError(
          'TransactionInProgressException',
          'The transaction with the given request token is already in progress.',
        );
      return true;
    },
    accepted({ token, digest }) {
      entries.delete(token);
      entries.set(token, { digest, since: clock.now(), accepted: true });
    },
    refused({ token }) {
      entries.delete(token);
    },
  };
}

export function markOf(token: string, transactItems: unknown): TokenMark {
  return { token, digest: createHash('sha256').update(JSON.stringify(transactItems)).digest('base64') };
}
