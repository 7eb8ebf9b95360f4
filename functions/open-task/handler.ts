/**
 * The one state of a human gate (notice 2.2b, 2.2c): puts the filing on the reviewer's desk with the token that his decision will
 * complete. Safe to repeat: a second call brings a new token and counts nothing twice.
 */
import { composeLedger, now } from '../../shared/compose.ts';
import { openTaskInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { openTask } from './open-task.ts';

const ledger = composeLedger();

export const handler = task(openTaskInput, (input) => openTask({ ledger, now }, input));
