/** What people do to filings, one at a time or many. */
import * as z from 'zod/mini';
import { returnReasons, returnsTo } from '../../domain/filing.ts';
import * as answer from '../answer.ts';
import { content } from '../content.ts';
import { filingPath, filingRef, formatFilingId, opinion, reason } from '../field.ts';
import { command, nothing, type Routes } from '../route.ts';

const onFiling = { ...command, params: filingPath, answer: answer.receipt } as const;

const reasons = Object.keys(returnReasons) as [keyof typeof returnReasons, ...(keyof typeof returnReasons)[]];

const pin = z.strictObject({
  pointer: z.string().check(z.regex(/^\/[\w/-]{1,80}$/, '批注位置格式不正确')),
  text: z.string().check(z.trim(), z.minLength(1, '批注不能为空'), z.maxLength(500, '批注不能超过500字')),
});

const returnBody = z.strictObject({
  to: z._default(z.enum(returnsTo, '退回对象应为filler或department'), 'filler'),
  reason: z.enum(reasons, '退回原因不在可选范围内'),
  text: z
    .string('退回必须写明理由')
    .check(
      z.trim(),
      z.minLength(5, '退回理由至少5个字，请写清要改什么'),
      z.maxLength(1000, '退回理由不能超过1000字'),
    ),
  /** Remarks on single cells. */
  pins: z._default(z.readonly(z.array(pin).check(z.maxLength(50, '批注不能超过50处'))), []),
});

/** `digest` is that of the filing as it was read: the approval holds for exactly that. */
const approveBody = z.strictObject({
  digest: z.string('审核必须带上所见内容的摘要（digest）'),
  opinion,
});

/** Which row of a batch: the version and the content that were seen, and whether the reviewer has opened it. */
const reviewed = {
  filing: filingRef,
  version: z.int('请带上所见的版本号').check(z.minimum(0)),
  digest: z.string('审核必须带上所见内容的摘要（digest）'),
  opened: z._default(z.boolean(), false),
};

const review = z.discriminatedUnion('act', [
  z.strictObject({ ...reviewed, act: z.literal('approve'), opinion }),
  z.strictObject({
    ...reviewed,
    act: z.literal('return'),
    reason: returnBody.shape.reason,
    text: returnBody.shape.text,
  }),
]);

/** Ticked rows only, each once. */
const reviewManyBody = z.strictObject({
  items: z.readonly(z.array(review)).check(
    z.refine((items) => items.length > 0, '请至少勾选一份填报'),
    z.refine((items) => items.length <= 100, '一次最多办理100份填报'),
    z.refine(
      (items) => new Set(items.map(({ filing }) => formatFilingId(filing))).size === items.length,
      '同一份填报不能勾选两次',
    ),
  ),
});

export const commandFiling = {
  saveDraft: {
    ...onFiling,
    method: 'PUT',
    path: '/api/filings/{filing}/draft',
    summary: '暂存',
    body: content,
  },
  submitFiling: { ...onFiling, path: '/api/filings/{filing}/submit', summary: '送审', body: nothing },
  withdrawFiling: { ...onFiling, path: '/api/filings/{filing}/withdraw', summary: '取消送审', body: nothing },
  approveFiling: {
    ...onFiling,
    path: '/api/filings/{filing}/approve',
    summary: '审核',
    body: approveBody,
  },
  returnFiling: { ...onFiling, path: '/api/filings/{filing}/return', summary: '退回', body: returnBody },
  undoFiling: { ...onFiling, path: '/api/filings/{filing}/undo', summary: '取消审核', body: nothing },
  exemptFiling: {
    ...onFiling,
    path: '/api/filings/{filing}/exempt',
    summary: '免报（绩效股）',
    body: z.strictObject({ reason }),
  },
  includeFiling: {
    ...onFiling,
    path: '/api/filings/{filing}/include',
    summary: '取消免报（绩效股）',
    body: z.strictObject({ reason }),
  },
  reopenFiling: {
    ...onFiling,
    path: '/api/filings/{filing}/reopen',
    summary: '重新开放（绩效股）',
    body: z.strictObject({ reason }),
  },
  reviewMany: {
    method: 'POST',
    batch: true,
    path: '/api/reviews',
    summary: '批量审核',
    params: nothing,
    query: nothing,
    body: reviewManyBody,
    answer: answer.reviews,
  },
} as const satisfies Routes;
