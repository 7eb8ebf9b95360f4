import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { content as contentSchema } from '../../shared/contract/content.ts';
import { evaluation as evaluationSchema } from '../../shared/contract/evaluation.ts';
import {
  type Content,
  causes,
  type IndicatorRow,
  likelihoods,
  type MoneyRow,
  statuses,
} from '../../shared/domain/content.ts';
import { figuresOf } from '../../shared/domain/figures.ts';
import type { Ground } from '../../shared/domain/ground.ts';
import { type Light, type Lights, lights, worstOf } from '../../shared/domain/light.ts';
import { rollUp } from '../../shared/domain/roll-up.ts';
import { type Indicator, targetOperators } from '../../shared/domain/subject.ts';
import { type RuleSet, ruleSet } from '../../shared/notice/rule-set.ts';
import { ruleSetNames } from '../../shared/notice/rule-sets.ts';
import { aContent, aGround, anIndicator, fen, qualitative, rulesNamed, value } from '../support/measured.ts';

const defaults = rulesNamed('RS-DEFAULT@1');
const stepped = rulesNamed('RS-PACE@1');

describe('the money of a filing', () => {
  const money = (rows: Readonly<Record<string, MoneyRow>>, over: Partial<Ground> = {}) =>
    figuresOf(aContent(rows), aGround(over));

  test('rows are summed; the totals are what is judged', () => {
    const found = money({
      fiscal: { initial: fen('60'), adjustment: fen('-10'), executed: fen('30'), forecast: fen('45') },
      carryover: { initial: fen('20'), executed: fen('5'), forecast: fen('20') },
      other: { initial: fen('4.5'), adjustment: fen('25.5'), executed: fen('11'), forecast: fen('26') },
    });
    expect(found).toMatchObject({
      ruleSet: 'RS-DEFAULT@1',
      rate: 4600n,
      pace: 5000n,
      budgetDeviation: -400n,
      surplus: fen('9'),
      arrivalRate: null,
      useRate: null,
    });
    expect(found.budget.inputs).toEqual({ 累计执行数: '46.00', 调整后预算数: '100.00', 序时进度: '50.00%' });
    expect(found.budget.light).toBe('green');
  });

  test.each([
    [6, '50', 5000n, 0n],
    [10, '50', 8333n, -3333n],
    [11, '100', 9167n, 833n],
  ])('month %i: pace and distance from it in points', (cutoffMonth, executed, pace, deviation) =>
    expect(
      money({ fiscal: { initial: fen('100'), executed: fen(executed) } }, { cutoffMonth }),
    ).toMatchObject({ pace, budgetDeviation: deviation }),
  );

  test('V34 · 到位率 and 使用率 stand under their own names once arrived has been entered', () =>
    expect(
      money({
        fiscal: { initial: fen('100'), arrived: fen('40'), executed: fen('38') },
        other: { initial: fen('100'), executed: fen('38') },
      }),
    ).toMatchObject({ rate: 3800n, arrivalRate: 2000n, useRate: 19_000n }));

  test.each([
    ['arrived nought', { initial: fen('100'), arrived: 0n, executed: fen('38') }, 0n, null],
    ['no budget', { arrived: fen('40'), executed: fen('38') }, null, 9500n],
    ['nothing executed yet', { initial: fen('100'), arrived: fen('40') }, 4000n, null],
    ['rounded half-up', { initial: fen('200'), arrived: fen('2.01'), executed: fen('2.01') }, 101n, 10_000n],
  ])('no division by nought: %s', (_, row, arrivalRate, useRate) =>
    expect(money({ fiscal: row })).toMatchObject({ arrivalRate, useRate }),
  );

  test('an amount that is missing in one row is nought, in all rows is missing', () => {
    const row = { initial: fen('100'), forecast: fen('90') };
    expect(money({ fiscal: { ...row, executed: 0n }, other: row })).toMatchObject({
      rate: 0n,
      budgetDeviation: -5000n,
      lights: { budget: 'red' },
    });
    expect(money({ fiscal: row, other: row })).toMatchObject({
      rate: null,
      budgetDeviation: null,
      surplus: fen('20'),
      budget: { light: null, sentence: '累计执行数未填，暂不评灯。' },
      lights: { budget: null, filing: null },
    });
  });
});

