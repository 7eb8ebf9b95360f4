/**
 * A stamped report is handed in (notice 2.2d): announced, sent to S3 by the signed form, confirmed. The bucket says so too, so that a file
 * whose sender has gone away counts all the same; both ways lead to the same check.
 */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { composeReportInbox, composeReportingLedger, now } from '../../shared/compose.ts';
import { uploadReport } from '../../shared/contract/routes/upload-report.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { completeReportUpload } from './complete-report-upload.ts';
import { hearOfObject, type ObjectCreated } from './hear-of-object.ts';
import { openReportUpload } from './open-report-upload.ts';

const ports = { ledger: composeReportingLedger(), inbox: composeReportInbox(), now };
const answer = endpoints(uploadReport, ports, { openReportUpload, completeReportUpload });

export async function handler(event: APIGatewayProxyEventV2 | ObjectCreated, context: Context) {
  return 'detail-type' in event ? hearOfObject(ports, event) : answer(event, context);
}
