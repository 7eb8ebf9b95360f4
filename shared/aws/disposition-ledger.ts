/** Dispositions in the ledger: a command is one transaction of head, event, the department's counter and what it changes in the register. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { dispositionEventBody, dispositionFact, dispositionHeadItem } from '../contract/disposition-item.ts';
import { dispositionKey } from '../contract/disposition-key.ts';
import { keyOf } from '../contract/item.ts';
import { dispositionRefOf } from '../contract/stream-key.ts';
import { dispositionsAttribute } from '../contract/tally-item.ts';
import {
  type DispositionFact,
  type DispositionHead,
  type DispositionRef,
  evolveDisposition,
  isOpen,
} from '../domain/disposition.ts';
import { newsOfDisposition } from '../domain/news.ts';
import { fiscalYearOf } from '../domain/round.ts';
import type { DispositionLedger } from '../ports-disposition.ts';
import { readChainOf } from './chain.ts';
import { memoWrites } from './memory.ts';
import { newsWrites } from './news.ts';
import { sealOnto } from './seal.ts';
import { type Item, openTable, type Table, type Write } from './table.ts';

export function openDispositionLedger(name: string, config: DynamoDBClientConfig = {}): DispositionLedger {
  const table = openTable(name, config);
  return {
    disposition: (ref) => readDisposition(table, ref),

    async dispositionsOf(filing) {
      return (await table.list(dispositionKey.ofFiling(filing), true)).map(headOf);
    },

    dispositionsIn: (region, year) => readDispositionsIn(table, region, year),

    dispositionEvents: (ref) => readChainOf(table, dispositionKey.events(ref), dispositionEventBody),

    async appendToDisposition(before, entry) {
      const fact = z.encode(dispositionFact, entry.fact);
      const event = sealOnto(before, { ...entry, fact });
      const by = entry.by?.id ?? null;
      const evolved = evolveDisposition(before, { ...event, by, fact: entry.fact });
      const after = entry.token === undefined ? evolved : { ...evolved, token: entry.token };
      const written = await table.write([
        {
          key: dispositionKey.head(after),
          put: itemOf(after),
          when: before.seq === 0 ? 'absent' : { expression: 'seq = :seq', values: { ':seq': before.seq } },
        },
        {
          key: dispositionKey.event(after, event.seq, fact.type),
          put: { body: event.body, hash: Buffer.from(event.hash, 'base64url') },
          when: 'absent',
        },
        ...countWrites('state' in before ? before : null, after),
        ...registerWrites(after, entry.fact),
        ...newsWrites(newsOfDisposition(after, entry.at, entry.fact)),
        ...memoWrites(after, entry),
      ]);
      return written ? after : undefined;
    },

    async settleDisposition(head) {
      const when = { expression: 'seq = :seq', values: { ':seq': head.seq } };
      await table.write([{ key: dispositionKey.head(head), put: itemOf({ ...head, errand: null }), when }]);
    },
  };
}

/** By themselves, for those who only read. */
export async function readDisposition(
  table: Table,
  ref: DispositionRef,
): Promise<DispositionHead | undefined> {
  const item = await table.get(dispositionKey.head(ref), true);
  return item && headOf(item);
}

export async function readDispositionsIn(
  table: Table,
  region: string,
  year: number,
): Promise<readonly DispositionHead[]> {
  return (await table.list(dispositionKey.ofYear(region, year), true)).map(headOf);
}

/** The board counts open ones under the round and department of their filing. */
function countWrites(before: DispositionHead | null, after: DispositionHead): readonly Write[] {
  const change = Number(isOpen(after)) - Number(before !== null && isOpen(before));
  return change === 0
    ? []
    : [
        {
          key: keyOf.tally(after.filing),
          add: dispositionsAttribute(change),
        },
      ];
}

/** A closed suspension stands in the register, so that later rounds know of it (V33); lifting takes it away. */
function registerWrites(after: DispositionHead, fact: DispositionFact): readonly Write[] {
  const { filing, record } = after;
  const key = keyOf.subject(filing.region, fiscalYearOf(filing.round), filing.department, filing.subject);
  const when = { expression: 'attribute_exists(pk)', values: {} };
  if (fact.type === 'closed' && record?.kind === 'suspend')
    return [{ key, set: { suspended: { stopPaymentOn: record.stopPaymentOn } }, when }];
  return fact.type === 'lifted' ? [{ key, remove: ['suspended'], when }] : [];
}

function itemOf(head: DispositionHead): Item {
  return z.encode(dispositionHeadItem, head);
}

function headOf(item: Item): DispositionHead {
  const ref = dispositionRefOf(z.parse(z.object({ pk: z.string(), sk: z.string() }), item));
  return { ...ref, region: ref.filing.region, ...z.parse(dispositionHeadItem, item) };
}
