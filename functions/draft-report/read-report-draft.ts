/** 报告草稿: section by section what the data say, what the writer made of it, and whether the data have moved on since. */
import { formatReportId } from '../../shared/contract/field.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';
import { writtenReport } from './written-report.ts';

export const readReportDraft: UseCase<Ports, 'readReportDraft'> = async (ports, { member, params, now }) => {
  const written = await writtenReport(ports, member, params.report, now);
  if (!written.ok) return written;
  const { head, draft } = written.value;
  const orphans = draft.orphans.map((orphan) => ({ ...orphan, note: '不再对应' as const }));
  return accept({ report: formatReportId(head), version: head.version, ...draft, orphans });
};