describe('§6.3 · roll-up within a filing', () => {
  const indicators = [
    anIndicator({ code: '11-01', weight: value('50') }),
    anIndicator({ code: '11-02', operator: 'lte', weight: value('10') }),
    anIndicator({ code: '12-01', nature: 'level', target: value('92'), unit: '%', weight: value('20') }),
    anIndicator({ ...qualitative, nature: 'cumulative', weight: value('20') }),
  ];
  const certain = { likelihood: 'certain', forecastStatus: 'achieved' } as const;
  const green: Readonly<Record<string, IndicatorRow>> = {
    '11-01': { actual: value('24'), forecast: value('48'), ...certain },
    '11-02': { actual: value('48'), forecast: value('48'), ...certain },
    '12-01': { actual: value('92'), forecast: value('92'), ...certain },
    '22-01': { status: 'achieved', ...certain },
  };
  const half = { fiscal: { initial: fen('100'), executed: fen('50') } };
  const found = (rows: Readonly<Record<string, IndicatorRow>>, money = half) =>
    figuresOf(aContent(money, { ...green, ...rows }), aGround({}, indicators));
  const blue = { '11-01': { ...green['11-01'], actual: value('30') } };

  test('all green', () => {
    const { lights: all, blueRows, rows } = found({});
    expect(all).toEqual({ budget: 'green', goal: 'green', outlook: 'green', filing: 'green' });
    expect(blueRows).toBe(0);
    expect(Object.keys(rows)).toEqual(['11-01', '11-02', '12-01', '22-01']);
  });

  test('the goal is the worst row, the filing the worse of budget and goal', () => {
    expect(found({ '12-01': { actual: value('90') } }).lights).toMatchObject({
      budget: 'green',
      goal: 'yellow',
      filing: 'yellow',
    });
    expect(
      found({ '22-01': { status: 'missed' } }, { fiscal: { initial: fen('100'), executed: fen('35') } })
        .lights,
    ).toMatchObject({ budget: 'yellow', goal: 'red', filing: 'red' });
    expect(found({}, { fiscal: { initial: fen('100'), executed: 0n } }).lights).toMatchObject({
      budget: 'red',
      goal: 'green',
      filing: 'red',
    });
  });

  test('blue shows only if nothing else does, and is counted', () => {
    const mixed = found(blue);
    expect([mixed.lights.goal, mixed.blueRows]).toEqual(['green', 1]);
    const alone = figuresOf(
      aContent({}, { '11-01': { actual: value('30') }, '11-02': {} }),
      aGround({}, indicators),
    );
    expect([alone.lights.goal, alone.lights.filing, alone.blueRows]).toEqual(['blue', 'blue', 1]);
  });

  test('the outlook stands beside', () => {
    const { lights: all } = found({ '12-01': { ...green['12-01'], likelihood: 'impossible' } });
    expect(all).toEqual({ budget: 'green', goal: 'green', outlook: 'red', filing: 'green' });
  });

  test('a row that cannot have a value yet counts for nothing but its outlook', () => {
    const waiting = found({
      '11-01': { notYet: { reason: '尚未统计', month: 9 }, forecast: 0n, likelihood: 'certain' },
    });
    expect(waiting.rows['11-01']).toMatchObject({
      attainment: null,
      deviation: null,
      forecastDeviation: -10_000n,
      light: { ruleId: 'I-7', light: null },
      outlook: { light: 'red' },
    });
    expect(waiting.lights).toMatchObject({ goal: 'green', outlook: 'red' });
  });

  test('figures of a row', () =>
    expect(found({ '11-01': { actual: value('14'), forecast: value('40') } }).rows['11-01']).toMatchObject({
      attainment: 2917n,
      deviation: -4167n,
      forecastDeviation: -1667n,
    }));

  test('means by weight; progress over cumulative rows that answer with numbers', () => {
    // (50 × 50 % + 10 × 100 % + 20 × 100 % + 20 × 60 %) ÷ 100 and (50 × 50 % + 10 × 100 %) ÷ 60
    const { attainment, progressAttainment } = found({ '22-01': { status: 'partly' } });
    expect([attainment, progressAttainment]).toEqual([6700n, 5833n]);
  });

  test('one weight missing makes all equal, also where the row itself is left out', () => {
    const unweighted = indicators.map((each) => (each.code === '22-01' ? { ...each, weight: null } : each));
    const { attainment, progressAttainment } = figuresOf(
      aContent({}, { ...green, '22-01': {} }),
      aGround({}, unweighted),
    );
    expect([attainment, progressAttainment]).toEqual([8333n, 7500n]);
  });

  test('without cumulative rows there is no progress', () =>
    expect(figuresOf(aContent({}, green), aGround({}, indicators.slice(2))).progressAttainment).toBeNull());

  test('rows of a content that are not in the targets are nobody’s', () =>
    expect(
      figuresOf(aContent({}, { '99-01': { actual: 0n } }), aGround({}, indicators)).rows['99-01'],
    ).toBeUndefined());

  test('the points of a status come from the rule set', () => {
    const rules = { ...defaults, statusPercent: { achieved: 100, partly: 40, missed: 0 } };
    const row = { '22-01': { status: 'partly' as const } };
    const { rows } = figuresOf(aContent({}, row), aGround({ ruleSet: rules }, indicators));
    expect(rows['22-01']?.attainment).toBe(4000n);
  });
});

