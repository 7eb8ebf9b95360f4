/** Reconciles the ledger with executions, counters, index and archive: every quarter of an hour, and when an operator asks for it. */
import {
  composeArchive,
  composeDispositionLedger,
  composeReconcileLedger,
  composeWorkflow,
  now,
} from '../../shared/compose.ts';
import { reconcile } from './reconcile.ts';

const ports = {
  ledger: composeReconcileLedger(),
  dispositions: composeDispositionLedger(),
  workflow: composeWorkflow(),
  archive: composeArchive(),
  now,
};

/** Whatever has woken it says nothing that it needs. */
export const handler = () => reconcile(ports);
