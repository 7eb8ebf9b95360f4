import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  divideDown,
  divideHalfAway,
  divideHalfUp,
  divideTruncated,
  divideUp,
} from '../../shared/domain/division.ts';

describe('division of integers with a stated rounding', () => {
  test.each([
    // dividend, divisor, down, up, truncated, half up, half away
    [7n, 2n, 3n, 4n, 3n, 4n, 4n],
    [-7n, 2n, -4n, -3n, -3n, -3n, -4n],
    [7n, -2n, -4n, -3n, -3n, -3n, -4n],
    [-7n, -2n, 3n, 4n, 3n, 4n, 4n],
    [7n, 3n, 2n, 3n, 2n, 2n, 2n],
    [8n, 3n, 2n, 3n, 2n, 3n, 3n],
    [-7n, 3n, -3n, -2n, -2n, -2n, -2n],
    [-8n, 3n, -3n, -2n, -2n, -3n, -3n],
    [6n, 3n, 2n, 2n, 2n, 2n, 2n],
    [-6n, 3n, -2n, -2n, -2n, -2n, -2n],
    [1n, 2n, 0n, 1n, 0n, 1n, 1n],
    [-1n, 2n, -1n, 0n, 0n, 0n, -1n],
    [0n, 5n, 0n, 0n, 0n, 0n, 0n],
    [0n, -5n, 0n, 0n, 0n, 0n, 0n],
  ])('%s ÷ %s', (dividend, divisor, down, up, truncated, halfUp, halfAway) => {
    expect([
      divideDown(dividend, divisor),
      divideUp(dividend, divisor),
      divideTruncated(dividend, divisor),
      divideHalfUp(dividend, divisor),
      divideHalfAway(dividend, divisor),
    ]).toEqual([down, up, truncated, halfUp, halfAway]);
  });

  const dividends = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  const divisors = fc.bigInt({ min: 1n, max: 10n ** 12n });

  test('down and up enclose the quotient within one', () =>
    fc.assert(
      fc.property(dividends, divisors, (dividend, divisor) => {
        const [down, up] = [divideDown(dividend, divisor), divideUp(dividend, divisor)];
        expect(down * divisor <= dividend && dividend <= up * divisor).toBe(true);
        expect(up - down).toBe(dividend % divisor === 0n ? 0n : 1n);
      }),
    ));

  test('half away is the same on both sides of nought', () =>
    fc.assert(
      fc.property(dividends, divisors, (dividend, divisor) => {
        expect(divideHalfAway(-dividend, divisor)).toBe(-divideHalfAway(dividend, divisor));
      }),
    ));
});
