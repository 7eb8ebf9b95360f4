import * as z from 'zod/mini';
import { formatReportId } from '../../shared/contract/field.ts';
import type { reportTaskInput } from '../../shared/contract/workflow.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { decideKeepReport } from '../../shared/domain/report-decisions.ts';
import { recordOf } from '../../shared/domain/report-record.ts';
import { yearsAfter } from '../../shared/domain/retention.ts';
import { Fault } from '../../shared/fault.ts';
import type { Now } from '../../shared/ports.ts';
import type { ReportArchive, ReportingLedger } from '../../shared/ports-report.ts';

interface Ports {
  readonly ledger: ReportingLedger;
  readonly archive: ReportArchive;
  readonly now: Now;
}

/** 保管期限 30年, counted from the day of confirmation: a step that is repeated on another day comes to the same day. */
const years = 30;

export async function storeReport(
  { ledger, archive, now }: Ports,
  { report: ref }: z.output<typeof reportTaskInput>,
): Promise<Record<string, never>> {
  const head = await ledger.report(ref, { fresh: true });
  if (head === undefined) throw new Error(`${formatReportId(ref)} is missing`);
  if (head.state === 'archived') return {};
  const retainUntil = yearsAfter(dayOf(head.stateAt), years);
  const fact = decideKeepReport(head, retainUntil);
  if (fact === null || head.filed === null)
    throw new Error(`${formatReportId(ref)} reached the archive as ${head.state}`);
  const { entries } = await ledger.reportEvents(ref);
  const record = JSON.stringify({
    report: formatReportId(ref),
    ...recordOf(
      head,
      head.filed,
      entries.findLast((entry) => entry.fact.type === 'confirmed'),
      retainUntil,
    ),
  });
  const { id, sha256 } = head.filed;
  const kept = await archive.keep(ref, id, { sha256, retainUntil, record });
  if (kept !== record && !isRecordOf(kept, sha256))
    throw new Error(`the archive holds another record beside upload ${id} of ${formatReportId(ref)}`);
  const after = await ledger.appendToReport(head, { fact, at: now(), by: null });
  if (after === undefined)
    throw new Fault('store report', new Error('the report moved while it was archived'));
  return {};
}

/** A step before this one may have put it there, also in the words of an earlier release; what it is of is what counts. */
function isRecordOf(record: string, sha256: string): boolean {
  try {
    return z.parse(z.object({ SHA256: z.string() }), JSON.parse(record)).SHA256 === sha256;
  } catch {
    return false;
  }
}
