/** What the ledger remembers of a command under its Idempotency-Key, so that a repetition answers the same and does nothing. */
import * as z from 'zod/mini';
import { idempotencyItem, keyOf } from '../contract/item.ts';
import type { Entry, Ledger } from '../ports.ts';
import type { Table, Write } from './table.ts';

/** How long a client's key is remembered: a day, longer than any client retries. */
const memoryLasts = 86_400_000;

export function memory(table: Table): Pick<Ledger, 'recall'> {
  return {
    async recall(region, member, key, at) {
      const item = await table.get(keyOf.idempotency(region, member, key), true);
      const record = item && z.parse(idempotencyItem, item);
      return record !== undefined && record.expiresAt >= at / 1000 ? record : undefined;
    },
  };
}

/** The record to write beside a command's event; one that has expired may be replaced before the table cleans it up. */
export function memoWrites<Head extends { region: string }>(
  after: Head,
  entry: Pick<Entry<Head, unknown>, 'memo' | 'at'>,
): readonly Write[] {
  const { memo, at } = entry;
  if (memo === undefined) return [];
  const expiresAt = Math.ceil((at + memoryLasts) / 1000);
  return [
    {
      key: keyOf.idempotency(after.region, memo.member, memo.key),
      put: z.encode(idempotencyItem, {
        fingerprint: memo.fingerprint,
        answer: memo.answer(after),
        expiresAt,
      }),
      when: {
        expression: 'attribute_not_exists(pk) OR expiresAt < :now',
        values: { ':now': Math.floor(at / 1000) },
      },
    },
  ];
}
