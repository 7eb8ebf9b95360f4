/** Finds a report for a member: outside his scope it does not exist, and the refusal does not tell one from the other. */
import type { Member } from '../domain/directory.ts';
import { roleNames } from '../domain/directory.ts';
import { refusal } from '../domain/refusal.ts';
import type { ReportHead } from '../domain/report.ts';
import { notYourReport, type ReportAct, reportPostFor, seesReport } from '../domain/report-authority.ts';
import type { ReportRef } from '../domain/report-checks.ts';
import { accept, deny, type Result } from '../domain/result.ts';
import type { Actor } from '../ports.ts';
import type { ReportLedger } from '../ports-report.ts';

/** Read afresh: a person sees his own write at once. */
export async function visibleReport(
  ledger: Pick<ReportLedger, 'report'>,
  member: Member,
  ref: ReportRef,
): Promise<Result<ReportHead>> {
  const head = await ledger.report(ref, { fresh: true });
  return head !== undefined && seesReport(member, head)
    ? accept(head)
    : deny(refusal('not-found', { what: '这份报告' }));
}

/** The same for an act, with who acts by his name and post of today. */
export async function reportToActOn(
  ledger: Pick<ReportLedger, 'report'>,
  member: Member,
  ref: ReportRef,
  act: ReportAct,
): Promise<Result<{ readonly head: ReportHead; readonly by: Actor }>> {
  const found = await visibleReport(ledger, member, ref);
  if (!found.ok) return found;
  const head = found.value;
  const post = reportPostFor(member, act, head);
  if (post === null) return deny(notYourReport(act, head));
  return accept({ head, by: { id: member.id, name: member.name, post: roleNames[post.role] } });
}
