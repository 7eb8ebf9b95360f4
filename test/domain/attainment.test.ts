import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areWeighted,
  attainmentOf,
  deviationOf,
  forecastDeviationOf,
  isProgress,
  meanAttainment,
} from '../../shared/domain/attainment.ts';
import type { IndicatorRow } from '../../shared/domain/content.ts';
import { formatHundredths } from '../../shared/domain/money.ts';
import { type Ratio, roundedPercent, weightedMean } from '../../shared/domain/ratio.ts';
import { type Indicator, targetOperators } from '../../shared/domain/subject.ts';
import { anIndicator, qualitative, value } from '../support/measured.ts';

const statusPercent = { achieved: 100, partly: 60, missed: 0 };
const shown = (hundredths: bigint | null) => (hundredths === null ? null : formatHundredths(hundredths));

function attained(over: Partial<Indicator>, row: IndicatorRow): string | null {
  const ratio = attainmentOf(anIndicator(over), row, statusPercent);
  return shown(ratio === null ? null : roundedPercent(ratio));
}

describe('§5 · 目标完成率 of a row against the full-year target', () => {
  test.each([
    // operator, target, actual, %
    ['gte', '48', '24', '50.00'],
    ['gte', '48', '14', '29.17'],
    ['gte', '48', '60', '125.00'],
    ['gt', '5', '5', '100.00'],
    ['eq', '12', '13', '108.33'],
    ['eq', '12', '9', '75.00'],
    ['gte', '48', '-12', '-25.00'],
    ['gte', '3', '1', '33.33'],
    ['gte', '3', '2', '66.67'],
    ['gte', '80000', '0.0004', '0.00'],
    ['gte', '80000', '4', '0.01'],
    // positive or exact with T ≤ 0: met or not
    ['gte', '0', '0', '100.00'],
    ['gte', '0', '-0.0001', '0.00'],
    ['gt', '0', '0', '0.00'],
    ['gt', '0', '0.0001', '100.00'],
    ['gte', '-3', '-3', '100.00'],
    ['gte', '-3', '-4', '0.00'],
    ['eq', '0', '0', '100.00'],
    ['eq', '0', '1', '0.00'],
    ['eq', '-2', '-2', '100.00'],
    ['eq', '-2', '-1', '0.00'],
    // reverse: met, or by how much it is exceeded
    ['lte', '30', '30', '100.00'],
    ['lte', '30', '12', '100.00'],
    ['lte', '30', '40', '75.00'],
    ['lt', '30', '30', '100.00'],
    ['lt', '30', '29.9999', '100.00'],
    ['lt', '30', '45', '66.67'],
    ['lte', '0', '0', '100.00'],
    ['lte', '0', '1', '0.00'],
    ['lt', '0', '0', '0.00'],
    ['lt', '0', '-1', '100.00'],
    ['lte', '-5', '-4', '0.00'],
    ['lte', '-5', '4', '0.00'],
  ] as const)('%s %s with %s is %s %%', (operator, target, actual, percent) =>
    expect(attained({ operator, target: value(target) }, { actual: value(actual) })).toBe(percent),
  );

  test.each([
    ['achieved', '100.00'],
    ['partly', '60.00'],
    ['missed', '0.00'],
  ] as const)('qualitative %s is %s %%', (status, percent) =>
    expect(attained(qualitative, { status })).toBe(percent),
  );

  test('the points of a status are data', () =>
    expect(
      attainmentOf(anIndicator(qualitative), { status: 'partly' }, { achieved: 90, partly: 55, missed: 5 }),
    ).toEqual({ part: 55n, whole: 100n }));

  test.each([
    ['nothing entered', {}, {}],
    ['a status in a row of numbers', {}, { status: 'achieved' }],
    ['a number in a row of statuses', qualitative, { actual: 10_000n }],
    ['not yet', {}, { actual: 10_000n, notYet: { reason: '尚未统计', month: 11 } }],
    ['not yet, qualitative', qualitative, { status: 'achieved', notYet: { reason: '尚未统计', month: 11 } }],
    ['a target without a figure', { target: null }, { actual: 10_000n }],
  ] as const)('no value: %s', (_, over, row) => expect(attained(over, row)).toBeNull());
});

