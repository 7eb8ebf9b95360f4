import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInForm, dateText, formOf, numberText, percentText } from '../../shared/sheet/cell-text.ts';

describe('a number is shown in plain digits, as a spreadsheet shows it', () => {
  test.each([
    ['0.8', '0.8'],
    ['0.79999999999999993', '0.8'],
    ['0.80000000000000004', '0.8'],
    ['1234.567891', '1234.567891'],
    ['1234.5678910000001', '1234.567891'],
    ['31.20', '31.2'],
    ['-12', '-12'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['007', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1E-7', '0.0000001'],
    ['2.5e3', '2500'],
    ['1E+14', '100000000000000'],
    ['99999999.999999', '99999999.999999'],
    ['999999999999999', '999999999999999'],
    ['0.99999999999999999', '1'],
    [' 3 ', '3'],
  ])('%s → %s', (stored, text) => expect(numberText(stored)).toBe(text));

  test.each(['1e21', '1E+15', '1234567890123456', '1.1010119900101101E+17', '110101199001010000', '1e999'])(
    '%s is too long to be trusted',
    (stored) => expect(numberText(stored)).toBe('long'),
  );

  test.each(['', '.', '1,2', '0x10', 'NaN', 'Infinity', '--1', '1e', '1e1.5', '１'])(
    '%j is no number',
    (stored) => expect(numberText(stored)).toBeUndefined(),
  );

  test('every decimal of 15 digits survives being a double', () => {
    const digits = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n });
    return fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 6 }), (value, decimals) => {
        const text = numberText(`${value}e-${decimals}`);
        return typeof text === 'string' && numberText(Number(text).toPrecision(17)) === text;
      }),
    );
  });

  test.each([
    ['0.4', '40%'],
    ['0.075', '7.5%'],
    ['0.28999999999999998', '29%'],
    ['1', '100%'],
    ['12', '1200%'],
    ['0', '0%'],
    ['-0.005', '-0.5%'],
    ['0.0001', '0.01%'],
  ])('as a percentage %s → %s', (stored, text) => expect(percentText(stored)).toBe(text));
});

describe('a day number is a day', () => {
  test.each([
    ['44743', '2022-07-01'],
    ['44743.5', '2022-07-01 12:00:00'],
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['60', '1900-02-29'],
    ['61', '1900-03-01'],
    ['2958465', '9999-12-31'],
    ['0.25', '06:00:00'],
    ['44742.999999', '2022-07-01'],
  ])('%s → %s', (stored, text) => expect(dateText(stored, false)).toBe(text));

  test('counted from 1904 it is four years and a day later', () =>
    expect(dateText('43281', true)).toBe('2022-07-01'));

  test.each(['', '-1', '2958466', 'x'])('%j is no day', (stored) =>
    expect(dateText(stored, false)).toBeUndefined(),
  );
});

describe('the number format says how a number is shown', () => {
  test.each([
    ['General', 'plain'],
    ['0.00', 'plain'],
    ['#,##0.00_);[Red](#,##0.00)', 'plain'],
    ['0.00"元/m2"', 'plain'],
    ['_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ', 'plain'],
    ['0.00E+00', 'plain'],
    ['@', 'plain'],
    ['0.00%', 'percent'],
    ['[Red]0%;-0%', 'percent'],
    ['yyyy/m/d', 'date'],
    ['yyyy"年"m"月"d"日";@', 'date'],
    ['[$-804]yyyy\\-mm\\-dd', 'date'],
    ['[DBNum1][$-804]m"月"d"日"', 'date'],
    ['[h]:mm:ss', 'date'],
    ['0\\.0000', 'scaled'],
    ['0!.0,"万"', 'scaled'],
    ['0"."0000"万元"', 'scaled'],
    ['#,##0,', 'scaled'],
    ['0.0,,"百万"', 'scaled'],
  ])('%s is %s', (code, form) => expect(formOf(code)).toBe(form));

  test.each([
    [0, 'plain'],
    [4, 'plain'],
    [9, 'percent'],
    [10, 'percent'],
    [11, 'plain'],
    [14, 'date'],
    [22, 'date'],
    [31, 'date'],
    [45, 'date'],
    [49, 'plain'],
    [57, 'date'],
    [164, 'plain'],
  ])('built in: %s is %s', (id, form) => expect(builtInForm(id)).toBe(form));
});
