/** Rounds from plan to closing, extensions, urging and delegations. */
import * as z from 'zod/mini';
import { roundPlan } from '../../notice/notice.ts';
import * as answer from '../answer.ts';
import { delegationRoutes } from '../delegation.ts';
import {
  departmentCode,
  extensionPath,
  opinion,
  reason,
  roundPath,
  subjectCode,
  unitCode,
} from '../field.ts';
import * as rounds from '../round.ts';
import { command, nothing, type Routes, read } from '../route.ts';

/** For one subject, or for all of a unit's; `dueOn` is the last day on which it would be on time. */
const askBody = z
  .strictObject({
    unit: z.optional(unitCode),
    subject: z.optional(subjectCode),
    dueOn: z.iso.date('日期应为YYYY-MM-DD'),
    reason,
  })
  .check(
    z.refine(
      (asked) => (asked.unit === undefined) !== (asked.subject === undefined),
      '请填单位或监控对象中的一个',
    ),
  );

export const manageRounds = {
  listRounds: {
    ...read,
    path: '/api/rounds',
    summary: '监控任务列表',
    params: nothing,
    answer: rounds.rounds,
  },
  readRound: {
    ...read,
    path: '/api/rounds/{round}',
    summary: '监控任务',
    params: roundPath,
    answer: rounds.round,
  },
  planRound: {
    ...command,
    path: '/api/rounds',
    summary: '安排监控任务（dryRun=true时只预览下达后的情况，不写入）',
    params: nothing,
    query: z.strictObject({ dryRun: z.optional(z.enum(['true', 'false'], 'dryRun应为true或false')) }),
    body: roundPlan,
    answer: rounds.plannedRound,
  },
  moveDue: {
    ...command,
    path: '/api/rounds/{round}/due',
    summary: '调整截止日（已下达的监控任务）',
    params: roundPath,
    body: z.strictObject({ dueOn: z.iso.date('日期应为YYYY-MM-DD'), reason }),
    answer: rounds.round,
  },
  openRound: {
    ...command,
    path: '/api/rounds/{round}/open',
    summary: '下达监控任务',
    params: roundPath,
    body: nothing,
    answer: rounds.round,
  },
  listExtensions: {
    ...read,
    path: '/api/rounds/{round}/extensions',
    summary: '延期申请',
    params: roundPath,
    answer: answer.extensions,
  },
  askExtension: {
    ...command,
    path: '/api/rounds/{round}/extensions',
    summary: '申请延期',
    params: roundPath,
    body: askBody,
    answer: answer.extension,
  },
  grantExtension: {
    ...command,
    path: '/api/rounds/{round}/extensions/{extension}/grant',
    summary: '批准延期',
    params: extensionPath,
    body: z.strictObject({ opinion }),
    answer: answer.extension,
  },
  denyExtension: {
    ...command,
    path: '/api/rounds/{round}/extensions/{extension}/deny',
    summary: '不批准延期',
    params: extensionPath,
    body: z.strictObject({ opinion }),
    answer: answer.extension,
  },
  urgeRound: {
    ...command,
    path: '/api/rounds/{round}/remind',
    summary: '催报：提醒所选部门尽快送审',
    params: roundPath,
    body: z.strictObject({
      departments: z.readonly(z.array(departmentCode)).check(
        z.refine((codes) => codes.length > 0 && codes.length <= 200, '请选择1至200个部门'),
        z.refine((codes) => new Set(codes).size === codes.length, '同一个部门不能选择两次'),
      ),
    }),
    answer: rounds.round,
  },
  closeRound: {
    ...command,
    path: '/api/rounds/{round}/close',
    summary: '关闭监控任务',
    params: roundPath,
    body: z.strictObject({ reason: opinion }),
    answer: rounds.round,
  },
  ...delegationRoutes,
} as const satisfies Routes;