describe('§6.2 · the verdict', () => {
  test('nothing is said before anything has been entered', () => {
    const ground = aGround({ ruleSet: stepped });
    expect(figuresOf(aContent({ fiscal: { initial: fen('100') } }), ground).verdict).toBeNull();
    expect(figuresOf(aContent({ fiscal: { initial: fen('100'), executed: 0n } }), ground).verdict).toBe(
      'abnormal',
    );
    expect(figuresOf(aContent({ fiscal: { executed: 0n } }), ground).verdict).toBe('normal');
  });

  test('a set may give a verdict without asking for the gap', () => {
    const rules: RuleSet = { ...stepped, gap: null };
    const content = aContent({ fiscal: { initial: fen('100'), executed: fen('50') } });
    expect(figuresOf(content, aGround({ ruleSet: rules }))).toMatchObject({ gap: null, verdict: 'normal' });
  });

  test('a set may ask for the gap and give no verdict', () => {
    const content = aContent({ fiscal: { initial: fen('100'), executed: fen('50') } });
    const asking: RuleSet = { ...defaults, gap: { ruleId: 'P-2', points: 10 } };
    expect(figuresOf(content, aGround({ ruleSet: asking })).verdict).toBeNull();
    expect(figuresOf(content, aGround({ ruleSet: asking })).gap?.light).toBeNull();
  });
});

