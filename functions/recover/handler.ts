/**
 * A state machine's execution has failed, timed out or been aborted (told by EventBridge): the filing goes on. The fact is recorded, and
 * the ledger's own way starts the next execution from where the ledger stands.
 */
import { composeDispositionLedger, composeReportingLedger, now } from '../../shared/compose.ts';
import { task } from '../../shared/edge/task.ts';
import { brokenExecution, recover } from './recover.ts';

const ports = { ledger: composeReportingLedger(), dispositions: composeDispositionLedger(), now };

export const handler = task(brokenExecution, (event) => recover(ports, event));
