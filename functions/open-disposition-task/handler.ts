/**
 * The one state of each gate of a disposition (notice 3.1): puts it on the desk of the department, of the section or of the finance office, with
 * the token that their decision will complete. Safe to repeat: a second call brings a new token and counts nothing twice.
 */
import { composeDispositionLedger, now } from '../../shared/compose.ts';
import { openDispositionTaskInput } from '../../shared/contract/disposition.ts';
import { task } from '../../shared/edge/task.ts';
import { openDispositionTask } from './open-disposition-task.ts';

const dispositions = composeDispositionLedger();

export const handler = task(openDispositionTaskInput, (input) =>
  openDispositionTask({ dispositions, now }, input),
);
