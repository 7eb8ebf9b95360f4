/** What people read of reports, write into them and decide on them (notice 2.2d, 2.2f). Files have functions of their own. */
import { composeReportingLedger, now } from '../../shared/compose.ts';
import { commandReport } from '../../shared/contract/routes/command-report.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { confirmReport } from './confirm-report.ts';
import { listReports } from './list-reports.ts';
import { readReport } from './read-report.ts';
import { readReportEvents } from './read-report-events.ts';
import { recordMeeting } from './record-meeting.ts';
import { returnReport } from './return-report.ts';
import { waiveReport } from './waive-report.ts';
import { writeNarrative } from './write-narrative.ts';

export const handler = endpoints(
  commandReport,
  { ledger: composeReportingLedger(), now },
  {
    listReports,
    readReport,
    readReportEvents,
    writeNarrative,
    recordMeeting,
    waiveReport,
    confirmReport,
    returnReport,
  },
);
