/** Dispositions: proposed, ordered, answered, checked, closed, and the ledger of all of them (notice 3.1). */
import { composeDispositionLedger, composeLedger, now } from '../../shared/compose.ts';
import { manageDispositions } from '../../shared/contract/routes/manage-dispositions.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import {
  cancelDisposition,
  checkDisposition,
  closeDisposition,
  liftDisposition,
  notifyDisposition,
} from './act-on-disposition.ts';
import { feedbackDisposition } from './feedback-disposition.ts';
import { proposeDisposition } from './propose-disposition.ts';
import { listDispositions, readDisposition } from './read-dispositions.ts';

export const handler = endpoints(
  manageDispositions,
  { ledger: composeLedger(), dispositions: composeDispositionLedger(), now },
  {
    listDispositions,
    readDisposition,
    proposeDisposition,
    notifyDisposition,
    feedbackDisposition,
    checkDisposition,
    closeDisposition,
    cancelDisposition,
    liftDisposition,
  },
);
