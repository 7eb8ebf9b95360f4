/** What a command on a report answers. */
import type { AnswerOf } from '../contract/api.ts';
import { formatReportId } from '../contract/field.ts';
import type { Instant } from '../domain/calendar.ts';
import { type ReportHead, reportStateNames } from '../domain/report.ts';
import { reportDaysLate } from '../domain/report-views.ts';

export function reportReceiptOf(head: ReportHead, at: Instant): AnswerOf<'confirmReport'> {
  return {
    report: formatReportId(head),
    version: head.version,
    state: head.state,
    stateName: reportStateNames[head.state],
    at,
    daysLate: reportDaysLate(head),
    hash: head.hash,
  };
}
