/** Issues a round to one department (notice 2.1): an obligation for every subject in its register, none twice. */
import { composeLedger, now } from '../../shared/compose.ts';
import { issueFilingsInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { issueFilings } from './issue-filings.ts';

const ledger = composeLedger();

export const handler = task(issueFilingsInput, (input) => issueFilings({ ledger, now }, input));
