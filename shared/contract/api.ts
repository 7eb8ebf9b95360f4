/**
 * The route table: every path of the API once. Handlers, gateway routes, client, OpenAPI document and tests all read it, so that none
 * can disagree with another. A route's key is the name of its use case.
 */
import * as z from 'zod/mini';
import { returnReasons, returnsTo, stages } from '../domain/filing.ts';
import { lights } from '../domain/light.ts';
import { roundKey, roundPlan } from '../notice/notice.ts';
import * as answer from './answer.ts';
import * as assess from './assessment.ts';
import { bundle } from './bundle.ts';
import { content } from './content.ts';
import { delegationRoutes } from './delegation.ts';
import * as dispositions from './disposition.ts';
import {
  attachmentId,
  attachmentPath,
  departmentCode,
  departmentYearPath,
  extensionPath,
  fileName,
  filingPath,
  filingRef,
  formatFilingId,
  instant,
  messageId,
  moment,
  roundPath,
  subjectCode,
  unitCode,
  yearPath,
} from './field.ts';
import { file, fileBody } from './file.ts';
import * as imports from './import.ts';
import { operations } from './operations.ts';
import * as proof from './receipt.ts';
import { reportRoutes } from './report-routes.ts';
import * as rounds from './round.ts';
import * as standing from './standing.ts';
import { todo, todoQuery } from './todo.ts';

/** The deployables that answer people; each is a folder of `functions/`. */
export type ApiFunction =
  | 'command-filing'
  | 'attach-files'
  | 'read-filings'
  | 'keep-messages'
  | 'watch-operations'
  | 'query-standing'
  | 'manage-rounds'
  | 'import-data'
  | 'command-report'
  | 'draft-report'
  | 'upload-report'
  | 'keep-report'
  | 'manage-dispositions'
  | 'exchange-documents'
  | 'issue-receipts'
  | 'pack-bundles'
  | 'assess-departments'
  | 'describe-api';

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** Path template of the gateway, e.g. `/api/filings/{filing}`. */
  readonly path: `/${string}`;
  readonly function: ApiFunction;
  /** Needs no sign-in. */
  readonly open?: true;
  /** A command: needs `If-Match` and honours `Idempotency-Key`. */
  readonly command?: true;
  /** A POST whose body is a question: nothing is written, so that it needs no version. */
  readonly question?: true;
  /** A POST that adds a thing of its own by its own id, and changes nothing that has a version: once or often is the same. */
  readonly idempotent?: true;
  /** A command on several things at once: their versions stand in its rows, and each row has an answer of its own. */
  readonly batch?: true;
  /** The body is a file, sent as it is. */
  readonly takes?: 'file';
  /** The answer is a file. */
  readonly gives?: 'file';
  readonly summary: string;
  readonly params: z.ZodMiniType;
  readonly query: z.ZodMiniType;
  readonly body: z.ZodMiniType;
  readonly answer: z.ZodMiniType;
}

const nothing = z.strictObject({});
const words = z._default(z.string().check(z.trim(), z.maxLength(1000, '意见不能超过1000字')), '');
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
  opinion: words,
});

/** What will be sent: its size and its SHA-256 in hexadecimal bind the form that it may be sent with. */
const announcedFile = z.strictObject({
  name: fileName,
  bytes: z.int('文件大小应为字节数').check(z.minimum(0, '文件大小应为字节数')),
  sha256: attachmentId,
});

