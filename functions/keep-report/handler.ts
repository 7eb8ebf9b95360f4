/** Files of reports as they are kept (§10): to look at, and what an archivist may do with them. */
import {
  composeReportArchive,
  composeReportInbox,
  composeReportingLedger,
  now,
} from '../../shared/compose.ts';
import { keepReport } from '../../shared/contract/routes/keep-report.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { holdReport } from './hold-report.ts';
import { readReportFile } from './read-report-file.ts';
import { retainReport } from './retain-report.ts';

export const handler = endpoints(
  keepReport,
  {
    ledger: composeReportingLedger(),
    inbox: composeReportInbox(),
    archive: composeReportArchive(),
    now,
  },
  { readReportFile, holdReport, retainReport },
);
