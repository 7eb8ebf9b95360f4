/** How alike two narratives are: Sørensen–Dice over pairs of characters, each as often as it occurs. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideTruncated } from '../../shared/domain/division.ts';
import {
  type Fingerprint,
  fingerprintOf,
  isAlike,
  mayBeAlike,
  similarity,
} from '../../shared/domain/similarity.ts';

function print(text: string): Fingerprint {
  const made = fingerprintOf(text);
  if (made === null) throw new Error(`too short: ${text}`);
  return made;
}
/** In hundredths of a percent, truncated. */
function share(one: string, other: string): bigint {
  const { part, whole } = similarity(print(one), print(other));
  return divideTruncated(part * 10_000n, whole);
}

describe('what is compared', () => {
  test('ten characters at least, as people count them', () => {
    expect(fingerprintOf('甲乙丙丁戊己庚辛壬')).toBeNull();
    expect(fingerprintOf('甲乙丙丁戊己庚辛壬癸')?.pairs).toBe(9);
    expect(fingerprintOf('𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈')).toBeNull();
    expect(fingerprintOf('𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀉')?.pairs).toBe(9);
    expect(fingerprintOf('\uffff'.repeat(10))?.pairs).toBe(9);
    expect(fingerprintOf('')).toBeNull();
  });
  test('every pair is counted, in some bucket', () => {
    const { pairs, counts } = print('上半年按计划开展培训24场，任务过半，学员反映良好。');
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(pairs);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(15);
    expect(print('甲'.repeat(10)).counts.filter((count) => count > 0)).toEqual(new Uint16Array([9]));
  });
  test('blanks and punctuation do not count', () => {
    expect(fingerprintOf('甲乙，丙丁。 戊己\n庚；辛“壬”')).toBeNull();
    expect(share('甲乙丙丁戊己庚辛壬癸', '甲乙，丙丁。 戊己\n庚；辛“壬”——癸！')).toBe(10_000n);
  });
  test('widths do not count', () => {
    expect(share('完成24场ABC培训共计', '完成２４场ＡＢＣ培训共计')).toBe(10_000n);
    expect(share('一是完成1场二是完成2场', '一是完成⑴场二是完成⑵场')).toBe(10_000n);
  });
});

describe('how alike', () => {
  test.each([
    ['the same', '甲乙丙丁戊己庚辛壬癸', '甲乙丙丁戊己庚辛壬癸', 10_000n],
    ['nothing in common', '甲乙丙丁戊己庚辛壬癸', '子丑寅卯辰巳午未申酉', 0n],
    ['the same characters turned round', '甲乙丙丁戊己庚辛壬癸', '癸壬辛庚己戊丁丙乙甲', 0n],
    ['9 of 10 pairs', '甲乙丙丁戊己庚辛壬癸子', '甲乙丙丁戊己庚辛壬癸丑', 9000n],
    // 9 pairs in common of 9 and 19: 18 ÷ 28.
    ['half of a text', '甲乙丙丁戊己庚辛壬癸', '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉', 6428n],
    // 甲甲 occurs 9 times here and 4 times there, beside 5 others: 2 × 4 ÷ (9 + 9).
    ['pairs as often as they occur', '甲甲甲甲甲甲甲甲甲甲', '甲甲甲甲甲乙丙丁戊己', 4444n],
    // 11 → 2 and 1 → 12 must not fall together: pairs are whole characters.
    ['rare characters are whole', '𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀉', '𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀊', 8888n],
  ])('%s', (_, one, other, expected) => {
    expect(share(one, other)).toBe(expected);
    expect(share(other, one)).toBe(expected);
  });
  test('strictly more than the percentage', () => {
    const [one, other] = [print('甲乙丙丁戊己庚辛壬癸子'), print('甲乙丙丁戊己庚辛壬癸丑')];
    expect([isAlike(one, other, 89), isAlike(one, other, 90), isAlike(one, other, 91)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isAlike(one, one, 99)).toBe(true);
    expect(isAlike(one, one, 100)).toBe(false);
  });
});

describe('most texts are told apart by their counts', () => {
  const one = print('甲乙丙丁戊己庚辛壬癸子');
  test('other characters, the same ones turned round, and twice as many', () => {
    expect(mayBeAlike(one, print('寅卯辰巳午未申酉戌亥丑'), 50)).toBe(false);
    expect(mayBeAlike(one, print('子癸壬辛庚己戊丁丙乙甲'), 50)).toBe(false);
    expect(mayBeAlike(one, print('甲乙丙丁戊己庚辛壬癸子甲乙丙丁戊己庚辛壬癸子'), 70)).toBe(false);
  });
  test('the same text, and just more than the percentage, are left open', () => {
    expect(mayBeAlike(one, one, 99)).toBe(true);
    const other = print('甲乙丙丁戊己庚辛壬癸丑');
    expect([mayBeAlike(one, other, 89), mayBeAlike(one, other, 90)]).toEqual([true, false]);
  });
  test('pairs that fall into one bucket look alike and are told apart exactly', () => {
    const shifted = (text: string) =>
      Array.from(text, (each) => String.fromCharCode(each.charCodeAt(0) + 512)).join('');
    const text = '甲乙丙丁戊己庚辛壬癸子';
    const other = print(shifted(text));
    expect([mayBeAlike(one, other, 90), isAlike(one, other, 90), isAlike(one, other, 0)]).toEqual([
      true,
      false,
      false,
    ]);
    // 9 of 10 pairs are 90 %, which is not more than that.
    const last = print(`${text.slice(0, -1)}${shifted('子')}`);
    expect([mayBeAlike(one, last, 90), isAlike(one, last, 90), isAlike(one, last, 89)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

/** Words of few characters, so that pairs recur; blanks, marks, wide and rare characters among them. */
const texts = fc
  .array(fc.constantFrom('完成', '培训', '资金', '进度', '，', ' ', '２', '2', '𠀀', 'é', '正常'), {
    minLength: 10,
    maxLength: 60,
  })
  .map((words) => words.join(''))
  .filter((text) => fingerprintOf(text) !== null);

describe('laws', () => {
  test('symmetric, one for equal texts, between nought and one', () =>
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const [a, b] = [print(one), print(other)];
        const { part, whole } = similarity(a, b);
        expect(similarity(b, a)).toEqual({ part, whole });
        expect(part >= 0n && part <= whole).toBe(true);
        const self = similarity(a, a);
        expect(self.part).toBe(self.whole);
      }),
    ));
  test('the quick answer is the exact one', () =>
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 0, max: 100 }), (one, other, percent) => {
        const [a, b] = [print(one), print(other)];
        const { part, whole } = similarity(a, b);
        expect(isAlike(a, b, percent)).toBe(part * 100n > BigInt(percent) * whole);
      }),
    ));
  test('widths, blanks and punctuation make no difference', () =>
    fc.assert(
      fc.property(texts, (text) => {
        const loose = [...text].join(' ').replaceAll('2', '２');
        const { part, whole } = similarity(print(text), print(`“${loose}”。`));
        expect(part).toBe(whole);
      }),
    ));
});
