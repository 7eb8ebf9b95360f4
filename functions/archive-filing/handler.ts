/** The last state of a filing's machine: a frozen copy in the archive, then the fact in the ledger. In this order, so that a fact is never without its copy. */
import { composeArchive, composeFilingLedger, now } from '../../shared/compose.ts';
import { archiveFilingInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { archiveFiling } from './archive-filing.ts';

const ports = { ledger: composeFilingLedger(), archive: composeArchive(), now };

export const handler = task(archiveFilingInput, (input) => archiveFiling(ports, input));
