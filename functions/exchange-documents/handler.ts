/** Documents of a filing and of a round (notice 2.2): the form to fill in and to print, the round's summary, the standard tables. */
import { composeLedger, now } from '../../shared/compose.ts';
import { exchangeDocuments } from '../../shared/contract/routes/exchange-documents.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { compareForm } from './compare-form.ts';
import { exportRound } from './export-round.ts';
import { exportStandardTables } from './export-standard-tables.ts';
import { printFiling } from './print-filing.ts';
import { readForm } from './read-form.ts';

export const handler = endpoints(
  exchangeDocuments,
  { ledger: composeLedger(), now },
  { readForm, compareForm, printFiling, exportRound, exportStandardTables },
);
