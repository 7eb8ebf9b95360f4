/** The part of the ledger that a person's messages stand on. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { MessageLedger } from '../ports.ts';
import { memory } from './memory.ts';
import { messages } from './messages.ts';
import { register } from './register.ts';
import { openTable } from './table.ts';

export function openMessageLedger(tableName: string, config: DynamoDBClientConfig = {}): MessageLedger {
  const table = openTable(tableName, config);
  const { member } = register(table);
  return { member, ...memory(table), ...messages(table) };
}
