/** The ledger for whoever deals with stamped reports and the filings that they are made of. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { ReportingLedger } from '../ports-report.ts';
import { openCalendarLedger } from './calendar-ledger.ts';
import { reportLedger } from './report-ledger.ts';
import { openTable } from './table.ts';

export function openReportingLedger(tableName: string, config: DynamoDBClientConfig = {}): ReportingLedger {
  return { ...openCalendarLedger(tableName, config), ...reportLedger(openTable(tableName, config)) };
}
