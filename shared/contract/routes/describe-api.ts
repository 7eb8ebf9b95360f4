/** Whether the system runs, and what its interface is. */
import * as z from 'zod/mini';
import { nothing, type Routes, read } from '../route.ts';

export const describeApi = {
  health: {
    ...read,
    path: '/health',
    open: true,
    summary: '运行状态',
    params: nothing,
    answer: z.strictObject({ status: z.literal('ok') }),
  },
  openapi: {
    ...read,
    path: '/openapi.json',
    open: true,
    summary: '接口说明（OpenAPI 3.1）',
    params: nothing,
    answer: z.record(z.string(), z.unknown()),
  },
} as const satisfies Routes;
