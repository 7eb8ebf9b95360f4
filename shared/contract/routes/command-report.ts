/** Stamped reports (2.2d, 2.2f): read, written, waived, confirmed and returned. */
import * as z from 'zod/mini';
import { event } from '../answer.ts';
import { reportId, reportPath } from '../field.ts';
import {
  confirmBody,
  meetingBody,
  narrativeBody,
  report,
  reportReceipt,
  reportRows,
  reportsQuery,
  returnReportBody,
  waiveBody,
} from '../report.ts';
import { command, nothing, type Routes, read } from '../route.ts';

const onReport = { ...command, params: reportPath, answer: reportReceipt } as const;

export const commandReport = {
  listReports: {
    ...read,
    path: '/api/reports',
    summary: '绩效监控报告列表（missing=true时只列未上传的）',
    params: nothing,
    query: reportsQuery,
    answer: reportRows,
  },
  readReport: {
    ...read,
    path: '/api/reports/{report}',
    summary: '绩效监控报告',
    params: reportPath,
    answer: report,
  },
  readReportEvents: {
    ...read,
    path: '/api/reports/{report}/events',
    summary: '报告办理情况',
    params: reportPath,
    answer: z.strictObject({ report: reportId, events: z.array(event), intact: z.boolean() }),
  },
  writeNarrative: {
    ...onReport,
    method: 'PUT',
    path: '/api/reports/{report}/narrative',
    summary: '保存报告文字（按章节；空文字撤回该节的修改）',
    body: narrativeBody,
  },
  recordMeeting: {
    ...onReport,
    method: 'PUT',
    path: '/api/reports/{report}/meeting',
    summary: '登记党委（党组）会议',
    body: meetingBody,
  },
  waiveReport: {
    ...onReport,
    path: '/api/reports/{report}/waive',
    summary: '放行：填报未全部通过部门审核时也可上传',
    body: waiveBody,
  },
  confirmReport: {
    ...onReport,
    path: '/api/reports/{report}/confirm',
    summary: '核对公章、日期、签字并通过',
    body: confirmBody,
  },
  returnReport: {
    ...onReport,
    path: '/api/reports/{report}/return',
    summary: '退回报告',
    body: returnReportBody,
  },
} as const satisfies Routes;
