/** A stamped report that is kept: its file, hold and retention. */
import * as z from 'zod/mini';
import { reportPath } from '../field.ts';
import { holdBody, reportFileLink, reportReceipt, retentionBody } from '../report.ts';
import { command, type Routes, read } from '../route.ts';

const onReport = { ...command, params: reportPath, answer: reportReceipt } as const;

export const keepReport = {
  readReportFile: {
    ...read,
    path: '/api/reports/{report}/file',
    summary: '报告文件（查看地址；upload指明以前的文件）',
    params: reportPath,
    query: z.strictObject({ upload: z.optional(z.uuid('上传编号格式不正确')) }),
    answer: reportFileLink,
  },
  holdReport: {
    ...onReport,
    path: '/api/reports/{report}/hold',
    summary: '冻结或解除冻结',
    body: holdBody,
  },
  retainReport: {
    ...onReport,
    path: '/api/reports/{report}/retention',
    summary: '延长保管期限',
    body: retentionBody,
  },
} as const satisfies Routes;
