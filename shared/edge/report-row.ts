/** A report as it stands in lists. */
import type { AnswerOf } from '../contract/api.ts';
import { formatReportId } from '../contract/field.ts';
import type { Instant } from '../domain/calendar.ts';
import { type ReportHead, reportPeriodNames, reportStateNames } from '../domain/report.ts';
import { reportDaysLate } from '../domain/report-views.ts';

export type ReportRow = AnswerOf<'listReports'>['reports'][number];

/** A missing report is overdue from its day on, whether or not the machine has marked it yet. */
export function reportRowOf(head: ReportHead, now: Instant): ReportRow {
  const { fiscalYear, period, round, department, section, state, stateAt, dueAt, version } = head;
  return {
    report: formatReportId(head),
    fiscalYear,
    period,
    periodName: reportPeriodNames[period],
    round,
    department,
    departmentName: head.name,
    section,
    state,
    stateName: reportStateNames[state],
    stateAt,
    dueAt,
    uploadedAt: head.firstUploadedAt,
    daysLate: reportDaysLate(head),
    overdue: head.firstUploadedAt === null && now >= dueAt,
    checking: head.pending !== null,
    dataChanged: head.changedData !== null,
    version,
  };
}
