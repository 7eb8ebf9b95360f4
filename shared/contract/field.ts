/** The atoms of everything that crosses a wire: codes, ids, instants and amounts, each with its own Chinese sentence. */
import * as z from 'zod/mini';
import { endOfDay } from '../domain/calendar.ts';
import type { FilingRef } from '../domain/filing.ts';
import {
  type Decimal,
  type Fen,
  formatDecimal,
  formatHundredths,
  formatWan,
  parseDecimal,
  parseWan,
  parseWanSum,
} from '../domain/money.ts';
import type { ReportRef } from '../domain/report-checks.ts';
import { roundKey } from '../notice/notice.ts';

const filingSyntax = /^(\d{6})-(\d{4}-(?:H1|Q3|Q4-1|Q4-2))-(\d{3})-([0-9A-Z]{1,20})$/;

/** Filing id on the wire, `<region>-<round>-<department>-<subject>`; every part is a code. */
export const filingId = z.string().check(z.regex(filingSyntax, '填报编号格式不正确'));

export const departmentCode = z.string().check(z.regex(/^\d{3}$/, '部门编码应为3位数字'));
export const unitCode = z.string().check(z.regex(/^\d{6}$/, '单位编码应为6位数字'));
export const sectionCode = z.string().check(z.regex(/^S\d{2}$/, '股室编码应为S加2位数字'));
export const subjectCode = z
  .string()
  .check(z.regex(/^[0-9A-Z]{1,20}$/, '监控对象编码应为1至20位数字或大写字母'));
/** Id of an uploaded file: the SHA-256 of its bytes in hexadecimal, so that naming a file is naming its content. */
export const attachmentId = z.string().check(z.regex(/^[0-9a-f]{64}$/, '附件编号格式不正确'));
/**
 * What a clerk calls a file: shown and given back on download, never part of a path or a key. Characters that end a line or turn the
 * direction of writing are refused: they could make a name look like another one.
 */
