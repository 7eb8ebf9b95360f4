/** The code on each page of a report: what is written is read again, and a page of other or older data is told from the present one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { formatReportId, reportPath } from '../../shared/contract/field.ts';
import {
  compareCode,
  formatCode,
  parseCode,
  type ReportCode,
  shortData,
} from '../../shared/domain/report-code.ts';

const digits = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
    .map((each) => each.join(''));
const refs = fc.record({
  region: digits(6),
  fiscalYear: fc.integer({ min: 2000, max: 2099 }),
  period: fc.constantFrom('half-year' as const, 'annual' as const),
  department: digits(3),
});
const data = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((hash) => shortData(Buffer.from(hash).toString('base64url')));
const codes = fc.record({
  report: refs.map(formatReportId),
  version: fc.integer({ min: 0, max: 999_999 }),
  data,
});

describe('what a code says', () => {
  test.each([
    ['nothing', ''],
    ['another text', 'https://example.com/'],
    ['a code of another syntax', 'JXJK2/360733-2022-HY-111/3/0123456789ABCDEF01234567'],
    ['a digest that is cut', 'JXJK1/360733-2022-HY-111/3/0123456789ABCDEF0123456'],
    ['small letters', 'JXJK1/360733-2022-HY-111/3/0123456789abcdef01234567'],
    ['a version that is no number', 'JXJK1/360733-2022-HY-111/03/0123456789ABCDEF01234567'],
    ['something behind it', 'JXJK1/360733-2022-HY-111/3/0123456789ABCDEF01234567\n'],
  ])('%s is none of ours', (_, text) => {
    expect(parseCode(text)).toBeUndefined();
  });

  test('any code is read as it was written, and fits a small QR code of letters and digits', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const text = formatCode(code);
        expect(parseCode(text)).toEqual(code);
        expect(text).toMatch(/^[0-9A-Z/-]{40,61}$/);
      }),
    );
  });

  test('the digest in it is the beginning of the whole one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
        const whole = Buffer.from(hash);
        expect(shortData(whole.toString('base64url'))).toBe(whole.toString('hex').slice(0, 24).toUpperCase());
      }),
    );
  });

  test('any report id is read as it was written', () => {
    fc.assert(
      fc.property(refs, (ref) => {
        expect(z.decode(reportPath, { report: formatReportId(ref) })).toEqual({ report: ref });
      }),
    );
    expect(formatReportId({ region: '360733', fiscalYear: 2022, period: 'annual', department: '111' })).toBe(
      '360733-2022-FY-111',
    );
    expect(z.safeDecode(reportPath, { report: '360733-2022-H1-111' }).success).toBe(false);
  });
});

describe('a page against the present report', () => {
  const now: ReportCode = {
    report: '360733-2022-HY-111',
    version: 5,
    data: '0123456789ABCDEF01234567',
  };
  const read = (rest: Partial<ReportCode>) => compareCode(formatCode({ ...now, ...rest }), now);

  test('no code, and a code of somebody else, ask for the eye', () => {
    expect(compareCode(null, now)).toMatchObject({ verdict: 'not-readable' });
    expect(compareCode(null, now).words).toContain('没有从页面上读到二维码');
    expect(compareCode('https://example.com/', now).verdict).toBe('not-readable');
    expect(compareCode('https://example.com/', now).words).toContain('不是本系统报告的二维码');
  });

  test('another report is named, whatever its data', () => {
    const other = read({ report: '360733-2022-HY-112' });
    expect(other.verdict).toBe('other-report');
    expect(other.words).toContain('360733-2022-HY-112');
  });

  test('older data is said with the version that it was printed in', () => {
    const older = read({ version: 3, data: 'FFFFFFFFFFFFFFFFFFFFFFFF' });
    expect(older.verdict).toBe('older-data');
    expect(older.words).toContain('第3版');
  });

  test('the same data is the same, and a text edited since is mentioned', () => {
    expect(read({})).toEqual({ verdict: 'same-data', words: '报告所依据的数据与系统现有数据一致。' });
    expect(read({ version: 4 })).toMatchObject({ verdict: 'same-data' });
    expect(read({ version: 4 }).words).toContain('第4版后又有修改（现为第5版）');
  });

  test('exactly one verdict for any two codes', () => {
    fc.assert(
      fc.property(codes, codes, (printed, current) => {
        const { verdict } = compareCode(formatCode(printed), current);
        const isOther = printed.report !== current.report;
        const expected = isOther
          ? 'other-report'
          : printed.data === current.data
            ? 'same-data'
            : 'older-data';
        expect(verdict).toBe(expected);
      }),
    );
  });
});
