/** The ledger for who looks back: heads as they were at an instant, gone through again from their events (I9). */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { evaluation } from '../contract/evaluation.ts';
import { filingEventBody } from '../contract/event.ts';
import { keyOf } from '../contract/item.ts';
import type { Instant } from '../domain/calendar.ts';
import { type FilingHead, type FilingRef, type HeadFact, newFiling } from '../domain/filing.ts';
import { evolve } from '../domain/filing-evolution.ts';
import type { RoundRef } from '../domain/round.ts';
import type { StandingLedger, StoredFact } from '../ports.ts';
import { inSlices } from './in-slices.ts';
import { openLedger } from './ledger.ts';
import { unpack } from './packed.ts';
import { type Item, openTable, type Table } from './table.ts';

export function openStandingLedger(tableName: string, config: DynamoDBClientConfig = {}): StandingLedger {
  const table = openTable(tableName, config);
  return {
    ...openLedger(tableName, config),
    async filingsAt(ref, departments, at) {
      const heads = await inSlices(departments, (department) => headsAt(table, { ...ref, department }, at));
      return heads.flat();
    },
  };
}

async function headsAt(
  table: Table,
  ref: RoundRef & { readonly department: string },
  at: Instant,
): Promise<readonly FilingHead[]> {
  const items = await table.list(keyOf.departmentEvents(ref), true);
  const heads = new Map<string, FilingHead>();
  for (const item of items) {
    const event = z.parse(filingEventBody, JSON.parse(String(item['body'])));
    if (event.at > at) continue;
    const [, subject = ''] = String(item['sk']).split('#');
    const head = heads.get(subject) ?? begun({ ...ref, subject }, event);
    const hash = Buffer.from(item['hash']).toString('base64url');
    const by = event.by?.id ?? null;
    const onBehalfOf = event.by?.for?.id;
    heads.set(subject, evolve(head, { ...event, hash, by, onBehalfOf, fact: headFact(event.fact, item) }));
  }
  return [...heads.values()];
}

/** Every chain begins with what was issued. */
function begun(
  ref: FilingRef,
  { at, fact }: { readonly at: Instant; readonly fact: StoredFact },
): FilingHead {
  if (fact.type !== 'issued')
    throw new Error(`the chain of ${ref.subject} in ${ref.round} has lost its beginning`);
  return newFiling(ref, { ...fact, at });
}

/** A submission's evaluation stands beside its event. */
function headFact(fact: StoredFact, item: Item): HeadFact {
  if (fact.type !== 'submitted') return fact;
  return { ...fact, evaluation: unpack(evaluation, item['evaluation']) };
}
