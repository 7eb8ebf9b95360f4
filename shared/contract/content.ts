/**
 * The form as it crosses a wire, strict: a key that is not of the form, computed ones included, is refused (V08). The same shape is
 * kept in the ledger, so that a digest over it means the same everywhere.
 */
import * as z from 'zod/mini';
import {
  adjustKinds,
  causes,
  type keyFields,
  likelihoods,
  statuses,
  type textFields,
} from '../domain/content.ts';
import { attachmentId, decimal, wan } from './field.ts';

/** Counts characters and not UTF-16 units (V26). */
const longest = (most: number) =>
  z.refine<string>((written) => [...written].length <= most, {
    error: `文字不能超过${most}字`,
    params: { rule: 'V26' },
  });
const text = (most: number, absent?: string) => z.string(absent).check(z.trim(), longest(most));
const monthError = '预计可取值月份应为1至12';
const month = z.int(monthError).check(z.minimum(1, monthError), z.maximum(12, monthError));
const code = z.string().check(z.regex(/^[\w-]{1,20}$/));

/** The cells of a money row that the bureau may import. */
export const importedRow = z.strictObject({
  initial: z.optional(wan),
  adjustment: z.optional(wan),
  adjustKind: z.optional(z.enum(adjustKinds, '调整类型应为追加、调减或调剂')),
  adjustReason: z.optional(text(200)),
  executed: z.optional(wan),
});

const moneyRow = z.extend(importedRow, { arrived: z.optional(wan), forecast: z.optional(wan) });

const indicatorRow = z.strictObject({
  actual: z.optional(decimal),
  status: z.optional(z.enum(statuses, '完成情况应为达成、部分达成或未达成')),
  statusText: z.optional(text(1000)),
  notYet: z.optional(z.strictObject({ reason: text(1000, '请写明本期尚无法取值的原因'), month })),
  forecast: z.optional(decimal),
  forecastStatus: z.optional(z.enum(statuses, '全年预计应为达成、部分达成或未达成')),
  likelihood: z.optional(z.enum(likelihoods, '完成目标可能性应为确定能、有可能或完全不可能')),
  causes: z.optional(
    z.readonly(z.array(z.enum(causes, '偏差原因不在可选范围内')).check(z.maxLength(causes.length))),
  ),
  causeText: z.optional(text(1000)),
  remark: z.optional(text(1000)),
  excessText: z.optional(text(1000)),
});

const reason = z.optional(text(200));
const narrative = z.optional(text(2000));
const texts = z.strictObject({
  goalReview: narrative,
  budgetReview: narrative,
  implementationReview: narrative,
  fundReview: narrative,
  deviationAnalysis: narrative,
  outlook: narrative,
  problems: narrative,
  measures: narrative,
  slowReason: reason,
  refundReason: reason,
} satisfies Record<keyof typeof textFields, unknown>);

const keyNote = z.optional(text(500));
const keyBlock = z.strictObject({
  procurement: keyNote,
  acceptance: keyNote,
  disclosure: keyNote,
  assets: keyNote,
  accounting: keyNote,
} satisfies Record<keyof typeof keyFields, unknown>);

/** Rules explained at once: more than a form has cells is no form. */
const mostExplanations = 200;
const mostFiles = 20;

const explanation = z.strictObject({
  rule: z.string().check(z.regex(/^V\d{2}$/, '规则编号应为V加两位数字')),
  cell: z.string().check(z.regex(/^\/[\w/-]{1,80}$/, '单元格位置格式不正确')),
  text: text(1000),
});

const attachedFile = z.strictObject({ file: attachmentId, indicator: z.optional(code) });

export const content = z.strictObject({
  targetVersion: z.int().check(z.minimum(1)),
  phone: z.optional(text(20)),
  money: z.record(code, moneyRow),
  rows: z.record(code, indicatorRow),
  texts,
  keyBlock: z.optional(keyBlock),
  explanations: z.optional(
    z.readonly(
      z.array(explanation).check(z.maxLength(mostExplanations, `说明不能超过${mostExplanations}条`)),
    ),
  ),
  files: z.optional(
    z.readonly(z.array(attachedFile).check(z.maxLength(mostFiles, `附件不能超过${mostFiles}个`))),
  ),
});
