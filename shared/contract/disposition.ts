/** Dispositions on the wire: ids, what people send, what they are answered. Amounts are decimal text in 万元, days Shanghai days. */
import * as z from 'zod/mini';
import {
  type DispositionHead,
  type DispositionRef,
  dispositionDesks,
  dispositionStates,
} from '../domain/disposition.ts';
import {
  dispositionKindNames,
  dispositionKinds,
  type LegalBasis,
  legalBases,
} from '../domain/execution-record.ts';
import { roundKey } from '../notice/notice.ts';
import { event } from './answer.ts';
import {
  attachmentId,
  departmentCode,
  filingId,
  filingRef,
  formatFilingId,
  instant,
  parseFilingId,
  subjectCode,
  unitCode,
  wan,
  wanSum,
} from './field.ts';

const idSyntax = /^(.+)-D([1-9]\d{0,2})$/;

/** `<filing>-D<n>`: the nth disposition of a filing. */
export function formatDispositionId({ filing, number }: DispositionRef): string {
  return `${formatFilingId(filing)}-D${number}`;
}

/** Undefined when the text is no id of a disposition. */
export function parseDispositionId(id: string): DispositionRef | undefined {
  const [, filing = '', number = ''] = idSyntax.exec(id) ?? [];
  const ref = parseFilingId(filing);
  return ref && { filing: ref, number: Number(number) };
}

export const dispositionId = z
  .string()
  .check(z.refine((id) => parseDispositionId(id) !== undefined, '处置编号格式不正确'));

/** Named by whoever asks: an id on the wire, a reference inside. */
export const dispositionRef = z.codec(dispositionId, z.object({ filing: filingRef, number: z.int() }), {
  decode: (id) => ({ filing: id.replace(idSyntax, '$1'), number: Number(id.replace(idSyntax, '$2')) }),
  encode: ({ filing, number }) => `${filing}-D${number}`,
});

/** Input of one execution of `rectification`: from the order to the closing. `resumeFrom` is set when it takes up a broken one. */
export const rectificationInput = z.strictObject({
  disposition: dispositionRef,
  recovery: z.int().check(z.minimum(0)),
  /** Until when the department should have carried it out: when the waiting gate asks the ledger again. */
  dueBy: z.iso.datetime(),
  resumeFrom: z.optional(z.enum(dispositionDesks)),
});
export type RectificationInput = z.input<typeof rectificationInput>;

/** Execution name of a run: the same for every delivery, ASCII, at most 80 characters. */
export function rectificationName(head: DispositionHead): string {
  return `${formatDispositionId(head)}-r${head.recovery}`;
}

/** Payload of `open-disposition-task`, the one state of each of its gates. */
export const openDispositionTaskInput = z.strictObject({
  disposition: dispositionRef,
  recovery: z.int().check(z.minimum(0)),
  desk: z.enum(dispositionDesks),
  token: z.string().check(z.minLength(1), z.maxLength(2048)),
});

export const dispositionPath = z.strictObject({ disposition: dispositionRef });

const day = z.iso.date('日期应为YYYY-MM-DD');
const text = (name: string, most: number) =>
  z
    .string(`请填写${name}`)
    .check(z.trim(), z.minLength(1, `${name}不能为空`), z.maxLength(most, `${name}不能超过${most}字`));
const words = (name: string) =>
  z
    .string(`请填写${name}`)
    .check(z.trim(), z.minLength(5, `${name}至少5个字`), z.maxLength(1000, `${name}不能超过1000字`));
const optional = z._default(z.string().check(z.trim(), z.maxLength(1000, '文字不能超过1000字')), '');

const basis = z.enum(
  Object.keys(legalBases) as [LegalBasis, ...LegalBasis[]],
  '法律依据应为《预算法》（budget-law）或《财政违法行为处罚处分条例》（fiscal-violations）',
);
const proof = z._default(
  z.readonly(z.array(attachmentId).check(z.maxLength(20, '证明材料不能超过20份'))),
  [],
);

/** What was carried out, with amounts as they are written where the record stands: on the wire or in the ledger. */
export function recordOf<Amount extends z.ZodMiniType<bigint, string>>(amount: Amount) {
  return z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('reduce'),
      amount,
      documentNo: text('调减文件文号', 50),
      documentOn: day,
      proof,
    }),
    z.strictObject({
      kind: z.literal('suspend'),
      suspensionNo: text('暂停文件文号', 50),
      suspendedOn: day,
      stopPaymentNo: text('停止拨付文件文号', 50),
      stopPaymentOn: day,
      stoppedAmount: amount,
      cutAmount: amount,
      noCutReason: optional,
      procurementRunning: z.boolean('请填写政府采购是否已开始执行'),
      procurementHandling: optional,
      proof,
    }),
    z.strictObject({
      kind: z.literal('accountability'),
      basis,
      receiver: text('移送接收单位', 100),
      handOverNo: text('移送文号', 50),
      handedOverOn: day,
      result: words('处理结果或移送回执'),
      proof,
    }),
    z.strictObject({ kind: z.literal('rectify'), done: words('整改措施'), result: words('整改结果'), proof }),
  ]);
}

export const proposeBody = z.strictObject({
  filing: filingRef,
  kind: z.enum(
    dispositionKinds,
    `处置方式应为${Object.entries(dispositionKindNames)
      .map(([kind, name]) => `${kind}（${name}）`)
      .join('、')}`,
  ),
  /** The indicator that deviates, by code; without one it is the money or the whole. */
  indicator: z._default(z.nullable(z.string().check(z.regex(/^\d{2}-\d{2}$/, '指标编码格式不正确'))), null),
  cause: words('发现的问题及原因'),
  requirement: words('处置要求'),
});

/** Without a day it is ten working days from today. */
export const notifyBody = z.strictObject({ dueOn: z.optional(day) });
export const feedbackBody = z.strictObject({ record: recordOf(wan) });
export const checkBody = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('pass'), text: optional }),
  z.strictObject({ verdict: z.literal('return'), text: words('退回理由') }),
]);
export const closeBody = z.strictObject({ opinion: optional });
export const reasonBody = z.strictObject({ reason: words('原因') });

export const dispositionsQuery = z.strictObject({
  year: z.string().check(z.regex(/^\d{4}$/, '年度应为4位数字')),
  department: z.optional(departmentCode),
  round: z.optional(roundKey),
  /** Open ones only, oldest due first. */
  open: z.optional(z.enum(['true', 'false'], 'open应为true或false')),
});

const count = z.int().check(z.minimum(0));

export const disposition = z.strictObject({
  disposition: dispositionId,
  filing: filingId,
  round: roundKey,
  department: departmentCode,
  unit: unitCode,
  subject: subjectCode,
  kind: z.enum(dispositionKinds),
  kindName: z.string(),
  indicator: z.nullable(z.string()),
  cause: z.string(),
  requirement: z.string(),
  state: z.enum(dispositionStates),
  stateName: z.string(),
  stateAt: instant,
  dueOn: z.nullable(z.string()),
  overdue: z.boolean(),
  record: z.nullable(recordOf(wan)),
  lifted: z.boolean(),
  version: count,
  /** What this member may do now, by the last part of the path. */
  acts: z.array(z.string()),
});

export const dispositionWithEvents = z.extend(disposition, { events: z.array(event), intact: z.boolean() });

/** Sums over what is listed: amounts of closed ones, in 万元. */
export const dispositions = z.strictObject({
  dispositions: z.array(disposition),
  totals: z.strictObject({
    open: count,
    reduced: wanSum,
    stopped: wanSum,
    suspended: count,
    handedOver: count,
  }),
});
