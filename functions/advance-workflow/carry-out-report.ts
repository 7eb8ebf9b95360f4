/** Carries out the errand on a report's head. Nothing need be settled: the machine's next step in the ledger clears what it has heard. */
import { formatReportId } from '../../shared/contract/field.ts';
import { collectionName, type ReportCollectionInput } from '../../shared/contract/workflow.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import type { ReportRef } from '../../shared/domain/report-checks.ts';
import { reportResumePoint, reportReviewBy } from '../../shared/domain/report-views.ts';
import { log } from '../../shared/edge/log.ts';
import type { Ports } from './ports.ts';

export async function carryOutReport({ ledger, workflow }: Ports, ref: ReportRef): Promise<void> {
  const head = await ledger.report(ref, { fresh: true });
  if (head === undefined || head.errand === null) return;
  const { errand, token } = head;
  if (errand.do === 'start')
    await workflow.startReportCollection(collectionName(head), JSON.stringify(inputOf(head)));
  if (errand.do === 'complete' && token !== null) await workflow.complete(token);
  if (errand.do === 'fail' && token !== null) await workflow.fail(token, errand.error);
  log('carried-out', { report: formatReportId(head), errand: errand.do, seq: head.seq });
}

function inputOf(head: ReportHead): ReportCollectionInput {
  const resumeFrom = reportResumePoint(head);
  return {
    report: formatReportId(head),
    attempt: head.attempt,
    recovery: head.recovery,
    reviewBy: new Date(reportReviewBy(head)).toISOString(),
    ...(resumeFrom && { resumeFrom }),
  };
}
