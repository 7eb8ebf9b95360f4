/**
 * The one state of both gates of a report (notice 2.2d): notes that the machine waits, with the token that a file or a decision will answer.
 * Safe to repeat: what was decided meanwhile is handed over.
 */
import { composeReportingLedger, now } from '../../shared/compose.ts';
import { awaitReportInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { awaitReport } from './await-report.ts';

const ledger = composeReportingLedger();

export const handler = task(awaitReportInput, (input) => awaitReport({ ledger, now }, input));
