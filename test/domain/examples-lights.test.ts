import { describe, expect, test } from 'vitest';
import type { IndicatorRow } from '../../shared/domain/content.ts';
import { type Figures, figuresOf, type RowFigures } from '../../shared/domain/figures.ts';
import { formatHundredths } from '../../shared/domain/money.ts';
import type { Indicator } from '../../shared/domain/subject.ts';
import { aContent, aGround, anIndicator, fen, qualitative, rulesNamed, value } from '../support/measured.ts';

/** Every example that the rules give in numbers, through the whole computation. */

interface Money {
  readonly adjusted: string;
  readonly executed: string;
  readonly month?: number;
  readonly rules?: string;
}

function budgetOf({ adjusted, executed, month = 6, rules = 'RS-DEFAULT@1' }: Money): Figures {
  const content = aContent({ fiscal: { initial: fen(adjusted), executed: fen(executed) } });
  return figuresOf(content, aGround({ cutoffMonth: month, ruleSet: rulesNamed(rules) }));
}

function rowOf(over: Partial<Indicator>, row: IndicatorRow, month = 6): RowFigures {
  const indicator = anIndicator(over);
  const figures = figuresOf(
    aContent({}, { [indicator.code]: row }),
    aGround({ cutoffMonth: month }, [indicator]),
  );
  const found = figures.rows[indicator.code];
  if (found === undefined) throw new Error('the row got lost');
  return found;
}

const shown = (hundredths: bigint | null) => (hundredths === null ? null : formatHundredths(hundredths));

describe('§4 · 执行率, 2 decimals half-up by integer arithmetic', () => {
  test.each([
    ['2.01', '200.00', '1.01'],
    ['31.2', '78', '40.00'],
    ['56', '200', '28.00'],
  ])('%s of %s is %s %%', (executed, adjusted, rate) =>
    expect(shown(budgetOf({ adjusted, executed }).rate)).toBe(rate),
  );
});

describe('§6.1 · B-0 and B-1, month 6, adjusted 200.00', () => {
  test.each([
    ['0', 'red', '0.00'],
    ['56.00', 'red', '56.00'],
    ['59.999999', 'red', '59.99'],
    ['60.00', 'yellow', '60.00'],
    ['79.999999', 'yellow', '79.99'],
    ['80.00', 'green', '80.00'],
    ['200.00', 'green', '200.00'],
  ])('executed %s is %s at %s', (executed, light, measured) => {
    const { budget, lights } = budgetOf({ adjusted: '200.00', executed });
    expect([budget.ruleId, budget.light, shown(budget.value)]).toEqual(['B-1', light, measured]);
    expect(lights).toEqual({ budget: light, goal: null, outlook: null, filing: light });
  });

  test('the example of an explanation, letter by letter', () => {
    const { budget } = budgetOf({ adjusted: '200.00', executed: '56.00' });
    expect(`${budget.sentence}${budget.toGreen}`).toBe(
      '执行率28.00%，序时进度50.00%，执行进度为序时的56.00%，低于60%，红灯。累计执行再增加24.00万元可转绿灯。',
    );
    expect(budget).toEqual({
      ruleSet: 'RS-DEFAULT@1',
      ruleId: 'B-1',
      inputs: { 累计执行数: '56.00', 调整后预算数: '200.00', 序时进度: '50.00%' },
      value: 5600n,
      light: 'red',
      sentence: '执行率28.00%，序时进度50.00%，执行进度为序时的56.00%，低于60%，红灯。',
      toGreen: '累计执行再增加24.00万元可转绿灯。',
    });
  });

  test.each([
    ['nought', { fiscal: { initial: 0n, executed: 0n } }],
    ['nothing entered', {}],
    ['all of it cut', { fiscal: { initial: fen('90'), adjustment: fen('-90'), executed: 0n } }],
    ['payments alone', { fiscal: { executed: fen('5') } }],
    ['below nought', { fiscal: { initial: fen('-1'), executed: 0n } }],
  ])('without an adjusted budget there is no light: %s', (_, money) => {
    const { budget, rate, lights } = figuresOf(aContent(money), aGround());
    expect(budget).toMatchObject({
      ruleSet: 'RS-DEFAULT@1',
      ruleId: 'B-0',
      value: null,
      light: null,
      sentence: '无预算，不评灯。',
      toGreen: null,
    });
    expect([rate, lights.budget, lights.filing]).toEqual([null, null, null]);
  });
});

