/** The part of the ledger that proofs stand on: chains exactly as they were sealed, byte by byte. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../contract/item.ts';
import type { ProofLedger } from '../ports.ts';
import { openLedger } from './ledger.ts';
import { openTable } from './table.ts';

export function openProofLedger(tableName: string, config: DynamoDBClientConfig = {}): ProofLedger {
  const table = openTable(tableName, config);
  return {
    ...openLedger(tableName, config),
    async chain(ref) {
      const items = await table.list(keyOf.filingEvents(ref), true);
      return items.map((item) => ({
        body: String(item['body']),
        hash: Buffer.from(item['hash']).toString('base64url'),
      }));
    },
  };
}
