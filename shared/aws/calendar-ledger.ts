/** The ledger for whoever keeps the calendar of a round, or tells people of it. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { CalendarLedger } from '../ports.ts';
import { delegationLedger } from './delegation-ledger.ts';
import { dueLedger } from './due-ledger.ts';
import { extensionLedger } from './extension-ledger.ts';
import { openLedger } from './ledger.ts';
import { tellers } from './messages.ts';
import { openTable } from './table.ts';

export function openCalendarLedger(tableName: string, config: DynamoDBClientConfig = {}): CalendarLedger {
  const table = openTable(tableName, config);
  return {
    ...openLedger(tableName, config),
    ...tellers(table),
    ...extensionLedger(table),
    ...dueLedger(table),
    ...delegationLedger(table),
  };
}