describe('§6.1 · I-1, ≥48个 cumulative, month 6', () => {
  test.each([
    ['-1', 'red', '-4.16'],
    ['0', 'red', '0.00'],
    ['14', 'red', '58.33'],
    ['14.3999', 'red', '59.99'],
    ['14.4', 'yellow', '60.00'],
    ['19', 'yellow', '79.16'],
    ['19.1999', 'yellow', '79.99'],
    ['19.2', 'green', '80.00'],
    ['28', 'green', '116.66'],
    ['28.7999', 'green', '119.99'],
    ['28.8', 'blue', '120.00'],
  ])('%s is %s at %s', (actual, light, measured) => {
    const row = rowOf({}, { actual: value(actual) });
    expect([row.light.ruleId, row.light.light, shown(row.light.value)]).toEqual(['I-1', light, measured]);
  });

  test.each(['gt', 'eq'] as const)('%s is measured alike', (operator) => {
    expect(rowOf({ operator }, { actual: value('24') }).light).toMatchObject({
      ruleId: 'I-1',
      light: 'green',
    });
    expect(rowOf({ operator }, { actual: value('28.8') }).light.light).toBe('blue');
  });
});

describe('§6.1 · I-2, level rows with a target above nought: blue is asked first', () => {
  const percent: Partial<Indicator> = { code: '31-01', nature: 'level', target: value('92'), unit: '%' };
  const exact: Partial<Indicator> = { nature: 'level', operator: 'eq', target: value('12') };
  const above: Partial<Indicator> = { nature: 'level', operator: 'gt', target: value('5') };
  test.each([
    ['≥92 %', percent, '93', 'green', '101.08'],
    ['≥92 %', percent, '92', 'green', '100.00'],
    ['≥92 %', percent, '90', 'yellow', '97.82'],
    ['≥92 %', percent, '73.6', 'yellow', '80.00'],
    ['≥92 %', percent, '73.5999', 'red', '79.99'],
    ['≥92 %', percent, '73', 'red', '79.34'],
    ['≥92 %', percent, '110.3999', 'green', '119.99'],
    ['≥92 %', percent, '110.4', 'blue', '120.00'],
    ['>5', above, '5', 'yellow', '100.00'],
    ['>5', above, '5.0001', 'green', '100.00'],
    ['=12', exact, '12', 'green', '100.00'],
    ['=12', exact, '11', 'yellow', '91.66'],
    ['=12', exact, '13', 'yellow', '108.33'],
    ['=12', exact, '9', 'red', '75.00'],
    ['=12', exact, '15', 'blue', '125.00'],
  ] as const)('%s with %s %s is %s at %s', (_, over, actual, light, measured) => {
    const row = rowOf(over, { actual: value(actual) });
    expect([row.light.ruleId, row.light.light, shown(row.light.value)]).toEqual(['I-2', light, measured]);
  });

  test('a level row is never prorated: 92 % satisfaction in June is 92 %', () =>
    expect([3, 6, 11].map((month) => rowOf(percent, { actual: value('92') }, month).light.value)).toEqual([
      10_000n,
      10_000n,
      10_000n,
    ]));
});

describe('§6.1 · I-3 to I-5 compare and never divide', () => {
  const nature = ['cumulative', 'level'] as const;
  const cases = [
    ['I-3', 'eq', '0', '0', 'green'],
    ['I-3', 'eq', '0', '1', 'red'],
    ['I-3', 'eq', '0', '-1', 'red'],
    ['I-4', 'gte', '0', '0', 'green'],
    ['I-4', 'gte', '0', '-0.0001', 'red'],
    ['I-4', 'gt', '0', '0', 'red'],
    ['I-4', 'gt', '0', '0.0001', 'green'],
    ['I-4', 'gte', '-3', '-3', 'green'],
    ['I-4', 'gte', '-3', '-4', 'red'],
    ['I-4', 'gt', '-3', '-3', 'red'],
    ['I-4', 'eq', '-3', '-3', 'green'],
    ['I-4', 'eq', '-3', '-2', 'red'],
    ['I-5', 'lte', '30', '30', 'green'],
    ['I-5', 'lte', '30', '30.0001', 'red'],
    ['I-5', 'lt', '30', '30', 'red'],
    ['I-5', 'lt', '30', '29.9999', 'green'],
    ['I-5', 'lte', '0', '0', 'green'],
    ['I-5', 'lt', '0', '0', 'red'],
    ['I-5', 'lte', '-2', '-2', 'green'],
  ] as const;
  test.each(nature.flatMap((each) => cases.map((one) => [...one, each] as const)))(
    '%s: %s %s with %s is %s, %s',
    (ruleId, operator, target, actual, light, kind) => {
      const row = rowOf({ operator, target: value(target), nature: kind }, { actual: value(actual) });
      expect([row.light.ruleId, row.light.value, row.light.light]).toEqual([ruleId, null, light]);
    },
  );
});

