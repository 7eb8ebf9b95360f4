/**
 * The text of the small code (二维码) on each page of a report's draft: which report, which version of its text, and from which data it
 * was written. A scan is read by it, so that a page of another report or of older figures is found out before anybody looks (2.2d).
 * Capitals, digits and `-` `/` alone: a QR code holds those in half the room of other letters.
 */

/** What a code says; `data` is the shortened digest of the data, 24 hexadecimal capitals. */
export interface ReportCode {
  readonly report: string;
  readonly version: number;
  readonly data: string;
}

/** The number behind the letters is that of this syntax. */
const codeSyntax = /^JXJK1\/(\d{6}-\d{4}-[A-Z]{2}-\d{3})\/(0|[1-9]\d{0,5})\/([0-9A-F]{24})$/;

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 96 bits of a SHA-256 in base64url as hexadecimal: no two states of a report's data meet in them by accident. */
export function shortData(digest: string): string {
  const bits = [...digest.slice(0, 16)].reduce(
    (sum, letter) => sum * 64n + BigInt(base64url.indexOf(letter)),
    0n,
  );
  return bits.toString(16).padStart(24, '0').toUpperCase();
}

export function formatCode({ report, version, data }: ReportCode): string {
  return `JXJK1/${report}/${version}/${data}`;
}

/** Undefined when the text is none of ours. */
export function parseCode(text: string): ReportCode | undefined {
  const [, report, version, data] = codeSyntax.exec(text) ?? [];
  if (!(report && version && data)) return undefined;
  return { report, version: parseInt(version, 10), data };
}

export const codeVerdicts = ['same-data', 'older-data', 'other-report', 'not-readable'] as const;
export type CodeVerdict = (typeof codeVerdicts)[number];

export interface CodeComparison {
  readonly verdict: CodeVerdict;
  /** Chinese: what was found, and what to do about it. */
  readonly words: string;
}

/** What was read from a page, null where nothing was, against the report as it is now. */
export function compareCode(read: string | null, current: ReportCode): CodeComparison {
  const code = read === null ? undefined : parseCode(read);
  if (code === undefined) return { verdict: 'not-readable', words: unreadable(read) };
  if (code.report !== current.report)
    return {
      verdict: 'other-report',
      words: `页面二维码属于另一份报告（${code.report}），不是这里的${current.report}，请核对后上传对应的文件。`,
    };
  if (code.data !== current.data)
    return {
      verdict: 'older-data',
      words: `报告（第${code.version}版）所依据的填报数据与系统现有数据不一致，请重新生成报告、打印盖章后再上传。`,
    };
  return { verdict: 'same-data', words: `报告所依据的数据与系统现有数据一致${edited(code, current)}。` };
}

function unreadable(read: string | null): string {
  const found = read === null ? '没有从页面上读到二维码' : '页面上的二维码不是本系统报告的二维码';
  return `${found}，无法核对报告所依据的数据，请人工核对；也可以重新扫描（不低于200dpi、不裁边）后上传。`;
}

function edited({ version }: ReportCode, current: ReportCode): string {
  return version === current.version
    ? ''
    : `；文字自第${version}版后又有修改（现为第${current.version}版），请核对是否需要重新打印`;
}
