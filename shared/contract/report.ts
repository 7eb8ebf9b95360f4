/** Stamped reports on the wire: how one is named, what is sent, and what is answered. */
import * as z from 'zod/mini';
import {
  type ReportHead,
  reportPeriods,
  reportReturnReasons,
  reportStates,
  sealSights,
} from '../domain/report.ts';
import { type ReportAct, reportActs } from '../domain/report-authority.ts';
import { type ReportRef, sealNames } from '../domain/report-checks.ts';
import { codeVerdicts, type ReportCode, shortData } from '../domain/report-code.ts';
import { roundKey } from '../notice/notice.ts';
import {
  attachmentId,
  departmentCode,
  fileName,
  formatReportId,
  instant,
  memberId,
  reportId,
  reportRef,
} from './field.ts';

/** The code that the pages of this report's draft bear, made of these data. */
export function reportCodeOf(head: ReportRef & Pick<ReportHead, 'version'>, data: string): ReportCode {
  return { report: formatReportId(head), version: head.version, data: shortData(data) };
}

const day = z.iso.date('日期应为YYYY-MM-DD');
const count = z.int().check(z.minimum(0));
const short = (what: string, most: number) =>
  z.string(`请填写${what}`).check(z.trim(), z.maxLength(most, `${what}不能超过${most}字`));
const why = (what: string) => short(what, 500).check(z.minLength(5, `${what}至少5个字，请写清楚`));

export const sealKind = z.enum(
  Object.keys(sealNames) as [keyof typeof sealNames, ...(keyof typeof sealNames)[]],
);

/** As it is kept. */
export const partyMeeting = z.strictObject({
  heldOn: z.nullable(z.string()),
  minutes: z.string(),
  conclusion: z.string(),
  plannedOn: z.nullable(z.string()),
  plannedReason: z.string(),
});

/** As it is said: held, or planned with the reason why only then. */
export const meetingBody = z.union(
  [
    z.strictObject({
      heldOn: day,
      minutes: z._default(short('会议届次或纪要编号', 100), ''),
      conclusion: z._default(short('会议意见', 1000), ''),
    }),
    z.strictObject({ plannedOn: day, reason: why('未召开原因') }),
  ],
  '请填写党委（党组）会议召开日期；尚未召开的，填写计划日期和未召开原因',
);

export const reportSight = z.strictObject({
  pages: count,
  seal: z.enum(sealSights),
  sealPages: z.readonly(z.array(count)),
  code: z.enum(codeVerdicts),
});

/** Sections are named by whoever drafts the report. */
const sectionId = z.string().check(z.regex(/^[A-Za-z0-9][\w./-]{0,63}$/, '章节编号格式不正确'));
/** All sections together: what fits beside its event by far, and is five times the longest report that anybody reads. */
const mostWritten = 100_000;
/** `basis` is the digest of what the figures made of the section when it was written on; an empty text takes the edit back. */
const edit = z.strictObject({
  text: z.string().check(z.maxLength(20_000, '一节不能超过20000字')),
  basis: z.string().check(z.maxLength(64)),
});
export const narrativeBody = z.strictObject({
  sections: z
    .record(sectionId, edit)
    .check(
      z.refine(
        (sections) => Object.values(sections).reduce((sum, { text }) => sum + text.length, 0) <= mostWritten,
        `各节合计不能超过${mostWritten}字`,
      ),
    ),
});

/** The report as its data and its writer make it, section by section (2.2f). */
export const reportDraft = z.strictObject({
  report: reportId,
  version: count,
  title: z.readonly(z.array(z.string())),
  month: z.string(),
  sections: z.readonly(
    z.array(
      z.strictObject({
        id: sectionId,
        headings: z.readonly(z.array(z.strictObject({ level: z.int(), text: z.string() }))),
        /** What the data make of it now, and the digest of that: to be named with an edit. */
        generated: z.string(),
        basis: z.string(),
        /** What its writer made of it; null where he left it alone. */
        written: z.nullable(z.string()),
        /** 数据已变: the data are no longer those that it was written from. */
        changed: z.boolean(),
      }),
    ),
  ),
  /** Words whose section is no more (不再对应), until their writer takes them back. */
  orphans: z.readonly(
    z.array(z.strictObject({ id: sectionId, written: z.string(), note: z.literal('不再对应') })),
  ),
  signature: z.readonly(z.array(z.string())),
});

export const waiveBody = z.strictObject({ reason: why('放行理由') });

const explanation = z.strictObject({
  rule: z.string().check(z.regex(/^V\d{2}$/, '规则编号应为V加两位数字')),
  cell: z.string().check(z.regex(/^\/[\w/-]{1,80}$/, '说明位置格式不正确')),
  text: short('说明', 500),
});

/** What will be sent, and what its bringer states of seal and signatory (V40). */
export const uploadBody = z.strictObject({
  name: fileName,
  bytes: z.int('文件大小应为字节数').check(z.minimum(0, '文件大小应为字节数')),
  sha256: attachmentId,
  documentNo: z._default(short('文号', 100), ''),
  seal: z._default(z.nullable(sealKind), null),
  signatory: z._default(short('签发人', 50), ''),
  explanations: z._default(z.readonly(z.array(explanation).check(z.maxLength(10))), []),
  /** Why it takes the place of the file that is there; not needed where there is none or it was returned. */
  reason: z._default(short('替换原因', 500), ''),
});
export const uploadPath = z.strictObject({ report: reportRef, upload: z.uuid('上传编号格式不正确') });

