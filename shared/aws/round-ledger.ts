/** Rounds in the ledger, with the counters of the departments beneath them: what the finance office asks for all day. */
import * as z from 'zod/mini';
import { keyOf, roundHeadItem } from '../contract/item.ts';
import { keptSummary } from '../contract/round.ts';
import { tallyOf } from '../contract/tally-item.ts';
import { newsOfRound } from '../domain/news.ts';
import { evolveRound, type RoundFact, type RoundHead, type RoundRef } from '../domain/round.ts';
import type { Ledger } from '../ports.ts';
import { memoWrites } from './memory.ts';
import { newsWrites } from './news.ts';
import { sealOnto } from './seal.ts';
import type { Condition, Item, Table } from './table.ts';

type RoundLedger = Pick<
  Ledger,
  'round' | 'rounds' | 'appendToRound' | 'settleRound' | 'markSwept' | 'tallies'
>;

export function roundLedger(table: Table): RoundLedger {
  return {
    async round(ref, { fresh = false } = {}) {
      const item = await table.get(keyOf.round(ref), fresh);
      return item && roundOf(ref, item);
    },

    async rounds(region) {
      const items = await table.list(keyOf.rounds(region), false);
      return items.map((item) => roundOf({ region, round: String(item['sk']).slice('HEAD#'.length) }, item));
    },

    async appendToRound(before, entry) {
      const { seq, body, hash } = sealOnto(before, { ...entry, fact: sealed(entry.fact) });
      const after = evolveRound(before, { seq, version: seq, hash, fact: entry.fact });
      const written = await table.write([
        {
          key: keyOf.round(after),
          put: roundItem(after),
          when: unchanged(before),
        },
        {
          key: keyOf.roundEvent(after, seq, entry.fact.type),
          put: { body, hash: Buffer.from(hash, 'base64url') },
          when: 'absent',
        },
        ...newsWrites(newsOfRound(after, entry.at, entry.fact)),
        ...memoWrites(after, entry),
      ]);
      return written ? after : undefined;
    },

    async settleRound(head) {
      const when = { expression: 'seq = :seq', values: { ':seq': head.seq } };
      await table.write([{ key: keyOf.round(head), remove: ['errand'], when }]);
    },

    async markSwept(region, at) {
      await table.write([{ key: keyOf.mark(region, 'swept'), set: { at } }]);
    },

    async tallies(ref) {
      const items = await table.list(keyOf.tallies(ref), true);
      return items.map(tallyOf);
    },
  };
}

/** Still the round that was decided on; one that nobody has planned yet is not there. */
function unchanged({ seq }: RoundHead): Condition {
  const expression = seq === 0 ? 'attribute_not_exists(pk) OR seq = :seq' : 'seq = :seq';
  return { expression, values: { ':seq': seq } };
}

/** Amounts are sealed as text. */
function sealed(fact: RoundFact): unknown {
  return fact.type === 'closed' ? { ...fact, summary: z.encode(keptSummary, fact.summary) } : fact;
}

export function roundItem(head: RoundHead): Item {
  const { errand, ...item } = z.encode(roundHeadItem, head);
  return errand ? { ...item, errand } : item;
}

function roundOf(ref: RoundRef, item: Item): RoundHead {
  return { ...ref, ...z.parse(roundHeadItem, item) };
}
