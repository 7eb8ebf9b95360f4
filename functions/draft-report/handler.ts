/** The report of a department as its filings and its writer make it: to read, to print, as a document (notice 2.2f). */
import { composeReportingLedger, now } from '../../shared/compose.ts';
import { draftReport } from '../../shared/contract/routes/draft-report.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { printReport } from './print-report.ts';
import { readReportDocument } from './read-report-document.ts';
import { readReportDraft } from './read-report-draft.ts';

export const handler = endpoints(
  draftReport,
  { ledger: composeReportingLedger(), now },
  { readReportDraft, readReportDocument, printReport },
);