describe('§5 · 偏离度 against what was due by now, half away from zero', () => {
  test.each([
    // nature, operator, target, actual, month, %
    ['cumulative', 'gte', '48', '24', 6, '0.00'],
    ['cumulative', 'gte', '48', '14', 6, '-41.67'],
    ['cumulative', 'gte', '48', '36', 9, '0.00'],
    ['cumulative', 'gt', '48', '48', 6, '100.00'],
    ['cumulative', 'eq', '48', '12', 6, '-50.00'],
    ['level', 'gte', '92', '90', 6, '-2.17'],
    ['level', 'gte', '92', '93', 6, '1.09'],
    ['level', 'eq', '12', '12', 6, '0.00'],
    // reverse rows are never prorated
    ['cumulative', 'lte', '30', '30', 6, '0.00'],
    ['cumulative', 'lt', '30', '15', 6, '-50.00'],
    ['level', 'lte', '30', '31', 6, '3.33'],
    // ties
    ['level', 'gte', '80000', '80004', 6, '0.01'],
    ['level', 'gte', '80000', '79996', 6, '-0.01'],
    ['level', 'gte', '80000', '80003.9999', 6, '0.00'],
    ['level', 'gte', '80000', '79996.0001', 6, '0.00'],
    // a basis below nought keeps the formula
    ['level', 'gte', '-10', '-5', 6, '-50.00'],
    ['level', 'gte', '-10', '-15', 6, '50.00'],
  ] as const)('%s %s %s with %s in month %i: %s', (nature, operator, target, actual, month, percent) =>
    expect(
      shown(
        deviationOf(
          anIndicator({ nature, operator, target: value(target) }),
          { actual: value(actual) },
          BigInt(month),
        ),
      ),
    ).toBe(percent),
  );

  test.each([
    ['basis 0', { target: 0n }, { actual: 10_000n }],
    ['nothing entered', {}, {}],
    ['qualitative', qualitative, { status: 'achieved', actual: 10_000n }],
    ['a target without a figure', { target: null }, { actual: 10_000n }],
    ['not yet', {}, { actual: 10_000n, notYet: { reason: '尚未统计', month: 11 } }],
  ] as const)('— for %s', (_, over, row) => expect(deviationOf(anIndicator(over), row, 6n)).toBeNull());

  test.each([
    ['cumulative', 'gte', '48', '48', '0.00'],
    ['cumulative', 'gte', '48', '40', '-16.67'],
    ['level', 'lte', '30', '33', '10.00'],
    ['level', 'eq', '12', '15', '25.00'],
    ['level', 'gte', '80000', '79996', '-0.01'],
  ] as const)(
    'the forecast: %s %s %s with %s is %s, never prorated',
    (nature, operator, target, forecast, percent) =>
      expect(
        shown(
          forecastDeviationOf(anIndicator({ nature, operator, target: value(target) }), {
            forecast: value(forecast),
          }),
        ),
      ).toBe(percent),
  );

  test.each([
    ['target 0', { target: 0n }, { forecast: 10_000n }],
    ['nothing entered', {}, { actual: 10_000n }],
    ['qualitative', qualitative, { forecastStatus: 'achieved', forecast: 10_000n }],
  ] as const)('the forecast: — for %s', (_, over, row) =>
    expect(forecastDeviationOf(anIndicator(over), row)).toBeNull(),
  );

  test('the forecast of a row that cannot have a value yet counts', () =>
    expect(
      forecastDeviationOf(anIndicator(), {
        forecast: value('40'),
        notYet: { reason: '尚未统计', month: 11 },
      }),
    ).toBe(-1667n));
});

