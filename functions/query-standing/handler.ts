/** Where a round stands (notice 4.1): one query, whose cost grows with departments and not with filings. */
import { composeLedger, now } from '../../shared/compose.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { readStanding } from './read-standing.ts';

export const handler = endpoints({ ledger: composeLedger(), now }, { readStanding });