const tick = z.boolean('请勾选核对结果');
/** `sha256` is that of the file as the checker was served it. */
export const confirmBody = z.strictObject({
  sha256: attachmentId,
  seal: tick,
  date: tick,
  signature: tick,
  opinion: z._default(short('意见', 1000), ''),
});
const reasons = Object.keys(reportReturnReasons) as [
  keyof typeof reportReturnReasons,
  ...(keyof typeof reportReturnReasons)[],
];
export const returnReportBody = z.strictObject({
  reason: z.enum(reasons, '退回原因不在可选范围内'),
  text: why('退回理由'),
});
export const holdBody = z.strictObject({ on: z.boolean('请说明是冻结还是解除冻结'), reason: why('理由') });
export const retentionBody = z.strictObject({ until: day, reason: why('理由') });

export const reportsQuery = z.strictObject({
  period: z.enum(reportPeriods, '报告期应为half-year或annual'),
  /** The present year where it is left out. */
  year: z.optional(z.string().check(z.regex(/^20\d{2}$/, '年度应为4位年份，例如2022'))),
  department: z.optional(departmentCode),
  missing: z.optional(z.enum(['true', 'false'], 'missing应为true或false')),
});

/** A report in a list. */
export const reportRow = z.strictObject({
  report: reportId,
  fiscalYear: z.int(),
  period: z.enum(reportPeriods),
  periodName: z.string(),
  round: roundKey,
  department: departmentCode,
  departmentName: z.string(),
  section: z.string(),
  state: z.enum(reportStates),
  stateName: z.string(),
  stateAt: instant,
  /** The first instant at which it is late. */
  dueAt: instant,
  /** When the first good file was received; null while it is missing. */
  uploadedAt: z.nullable(instant),
  daysLate: count,
  /** Nothing has come by the due day. */
  overdue: z.boolean(),
  /** A file has come and is being looked at. */
  checking: z.boolean(),
  /** 数据已变: the file in place was made of other data, and another one is asked for. In lists as the last reconciliation has found it. */
  dataChanged: z.boolean(),
  version: count,
});
export const reportRows = z.strictObject({ reports: z.array(reportRow) });

const hand = z.strictObject({ id: memberId, name: z.string(), post: z.string() });

/** A file that was handed in, and what became of it. */
const reportFile = z.strictObject({
  upload: z.string(),
  name: z.string(),
  bytes: count,
  sha256: attachmentId,
  documentNo: z.string(),
  sealKind: z.nullable(sealKind),
  signatory: z.string(),
  reason: z.string(),
  receivedAt: instant,
  by: hand,
  outcome: z.enum(['checking', 'refused', 'uploaded', 'replaced', 'returned', 'archived']),
  /** Why it was refused or returned. */
  why: z.nullable(z.string()),
  sight: z.nullable(reportSight),
  replaces: z.nullable(z.string()),
  replacedBy: z.nullable(z.string()),
});

const act = z.enum(Object.keys(reportActs) as [ReportAct, ...ReportAct[]]);

export const report = z.extend(reportRow, {
  /** Digest of the filings' data as it is now: what a writer names with his edits. */
  data: z.string(),
  meeting: z.nullable(partyMeeting),
  waiver: z.nullable(z.string()),
  /** The writer's edits by section, each with the digest of the figures' text that it was written on. */
  sections: z.record(z.string(), edit),
  /** In the order in which they came. */
  files: z.array(reportFile),
  kept: z.nullable(z.strictObject({ upload: z.string(), sha256: z.string(), retainUntil: z.string() })),
  held: z.boolean(),
  acts: z.array(act),
});

/** What a command answers: where the report stands now. */
export const reportReceipt = z.strictObject({
  report: reportId,
  version: count,
  state: z.enum(reportStates),
  stateName: z.string(),
  at: instant,
  daysLate: count,
  /** The event's place in the report's chain: proof that it was recorded. */
  hash: z.string(),
});

/**
 * A form to send the file with: its fields first, then the bytes as `file`, to `url`, before `expiresAt`; it takes exactly the bytes
 * that were announced.
 */
export const reportUploadForm = z.strictObject({
  upload: z.string(),
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  expiresAt: instant,
});

/** `checking`: it is being looked at, and `GET` says what was found; `received`: that has been done. */
export const reportUploadReceipt = z.strictObject({
  report: reportId,
  upload: z.string(),
  outcome: z.enum(['checking', 'received']),
});

/** Where the file can be looked at until `expiresAt`; its SHA-256 was computed anew for this answer once it is archived. */
export const reportFileLink = z.strictObject({
  upload: z.string(),
  name: z.string(),
  bytes: count,
  sha256: attachmentId,
  archived: z.boolean(),
  url: z.string(),
  expiresAt: instant,
});
