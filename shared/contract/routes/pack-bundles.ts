/** A department’s year as one file, and the page that verifies it. */
import * as z from 'zod/mini';
import { roundKey } from '../../notice/notice.ts';
import { bundle } from '../bundle.ts';
import { departmentYearPath } from '../field.ts';
import { file } from '../file.ts';
import { nothing, type Routes, read } from '../route.ts';

export const packBundles = {
  readVerifier: {
    ...read,
    path: '/api/receipts/verifier',
    summary: '回执与档案核验页（保存后离线打开）',
    gives: 'file',
    params: nothing,
    answer: file,
  },
  readBundle: {
    ...read,
    path: '/api/bundles/{year}/{department}',
    summary: '部门年度档案包（下载地址，附清单和不符之处）',
    params: departmentYearPath,
    query: z.strictObject({ round: z.optional(roundKey) }),
    answer: bundle,
  },
} as const satisfies Routes;