describe('§6 · thresholds are data: a later version changes only what is evaluated under it', () => {
  const indicators = [anIndicator()];
  const content = aContent(
    { fiscal: { initial: fen('200'), executed: fen('56') } },
    { '11-01': { actual: value('14'), forecast: value('40'), likelihood: 'certain' } },
  );
  const later: RuleSet = ruleSet.parse({
    ...defaults,
    version: 2,
    budget: { ...defaults.budget, redBelow: 30, greenFrom: 56 },
    bands: defaults.bands.map((band) =>
      band.measure === 'pace' ? { ...band, redBelow: 58, greenFrom: 59 } : band,
    ),
    outlook: { ruleId: 'O-1', redBelow: 84 },
    gap: { ruleId: 'P-2', points: 1 },
    verdict: { answerWorkdays: 5, autoSuspend: false },
  });

  test('the same content under both', () => {
    const before = figuresOf(content, aGround({}, indicators));
    const under = figuresOf(content, aGround({ ruleSet: later }, indicators));
    expect([before.ruleSet, before.lights]).toEqual([
      'RS-DEFAULT@1',
      { budget: 'red', goal: 'red', outlook: 'yellow', filing: 'red' },
    ]);
    expect([under.ruleSet, under.budget.ruleSet, under.rows['11-01']?.light.ruleSet]).toEqual(
      Array(3).fill('RS-DEFAULT@2'),
    );
    expect(under.lights).toEqual({ budget: 'green', goal: 'red', outlook: 'red', filing: 'red' });
    expect(under.rows['11-01']?.light.light).toBe('yellow');
    expect(under.budget.sentence).toContain('不低于56%');
    expect(under.rows['11-01']?.light.toGreen).toBe('完成值达到14.16个可转绿灯。');
    expect([under.gap?.light, under.verdict]).toEqual(['red', 'abnormal']);
    expect([under.rate, under.attainment]).toEqual([before.rate, before.attainment]);
    expect(figuresOf(content, aGround({}, indicators))).toEqual(before);
  });
});

describe('§6.3 · departments and the parts of a transfer payment', () => {
  const filing = (light: Light | null, over: Partial<Lights> = {}): Lights => ({
    budget: light,
    goal: light,
    outlook: light,
    filing: light,
    ...over,
  });

  test('nobody has sent anything', () =>
    expect(rollUp([null, null])).toEqual({
      worst: filing(null),
      counts: { red: 0, yellow: 0, green: 0, blue: 0, none: 0 },
      missing: 2,
    }));

  test('the worst of each light, counts by the filing’s, and what is missing is no light', () =>
    expect(
      rollUp([
        filing('green', { outlook: 'red' }),
        null,
        filing('yellow', { budget: 'green' }),
        filing('yellow', { goal: 'blue' }),
        filing('blue', { budget: null }),
        filing(null),
      ]),
    ).toEqual({
      worst: { budget: 'yellow', goal: 'yellow', outlook: 'red', filing: 'yellow' },
      counts: { red: 0, yellow: 2, green: 1, blue: 1, none: 1 },
      missing: 1,
    }));

  test('parts rolled up first give the same worst', () => {
    const light = fc.constantFrom<(Light | null)[]>(...lights, null);
    const some = fc.array(
      fc.option(
        light.map((each) => filing(each)),
        { nil: null },
      ),
    );
    return fc.assert(
      fc.property(some, some, (here, there) => {
        const whole = rollUp([...here, ...there]);
        expect(rollUp([rollUp(here).worst, rollUp(there).worst]).worst).toEqual(whole.worst);
        const { red, yellow, green, blue, none } = whole.counts;
        expect(red + yellow + green + blue + none + whole.missing).toBe(here.length + there.length);
      }),
    );
  });
});

