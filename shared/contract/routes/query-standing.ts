/** Where a round stands, and who holds what since when. */
import * as z from 'zod/mini';
import { departmentCode, moment, roundPath } from '../field.ts';
import { type Routes, read } from '../route.ts';
import * as standing from '../standing.ts';

export const queryStanding = {
  readStanding: {
    ...read,
    path: '/api/rounds/{round}/standing',
    summary: '轮次进度（asOf为以前的日期或时刻时，按当时的情况重新计算）',
    params: roundPath,
    query: z.strictObject({ asOf: z.optional(moment) }),
    answer: standing.standing,
  },
  readHolders: {
    ...read,
    path: '/api/rounds/{round}/holders',
    summary: '经办环节：监控填报现在谁手里、从何时起',
    params: roundPath,
    query: z.strictObject({ department: z.optional(departmentCode) }),
    answer: standing.holders,
  },
} as const satisfies Routes;
