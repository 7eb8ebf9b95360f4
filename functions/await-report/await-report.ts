import type * as z from 'zod/mini';
import { formatReportId } from '../../shared/contract/field.ts';
import type { awaitReportInput } from '../../shared/contract/workflow.ts';
import { decideWait } from '../../shared/domain/report-decisions.ts';
import { Fault } from '../../shared/fault.ts';
import type { Now } from '../../shared/ports.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';

/** Ends the execution: the ledger has gone on without it. */
class CollectionOver extends Error {
  override readonly name = 'CollectionOver';
}

export async function awaitReport(
  { ledger, now }: { readonly ledger: ReportingLedger; readonly now: Now },
  { report: ref, attempt, gate, token }: z.output<typeof awaitReportInput>,
): Promise<Record<string, never>> {
  const head = await ledger.report(ref, { fresh: true });
  const fact = head === undefined ? null : decideWait(head, { attempt, for: gate });
  if (head === undefined || fact === null)
    throw new CollectionOver(`${formatReportId(ref)} has left attempt ${attempt}`);
  const after = await ledger.appendToReport(head, { fact, at: now(), by: null, token });
  if (after === undefined)
    throw new Fault('await report', new Error('the report moved while it came to wait'));
  return {};
}
