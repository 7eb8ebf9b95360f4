/** Looks at a stamped report that has come (notice 2.2d): its bytes, what it is, and what is to be seen on its pages. */
import { composeReportInbox, composeReportingLedger, now } from '../../shared/compose.ts';
import { reportTaskInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { verifyReport } from './verify-report.ts';

const ports = { ledger: composeReportingLedger(), inbox: composeReportInbox(), now };

export const handler = task(reportTaskInput, (input) => verifyReport(ports, input));
