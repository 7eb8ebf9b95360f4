/** Issues a round to one department (notice 2.1, 2.2d): an obligation for every subject in its register and the report that follows, none twice. */
import { composeReportingLedger, now } from '../../shared/compose.ts';
import { issueFilingsInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { issueFilings } from './issue-filings.ts';

const ledger = composeReportingLedger();

export const handler = task(issueFilingsInput, (input) => issueFilings({ ledger, now }, input));
