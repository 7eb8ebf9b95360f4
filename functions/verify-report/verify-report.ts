import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import { formatReportId } from '../../shared/contract/field.ts';
import { reportCodeOf } from '../../shared/contract/report.ts';
import type { reportTaskInput } from '../../shared/contract/workflow.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import type { ReportHead, ReportSight, ReportState, ReportUpload } from '../../shared/domain/report.ts';
import { compareCode } from '../../shared/domain/report-code.ts';
import { decideRefuse, decideVerify } from '../../shared/domain/report-decisions.ts';
import { checkReportFile } from '../../shared/domain/report-file-check.ts';
import { Fault } from '../../shared/fault.ts';
import { judgePdf } from '../../shared/pdf/judge.ts';
import type { Now } from '../../shared/ports.ts';
import type { ReportInbox, ReportingLedger } from '../../shared/ports-report.ts';
import { lookAtScan } from '../../shared/scan/look-at-scan.ts';

interface Ports {
  readonly ledger: ReportingLedger;
  readonly inbox: ReportInbox;
  readonly now: Now;
}

/** Answers where the report stands afterwards; what has been looked at already is not looked at again. */
export async function verifyReport(
  ports: Ports,
  { report: ref }: z.output<typeof reportTaskInput>,
): Promise<{ state: ReportState }> {
  const { ledger, now } = ports;
  const head = await ledger.report(ref, { fresh: true });
  if (head === undefined) throw new Error(`${formatReportId(ref)} is missing`);
  if (head.pending === null) return { state: head.state };
  const { id } = head.pending;
  const seen = await lookAt(ports, head, head.pending);
  const fact = typeof seen === 'string' ? decideRefuse(head, id, seen) : decideVerify(head, id, seen);
  if (fact === null) throw new Error(`upload ${id} of ${formatReportId(ref)} is no longer looked at`);
  const after = await ledger.appendToReport(head, { fact, at: now(), by: null });
  if (after === undefined) throw new Fault('verify report', new Error('the report moved meanwhile'));
  return { state: after.state };
}

/** What is seen on a good file, or why it is not one. */
async function lookAt(
  { inbox }: Ports,
  head: ReportHead,
  upload: ReportUpload,
): Promise<ReportSight | string> {
  const bytes = await inbox.received(head, upload.id);
  if (bytes === undefined) return refusal('not-uploaded').detail;
  if (createHash('sha256').update(bytes).digest('hex') !== upload.sha256)
    return refusal('file-differs').detail;
  const { kind, facts } = judgePdf(bytes);
  const [wrong] = checkReportFile(facts);
  if (wrong !== undefined) return wrong.message;
  if (kind !== 'plain') throw new Error(`a file that is ${kind} has passed V38`);
  const { seal, codes } = lookAtScan(bytes);
  const read = codes.find(({ text }) => text !== null)?.text ?? null;
  const { verdict: code, words } = compareCode(read, reportCodeOf(head, upload.data));
  if (code === 'other-report') return words;
  const sealPages = seal.hint === 'seal' ? seal.pages : [];
  return { pages: facts.pages, seal: seal.hint, sealPages, code };
}
