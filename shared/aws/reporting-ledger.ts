/** The ledger for whoever deals with stamped reports and the filings that they are made of, or only reads where they stand. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { ReportingLedger, TodoLedger } from '../ports-report.ts';
import { openCalendarLedger } from './calendar-ledger.ts';
import { readReport, readReports, reportLedger } from './report-ledger.ts';
import { openTable } from './table.ts';

export function openReportingLedger(tableName: string, config: DynamoDBClientConfig = {}): ReportingLedger {
  return { ...openCalendarLedger(tableName, config), ...reportLedger(openTable(tableName, config)) };
}

export function openTodoLedger(tableName: string, config: DynamoDBClientConfig = {}): TodoLedger {
  const table = openTable(tableName, config);
  return {
    ...openCalendarLedger(tableName, config),
    report: (ref, freshness) => readReport(table, ref, freshness),
    reports: (of) => readReports(table, of),
  };
}
