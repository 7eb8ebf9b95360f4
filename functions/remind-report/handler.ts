/** Looks after a report that has not come (notice 2.2d, 4.1): tells people what the calendar says today, and the machine when to look again. */
import { composeReportingLedger, now } from '../../shared/compose.ts';
import { reportTaskInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { remindReport } from './remind-report.ts';

const ledger = composeReportingLedger();

export const handler = task(reportTaskInput, (input) => remindReport({ ledger, now }, input));
