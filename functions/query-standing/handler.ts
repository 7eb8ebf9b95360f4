/** Where a round stands (notice 4.1): one query, whose cost grows with departments and not with filings; and who holds what. */
import { composeStandingLedger, now } from '../../shared/compose.ts';
import { queryStanding } from '../../shared/contract/routes/query-standing.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { readHolders } from './read-holders.ts';
import { readStanding } from './read-standing.ts';

export const handler = endpoints(
  queryStanding,
  { ledger: composeStandingLedger(), now },
  { readStanding, readHolders },
);