describe('§6.1 · I-6 and I-7', () => {
  test.each([
    ['achieved', 'green'],
    ['partly', 'yellow'],
    ['missed', 'red'],
  ] as const)('%s is %s', (status, light) =>
    expect(rowOf(qualitative, { status }).light).toMatchObject({ ruleId: 'I-6', value: null, light }),
  );

  test.each([[{}], [qualitative]])(
    'what cannot have a value yet has no light, whatever else is in the row',
    (over) =>
      expect(
        rowOf(over, { notYet: { reason: '年底开展调查', month: 11 }, actual: value('1'), status: 'missed' })
          .light,
      ).toEqual({
        ruleSet: 'RS-DEFAULT@1',
        ruleId: 'I-7',
        inputs: { 预计可取值月份: '11月' },
        value: null,
        light: null,
        sentence: '本期尚无法取值（预计11月可取值），不评灯。',
        toGreen: null,
      }),
  );
});

describe('§6.1 · O-1, the worse of the forecast and the likelihood', () => {
  const reverse: Partial<Indicator> = { operator: 'lte', target: value('30'), nature: 'level' };
  const none: Partial<Indicator> = { target: value('0') };
  test.each([
    ['48 of ≥48', {}, '48', 'certain', 'green', '100.00'],
    ['96 of ≥48: never blue', {}, '96', 'certain', 'green', '200.00'],
    ['47.9999 of ≥48', {}, '47.9999', 'certain', 'yellow', '99.99'],
    ['38.4 of ≥48', {}, '38.4', 'certain', 'yellow', '80.00'],
    ['38.3999 of ≥48', {}, '38.3999', 'certain', 'red', '79.99'],
    ['48 of ≥48', {}, '48', 'possible', 'yellow', '100.00'],
    ['48 of ≥48', {}, '48', 'impossible', 'red', '100.00'],
    ['40 of ≥48', {}, '40', 'impossible', 'red', '83.33'],
    ['20 of ≥48', {}, '20', 'possible', 'red', '41.66'],
    ['30 of ≤30', reverse, '30', 'certain', 'green', null],
    ['31 of ≤30', reverse, '31', 'certain', 'red', null],
    ['0 of ≥0', none, '0', 'certain', 'green', null],
    ['-1 of ≥0', none, '-1', 'certain', 'red', null],
    ['13 of =12', { operator: 'eq', target: value('12') }, '13', 'certain', 'yellow', '108.33'],
    ['1 of =0', { operator: 'eq', target: value('0') }, '1', 'certain', 'red', null],
  ] as const)('%s: forecast %s %s, %s is %s', (_, over, forecast, likelihood, light, measured) => {
    const { outlook } = rowOf(over, { forecast: value(forecast), likelihood });
    expect([outlook.ruleId, outlook.light, shown(outlook.value)]).toEqual(['O-1', light, measured]);
  });

  test.each([
    ['achieved', 'certain', 'green'],
    ['partly', 'certain', 'yellow'],
    ['missed', 'certain', 'red'],
    ['achieved', 'possible', 'yellow'],
    ['achieved', 'impossible', 'red'],
    ['missed', 'possible', 'red'],
    ['partly', 'impossible', 'red'],
  ] as const)('qualitative: %s and %s is %s', (forecastStatus, likelihood, light) =>
    expect(rowOf(qualitative, { forecastStatus, likelihood }).outlook).toMatchObject({
      ruleId: 'O-1',
      value: null,
      light,
    }),
  );
});

