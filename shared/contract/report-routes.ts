/** The paths of stamped reports, a part of the route table (2.2d, 2.2f). */
import * as z from 'zod/mini';
import { event } from './answer.ts';
import { reportId, reportPath } from './field.ts';
import { file } from './file.ts';
import {
  confirmBody,
  meetingBody,
  narrativeBody,
  report,
  reportDraft,
  reportReceipt,
  reportRows,
  reportsQuery,
  returnReportBody,
  waiveBody,
} from './report.ts';

const nothing = z.strictObject({});
const read = { method: 'GET', function: 'command-report', body: nothing } as const;
const onReport = {
  method: 'POST',
  command: true,
  function: 'command-report',
  params: reportPath,
  query: nothing,
  answer: reportReceipt,
} as const;

export const reportRoutes = {
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
    query: nothing,
    answer: report,
  },
  readReportEvents: {
    ...read,
    path: '/api/reports/{report}/events',
    summary: '报告办理情况',
    params: reportPath,
    query: nothing,
    answer: z.strictObject({ report: reportId, events: z.array(event), intact: z.boolean() }),
  },
  readReportDraft: {
    ...read,
    function: 'draft-report',
    path: '/api/reports/{report}/draft',
    summary: '报告草稿（按章节：系统文字、撰写人文字、数据是否已变）',
    params: reportPath,
    query: nothing,
    answer: reportDraft,
  },
  readReportDocument: {
    ...read,
    function: 'draft-report',
    path: '/api/reports/{report}/draft.docx',
    summary: '报告文稿（公文格式）',
    gives: 'file',
    params: reportPath,
    query: nothing,
    answer: file,
  },
  printReport: {
    ...read,
    function: 'draft-report',
    path: '/api/reports/{report}/print',
    summary: '报告打印页',
    gives: 'file',
    params: reportPath,
    query: nothing,
    answer: file,
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
} as const;
