/** What is read off a stamped report: how late it is, by when it should be checked, where its machine takes it up, what boards count. */
import { dayLength, daysLate, type Instant } from './calendar.ts';
import type { ReportHead, ReportResumePoint } from './report.ts';
import { type ReportCounter, reportCounters } from './standing.ts';

/** 0 while nothing has come; a file that is missing after its day is `overdue`. */
export function reportDaysLate({
  firstUploadedAt,
  dueAt,
}: Pick<ReportHead, 'firstUploadedAt' | 'dueAt'>): number {
  return firstUploadedAt === null ? 0 : daysLate(firstUploadedAt, dueAt);
}

export function isReportLate(head: Pick<ReportHead, 'firstUploadedAt' | 'dueAt' | 'overdue'>): boolean {
  return head.overdue || reportDaysLate(head) > 0;
}

/** Until when a file that has come should have been checked: three days after its day; a target, not a cut-off. */
export function reportReviewBy({ dueAt }: Pick<ReportHead, 'dueAt'>): Instant {
  return dueAt + 3 * dayLength;
}

/** Where an execution that is started now takes the report up. */
export function reportResumePoint(head: ReportHead): ReportResumePoint | undefined {
  if (head.pending !== null) return 'verify';
  if (head.state === 'uploaded') return 'confirm';
  return head.state === 'checked' ? 'archive' : undefined;
}

const counted: Readonly<Record<ReportCounter, (head: ReportHead) => boolean>> = {
  expected: () => true,
  in: ({ firstUploadedAt }) => firstUploadedAt !== null,
  late: isReportLate,
  archived: ({ state }) => state === 'archived',
  errands: ({ errand }) => errand !== null,
};

/** How the department's counters move; `before` is null when the report comes to be expected. Nothing that is nought. */
export function reportTallyChange(
  before: ReportHead | null,
  after: ReportHead,
): readonly (readonly [ReportCounter, number])[] {
  const moves = reportCounters.map((name) => {
    const [was, is] = [before !== null && counted[name](before), counted[name](after)];
    return [name, was === is ? 0 : is ? 1 : -1] as const;
  });
  return moves.filter(([, by]) => by !== 0);
}

/** Whether an execution should be looking after it. */
export function isCollected(head: ReportHead): boolean {
  return head.state !== 'archived' || head.pending !== null;
}
