/** Filings as files: workbook, print page, summary and standard tables. */
import * as z from 'zod/mini';
import * as answer from '../answer.ts';
import { departmentCode, filingPath, roundPath } from '../field.ts';
import { file, fileBody } from '../file.ts';
import { nothing, type Routes, read } from '../route.ts';

/** A part of the export goes on with a department, or with a subject within one. */
const exportCursor = z.string().check(z.regex(/^\d{3}(?:-[0-9A-Z]{1,20})?$/, '续传位置格式不正确'));

const documents = { ...read, gives: 'file', answer: file } as const;

export const exchangeDocuments = {
  readForm: {
    ...documents,
    path: '/api/filings/{filing}/form.xlsx',
    summary: '监控表工作簿（离线填写）',
    params: filingPath,
  },
  compareForm: {
    method: 'POST',
    path: '/api/filings/{filing}/form.xlsx',
    summary: '核对填好的监控表工作簿：逐格列出改动和问题，不写入任何内容',
    question: true,
    takes: 'file',
    params: filingPath,
    query: nothing,
    body: fileBody,
    answer: answer.formComparison,
  },
  printFiling: {
    ...documents,
    path: '/api/filings/{filing}/print',
    summary: '监控表打印页',
    params: filingPath,
  },
  exportRound: {
    ...documents,
    path: '/api/rounds/{round}/export.xlsx',
    summary: '轮次汇总表',
    params: roundPath,
    query: z.strictObject({ department: z.optional(departmentCode) }),
  },
  exportStandardTables: {
    ...documents,
    path: '/api/rounds/{round}/standard-tables',
    summary: '标准数据表（CSV，按部门分段，续传位置见x-next-cursor）',
    params: roundPath,
    query: z.strictObject({
      table: z.enum(['task', 'info', 'attach'], '数据表应为task、info或attach'),
      department: z.optional(departmentCode),
      cursor: z.optional(exportCursor),
    }),
  },
} as const satisfies Routes;
