/** How the system itself is doing. */
import * as z from 'zod/mini';
import { instant } from '../field.ts';
import { operations } from '../operations.ts';
import { nothing, type Routes, read } from '../route.ts';

export const watchOperations = {
  readOperations: {
    ...read,
    path: '/api/operations',
    summary: '运行情况：待办流程、待告知消息、偏差与最近一次核对',
    params: nothing,
    answer: operations,
  },
  askReconciliation: {
    method: 'POST',
    path: '/api/operations/reconcile',
    idempotent: true,
    summary: '立即核对台账与流程',
    params: nothing,
    query: nothing,
    body: nothing,
    answer: z.strictObject({ askedAt: instant }),
  },
} as const satisfies Routes;
