/** 序时进度 and what it asks of a year's amount, exactly (domain, glossary and B-1). */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leastOnPace, onPace, paceOf } from '../../shared/domain/pace.ts';

test.each([
  [6, 5000n],
  [9, 7500n],
  [10, 8333n],
  [11, 9167n],
])('序时进度 of month %i is %s hundredths', (month, pace) => expect(paceOf(month)).toBe(pace));

describe('an amount against what was due by now', () => {
  test('56 of 200 in June is 56 ÷ 100', () => {
    const { part, whole } = onPace(56n, 200n, 6n);
    expect(part * 100n).toBe(whole * 56n);
    expect(whole > 0n).toBe(true);
  });
  test('by the months, not by a rounded pace: 80 of 96 in October is all of it', () => {
    const { part, whole } = onPace(80n, 96n, 10n);
    expect(part).toBe(whole);
  });
});

describe('the least amount that is so many percent of what was due', () => {
  test('80 % of the half of 200.00 is 80.00, and not a 分 less', () =>
    expect(leastOnPace(80, 200_000_000n, 6n)).toBe(80_000_000n));
  test('rounded up where it does not come out even', () => expect(leastOnPace(80, 100n, 7n)).toBe(47n));
  test('reaches the percentage, and nothing smaller does', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 14n });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        amount,
        fc.integer({ min: 1, max: 12 }),
        (percent, whole, month) => {
          const reaches = (part: bigint) => {
            const ratio = onPace(part, whole, BigInt(month));
            return ratio.part * 100n >= ratio.whole * BigInt(percent);
          };
          const least = leastOnPace(percent, whole, BigInt(month));
          expect([reaches(least), reaches(least - 1n)]).toEqual([true, false]);
        },
      ),
    );
  });
});