describe('§6.2 · RS-PACE: P-1, the step of the greatest listed month that is not after the cut-off', () => {
  const pace = (executed: string, month: number, adjusted = '480.00') =>
    budgetOf({ adjusted, executed, month, rules: 'RS-PACE@1' });

  test.each([
    [9, '287.99', 'red', '59.99'],
    [9, '288.00', 'green', '60.00'],
    [9, '287.999999', 'red', '59.99'],
    [4, '119.99', 'red', '24.99'],
    [4, '120', 'green', '25.00'],
    [5, '120', 'green', '25.00'],
    [6, '191.99', 'red', '39.99'],
    [6, '192', 'green', '40.00'],
    [7, '192', 'green', '40.00'],
    [8, '287.99', 'red', '59.99'],
    [10, '383.99', 'red', '79.99'],
    [10, '384', 'green', '80.00'],
    [11, '383.99', 'red', '79.99'],
    [11, '384', 'green', '80.00'],
    [12, '960', 'green', '200.00'],
  ])('month %i, executed %s of 480.00 is %s', (month, executed, light, measured) => {
    const { budget } = pace(executed, month);
    expect([budget.ruleSet, budget.ruleId, budget.light, shown(budget.value)]).toEqual([
      'RS-PACE@1',
      'P-1',
      light,
      measured,
    ]);
  });

  test.each([1, 2, 3])('month %i is before the first step: no light', (month) =>
    expect(pace('0', month).budget).toEqual({
      ruleSet: 'RS-PACE@1',
      ruleId: 'P-1',
      inputs: { 累计执行数: '0.00', 调整后预算数: '480.00' },
      value: null,
      light: null,
      sentence: `1—${month}月没有规定执行进度，不评灯。`,
      toGreen: null,
    }),
  );

  test('without a budget: no light', () =>
    expect(pace('0', 9, '0').budget).toMatchObject({
      ruleId: 'P-1',
      light: null,
      sentence: '无预算，不评灯。',
    }));
});

describe('§6.2 · P-2, results and money more than 10.00 points apart, and the verdict', () => {
  /** Attainment of a cumulative row and a rate, in %, by targets and amounts of 100. */
  function apart(attained: string | null, rate: string, month = 6): Figures {
    const indicator = anIndicator({ target: value('100'), unit: '%' });
    const content = aContent(
      { fiscal: { initial: fen('100'), executed: fen(rate) } },
      attained === null ? {} : { '11-01': { actual: value(attained) } },
    );
    return figuresOf(content, aGround({ cutoffMonth: month, ruleSet: rulesNamed('RS-PACE@1') }, [indicator]));
  }

  test.each([
    ['52', '42', null, '10.00'],
    ['52', '41.99', 'red', '10.01'],
    ['42', '52', null, '10.00'],
    ['41.99', '52', 'red', '10.01'],
    ['50', '50', null, '0.00'],
  ])('attainment %s, rate %s: %s', (attained, rate, light, gap) => {
    const figures = apart(attained, rate);
    expect([figures.gap?.ruleId, figures.gap?.light, shown(figures.gap?.value ?? null)]).toEqual([
      'P-2',
      light,
      gap,
    ]);
    expect(figures.lights.goal === 'red').toBe(light === 'red');
    expect(figures.lights.filing === 'red').toBe(light === 'red');
    expect(figures.verdict).toBe(light === 'red' ? 'abnormal' : 'normal');
  });

  test('it says so where there is nothing to compare', () => {
    const { gap, lights, verdict } = apart(null, '42');
    expect(gap).toEqual({
      ruleSet: 'RS-PACE@1',
      ruleId: 'P-2',
      inputs: {},
      value: null,
      light: null,
      sentence: '没有已取值的累计型定量指标，不比较目标完成与预算执行的差距。',
      toGreen: null,
    });
    expect([lights.goal, verdict]).toEqual([null, 'normal']);
  });

  test.each([
    ['39.99', '39.99', 'abnormal', 'red'],
    ['40', '40', 'normal', 'green'],
    ['60', '40', 'abnormal', 'green'],
  ])('attainment %s, rate %s: verdict %s with a %s budget', (attained, rate, verdict, budget) => {
    const figures = apart(attained, rate);
    expect([figures.verdict, figures.lights.budget]).toEqual([verdict, budget]);
  });

  test('a red row alone is no 异常', () => {
    const figures = apart('50', '50', 11);
    expect(figures.lights).toMatchObject({ budget: 'red', goal: 'red' });
    const early = apart('10', '20', 3);
    expect([early.rows['11-01']?.light.light, early.lights.budget, early.verdict]).toEqual([
      'red',
      null,
      'normal',
    ]);
  });

  test('RS-DEFAULT asks for neither', () => {
    const { gap, verdict } = budgetOf({ adjusted: '200.00', executed: '0' });
    expect([gap, verdict]).toEqual([null, null]);
  });
});
