/** Sums of the money table: computed, never entered, on integers (V01, V02; domain, money rule). */
import { describe, expect, test } from 'vitest';
import { adjustedOf, type MoneyRow, totalsOf } from '../../shared/domain/content.ts';
import { formatWan, parseWan } from '../../shared/domain/money.ts';

const wan = (text: string) => parseWan(text) ?? -1n;
const row: MoneyRow = {
  initial: wan('90'),
  adjustment: wan('-12'),
  arrived: wan('50.5'),
  executed: wan('31.2'),
  forecast: wan('72'),
};

describe('V02 · adjusted = initial + adjustment', () => {
  test('90 − 12 = 78', () => expect(formatWan(adjustedOf(row))).toBe('78.00'));
  test('what is absent is nought', () => {
    expect(adjustedOf({})).toBe(0n);
    expect(adjustedOf({ initial: 5n })).toBe(5n);
    expect(adjustedOf({ adjustment: -5n })).toBe(-5n);
  });
});

describe('V01 · the total row is the sum of its rows, column by column', () => {
  test('60 + 20 + 4.5 = 84.5', () => {
    const rows = ['60', '20', '4.5'].map((initial) => ({ initial: wan(initial) }));
    expect(formatWan(totalsOf(rows).initial)).toBe('84.50');
  });
  test('every column by itself, with the rate of the sums', () => {
    const other: MoneyRow = {
      initial: wan('10'),
      adjustment: wan('12'),
      arrived: wan('0.5'),
      executed: wan('8.8'),
      forecast: wan('20'),
    };
    expect(totalsOf([row, other])).toEqual({
      initial: wan('100'),
      adjustment: 0n,
      adjusted: wan('100'),
      arrived: wan('51'),
      executed: wan('40'),
      forecast: wan('92'),
      rate: 4000n,
    });
  });
  test('cents that a binary fraction would lose: 0.1 + 0.7, 1.1 + 2.2', () => {
    expect(totalsOf([{ executed: wan('0.1') }, { executed: wan('0.7') }]).executed).toBe(wan('0.8'));
    expect(totalsOf([{ executed: wan('1.1') }, { executed: wan('2.2') }]).executed).toBe(wan('3.3'));
  });
  test('a row may be absent, and without a budget there is no rate', () =>
    expect(totalsOf([{}])).toEqual({
      initial: 0n,
      adjustment: 0n,
      adjusted: 0n,
      arrived: 0n,
      executed: 0n,
      forecast: 0n,
      rate: null,
    }));
});
