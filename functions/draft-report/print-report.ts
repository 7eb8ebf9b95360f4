/** 报告打印页: the report as a page to print, its code on each sheet. */
import { htmlType } from '../../shared/contract/file.ts';
import { printReport as printPage } from '../../shared/document/printed-report.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';
import { fileNameOf, writtenReport } from './written-report.ts';

export const printReport: UseCase<Ports, 'printReport'> = async (ports, { member, params, now }) => {
  const written = await writtenReport(ports, member, params.report, now);
  if (!written.ok) return written;
  const { head, draft, code } = written.value;
  const bytes = new TextEncoder().encode(printPage(draft, code));
  return accept({ name: `${fileNameOf(head)}.html`, type: htmlType, bytes, cursor: null });
};
