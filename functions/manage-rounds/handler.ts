/** Monitoring rounds: to look at, and to issue (notice 2.2a, 2.2e). */
import { composeCalendarLedger, now } from '../../shared/compose.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { askExtension } from './ask-extension.ts';
import { closeRound } from './close-round.ts';
import { denyExtension, grantExtension } from './decide-extension.ts';
import { openRound } from './open-round.ts';
import { listExtensions } from './read-extensions.ts';
import { listRounds, readRound } from './read-rounds.ts';

export const handler = endpoints(
  { ledger: composeCalendarLedger(), now },
  {
    listRounds,
    readRound,
    openRound,
    closeRound,
    listExtensions,
    askExtension,
    grantExtension,
    denyExtension,
  },
);