describe('whatever is in the form', () => {
  const cell = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
  /** Sums over three rows stay within what an amount may be on the wire. */
  const amount = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
  const number = fc.oneof(
    fc.bigInt({ min: -(10n ** 16n) + 1n, max: 10n ** 16n - 1n }),
    fc.bigInt({ min: -20_000n, max: 20_000n }),
    fc.constant(0n),
  );
  const moneyRow = fc.record({
    initial: cell(amount),
    adjustment: cell(amount),
    arrived: cell(amount),
    executed: cell(amount),
    forecast: cell(amount),
  });
  const row: fc.Arbitrary<IndicatorRow> = fc.record({
    actual: cell(number),
    status: cell(fc.constantFrom(...statuses)),
    notYet: cell(fc.constant({ reason: '尚未统计', month: 11 })),
    forecast: cell(number),
    forecastStatus: cell(fc.constantFrom(...statuses)),
    likelihood: cell(fc.constantFrom(...likelihoods)),
    causes: cell(fc.subarray([...causes])),
  });
  const codes = ['11-01', '11-02', '12-01', '21-01', '31-01'];
  const indicator = (code: string): fc.Arbitrary<Indicator> =>
    fc
      .record({
        operator: fc.constantFrom(...targetOperators),
        target: fc.option(number),
        weight: fc.option(fc.bigInt({ min: -5n, max: 1_000_000n }), { freq: 20 }),
        nature: fc.constantFrom('cumulative' as const, 'level' as const),
      })
      .map((over) => anIndicator({ code, ...over }));
  const content: fc.Arbitrary<Content> = fc.record({
    targetVersion: fc.constant(1),
    money: fc.dictionary(fc.constantFrom('fiscal', 'carryover', 'other'), moneyRow),
    rows: fc.dictionary(fc.constantFrom(...codes, '99-01'), row),
    texts: fc.constant({}),
  });
  const ground = fc
    .record({
      indicators: fc.tuple(...codes.map(indicator)),
      cutoffMonth: fc.integer({ min: 1, max: 12 }),
      rules: fc.constantFrom(...ruleSetNames.map(rulesNamed)),
    })
    .map(({ indicators, cutoffMonth, rules }) => aGround({ cutoffMonth, ruleSet: rules }, indicators));

  test('figures are there, of the shape in which they are kept, and consistent', () =>
    fc.assert(
      fc.property(content, ground, (entered, measuredBy) => {
        z.encode(contentSchema, entered);
        const found = figuresOf(entered, measuredBy);
        expect(z.decode(evaluationSchema, z.encode(evaluationSchema, { ...found, findings: [] }))).toEqual({
          ...found,
          findings: [],
        });
        expect(Object.keys(found.rows).sort()).toEqual(codes);
        const of = Object.values(found.rows);
        const goal = worstOf([...of.map(({ light }) => light.light), found.gap?.light ?? null]);
        expect(found.lights).toEqual({
          budget: found.budget.light,
          goal,
          outlook: worstOf(of.map(({ outlook }) => outlook.light)),
          filing: worstOf([found.budget.light, goal]),
        });
        for (const each of [found.budget, ...of.flatMap(({ light, outlook }) => [light, outlook])]) {
          expect(each.sentence.endsWith('。')).toBe(true);
          expect(each.toGreen === null).toBe(each.light === null || each.light === 'green');
        }
      }),
      { numRuns: 500 },
    ));

  test('the order of rows, in the targets or in the form, changes nothing', () =>
    fc.assert(
      fc.property(content, ground, (entered, measuredBy) => {
        const turned = (record: Content['rows']) => Object.fromEntries(Object.entries(record).reverse());
        const { target } = measuredBy;
        const other = { ...measuredBy, target: { ...target, indicators: target.indicators.toReversed() } };
        expect(figuresOf({ ...entered, rows: turned(entered.rows) }, other)).toEqual(
          figuresOf(entered, measuredBy),
        );
      }),
    ));

  test('a blank form says what is missing and has no light', () => {
    const { rows, ...rest } = figuresOf(aContent({}), aGround({}, [anIndicator(), anIndicator(qualitative)]));
    expect(rest).toMatchObject({
      rate: null,
      budgetDeviation: null,
      surplus: 0n,
      arrivalRate: null,
      useRate: null,
      attainment: null,
      progressAttainment: null,
      gap: null,
      lights: { budget: null, goal: null, outlook: null, filing: null },
      blueRows: 0,
      verdict: null,
    });
    expect(Object.values(rows).map(({ light }) => light.sentence)).toEqual([
      '完成值未填，暂不评灯。',
      '完成情况未填，暂不评灯。',
    ]);
  });
});