export const fileName = z.string('请填写附件名称').check(
  z.trim(),
  z.minLength(1, '附件名称不能为空'),
  z.refine((name) => [...name].length <= 200, '附件名称不能超过200字'),
  z.regex(/^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, '附件名称不能含有换行等控制字符'),
);
/** A message's id among its recipient's: its instant and the event that it tells of. */
export const messageId = z.string().check(z.regex(/^\d{14}#[\w/.-]{1,200}$/, '消息编号格式不正确'));
export const memberId = z.string().check(z.regex(/^[\w.@-]{1,64}$/, '人员编号格式不正确'));

/** A fiscal year as part of a path. */
export const fiscalYear = z.codec(z.string().check(z.regex(/^\d{4}$/, '年度应为4位数字')), z.int(), {
  decode: (year) => Number.parseInt(year, 10),
  encode: (year) => year.toString(),
});

export function formatFilingId(ref: FilingRef): string {
  return `${ref.region}-${ref.round}-${ref.department}-${ref.subject}`;
}

/** Undefined when the text is no filing id. */
export function parseFilingId(id: string): FilingRef | undefined {
  const [, region, round, department, subject] = filingSyntax.exec(id) ?? [];
  if (!(region && round && department && subject)) return undefined;
  return { region, round, department, subject };
}

/** A filing named by whoever asks: an id on the wire, a reference inside. */
export const filingRef = z.codec(
  filingId,
  z.object({ region: z.string(), round: z.string(), department: z.string(), subject: z.string() }),
  {
    decode: (id, context): FilingRef =>
      parseFilingId(id) ?? refuse(context, id, 'form', '填报编号格式不正确'),
    encode: formatFilingId,
  },
);

const reportSyntax = /^(\d{6})-(\d{4})-(HY|FY)-(\d{3})$/;
/** Half of the year, and the full year. */
const periodCodes = { 'half-year': 'HY', annual: 'FY' } as const satisfies Record<
  ReportRef['period'],
  string
>;

/** Report id on the wire, `<region>-<year>-<HY or FY>-<department>`; every part is a code. */
export const reportId = z.string().check(z.regex(reportSyntax, '报告编号格式不正确'));

export function formatReportId({ region, fiscalYear, period, department }: ReportRef): string {
  return `${region}-${fiscalYear}-${periodCodes[period]}-${department}`;
}

/** Undefined when the text is no report id. */
export function parseReportId(id: string): ReportRef | undefined {
  const [, region, year, code, department] = reportSyntax.exec(id) ?? [];
  if (!(region && year && code && department)) return undefined;
  const period = code === periodCodes.annual ? 'annual' : 'half-year';
  return { region, fiscalYear: parseInt(year, 10), period, department };
}

/** A report named by whoever asks: an id on the wire, a reference inside. */
export const reportRef = z.codec(
  reportId,
  z.object({
    region: z.string(),
    fiscalYear: z.int(),
    period: z.enum(['half-year', 'annual']),
    department: z.string(),
  }),
  {
    decode: (id, context): ReportRef =>
      parseReportId(id) ?? refuse(context, id, 'form', '报告编号格式不正确'),
    encode: formatReportId,
  },
);
export const reportPath = z.strictObject({ report: reportRef });

/** Milliseconds inside, ISO 8601 in UTC on the wire. */
export const instant = z.codec(z.iso.datetime(), z.int(), {
  decode: (text) => Date.parse(text),
  encode: (at) => new Date(at).toISOString(),
});

/** A moment to look back to: an instant, or a day, which means its end in Shanghai. */
export const moment = z.codec(
  z.union([z.iso.date(), z.iso.datetime()], '时间应为YYYY-MM-DD，或形如2022-07-10T16:00:00Z的时刻'),
  z.int(),
  {
    decode: (text) => (text.includes('T') ? Date.parse(text) : endOfDay(text) - 1),
    encode: (at) => new Date(at).toISOString(),
  },
);

/** An amount: decimal text in 万元 on the wire, 分 inside (V07). Numbers are refused: they may have been rounded on the way. */
export const wan = z.codec(z.string('金额应以文本形式的万元数填写，例如"31.20"'), z.bigint(), {
  decode: (text, context): Fen =>
    parseWan(text) ??
    refuse(context, text, 'V07', '金额应为不带单位的万元数，整数不超过8位、小数不超过6位，例如"31.20"'),
  encode: formatWan,
});

/** A computed sum: like an amount, and as long as sums may get. It is never entered. */
export const wanSum = z.codec(z.string(), z.bigint(), {
  decode: (text, context): Fen =>
    parseWanSum(text) ?? refuse(context, text, 'form', '不是以万元表示的合计数'),
  encode: formatWan,
});

/** An indicator value: decimal text on the wire, scaled by 10,000 inside (V11). */
export const decimal = z.codec(z.string('完成值应以文本形式填写，例如"17.5"'), z.bigint(), {
  decode: (text, context): Decimal =>
    parseDecimal(text) ??
    refuse(context, text, 'V11', '完成值应为一个普通数字，小数不超过4位，例如"17.5"；没有完成请填0'),
  encode: formatDecimal,
});

/** Hundredths inside (5833n), text in % or points with two decimals on the wire (`58.33`). */
export const hundredths = z.codec(z.string().check(z.regex(/^-?\d+\.\d{2}$/)), z.bigint(), {
  decode: (text) => BigInt(text.replace('.', '')),
  encode: formatHundredths,
});

/** The path parameters of the API. */
export const filingPath = z.strictObject({ filing: filingRef });
export const attachmentPath = z.strictObject({ filing: filingRef, attachment: attachmentId });
export const yearPath = z.strictObject({ year: fiscalYear });
export const departmentYearPath = z.strictObject({ year: fiscalYear, department: departmentCode });
export const roundPath = z.strictObject({ round: roundKey });
export const extensionId = z.string().check(z.regex(/^[\w-]{1,64}$/, '延期申请编号格式不正确'));
export const extensionPath = z.strictObject({ round: roundKey, extension: extensionId });

function refuse(context: { issues: unknown[] }, input: string, rule: string, message: string): never {
  context.issues.push({ code: 'custom', input, message, params: { rule } });
  return z.NEVER;
}

/** What somebody has to say with an act; nothing is enough. */
export const opinion = z._default(z.string().check(z.trim(), z.maxLength(1000, '意见不能超过1000字')), '');

/** Why something out of the ordinary is done. */
export const reason = z
  .string('必须写明原因')
  .check(z.trim(), z.minLength(5, '原因至少5个字'), z.maxLength(500, '原因不能超过500字'));