/** Which row of a batch: the version and the content that were seen, and whether the reviewer has opened it. */
const reviewed = {
  filing: filingRef,
  version: z.int('请带上所见的版本号').check(z.minimum(0)),
  digest: z.string('审核必须带上所见内容的摘要（digest）'),
  opened: z._default(z.boolean(), false),
};
const review = z.discriminatedUnion('act', [
  z.strictObject({ ...reviewed, act: z.literal('approve'), opinion: words }),
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

const why = z
  .string('必须写明原因')
  .check(z.trim(), z.minLength(5, '原因至少5个字'), z.maxLength(500, '原因不能超过500字'));

/** For one subject, or for all of a unit's; `dueOn` is the last day on which it would be on time. */
const askBody = z
  .strictObject({
    unit: z.optional(unitCode),
    subject: z.optional(subjectCode),
    dueOn: z.iso.date('日期应为YYYY-MM-DD'),
    reason: why,
  })
  .check(
    z.refine(
      (asked) => (asked.unit === undefined) !== (asked.subject === undefined),
      '请填单位或监控对象中的一个',
    ),
  );

const filingsQuery = z.strictObject({
  round: roundKey,
  department: z.optional(departmentCode),
  stage: z.optional(z.enum(stages, '状态不在可选范围内')),
  light: z.optional(z.enum(lights, '预警灯应为red、yellow、green或blue')),
  late: z.optional(z.enum(['true', 'false'], 'late应为true或false')),
  cursor: z.optional(departmentCode),
});

/** A part of the export goes on with a department, or with a subject within one. */
const exportCursor = z.string().check(z.regex(/^\d{3}(?:-[0-9A-Z]{1,20})?$/, '续传位置格式不正确'));

const read = { method: 'GET', query: nothing, body: nothing } as const;
const command = { method: 'POST', command: true, query: nothing } as const;
const documents = { ...read, function: 'exchange-documents', gives: 'file', answer: file } as const;
const onFiling = {
  ...command,
  function: 'command-filing',
  params: filingPath,
  answer: answer.receipt,
} as const;

const receipts = { ...read, function: 'issue-receipts' } as const;
const onDisposition = {
  ...command,
  function: 'manage-dispositions',
  params: dispositions.dispositionPath,
  answer: dispositions.disposition,
} as const;

const attached = { function: 'attach-files', query: nothing } as const;

export const api = {
  health: {
    ...read,
    path: '/health',
    function: 'describe-api',
    open: true,
    summary: '运行状态',
    params: nothing,
    answer: z.strictObject({ status: z.literal('ok') }),
  },
  openapi: {
    ...read,
    path: '/openapi.json',
    function: 'describe-api',
    open: true,
    summary: '接口说明（OpenAPI 3.1）',
    params: nothing,
    answer: z.record(z.string(), z.unknown()),
  },
  readMe: {
    ...read,
    path: '/api/me',
    function: 'read-filings',
    summary: '我的身份与岗位',
    params: nothing,
    answer: answer.me,
  },
  readTodo: {
    ...read,
    path: '/api/todo',
    function: 'read-filings',
    summary: '我的待办（tab为栏目时，列出该栏目的监控填报，续页位置见cursor）',
    params: nothing,
    query: todoQuery,
    answer: todo,
  },
  readMessages: {
    ...read,
    path: '/api/messages',
    function: 'keep-messages',
    summary: '我的消息（最新的在前，每页50条）',
    params: nothing,
    query: z.strictObject({ cursor: z.optional(messageId) }),
    answer: answer.messages,
  },
  readOperations: {
    ...read,
    path: '/api/operations',
    function: 'watch-operations',
    summary: '运行情况：待办流程、待告知消息、偏差与最近一次核对',
    params: nothing,
    answer: operations,
  },
  askReconciliation: {
    method: 'POST',
    path: '/api/operations/reconcile',
    function: 'watch-operations',
    idempotent: true,
    summary: '立即核对台账与流程',
    params: nothing,
    query: nothing,
    body: nothing,
    answer: z.strictObject({ askedAt: instant }),
  },
  markRead: {
    method: 'POST',
    path: '/api/messages/read',
    function: 'keep-messages',
    idempotent: true,
    summary: '消息标为已读',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      messages: z.readonly(z.array(messageId)).check(
        z.refine((ids) => ids.length > 0 && ids.length <= 100, '一次可标记1至100条消息'),
        z.refine((ids) => new Set(ids).size === ids.length, '同一条消息不能标记两次'),
      ),
    }),
    answer: z.strictObject({ read: z.int() }),
  },
  listRounds: {
    ...read,
    path: '/api/rounds',
    function: 'manage-rounds',
    summary: '监控任务列表',
    params: nothing,
    answer: rounds.rounds,
  },
  readRound: {
    ...read,
    path: '/api/rounds/{round}',
    function: 'manage-rounds',
    summary: '监控任务',
    params: roundPath,
    answer: rounds.round,
  },
  planRound: {
    ...command,
    path: '/api/rounds',
    function: 'manage-rounds',
    summary: '安排监控任务（dryRun=true时只预览下达后的情况，不写入）',
    params: nothing,
    query: z.strictObject({ dryRun: z.optional(z.enum(['true', 'false'], 'dryRun应为true或false')) }),
    body: roundPlan,
    answer: rounds.plannedRound,
  },
  moveDue: {
    ...command,
    path: '/api/rounds/{round}/due',
    function: 'manage-rounds',
    summary: '调整截止日（已下达的监控任务）',
    params: roundPath,
    body: z.strictObject({ dueOn: z.iso.date('日期应为YYYY-MM-DD'), reason: why }),
    answer: rounds.round,
  },
  openRound: {
    ...command,
    path: '/api/rounds/{round}/open',
    function: 'manage-rounds',
    summary: '下达监控任务',
    params: roundPath,
    body: nothing,
    answer: rounds.round,
  },
  previewImport: {
    method: 'POST',
    path: '/api/imports',
    function: 'import-data',
    summary: '预览导入：上传表格，逐行核对，不写入名录',
    question: true,
    takes: 'file',
    params: nothing,
    query: imports.importQuery,
    body: fileBody,
    answer: imports.importPreview,
  },
  listImports: {
    ...read,
    path: '/api/imports',
    function: 'import-data',
    summary: '导入记录',
    params: nothing,
    query: imports.importsQuery,
    answer: imports.importList,
  },
  readImportTemplate: {
    ...read,
    path: '/api/imports/template.xlsx',
    function: 'import-data',
    summary: '导入模板（filled=true时带现有数据）',
    gives: 'file',
    params: nothing,
    query: imports.templateQuery,
    answer: file,
  },
  readImportErrors: {
    ...read,
    path: '/api/imports/{import}/errors.xlsx',
    function: 'import-data',
    summary: '导入文件中的错误行',
    gives: 'file',
    params: imports.importPath,
    answer: file,
  },
  acceptImport: {
    ...command,
    path: '/api/imports/{import}/accept',
    function: 'import-data',
    summary: '导入（If-Match为预览所示的名录版本）',
    params: imports.importPath,
    body: imports.acceptBody,
    answer: imports.importReceipt,
  },
  listExtensions: {
    ...read,
    path: '/api/rounds/{round}/extensions',
    function: 'manage-rounds',
    summary: '延期申请',
    params: roundPath,
    answer: answer.extensions,
  },
  askExtension: {
    ...command,
    path: '/api/rounds/{round}/extensions',
    function: 'manage-rounds',
    summary: '申请延期',
    params: roundPath,
    body: askBody,
    answer: answer.extension,
  },
  grantExtension: {
    ...command,
    path: '/api/rounds/{round}/extensions/{extension}/grant',
    function: 'manage-rounds',
    summary: '批准延期',
    params: extensionPath,
    body: z.strictObject({ opinion: words }),
    answer: answer.extension,
  },
  denyExtension: {
    ...command,
    path: '/api/rounds/{round}/extensions/{extension}/deny',
    function: 'manage-rounds',
    summary: '不批准延期',
    params: extensionPath,
    body: z.strictObject({ opinion: words }),
    answer: answer.extension,
  },
  urgeRound: {
    ...command,
    path: '/api/rounds/{round}/remind',
    function: 'manage-rounds',
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
    function: 'manage-rounds',
    summary: '关闭监控任务',
    params: roundPath,
    body: z.strictObject({ reason: words }),
    answer: rounds.round,
  },
  readStanding: {
    ...read,
    path: '/api/rounds/{round}/standing',
    function: 'query-standing',
    summary: '轮次进度（asOf为以前的日期或时刻时，按当时的情况重新计算）',
    params: roundPath,
    query: z.strictObject({ asOf: z.optional(moment) }),
    answer: standing.standing,
  },
  readHolders: {
    ...read,
    path: '/api/rounds/{round}/holders',
    function: 'query-standing',
    summary: '经办环节：监控填报现在谁手里、从何时起',
    params: roundPath,
    query: z.strictObject({ department: z.optional(departmentCode) }),
    answer: standing.holders,
  },
  listFilings: {
    ...read,
    path: '/api/filings',
    function: 'read-filings',
    summary: '监控填报列表',
    params: nothing,
    query: filingsQuery,
    answer: answer.filingRows,
  },
  readFiling: {
    ...read,
    path: '/api/filings/{filing}',
    function: 'read-filings',
    summary: '监控填报',
    params: filingPath,
    answer: answer.filing,
  },
  readEvents: {
    ...read,
    path: '/api/filings/{filing}/events',
    function: 'read-filings',
    summary: '审核情况',
    params: filingPath,
    answer: answer.events,
  },
  compareFiling: {
    ...read,
    path: '/api/filings/{filing}/compare',
    function: 'read-filings',
    summary: '对比：与上一轮、与目标、与以前送审的版本',
    params: filingPath,
    query: z.strictObject({
      with: z.enum(['last-round', 'target', 'attempt'], '对比对象应为last-round、target或attempt'),
      attempt: z.optional(z.string().check(z.regex(/^[1-9]\d{0,2}$/, '送审次数应为正整数'))),
    }),
    answer: answer.comparison,
  },
  readForm: {
    ...documents,
    path: '/api/filings/{filing}/form.xlsx',
    summary: '监控表工作簿（离线填写）',
    params: filingPath,
  },
  compareForm: {
    method: 'POST',
    path: '/api/filings/{filing}/form.xlsx',
    function: 'exchange-documents',
    summary: '核对填好的监控表工作簿：逐格列出改动和问题，不写入任何内容',
    question: true,
    takes: 'file',
    params: filingPath,
    query: nothing,
    body: fileBody,
    answer: answer.formComparison,
  },
  printFiling: {
    ...documents,
    path: '/api/filings/{filing}/print',
    summary: '监控表打印页',
    params: filingPath,
  },
  exportRound: {
    ...documents,
    path: '/api/rounds/{round}/export.xlsx',
    summary: '轮次汇总表',
    params: roundPath,
    query: z.strictObject({ department: z.optional(departmentCode) }),
  },
  exportStandardTables: {
    ...documents,
    path: '/api/rounds/{round}/standard-tables',
    summary: '标准数据表（CSV，按部门分段，续传位置见x-next-cursor）',
    params: roundPath,
    query: z.strictObject({
      table: z.enum(['task', 'info', 'attach'], '数据表应为task、info或attach'),
      department: z.optional(departmentCode),
      cursor: z.optional(exportCursor),
    }),
  },
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
  openAttachment: {
    ...attached,
    method: 'POST',
    path: '/api/filings/{filing}/attachments',
    question: true,
    summary: '申请上传附件（佐证材料）',
    params: filingPath,
    body: announcedFile,
    answer: answer.uploadForm,
  },
  completeAttachment: {
    ...attached,
    method: 'POST',
    path: '/api/filings/{filing}/attachments/{attachment}/complete',
    idempotent: true,
    summary: '确认附件已上传',
    params: attachmentPath,
    body: z.strictObject({ name: fileName }),
    answer: answer.attachment,
  },
  listAttachments: {
    ...read,
    ...attached,
    path: '/api/filings/{filing}/attachments',
    summary: '附件列表',
    params: filingPath,
    answer: answer.attachments,
  },
  readAttachment: {
    ...read,
    ...attached,
    path: '/api/filings/{filing}/attachments/{attachment}',
    summary: '附件（下载地址）',
    params: attachmentPath,
    answer: answer.download,
  },
  listReceipts: {
    ...receipts,
    path: '/api/filings/{filing}/receipts',
    summary: '回执列表',
    params: filingPath,
    answer: proof.receipts,
  },
  readReceipt: {
    ...receipts,
    path: '/api/filings/{filing}/receipts/{seq}',
    summary: '回执（已签名，可离线核验）',
    params: proof.receiptPath,
    answer: proof.signedReceipt,
  },
  readChain: {
    ...receipts,
    path: '/api/filings/{filing}/chain',
    summary: '事件链（逐字节，可离线核验）',
    params: filingPath,
    answer: proof.chainFile,
  },
  readReceiptKey: {
    ...receipts,
    path: '/api/receipts/key',
    summary: '回执的验签公钥（JWK）',
    params: nothing,
    answer: proof.publicKey,
  },
  ...reportRoutes,
  readVerifier: {
    ...read,
    path: '/api/receipts/verifier',
    function: 'pack-bundles',
    summary: '回执与档案核验页（保存后离线打开）',
    gives: 'file',
    params: nothing,
    answer: file,
  },
  readBundle: {
    ...read,
    path: '/api/bundles/{year}/{department}',
    function: 'pack-bundles',
    summary: '部门年度档案包（下载地址，附清单和不符之处）',
    params: departmentYearPath,
    query: z.strictObject({ round: z.optional(roundKey) }),
    answer: bundle,
  },
  readAssessment: {
    ...read,
    path: '/api/assessments/{year}',
    function: 'assess-departments',
    summary: '考核指标（figure和department一起给出时，附指标背后的填报）',
    params: yearPath,
    query: assess.assessmentQuery,
    answer: assess.assessment,
  },
  commentAssessment: {
    method: 'POST',
    path: '/api/assessments/{year}/comments',
    function: 'assess-departments',
    summary: '对考核指标的申诉',
    idempotent: true,
    params: yearPath,
    query: nothing,
    body: assess.commentBody,
    answer: assess.commentAnswer,
  },
  listDispositions: {
    ...read,
    path: '/api/dispositions',
    function: 'manage-dispositions',
    summary: '处置台账',
    params: nothing,
    query: dispositions.dispositionsQuery,
    answer: dispositions.dispositions,
  },
  readDisposition: {
    ...read,
    path: '/api/dispositions/{disposition}',
    function: 'manage-dispositions',
    summary: '处置',
    params: dispositions.dispositionPath,
    answer: dispositions.dispositionWithEvents,
  },
  /** `If-Match` is the version of the filing that was seen. */
  proposeDisposition: {
    ...onDisposition,
    path: '/api/dispositions',
    summary: '提出处置（If-Match为所见填报的版本）',
    params: nothing,
    body: dispositions.proposeBody,
  },
  notifyDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/notify',
    summary: '下达处置',
    body: dispositions.notifyBody,
  },
  feedbackDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/feedback',
    summary: '处置反馈',
    body: dispositions.feedbackBody,
  },
  checkDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/check',
    summary: '核查处置',
    body: dispositions.checkBody,
  },
  closeDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/close',
    summary: '办结处置',
    body: dispositions.closeBody,
  },
  cancelDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/cancel',
    summary: '撤销处置',
    body: dispositions.reasonBody,
  },
  liftDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/lift',
    summary: '解除暂停',
    body: dispositions.reasonBody,
  },
  ...delegationRoutes,
  undoFiling: { ...onFiling, path: '/api/filings/{filing}/undo', summary: '取消审核', body: nothing },
  exemptFiling: {
    ...onFiling,
    path: '/api/filings/{filing}/exempt',
    summary: '免报（绩效股）',
    body: z.strictObject({ reason: why }),
  },
  includeFiling: {
    ...onFiling,
    path: '/api/filings/{filing}/include',
    summary: '取消免报（绩效股）',
    body: z.strictObject({ reason: why }),
  },
  reopenFiling: {
    ...onFiling,
    path: '/api/filings/{filing}/reopen',
    summary: '重新开放（绩效股）',
    body: z.strictObject({ reason: why }),
  },
  reviewMany: {
    method: 'POST',
    batch: true,
    path: '/api/reviews',
    function: 'command-filing',
    summary: '批量审核',
    params: nothing,
    query: nothing,
    body: reviewManyBody,
    answer: answer.reviews,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof api;
export type ParamsOf<N extends RouteName> = z.output<(typeof api)[N]['params']>;
export type QueryOf<N extends RouteName> = z.output<(typeof api)[N]['query']>;
export type BodyOf<N extends RouteName> = z.output<(typeof api)[N]['body']>;
export type AnswerOf<N extends RouteName> = z.output<(typeof api)[N]['answer']>;
