/** Reports for the tests of rules: one that is expected, and files for it. */

import type { ReportFact, ReportHead, ReportSight, ReportUpload } from '../../shared/domain/report.ts';
import { evolveReport, newReport } from '../../shared/domain/report-evolution.ts';

/** The first instant after 2022-07-20 in Shanghai. */
export const reportDueAt = Date.parse('2022-07-21T00:00:00+08:00');

export const expectedReport = afterFact(
  newReport(
    { region: '360733', fiscalYear: 2022, period: 'half-year', department: '101' },
    {
      round: '2022-H1',
      name: '人社局',
      section: 'S01',
      dueAt: reportDueAt,
      at: reportDueAt - 20 * 86_400_000,
    },
  ),
  { type: 'expected', round: '2022-H1', name: '人社局', section: 'S01', dueAt: reportDueAt },
);

export function afterFact(head: ReportHead, fact: ReportFact, at = reportDueAt - 1): ReportHead {
  return evolveReport(head, { seq: head.seq + 1, hash: `h${head.seq + 1}`, at, fact });
}

export const uploadOf = (id: string, more: Partial<ReportUpload> = {}): Omit<ReportUpload, 'replaces'> => ({
  id,
  name: '上半年报告.pdf',
  bytes: 1000,
  sha256: id.padEnd(64, '0'),
  documentNo: '',
  seal: 'scan',
  signatory: '张三',
  explanations: [],
  reason: '',
  data: 'data-1',
  by: { id: '101-filler', name: '李四', post: '部门经办' },
  receivedAt: reportDueAt - 1,
  ...more,
});

export const clearSight: ReportSight = { pages: 6, seal: 'seal', sealPages: [6], code: 'same-data' };
