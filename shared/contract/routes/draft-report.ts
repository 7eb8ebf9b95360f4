/** A report’s draft as data, document and print page (2.2f). */

import { reportPath } from '../field.ts';
import { file } from '../file.ts';
import { reportDraft } from '../report.ts';
import { type Routes, read } from '../route.ts';

export const draftReport = {
  readReportDraft: {
    ...read,
    path: '/api/reports/{report}/draft',
    summary: '报告草稿（按章节：系统文字、撰写人文字、数据是否已变）',
    params: reportPath,
    answer: reportDraft,
  },
  readReportDocument: {
    ...read,
    path: '/api/reports/{report}/draft.docx',
    summary: '报告文稿（公文格式）',
    gives: 'file',
    params: reportPath,
    answer: file,
  },
  printReport: {
    ...read,
    path: '/api/reports/{report}/print',
    summary: '报告打印页',
    gives: 'file',
    params: reportPath,
    answer: file,
  },
} as const satisfies Routes;
