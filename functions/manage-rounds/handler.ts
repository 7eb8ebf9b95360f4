/** Monitoring rounds: to look at, and to issue (notice 2.2a, 2.2e). */
import { composeCalendarLedger, now } from '../../shared/compose.ts';
import { manageRounds } from '../../shared/contract/routes/manage-rounds.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { askExtension } from './ask-extension.ts';
import { closeRound } from './close-round.ts';
import { denyExtension, grantExtension } from './decide-extension.ts';
import { delegate, listDelegations, revokeDelegation } from './delegations.ts';
import { moveDue } from './move-due.ts';
import { openRound } from './open-round.ts';
import { planRound } from './plan-round.ts';
import { listExtensions } from './read-extensions.ts';
import { listRounds, readRound } from './read-rounds.ts';
import { urgeRound } from './urge-round.ts';

export const handler = endpoints(
  manageRounds,
  { ledger: composeCalendarLedger(), now },
  {
    listRounds,
    readRound,
    planRound,
    openRound,
    moveDue,
    urgeRound,
    closeRound,
    listExtensions,
    askExtension,
    grantExtension,
    denyExtension,
    listDelegations,
    delegate,
    revokeDelegation,
  },
);
