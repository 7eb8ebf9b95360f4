/** The ledger: one table behind one port, put together from its parts. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Ledger } from '../ports.ts';
import { filingLedger } from './filing-ledger.ts';
import { memory } from './memory.ts';
import { register } from './register.ts';
import { roundLedger } from './round-ledger.ts';
import { openTable } from './table.ts';

export function openLedger(tableName: string, config: DynamoDBClientConfig = {}): Ledger {
  const table = openTable(tableName, config);
  return { ...register(table), ...roundLedger(table), ...filingLedger(table), ...memory(table) };
}
