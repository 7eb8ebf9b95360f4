/** How the system is, for whoever looks after it (notice 4.1: every date is watched, so nothing may stand still unseen). */
import {
  composeBus,
  composeDeadLetters,
  composeDispositionLedger,
  composeOperationsLedger,
  now,
} from '../../shared/compose.ts';
import { watchOperations } from '../../shared/contract/routes/watch-operations.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { askReconciliation } from './ask-reconciliation.ts';
import { readOperations } from './read-operations.ts';

export const handler = endpoints(
  watchOperations,
  {
    ledger: composeOperationsLedger(),
    dispositions: composeDispositionLedger(),
    deadLetters: composeDeadLetters(),
    bus: composeBus(),
    now,
  },
  { readOperations, askReconciliation },
);
