import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  executionRate,
  formatDecimal,
  formatHundredths,
  formatWan,
  parseDecimal,
  parseWan,
} from '../../shared/domain/money.ts';

describe('money rule · integer 分, 万元 text of at most 8 integer digits and 6 decimals', () => {
  test.each([
    ['1', 1_000_000n],
    ['31.2', 31_200_000n],
    ['1,234.567891', 1_234_567_891n],
    ['0.000001', 1n],
    ['-12', -12_000_000n],
    ['１２．５', 12_500_000n],
    ['1,234', 1_234_000_000n],
    ['12,345,678.9', 12_345_678_900_000n],
    ['１，２３４', 1_234_000_000n],
    [' 31.2\t', 31_200_000n],
    ['-0.5', -500_000n],
    ['99999999.999999', 99_999_999_999_999n],
  ])('%s 万元 is %s 分', (text, fen) => expect(parseWan(text)).toBe(fen));

  test.each([
    '12.3456789',
    '5万',
    '1e3',
    '',
    ' ',
    '.5',
    '5.',
    '1,23',
    '123456789',
    '0x10',
    'NaN',
    '--1',
    '3-5',
    '12,34',
    ',123',
    '1,2345',
    '1 2',
    '1.2.3',
    '+1',
    '12元',
    'x1',
    '1x',
  ])('V07 refuses %j', (text) => expect(parseWan(text)).toBeUndefined());

  test('every amount survives being shown and read again', () => {
    const amount = fc.bigInt({ min: -(10n ** 14n) + 1n, max: 10n ** 14n - 1n });
    return fc.assert(fc.property(amount, (fen) => parseWan(formatWan(fen)) === fen));
  });

  test.each([
    [31_200_000n, '31.20'],
    [0n, '0.00'],
    [1n, '0.000001'],
    [-12_000_000n, '-12.00'],
  ])('%s 分 shows as %s', (fen, text) => expect(formatWan(fen)).toBe(text));
});

describe('执行率 = executed ÷ adjusted × 100, 2 decimals half-up by integer arithmetic', () => {
  test.each([
    ['2.01', '200.00', '1.01'],
    ['31.2', '78', '40.00'],
    ['56', '200', '28.00'],
    ['1', '3', '33.33'],
    ['2', '3', '66.67'],
    ['0', '5', '0.00'],
    ['-1', '200', '-0.50'],
  ])('%s ÷ %s is %s %%', (executed, adjusted, rate) => {
    const found = executionRate(parseWan(executed) ?? 0n, parseWan(adjusted) ?? 0n);
    expect(found === null ? null : formatHundredths(found)).toBe(rate);
  });

  test('without an adjusted budget there is no rate', () => expect(executionRate(5n, 0n)).toBeNull());

  test('the rate never strays more than half a hundredth from the exact quotient', () => {
    const positive = fc.bigInt({ min: 1n, max: 10n ** 14n });
    return fc.assert(
      fc.property(positive, positive, (executed, adjusted) => {
        const rate = executionRate(executed, adjusted) ?? 0n;
        const error = rate * adjusted - executed * 10_000n;
        expect(2n * error <= adjusted && 2n * error > -adjusted).toBe(true);
      }),
    );
  });
});

describe('V11 · indicator values are plain numbers of at most 4 decimals', () => {
  test.each(['0', '17.5', '-3.0001', '999999999999.9999'])('takes %s', (text) => {
    expect(formatDecimal(parseDecimal(text) ?? -1n)).toBe(text);
  });
  test.each(['', 'NULL', '无', '-', '*', '_', '3-5', '1.00001', '1000000000000', '5%'])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );
});