describe('§5 · weighted mean', () => {
  const half: Ratio = { part: 1n, whole: 2n };
  const row = (attainment: Ratio | null, weight: string | null = null) => ({
    indicator: anIndicator({ weight: weight === null ? null : value(weight) }),
    attainment,
  });
  const all: Ratio = { part: 1n, whole: 1n };

  test.each([
    ['no rows', [], null],
    ['no values', [row(null), row(null)], null],
    ['one row', [row(half)], '50.00'],
    ['capped at 100', [row({ part: 300n, whole: 100n }), row({ part: 0n, whole: 1n })], '50.00'],
    ['floored at 0', [row({ part: -300n, whole: 100n }), row(all)], '50.00'],
    ['rows without a value are left out', [row(half), row(null)], '50.00'],
    ['thirds', [row({ part: 1n, whole: 3n }), row({ part: 1n, whole: 6n })], '25.00'],
    ['rounded once, half-up', [row({ part: 1n, whole: 3n }), row({ part: 0n, whole: 3n })], '16.67'],
    [
      'a tie that rounding each row would miss',
      [4n, 4n, 7n].map((part) => row({ part, whole: 100_000n })),
      '0.01',
    ],
  ] as const)('%s', (_, rows, mean) => expect(shown(meanAttainment(rows, false))).toBe(mean));

  test.each([
    ['by weight', [row(half, '30'), row(all, '10')], '62.50'],
    ['weights of the rows that are left', [row(half, '30'), row(null, '60')], '50.00'],
    ['a row without weight weighs nothing', [row(half, '0'), row(all, '10')], '100.00'],
    ['nothing weighs', [row(half, '0'), row(all, '0')], null],
  ] as const)('weighted: %s', (_, rows, mean) => expect(shown(meanAttainment(rows, true))).toBe(mean));

  test('the same rows with equal weights', () =>
    expect(shown(meanAttainment([row(half, '30'), row(all, '10')], false))).toBe('75.00'));

  test.each([
    ['all have one', ['30', '10'], true],
    ['one of nought is one', ['30', '0'], true],
    ['one lacks it', ['30', null], false],
    ['none', [null, null], false],
  ])('targets count as weighted: %s', (_, weights, expected) =>
    expect(areWeighted(weights.map((weight) => row(null, weight).indicator))).toBe(expected),
  );

  test.each([
    ['cumulative', 'gte', true],
    ['cumulative', 'lte', true],
    ['cumulative', 'eq', true],
    ['cumulative', 'qualitative', false],
    ['level', 'gte', false],
    ['level', 'qualitative', false],
  ] as const)('progress of the year: %s %s is %s', (nature, operator, expected) =>
    expect(isProgress(anIndicator({ nature, operator }))).toBe(expected),
  );
});

describe('properties', () => {
  const ratio = fc.record({
    part: fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
    whole: fc.bigInt({ min: 1n, max: 10n ** 16n }),
  });
  const rows = fc.array(
    fc.record({
      attainment: fc.option(ratio),
      indicator: fc.bigInt({ min: 0n, max: 1_000_000n }).map((weight) => anIndicator({ weight })),
    }),
    { maxLength: 12 },
  );

  test('a mean lies between 0 and 100 % whatever the rows', () =>
    fc.assert(
      fc.property(rows, fc.boolean(), (some, weighted) => {
        const mean = meanAttainment(some, weighted) ?? 0n;
        expect(mean >= 0n && mean <= 10_000n).toBe(true);
      }),
    ));

  test('the order of rows does not matter', () =>
    fc.assert(
      fc.property(rows, fc.boolean(), (some, weighted) => {
        expect(meanAttainment([...some].reverse(), weighted)).toBe(meanAttainment(some, weighted));
      }),
    ));

  test('a mean of shares over one whole is their plain mean', () =>
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1 }), (parts) => {
        const mean = weightedMean(parts.map((part) => ({ ratio: { part, whole: 1000n }, weight: 1n })));
        const sum = parts.reduce((total, part) => total + part, 0n);
        expect((mean?.part ?? -1n) * 1000n * BigInt(parts.length)).toBe(sum * (mean?.whole ?? 0n));
      }),
    ));

  test('a reverse row never attains more than 100 %, a met one exactly that', () => {
    const number = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n });
    return fc.assert(
      fc.property(fc.constantFrom('lt', 'lte'), number, number, (operator, target, actual) => {
        const { part, whole } = attainmentOf(
          anIndicator({ operator, target }),
          { actual },
          statusPercent,
        ) ?? {
          part: -1n,
          whole: 1n,
        };
        expect(part >= 0n && part <= whole).toBe(true);
        if (actual < target) expect(part).toBe(whole);
      }),
    );
  });

  test('attainment and deviation of the year do not change when all is counted in another unit', () => {
    const target = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const operators = fc.constantFrom(...targetOperators.filter((each) => each !== 'qualitative'));
    const factor = fc.bigInt({ min: 1n, max: 1000n });
    return fc.assert(
      fc.property(operators, target, target, factor, (operator, goal, actual, times) => {
        const [once, scaled] = [1n, times].map((by) => {
          const indicator = anIndicator({ operator, target: goal * by });
          const row = { actual: actual * by, forecast: actual * by };
          const found = attainmentOf(indicator, row, statusPercent);
          return [
            found && roundedPercent(found),
            deviationOf(indicator, row, 7n),
            forecastDeviationOf(indicator, row),
          ];
        });
        expect(scaled).toEqual(once);
      }),
    );
  });
});
