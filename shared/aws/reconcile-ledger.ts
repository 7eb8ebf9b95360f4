/** The ledger for whoever reconciles it with what serves it: heads with what the index knows of them, counters as they stand, sightings. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { deskKey, keyOf } from '../contract/item.ts';
import { sightingItem } from '../contract/operations.ts';
import { counterAttributes, isFilingCounter } from '../contract/tally-item.ts';
import { deskOf } from '../domain/authority.ts';
import type { Counters, Sighting } from '../domain/drift.ts';
import type { FilingHead } from '../domain/filing.ts';
import { countsOf, summedCounts } from '../domain/standing.ts';
import type { Ledger } from '../ports.ts';
import type { ReconcileLedger } from '../ports-operations.ts';
import type { ReportLedger } from '../ports-report.ts';
import { headItem, headOf, refOf, unchanged } from './filing-ledger.ts';
import { openLedger } from './ledger.ts';
import { reportLedger } from './report-ledger.ts';
import { type Condition, type Item, openTable, type Table, withoutNull } from './table.ts';

export function openReconcileLedger(tableName: string, config: DynamoDBClientConfig = {}): ReconcileLedger {
  const table = openTable(tableName, config);
  return { ...openLedger(tableName, config), ...reportLedger(table), ...reconciling(table) };
}

function reconciling(table: Table): Omit<ReconcileLedger, keyof Ledger | keyof ReportLedger> {
  return {
    async filingsWithDesks(ref) {
      const items = await table.list(keyOf.filings(ref), true);
      return items.map((item) => {
        const head = headOf(refOf(item), item);
        return {
          head,
          desk: z.parse(z.optional(z.string()), item['desk']) ?? null,
          shouldBe: deskNameOf(head),
        };
      });
    },

    async counters(ref) {
      return countersIn((await table.get(keyOf.tally(ref), true)) ?? {});
    },

    countersOf: (heads) => countersIn(counterAttributes(summedCounts(heads.map(countsOf)))),

    restoreDesk: (head) =>
      table.write([{ key: keyOf.filing(head), put: headItem(head), when: unchanged(head) }]),

    correctCounters: (ref, counters, by) =>
      table.write([{ key: keyOf.tally(ref), add: by, when: still(counters, Object.keys(by)) }]),

    sightings: (region) => readSightings(table, region),

    async keepSighting(region, sighting) {
      await table.write([{ key: keyOf.sighting(region, sighting), put: withoutNull(sighting) }]);
    },

    async keepPass(region, pass) {
      await table.write([{ key: keyOf.mark(region, 'reconciled'), put: pass }]);
    },
  };
}

/** By itself, for those who only look. */
export async function readSightings(table: Table, region: string): Promise<readonly Sighting[]> {
  const items = await table.list(keyOf.sightings(region), true);
  return items.map((item) => z.parse(sightingItem, item));
}

/** The counters of a row that are the sum of its filings. */
function countersIn(item: Item): Counters {
  const numbers = Object.entries(item).flatMap(([name, value]): [string, bigint][] =>
    isFilingCounter(name) && (typeof value === 'number' || typeof value === 'bigint')
      ? [[name, BigInt(value)]]
      : [],
  );
  return Object.fromEntries(numbers.filter(([, count]) => count !== 0n));
}

function deskNameOf(head: FilingHead): string | null {
  const post = deskOf(head);
  return post && deskKey(head.region, post);
}

/** The counters that are about to move are still those that were read. */
function still(counters: Counters, moved: readonly string[]): Condition {
  const parts = moved.map((name, index) =>
    counters[name] === undefined
      ? `(attribute_not_exists(#c${index}) OR #c${index} = :c${index})`
      : `#c${index} = :c${index}`,
  );
  return {
    expression: parts.join(' AND '),
    names: Object.fromEntries(moved.map((name, index) => [`#c${index}`, name])),
    values: Object.fromEntries(moved.map((name, index) => [`:c${index}`, counters[name] ?? 0n])),
  };
}
