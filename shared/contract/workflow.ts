/** What goes into and comes out of the state machines: ids and instants only, never personal data. */
import * as z from 'zod/mini';
import { type FilingHead, type FilingRef, resumePoints, reviewStages } from '../domain/filing.ts';
import { type ReportHead, reportGates, reportResumePoints } from '../domain/report.ts';
import type { RoundHead } from '../domain/round.ts';
import { subjectKinds } from '../domain/subject.ts';
import { regionCode, roundKey } from '../notice/notice.ts';
import { departmentCode, filingRef, formatFilingId, formatReportId, reportRef } from './field.ts';

const reviewStage = z.enum(reviewStages);
const counter = z.int().check(z.minimum(0));

/** Input of one execution of `filing-review`: one attempt of a filing. `resumeFrom` is set when it takes up a broken one. */
export const filingReviewInput = z.strictObject({
  filing: filingRef,
  kind: z.enum(subjectKinds),
  attempt: counter,
  recovery: counter,
  /** Until when each desk should have reviewed, by the round's calendar: when a waiting gate asks the ledger again. */
  reviewBy: z.strictObject({ 'dept-review': z.iso.datetime(), 'section-review': z.iso.datetime() }),
  resumeFrom: z.optional(z.enum(resumePoints)),
});
export type FilingReviewInput = z.input<typeof filingReviewInput>;

/** Payload of `open-task`, the one state of a human gate. */
export const openTaskInput = z.strictObject({
  filing: filingRef,
  attempt: counter,
  stage: reviewStage,
  token: z.string().check(z.minLength(1), z.maxLength(2048)),
});

/** Payload of `archive-filing`. */
export const archiveFilingInput = z.strictObject({ filing: filingRef, attempt: counter });

/** Input of one execution of `round`: the round to issue and to look after. */
export const roundInput = z.strictObject({ region: regionCode, round: roundKey });
export type RoundInput = z.infer<typeof roundInput>;

/** Payload of `issue-filings`: one department of a round. */
export const issueFilingsInput = z.strictObject({
  region: regionCode,
  round: roundKey,
  department: departmentCode,
});

/** Payload of `keep-calendar`: the round to look after, and whether every department has just been issued to. */
export const keepCalendarInput = z.strictObject({ region: regionCode, round: roundKey, issued: z.boolean() });

/** Its answer: the departments to issue to now, or when to look again; neither once the round is closed. */
export interface CalendarAnswer {
  readonly issue: readonly string[] | null;
  readonly next: string | null;
}

/** Execution name of an attempt: the same for every delivery, ASCII, at most 80 characters. */
export function executionName(head: FilingRef & Pick<FilingHead, 'attempt' | 'recovery'>): string {
  return `${formatFilingId(head)}-a${head.attempt}-r${head.recovery}`;
}

/** Input of one execution of `report-collection`: a report from its wait for the file to the archive. */
export const reportCollectionInput = z.strictObject({
  report: reportRef,
  attempt: counter,
  recovery: counter,
  /** Until when a file that has come should have been checked: when the gate asks the ledger again. */
  reviewBy: z.iso.datetime(),
  resumeFrom: z.optional(z.enum(reportResumePoints)),
});
export type ReportCollectionInput = z.input<typeof reportCollectionInput>;

/** Payload of `await-report`, the one state of both gates. */
export const awaitReportInput = z.strictObject({
  report: reportRef,
  attempt: counter,
  gate: z.enum(reportGates),
  token: z.string().check(z.minLength(1), z.maxLength(2048)),
});

/** Payload of `remind-report`, `verify-report` and `store-report`. */
export const reportTaskInput = z.strictObject({ report: reportRef });

/** The same for every delivery. */
export function collectionName(head: ReportHead): string {
  return `${formatReportId(head)}-a${head.attempt}-r${head.recovery}`;
}

/** The execution that this one has taken over from; null where it is the first. Of an earlier attempt it is the one that began it. */
export function earlierExecutionName(head: FilingHead): string | null {
  const { attempt, recovery } = head;
  if (recovery > 0) return executionName({ ...head, recovery: recovery - 1 });
  return attempt > 1 ? executionName({ ...head, attempt: attempt - 1, recovery: 0 }) : null;
}

/** The same of a round: its machine runs once, and again as often as it had to be started again. */
export function roundExecutionName({ region, round, reissues }: RoundHead): string {
  return `${region}-${round}-r${reissues}`;
}
