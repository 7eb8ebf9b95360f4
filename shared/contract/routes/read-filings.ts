/** Filings, read: who am I, what is to be done, lists, one filing, its history and comparison. */
import * as z from 'zod/mini';
import { stages } from '../../domain/filing.ts';
import { lights } from '../../domain/light.ts';
import { roundKey } from '../../notice/notice.ts';
import * as answer from '../answer.ts';
import { departmentCode, filingPath } from '../field.ts';
import { nothing, type Routes, read } from '../route.ts';
import { todo, todoQuery } from '../todo.ts';

const filingsQuery = z.strictObject({
  round: roundKey,
  department: z.optional(departmentCode),
  stage: z.optional(z.enum(stages, '状态不在可选范围内')),
  light: z.optional(z.enum(lights, '预警灯应为red、yellow、green或blue')),
  late: z.optional(z.enum(['true', 'false'], 'late应为true或false')),
  cursor: z.optional(departmentCode),
});

export const readFilings = {
  readMe: {
    ...read,
    path: '/api/me',
    summary: '我的身份与岗位',
    params: nothing,
    answer: answer.me,
  },
  readTodo: {
    ...read,
    path: '/api/todo',
    summary: '我的待办（tab为栏目时，列出该栏目的监控填报，续页位置见cursor）',
    params: nothing,
    query: todoQuery,
    answer: todo,
  },
  listFilings: {
    ...read,
    path: '/api/filings',
    summary: '监控填报列表',
    params: nothing,
    query: filingsQuery,
    answer: answer.filingRows,
  },
  readFiling: {
    ...read,
    path: '/api/filings/{filing}',
    summary: '监控填报',
    params: filingPath,
    answer: answer.filing,
  },
  readEvents: {
    ...read,
    path: '/api/filings/{filing}/events',
    summary: '审核情况',
    params: filingPath,
    answer: answer.events,
  },
  compareFiling: {
    ...read,
    path: '/api/filings/{filing}/compare',
    summary: '对比：与上一轮、与目标、与以前送审的版本',
    params: filingPath,
    query: z.strictObject({
      with: z.enum(['last-round', 'target', 'attempt'], '对比对象应为last-round、target或attempt'),
      attempt: z.optional(z.string().check(z.regex(/^[1-9]\d{0,2}$/, '送审次数应为正整数'))),
    }),
    answer: answer.comparison,
  },
} as const satisfies Routes;
