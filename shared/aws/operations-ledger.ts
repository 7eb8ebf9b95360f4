/** The part of the ledger that an operator looks at. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { keyOf, newsDesk, newsItem } from '../contract/item.ts';
import { passItem } from '../contract/operations.ts';
import type { OperationsLedger } from '../ports-operations.ts';
import { filingLedger } from './filing-ledger.ts';
import { memory } from './memory.ts';
import { readSightings } from './reconcile-ledger.ts';
import { register } from './register.ts';
import { reportLedger } from './report-ledger.ts';
import { roundLedger } from './round-ledger.ts';
import { openTable } from './table.ts';

const sweepItem = z.object({ at: z.int() });

export function openOperationsLedger(tableName: string, config: DynamoDBClientConfig = {}): OperationsLedger {
  const table = openTable(tableName, config);
  const { member } = register(table);
  const { rounds, tallies } = roundLedger(table);
  const { filings } = filingLedger(table);
  const { reports } = reportLedger(table);
  return {
    member,
    rounds,
    tallies,
    filings,
    reports,
    ...memory(table),

    sightings: (region) => readSightings(table, region),

    async lastPass(region) {
      const item = await table.get(keyOf.mark(region, 'reconciled'), true);
      return item && z.parse(passItem, item);
    },

    async sweptAt(region) {
      const item = await table.get(keyOf.mark(region, 'swept'), true);
      return item && z.parse(sweepItem, item).at;
    },

    async untoldSince(region) {
      const items = await table.getMany(await table.desk(newsDesk(region)), true);
      return items.map((item) => z.parse(newsItem, item).at);
    },
  };
}
