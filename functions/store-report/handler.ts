/** The last state of a report's machine (notice 2.2d): the file and its record in the archive, then the fact in the ledger, so that a fact is never without its file. */
import { composeReportArchive, composeReportingLedger, now } from '../../shared/compose.ts';
import { reportTaskInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { storeReport } from './store-report.ts';

const ports = { ledger: composeReportingLedger(), archive: composeReportArchive(), now };

export const handler = task(reportTaskInput, (input) => storeReport(ports, input));
