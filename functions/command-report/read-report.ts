/** One report, whole: what was written, what was handed in and what became of it, and what this member may do now. */
import type { Member } from '../../shared/domain/directory.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import { type ReportAct, reportActs, reportPostFor } from '../../shared/domain/report-authority.ts';
import { reportFiles } from '../../shared/domain/report-files.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { reportBasis } from '../../shared/edge/report-basis.ts';
import { reportRowOf } from '../../shared/edge/report-row.ts';
import { visibleReport } from '../../shared/edge/visible-report.ts';
import type { Ports } from './act-on-report.ts';

export const readReport: UseCase<Ports, 'readReport'> = async ({ ledger }, { member, params, now }) => {
  const found = await visibleReport(ledger, member, params.report);
  if (!found.ok) return found;
  const head = found.value;
  const [{ digest: data }, narrative, { entries }] = await Promise.all([
    reportBasis(ledger, head),
    ledger.narrative(head),
    ledger.reportEvents(head),
  ]);
  const { meeting, waiver, kept, held } = head;
  return accept({
    ...reportRowOf(head, now),
    data,
    dataChanged: head.filed !== null && head.filed.data !== data,
    meeting,
    waiver,
    sections: { ...narrative },
    files: reportFiles(entries.map(({ fact }) => fact)).map((file) => ({ ...file })),
    kept,
    held,
    acts: actsOf(member, head),
  });
};

/** What the console may offer; the command decides again. */
function actsOf(member: Member, head: ReportHead): ReportAct[] {
  const { state, pending, filed, kept, waiver, uploaders } = head;
  const atRest = pending === null && state !== 'checked';
  const underCheck = atRest && state === 'uploaded' && filed !== null && !uploaders.includes(member.id);
  const possible: Readonly<Record<ReportAct, boolean>> = {
    narrate: state !== 'checked',
    tell: state !== 'checked',
    upload: atRest,
    confirm: underCheck,
    return: underCheck,
    waive: waiver === null,
    hold: kept !== null,
    retain: kept !== null,
  };
  return (Object.keys(reportActs) as ReportAct[]).filter(
    (act) => possible[act] && reportPostFor(member, act, head) !== null,
  );
}
