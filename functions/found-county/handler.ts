/** Founds a county from one document, invoked by an operator with IAM and not through the API: it makes the first members there are. */
import { composeLedger } from '../../shared/compose.ts';
import { county } from '../../shared/contract/county.ts';
import { task } from '../../shared/edge/task.ts';
import { foundCounty } from './found-county.ts';

const ledger = composeLedger();

export const handler = task(county, (document) => foundCounty(ledger, document));
