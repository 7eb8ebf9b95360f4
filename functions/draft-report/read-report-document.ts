/** 报告文稿: the report as a document in the layout of official papers, its code on each page and the sheet of its filings behind it. */
import { docxType } from '../../shared/contract/file.ts';
import { squaresOf } from '../../shared/document/report-code-mark.ts';
import { reportDocument } from '../../shared/document/report-docx.ts';
import { summaryOf } from '../../shared/document/report-summary.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { pictureOf } from './code-picture.ts';
import type { Ports } from './ports.ts';
import { fileNameOf, writtenReport } from './written-report.ts';

/** Dots per square: 37 squares on 18 mm are 418 dots an inch, as fine as a printer draws them. */
const scale = 8;

export const readReportDocument: UseCase<Ports, 'readReportDocument'> = async (
  ports,
  { member, params, now },
) => {
  const written = await writtenReport(ports, member, params.report, now);
  if (!written.ok) return written;
  const { head, source, draft, code } = written.value;
  const bytes = await reportDocument(draft, summaryOf(source), pictureOf(squaresOf(code), scale));
  return accept({ name: `${fileNameOf(head)}.docx`, type: docxType, bytes, cursor: null });
};
