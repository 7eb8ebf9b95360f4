/** A report as it stands: written from the data of this moment, with its writer's words and the text of its code. */
import { createHash } from 'node:crypto';
import { formatReportId } from '../../shared/contract/field.ts';
import { draftOf, type ReportDraft } from '../../shared/document/report-draft.ts';
import { outlineOf } from '../../shared/document/report-outline.ts';
import type { ReportSource } from '../../shared/document/report-source.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { Member } from '../../shared/domain/directory.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import type { ReportRef } from '../../shared/domain/report-checks.ts';
import { formatCode, shortData } from '../../shared/domain/report-code.ts';
import { accept, type Result } from '../../shared/domain/result.ts';
import { reportBasis } from '../../shared/edge/report-basis.ts';
import { visibleReport } from '../../shared/edge/visible-report.ts';
import type { Ports } from './ports.ts';
import { reportSourceOf } from './report-source.ts';

export interface WrittenReport {
  readonly head: ReportHead;
  readonly source: ReportSource;
  readonly draft: ReportDraft;
  readonly code: string;
}

export async function writtenReport(
  { ledger }: Ports,
  member: Member,
  ref: ReportRef,
  now: Instant,
): Promise<Result<WrittenReport>> {
  const found = await visibleReport(ledger, member, ref);
  if (!found.ok) return found;
  const head = found.value;
  const [basis, narrative] = await Promise.all([reportBasis(ledger, head), ledger.narrative(head)]);
  const source = await reportSourceOf(ledger, head, basis, now);
  const data = shortData(basis.digest);
  return accept({
    head,
    source,
    draft: draftOf(outlineOf(source), narrative, digest),
    code: formatCode({ report: formatReportId(head), version: head.version, data }),
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** `绩效运行监控报告-360733-2022-HY-101`: ids and words of ours alone. */
export function fileNameOf(head: ReportRef): string {
  return `绩效运行监控报告-${formatReportId(head)}`;
}
