/** The part of the ledger that proofs stand on: chains exactly as they were sealed, byte by byte. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { filingEventBody } from '../contract/event.ts';
import { keyOf } from '../contract/item.ts';
import type { ProofLedger } from '../ports-proof.ts';
import { readLinksOf } from './chain.ts';
import { openLedger } from './ledger.ts';
import { digestOf } from './seal.ts';
import { openTable } from './table.ts';

export function openProofLedger(tableName: string, config: DynamoDBClientConfig = {}): ProofLedger {
  const table = openTable(tableName, config);
  return {
    ...openLedger(tableName, config),
    async chain(ref) {
      const { links, intact } = await readLinksOf(table, keyOf.filingEvents(ref), filingEventBody);
      return {
        events: links.map(({ body, hash }) => ({ body, hash })),
        entries: links.map(({ body: _, ...entry }) => entry),
        intact,
      };
    },
    digestOf,
  };
}
