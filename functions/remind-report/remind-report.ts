import type * as z from 'zod/mini';
import { formatReportId } from '../../shared/contract/field.ts';
import type { reportTaskInput } from '../../shared/contract/workflow.ts';
import { dayLength, dayOf, type Instant } from '../../shared/domain/calendar.ts';
import type { ReportFact, ReportHead } from '../../shared/domain/report.ts';
import { decideOverdue, decideRemind } from '../../shared/domain/report-decisions.ts';
import { morningsOf } from '../../shared/domain/round-calendar.ts';
import { Fault } from '../../shared/fault.ts';
import type { Now } from '../../shared/ports.ts';
import type { ReportingLedger, ReportLedger } from '../../shared/ports-report.ts';

/** After the last reminder there is nothing more to tell, and no report's day moves: the wait is only not to be endless. */
const quiet = 30 * dayLength;

/** Answers when to look again. That a morning has come is a fact of the report, recorded once; its people are told of it as of any other. */
export async function remindReport(
  { ledger, now }: { readonly ledger: ReportingLedger; readonly now: Now },
  { report: ref }: z.output<typeof reportTaskInput>,
): Promise<{ next: string }> {
  const head = await ledger.report(ref, { fresh: true });
  const round = head && (await ledger.round(head));
  if (head === undefined || round === undefined) throw new Error(`${formatReportId(ref)} is missing`);
  const at = now();
  const mornings = morningsOf(round, dayOf(head.dueAt - 1)).toSorted((a, b) => a.at - b.at);
  // At midnight after the due day yesterday's morning is over: that it is late is said on the next one.
  const isPast = (instant: Instant) => instant >= head.dueAt;
  const step = mornings.findLast((each) => each.at <= at && isPast(each.at) === isPast(at));
  const told = await record(ledger, head, step === undefined ? null : decideRemind(head, step.name), at);
  await record(ledger, told, decideOverdue(told, at), at);
  const next = mornings.find((each) => each.at > at)?.at ?? at + quiet;
  const wakes = [next, head.dueAt].filter((each) => each > at);
  return { next: new Date(Math.min(...wakes)).toISOString() };
}

async function record(
  ledger: ReportLedger,
  head: ReportHead,
  fact: ReportFact | null,
  at: Instant,
): Promise<ReportHead> {
  if (fact === null) return head;
  const after = await ledger.appendToReport(head, { fact, at, by: null });
  if (after === undefined)
    throw new Fault('remind report', new Error('the report moved while it was marked'));
  return after;
}
