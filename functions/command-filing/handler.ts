/** Everything that people do to a filing (notice 2.2b, 2.2c). One use case per file beside this one. */
import { composeLedger, now } from '../../shared/compose.ts';
import { commandFiling } from '../../shared/contract/routes/command-filing.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { approveFiling } from './approve-filing.ts';
import { exemptFiling, includeFiling } from './exempt-filing.ts';
import { reopenFiling } from './reopen-filing.ts';
import { returnFiling } from './return-filing.ts';
import { reviewMany } from './review-many.ts';
import { saveDraft } from './save-draft.ts';
import { submitFiling } from './submit-filing.ts';
import { undoFiling } from './undo-filing.ts';
import { withdrawFiling } from './withdraw-filing.ts';

export const handler = endpoints(
  commandFiling,
  { ledger: composeLedger(), now },
  {
    saveDraft,
    submitFiling,
    withdrawFiling,
    approveFiling,
    returnFiling,
    undoFiling,
    exemptFiling,
    includeFiling,
    reopenFiling,
    reviewMany,
  },
);
