import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budgetLight } from '../../shared/domain/budget-light.ts';
import { type IndicatorRow, likelihoods, statuses } from '../../shared/domain/content.ts';
import { gapLight } from '../../shared/domain/gap-light.ts';
import { countLights, type Light, type LitBy, lights, worse, worstOf } from '../../shared/domain/light.ts';
import { executionRate, formatDecimal, parseDecimal, parseWan } from '../../shared/domain/money.ts';
import { outlookLight } from '../../shared/domain/outlook-light.ts';
import { rowLight } from '../../shared/domain/row-light.ts';
import { type Indicator, targetOperators } from '../../shared/domain/subject.ts';
import { yardstickOf } from '../../shared/domain/yardstick.ts';
import { type RuleSet, ruleSet } from '../../shared/notice/rule-set.ts';
import { ruleSetNames } from '../../shared/notice/rule-sets.ts';
import { anIndicator, fen, qualitative, rulesNamed, value } from '../support/measured.ts';

const defaults = rulesNamed('RS-DEFAULT@1');
const stepped = rulesNamed('RS-PACE@1');
const yardIn = (cutoffMonth: number, rules: RuleSet = defaults) =>
  yardstickOf({ ruleSet: rules, cutoffMonth });
const june = yardIn(6);

function budget(executed: bigint, adjusted: bigint, yard = june): LitBy {
  return budgetLight({ adjusted, executed, rate: executionRate(executed, adjusted) }, yard);
}

const spoken = ({ sentence, toGreen }: LitBy) => [sentence, toGreen];

describe('§6.3 · red > yellow > green > blue > none', () => {
  test.each([
    [['green', 'red', 'yellow', 'blue', null], 'red'],
    [['green', 'yellow', 'blue', null], 'yellow'],
    [[null, 'blue', 'green'], 'green'],
    [['blue', null, 'blue'], 'blue'],
    [[null, null], null],
    [[], null],
  ] as const)('the worst of %j is %s', (several, worst) => expect(worstOf(several)).toBe(worst));

  const colour = fc.constantFrom<(Light | null)[]>(...lights, null);
  test('the worst is the same in any grouping and order, and of itself', () =>
    fc.assert(
      fc.property(colour, colour, colour, (a, b, c) => {
        expect(worstOf([worstOf([a, b]), c])).toBe(worstOf([a, worstOf([b, c])]));
        expect(worstOf([a, b])).toBe(worstOf([b, a]));
        expect(worstOf([a, a])).toBe(a);
        expect(worstOf([a, null])).toBe(a);
      }),
    ));

  test.each(lights.flatMap((a) => lights.map((b) => [a, b] as const)))(
    'the worse of %s and %s is their worst',
    (a, b) => expect(worse(a, b)).toBe(worstOf([a, b])),
  );

  test('counts per colour', () =>
    expect(countLights(['red', null, 'blue', 'red', 'green', 'yellow', null])).toEqual({
      red: 2,
      yellow: 1,
      green: 1,
      blue: 1,
      none: 2,
    }));
});

describe('what the budget’s light says', () => {
  test.each([
    [
      '60.00',
      '执行率30.00%，序时进度50.00%，执行进度为序时的60.00%，不低于60%、低于80%，黄灯。',
      '累计执行再增加20.00万元可转绿灯。',
    ],
    [
      '79.999999',
      '执行率40.00%，序时进度50.00%，执行进度为序时的79.99%，不低于60%、低于80%，黄灯。',
      '累计执行再增加0.000001万元可转绿灯。',
    ],
    ['80', '执行率40.00%，序时进度50.00%，执行进度为序时的80.00%，不低于80%，绿灯。', null],
    [
      '-3',
      '执行率-1.50%，序时进度50.00%，执行进度为序时的-3.00%，低于60%，红灯。',
      '累计执行再增加83.00万元可转绿灯。',
    ],
  ])('pace: %s of 200', (executed, sentence, toGreen) =>
    expect(spoken(budget(fen(executed), fen('200')))).toEqual([sentence, toGreen]),
  );

  test('the pace is that of the month', () =>
    expect(spoken(budget(fen('50'), fen('120'), yardIn(10)))).toEqual([
      '执行率41.67%，序时进度83.33%，执行进度为序时的50.00%，低于60%，红灯。',
      '累计执行再增加30.00万元可转绿灯。',
    ]));

  test.each([
    [
      '287.99',
      '累计执行数为调整后预算数的59.99%，8月底应达到60%，低于60%，红灯。',
      '累计执行再增加0.01万元可转绿灯。',
    ],
    ['288', '累计执行数为调整后预算数的60.00%，8月底应达到60%，不低于60%，绿灯。', null],
  ])(
    'steps: %s of 480 in month 9, as it is compared and not as 执行率 60.00',
    (executed, sentence, toGreen) => {
      const found = budget(fen(executed), fen('480'), yardIn(9, stepped));
      expect(spoken(found)).toEqual([sentence, toGreen]);
      expect(found.inputs).toEqual({
        累计执行数: `${Number(executed).toFixed(2)}`,
        调整后预算数: '480.00',
        应达进度: '60%',
      });
    },
  );

  const demanding: RuleSet = {
    ...defaults,
    budget: { measure: 'pace', ruleId: 'B-1', unbudgeted: 'B-0', redBelow: 60, greenFrom: 150 },
  };
  test.each([
    [8, '100', '累计执行再增加100.00万元可转绿灯。'],
    [9, '100', '转绿灯需累计执行225.00万元，超过调整后预算数，本轮无法转绿灯。'],
    [9, '199.999999', '转绿灯需累计执行225.00万元，超过调整后预算数，本轮无法转绿灯。'],
    [9, '200', '累计执行数已达到调整后预算数，本轮无法转绿灯。'],
    [9, '210', '累计执行数已达到调整后预算数，本轮无法转绿灯。'],
  ])('where green asks for 150 %% of the pace, month %i, %s of 200', (month, executed, toGreen) =>
    expect(budget(fen(executed), fen('200'), yardIn(month, demanding)).toGreen).toBe(toGreen),
  );

  test('nothing entered yet', () =>
    expect(budgetLight({ adjusted: fen('200'), executed: 0n, rate: null }, june)).toEqual({
      ruleSet: 'RS-DEFAULT@1',
      ruleId: 'B-1',
      inputs: { 调整后预算数: '200.00' },
      value: null,
      light: null,
      sentence: '累计执行数未填，暂不评灯。',
      toGreen: null,
    }));

  test('the steps may stand in any order', () => {
    const shuffled: RuleSet = {
      ...stepped,
      budget: {
        measure: 'steps',
        ruleId: 'P-1',
        unbudgeted: 'P-1',
        steps: [
          { month: 8, percent: 60 },
          { month: 4, percent: 25 },
          { month: 10, percent: 80 },
          { month: 6, percent: 40 },
        ],
      },
    };
    const measured = [4, 5, 6, 7, 8, 9, 10, 11].map(
      (month) => budget(0n, 100n, yardIn(month, shuffled)).inputs['应达进度'],
    );
    expect(measured).toEqual(['25%', '25%', '40%', '40%', '60%', '60%', '80%', '80%']);
  });
});

describe('what a row’s light says', () => {
  const level: Partial<Indicator> = { nature: 'level', target: value('92'), unit: '%' };
  const exact: Partial<Indicator> = { nature: 'level', operator: 'eq', target: value('12') };
  const days: Partial<Indicator> = { nature: 'level', operator: 'lte', target: value('30'), unit: '天' };
  const tooLow = '目标值可能偏低，可按程序调整目标。';
  test.each([
    [
      {},
      '14',
      '目标≥48个，完成14个，序时进度50.00%，完成进度为序时的58.33%，低于60%，红灯。',
      '完成值达到19.2个可转绿灯。',
    ],
    [
      {},
      '19',
      '目标≥48个，完成19个，序时进度50.00%，完成进度为序时的79.16%，不低于60%、低于80%，黄灯。',
      '完成值达到19.2个可转绿灯。',
    ],
    [
      {},
      '28',
      '目标≥48个，完成28个，序时进度50.00%，完成进度为序时的116.66%，不低于80%、低于120%，绿灯。',
      null,
    ],
    [{}, '30', '目标≥48个，完成30个，序时进度50.00%，完成进度为序时的125.00%，不低于120%，蓝灯。', tooLow],
    [level, '93', '目标≥92%，完成93%，为目标的101.08%，符合目标、低于120%，绿灯。', null],
    [
      level,
      '90',
      '目标≥92%，完成90%，为目标的97.82%，不符合目标、不低于80%，黄灯。',
      '完成值达到92%可转绿灯。',
    ],
    [
      level,
      '73',
      '目标≥92%，完成73%，为目标的79.34%，不符合目标、低于80%，红灯。',
      '完成值达到92%可转绿灯。',
    ],
    [level, '120', '目标≥92%，完成120%，为目标的130.43%，不低于120%，蓝灯。', tooLow],
    [
      { ...level, operator: 'gt', target: value('5'), unit: '次' },
      '5',
      '目标>5次，完成5次，为目标的100.00%，不符合目标、不低于80%，黄灯。',
      '完成值超过5次可转绿灯。',
    ],
    [
      exact,
      '13',
      '目标=12个，完成13个，为目标的108.33%，不符合目标、不低于80%，黄灯。',
      '完成值等于12个可转绿灯。',
    ],
    [exact, '15', '目标=12个，完成15个，为目标的125.00%，不低于120%，蓝灯。', tooLow],
    [{ ...exact, target: 0n }, '1', '目标=0个，完成1个，不符合目标，红灯。', '完成值等于0个可转绿灯。'],
    [days, '30', '目标≤30天，完成30天，符合目标，绿灯。', null],
    [days, '30.5', '目标≤30天，完成30.5天，不符合目标，红灯。', '完成值不超过30天可转绿灯。'],
    [
      { ...days, operator: 'lt' },
      '30',
      '目标<30天，完成30天，不符合目标，红灯。',
      '完成值低于30天可转绿灯。',
    ],
  ] as const)('%o with %s', (over, actual, sentence, toGreen) =>
    expect(spoken(rowLight(anIndicator(over), { actual: value(actual) }, june))).toEqual([sentence, toGreen]),
  );

  test.each([
    ['achieved', '完成情况为“达成”，绿灯。', null, '达成'],
    ['partly', '完成情况为“部分达成”，黄灯。', '完成情况为“达成”可转绿灯。', '部分达成'],
    ['missed', '完成情况为“未达成”，红灯。', '完成情况为“达成”可转绿灯。', '未达成'],
  ] as const)('qualitative: %s', (status, sentence, toGreen, word) => {
    const found = rowLight(anIndicator(qualitative), { status }, june);
    expect(spoken(found)).toEqual([sentence, toGreen]);
    expect(found.inputs).toEqual({ 目标值: '有效改善', 完成情况: word });
  });

  test('inputs are what a clerk knows from the form', () => {
    expect(rowLight(anIndicator(), { actual: value('14') }, yardIn(10)).inputs).toEqual({
      目标值: '≥48个',
      完成值: '14个',
      序时进度: '83.33%',
    });
    expect(rowLight(anIndicator(level), { actual: value('90.5') }, june).inputs).toEqual({
      目标值: '≥92%',
      完成值: '90.5%',
    });
    expect(rowLight(anIndicator(days), { actual: value('30') }, june).inputs).toEqual({
      目标值: '≤30天',
      完成值: '30天',
    });
  });

  test.each([
    ['I-1', {}, { 目标值: '≥48个' }, '完成值未填，暂不评灯。'],
    ['I-2', level, { 目标值: '≥92%' }, '完成值未填，暂不评灯。'],
    ['I-5', days, { 目标值: '≤30天' }, '完成值未填，暂不评灯。'],
    ['I-6', qualitative, { 目标值: '有效改善' }, '完成情况未填，暂不评灯。'],
    ['', { target: null }, {}, '批复的绩效目标没有目标值，不评灯。'],
  ] as const)('an empty cell has no light and says so: %s', (ruleId, over, inputs, sentence) =>
    expect(rowLight(anIndicator(over), {}, june)).toEqual({
      ruleSet: 'RS-DEFAULT@1',
      ruleId,
      inputs,
      value: null,
      light: null,
      sentence,
      toGreen: null,
    }),
  );
});

describe('what a row’s outlook says', () => {
  const days: Partial<Indicator> = { nature: 'level', operator: 'lte', target: value('30'), unit: '天' };
  test.each([
    [
      {},
      { forecast: value('48'), likelihood: 'certain' },
      '目标≥48个，全年预计完成48个，为目标的100.00%，符合目标；完成目标可能性为“确定能”，绿灯。',
      null,
    ],
    [
      {},
      { forecast: value('48'), likelihood: 'possible' },
      '目标≥48个，全年预计完成48个，为目标的100.00%，符合目标；完成目标可能性为“有可能”，黄灯。',
      '完成目标可能性为“确定能”可转绿灯。',
    ],
    [
      {},
      { forecast: value('40'), likelihood: 'certain' },
      '目标≥48个，全年预计完成40个，为目标的83.33%，不符合目标、不低于80%；完成目标可能性为“确定能”，黄灯。',
      '全年预计完成值达到48个可转绿灯。',
    ],
    [
      {},
      { forecast: value('20'), likelihood: 'impossible' },
      '目标≥48个，全年预计完成20个，为目标的41.66%，不符合目标、低于80%；完成目标可能性为“完全不可能”，红灯。',
      '全年预计完成值达到48个、完成目标可能性为“确定能”可转绿灯。',
    ],
    [
      days,
      { forecast: value('31'), likelihood: 'certain' },
      '目标≤30天，全年预计完成31天，不符合目标；完成目标可能性为“确定能”，红灯。',
      '全年预计完成值不超过30天可转绿灯。',
    ],
    [
      qualitative,
      { forecastStatus: 'partly', likelihood: 'certain' },
      '目标有效改善，全年预计完成情况为“部分达成”；完成目标可能性为“确定能”，黄灯。',
      '全年预计完成情况为“达成”可转绿灯。',
    ],
    [
      qualitative,
      { forecastStatus: 'achieved', likelihood: 'certain' },
      '目标有效改善，全年预计完成情况为“达成”；完成目标可能性为“确定能”，绿灯。',
      null,
    ],
  ] as const)('%o with %o', (over, row, sentence, toGreen) =>
    expect(spoken(outlookLight(anIndicator(over), row, june))).toEqual([sentence, toGreen]),
  );

  test('inputs', () => {
    expect(
      outlookLight(anIndicator(), { forecast: value('40.5'), likelihood: 'possible' }, june).inputs,
    ).toEqual({ 目标值: '≥48个', 全年预计完成值: '40.5个', 完成目标可能性: '有可能' });
    expect(
      outlookLight(anIndicator(qualitative), { forecastStatus: 'missed', likelihood: 'possible' }, june)
        .inputs,
    ).toEqual({ 目标值: '有效改善', 全年预计完成情况: '未达成', 完成目标可能性: '有可能' });
  });

  test.each([
    [{}, {}, { 目标值: '≥48个' }, '全年预计完成值、完成目标可能性未填，暂不评灯。'],
    [{}, { likelihood: 'impossible' }, { 目标值: '≥48个' }, '全年预计完成值未填，暂不评灯。'],
    [{}, { forecast: 0n }, { 目标值: '≥48个' }, '完成目标可能性未填，暂不评灯。'],
    [
      qualitative,
      { forecast: 0n },
      { 目标值: '有效改善' },
      '全年预计完成情况、完成目标可能性未填，暂不评灯。',
    ],
    [qualitative, { forecastStatus: 'missed' }, { 目标值: '有效改善' }, '完成目标可能性未填，暂不评灯。'],
    [{ target: null }, { forecast: 0n, likelihood: 'certain' }, {}, '批复的绩效目标没有目标值，不评灯。'],
  ] as const)('an empty cell has no outlook and says so', (over, row, inputs, sentence) =>
    expect(outlookLight(anIndicator(over), row, june)).toEqual({
      ruleSet: 'RS-DEFAULT@1',
      ruleId: 'O-1',
      inputs,
      value: null,
      light: null,
      sentence,
      toGreen: null,
    }),
  );

  test('a row that cannot have a value yet has an outlook', () =>
    expect(
      outlookLight(
        anIndicator(),
        { notYet: { reason: '尚未统计', month: 11 }, forecast: value('40'), likelihood: 'certain' },
        june,
      ).light,
    ).toBe('yellow'));
});

describe('what the gap between results and money says', () => {
  const yard = yardIn(6, stepped);
  test.each([
    [
      5200n,
      4199n,
      '累计型指标目标完成率52.00%，执行率41.99%，相差10.01个百分点，超过10个百分点，红灯。',
      '两者相差不超过10个百分点可解除。',
    ],
    [5200n, 4200n, '累计型指标目标完成率52.00%，执行率42.00%，相差10.00个百分点，未超过10个百分点。', null],
    [0n, 1000n, '累计型指标目标完成率0.00%，执行率10.00%，相差10.00个百分点，未超过10个百分点。', null],
  ])('%s against %s', (progress, rate, sentence, toGreen) =>
    expect(spoken(gapLight(progress, rate, yard) ?? budget(0n, 0n))).toEqual([sentence, toGreen]),
  );

  test('inputs', () =>
    expect(gapLight(5200n, 4200n, yard)?.inputs).toEqual({
      累计型指标目标完成率: '52.00%',
      执行率: '42.00%',
    }));

  test('without a rate nothing is compared', () =>
    expect(gapLight(5200n, null, yard)).toMatchObject({
      value: null,
      light: null,
      sentence: '没有执行率，不比较目标完成与预算执行的差距。',
    }));

  test('a rule set that does not ask', () => expect(gapLight(5200n, 0n, june)).toBeNull());
});

describe('§6.1 · bands are data, keyed by operator × nature × sign × level 2; the first that fits counts', () => {
  const nature: Indicator['nature'][] = ['cumulative', 'level'];
  const strict: RuleSet = {
    ...defaults,
    id: 'RS-STRICT',
    version: 3,
    bands: [
      // 质量、时效 know only green and red here, and level rows are prorated
      {
        measure: 'compare',
        ruleId: 'S-1',
        operators: ['gte', 'gt', 'eq'],
        natures: nature,
        target: 'any',
        level2: ['12', '13'],
      },
      {
        measure: 'pace',
        ruleId: 'S-2',
        operators: ['gte'],
        natures: nature,
        target: 'positive',
        redBelow: 70,
        greenFrom: 90,
        blueFrom: 200,
      },
      { measure: 'status', ruleId: 'S-3', natures: ['level'], level2: ['22'] },
      { measure: 'compare', ruleId: 'S-4', operators: ['eq'], natures: ['level'], target: 'zero' },
      { measure: 'compare', ruleId: 'S-5', operators: ['lte'], natures: nature, target: 'not-positive' },
      { measure: 'compare', ruleId: 'S-6', operators: ['lt'], natures: nature, target: 'negative' },
      { measure: 'compare', ruleId: 'S-7', operators: ['gt'], natures: nature, target: 'positive' },
    ],
  };
  const yard = yardIn(6, strict);

  test.each([
    ['S-1', { code: '12-01', nature: 'level' }, '40', 'red'],
    ['S-1', { code: '13-02', target: 0n }, '0', 'green'],
    ['S-2', { code: '14-01', nature: 'level' }, '24', 'green'],
    ['S-2', { code: '11-12' }, '16.7999', 'red'],
    ['S-2', { code: '11-12' }, '16.8', 'yellow'],
    ['S-2', { code: '11-12' }, '21.6', 'green'],
    ['S-2', { code: '11-12' }, '47.9999', 'green'],
    ['S-2', { code: '11-12' }, '48', 'blue'],
    ['S-4', { operator: 'eq', nature: 'level', target: 0n }, '0', 'green'],
    ['S-5', { operator: 'lte', target: 0n }, '0', 'green'],
    ['S-5', { operator: 'lte', target: -1n }, '0', 'red'],
    ['S-6', { operator: 'lt', target: -1n }, '0', 'red'],
    ['S-7', { operator: 'gt', target: 1n }, '0', 'red'],
  ] as const)('%s takes %o', (ruleId, over, actual, light) =>
    expect(rowLight(anIndicator(over), { actual: value(actual) }, yard)).toMatchObject({
      ruleSet: 'RS-STRICT@3',
      ruleId,
      light,
    }),
  );

  test('bands for statuses never take numbers, wherever they stand', () => {
    const turned: RuleSet = { ...defaults, bands: defaults.bands.toReversed() };
    expect(rowLight(anIndicator(), { actual: value('14') }, yardIn(6, turned))).toMatchObject({
      ruleId: 'I-1',
      light: 'red',
    });
  });

  test('a qualitative row answers with a status, even if a figure slipped into its target', () => {
    const odd = anIndicator({ ...qualitative, target: value('1') });
    const row: IndicatorRow = {
      actual: 0n,
      forecast: 0n,
      status: 'achieved',
      forecastStatus: 'achieved',
      likelihood: 'certain',
    };
    expect(rowLight(odd, row, june)).toMatchObject({ ruleId: 'I-6', light: 'green' });
    expect(outlookLight(odd, row, june)).toMatchObject({ value: null, light: 'green' });
  });

  test('level 2 picks qualitative rows, too', () =>
    expect(rowLight(anIndicator(qualitative), { status: 'partly' }, yard)).toMatchObject({
      ruleId: 'S-3',
      light: 'yellow',
    }));

  test.each([
    ['≥0个', { target: 0n }],
    ['=0个', { operator: 'eq', target: 0n }],
    ['=1个', { operator: 'eq', target: value('1'), nature: 'level' }],
    ['≤1个', { operator: 'lte', target: value('1') }],
    ['<0个', { operator: 'lt', target: 0n }],
    ['>0个', { operator: 'gt', target: 0n }],
    ['有效改善', { ...qualitative, code: '21-01' }],
    ['有效改善', { ...qualitative, nature: 'cumulative' }],
  ] as const)('a row that no band fits has no light and says so: %s', (target, over) =>
    expect(rowLight(anIndicator(over), { actual: 0n, status: 'achieved' }, yard)).toEqual({
      ruleSet: 'RS-STRICT@3',
      ruleId: '',
      inputs: { 目标值: target },
      value: null,
      light: null,
      sentence: '规则集没有规定本类指标的预警标准，不评灯。',
      toGreen: null,
    }),
  );

  test('not yet and outlook are named by the set', () => {
    const named: RuleSet = { ...defaults, notYet: 'X-9', outlook: { ruleId: 'X-8', redBelow: 50 } };
    const row: IndicatorRow = {
      notYet: { reason: '尚未统计', month: 9 },
      forecast: value('24'),
      likelihood: 'certain',
    };
    expect(rowLight(anIndicator(), row, yardIn(6, named)).ruleId).toBe('X-9');
    expect(outlookLight(anIndicator(), row, yardIn(6, named))).toMatchObject({
      ruleId: 'X-8',
      light: 'yellow',
    });
  });

  test('a band that divides takes neither reverse rows nor targets that are not above nought', () => {
    const divides = (band: object) =>
      ruleSet.safeParse({
        ...defaults,
        bands: [{ measure: 'year', ruleId: 'X-1', natures: nature, redBelow: 80, blueFrom: 120, ...band }],
      }).success;
    expect(divides({ operators: ['gte'], target: 'positive' })).toBe(true);
    expect(divides({ operators: ['gte'], target: 'any' })).toBe(false);
    expect(divides({ operators: ['lte'], target: 'positive' })).toBe(false);
  });

  test.each(ruleSetNames)('%s has a light for every row that has a value', (name) => {
    const rules = yardIn(6, rulesNamed(name));
    for (const operator of targetOperators)
      for (const kind of nature)
        for (const target of [-1n, 0n, 1n]) {
          const row: IndicatorRow = { actual: 0n, status: 'partly' };
          expect(rowLight(anIndicator({ operator, nature: kind, target }), row, rules).light).not.toBeNull();
        }
  });
});

describe('properties of the budget’s light', () => {
  const adjusted = fc.bigInt({ min: 1n, max: 10n ** 14n });
  const executed = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 14n });
  const month = fc.integer({ min: 1, max: 12 });
  const rules = fc.constantFrom(defaults, stepped);
  const badness = (light: Light | null) => (light === null ? lights.length : lights.indexOf(light));

  test('more executed never makes it worse', () =>
    fc.assert(
      fc.property(rules, month, adjusted, executed, executed, (set, at, whole, a, b) => {
        const yard = yardIn(at, set);
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(badness(budget(less, whole, yard).light)).toBeLessThanOrEqual(
          badness(budget(more, whole, yard).light),
        );
      }),
    ));

  test('the same in any unit of money', () =>
    fc.assert(
      fc.property(
        rules,
        month,
        adjusted,
        executed,
        fc.bigInt({ min: 1n, max: 1000n }),
        (set, at, whole, part, times) => {
          const yard = yardIn(at, set);
          const [once, scaled] = [1n, times].map((by) => budget(part * by, whole * by, yard));
          expect([scaled?.light, scaled?.value]).toEqual([once?.light, once?.value]);
        },
      ),
    ));

  test('the value that is shown lies on its own side of the bounds', () =>
    fc.assert(
      fc.property(month, adjusted, executed, (at, whole, part) => {
        const { light, value: shown } = budget(part, whole, yardIn(at));
        const by = { red: [null, 6000n], yellow: [6000n, 8000n], green: [8000n, null] } as const;
        expect(light === 'red' || light === 'yellow' || light === 'green').toBe(true);
        const [from, below] = by[light as keyof typeof by];
        expect(from === null || (shown ?? 0n) >= from).toBe(true);
        expect(below === null || (shown ?? below) < below).toBe(true);
      }),
    ));

  test('the amount that it asks for makes it green, and one 分 less does not', () => {
    const some = fc.tuple(adjusted, fc.bigInt({ min: 0n, max: 9999n }));
    return fc.assert(
      fc.property(rules, month, some, (set, at, [whole, share]) => {
        const yard = yardIn(at, set);
        const part = (whole * share) / 10_000n;
        const asked = /再增加(.*)万元/.exec(budget(part, whole, yard).toGreen ?? '')?.[1];
        if (asked === undefined) return;
        const more = parseWan(asked) ?? 0n;
        expect(budget(part + more, whole, yard).light).toBe('green');
        expect(budget(part + more - 1n, whole, yard).light).not.toBe('green');
        expect(part + more <= whole).toBe(true);
      }),
    );
  });
});

describe('properties of a row’s light', () => {
  const big = 10n ** 16n - 1n;
  const number = fc.bigInt({ min: -big, max: big });
  const month = fc.integer({ min: 1, max: 12 });
  const nature = fc.constantFrom('cumulative' as const, 'level' as const);
  const operator = fc.constantFrom(...targetOperators.filter((each) => each !== 'qualitative'));
  const badness = (light: Light | null) => (light === 'blue' || light === null ? 9 : lights.indexOf(light));

  test('more of a row that wants more never makes it worse, but for blue', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('gte' as const, 'gt' as const),
        nature,
        number,
        number,
        number,
        month,
        (wants, kind, target, a, b, at) => {
          const indicator = anIndicator({ operator: wants, nature: kind, target });
          const [less, more] = (a < b ? [a, b] : [b, a]).map(
            (actual) => rowLight(indicator, { actual }, yardIn(at)).light,
          );
          expect(badness(less ?? null)).toBeLessThanOrEqual(badness(more ?? null));
        },
      ),
    ));

  test('less of a row that wants less never makes it worse', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('lte' as const, 'lt' as const),
        nature,
        number,
        number,
        number,
        (wants, kind, target, a, b) => {
          const indicator = anIndicator({ operator: wants, nature: kind, target });
          const [less, more] = (a < b ? [a, b] : [b, a]).map(
            (actual) => rowLight(indicator, { actual }, june).light,
          );
          expect(badness(more ?? null)).toBeLessThanOrEqual(badness(less ?? null));
        },
      ),
    ));

  test('the same in any unit, and exactly one colour', () =>
    fc.assert(
      fc.property(
        operator,
        nature,
        number,
        number,
        month,
        fc.bigInt({ min: 1n, max: 1000n }),
        (wants, kind, target, actual, at, times) => {
          const [once, scaled] = [1n, times].map((by) =>
            rowLight(
              anIndicator({ operator: wants, nature: kind, target: target * by }),
              { actual: actual * by },
              yardIn(at),
            ),
          );
          expect([scaled?.light, scaled?.value]).toEqual([once?.light, once?.value]);
          expect(lights).toContain(once?.light);
        },
      ),
    ));

  test('the value that is shown lies on its own side of the bounds', () => {
    const positive = fc.bigInt({ min: 1n, max: big });
    const near = fc.bigInt({ min: -2000n, max: 20_000n });
    return fc.assert(
      fc.property(positive, near, month, (target, share, at) => {
        const actual = (target * share) / 10_000n;
        const found = rowLight(anIndicator({ target }), { actual }, yardIn(at));
        const shown = found.value ?? 0n;
        const colour = shown < 6000n ? 'red' : shown < 8000n ? 'yellow' : shown < 12_000n ? 'green' : 'blue';
        expect(found.light).toBe(colour);
      }),
    );
  });

  /** From 0.01 up: below that no value with 4 decimals need lie within the green. */
  const sensible = fc.bigInt({ min: 100n, max: big });
  const parsed = (toGreen: string | null) =>
    parseDecimal(/(?:达到|超过|等于|低于|不超过)(.*)个/.exec(toGreen ?? '')?.[1] ?? '');

  test('what it asks of a cumulative row makes it green, and 0.0001 less does not', () =>
    fc.assert(
      fc.property(sensible, fc.bigInt({ min: 0n, max: 9n }), month, (target, tenths, at) => {
        const light = (actual: bigint) => rowLight(anIndicator({ target }), { actual }, yardIn(at));
        const asked = parsed(light((target * tenths * BigInt(at)) / 120n).toGreen);
        if (asked === undefined) return;
        expect(light(asked).light).toBe('green');
        expect(light(asked - 1n).light).not.toBe('green');
      }),
    ));

  test('what it asks of any other row makes it green', () => {
    const step = { gte: 0n, gt: 1n, eq: 0n, lte: 0n, lt: -1n } as const;
    return fc.assert(
      fc.property(
        operator,
        fc.oneof(
          sensible,
          fc.constant(0n),
          sensible.map((n) => -n),
        ),
        number,
        (wants, target, actual) => {
          const indicator = anIndicator({ operator: wants, nature: 'level', target });
          const light = (reached: bigint) => rowLight(indicator, { actual: reached }, june);
          const found = light(actual);
          if (found.light === 'green' || found.light === 'blue') return;
          const asked = parsed(found.toGreen);
          expect(asked === undefined ? '' : formatDecimal(asked)).toBe(formatDecimal(target));
          expect(light(target + step[wants]).light).toBe('green');
        },
      ),
    );
  });

  test('a forecast that meets the target and is certain is green, and nothing else is', () =>
    fc.assert(
      fc.property(
        operator,
        number,
        number,
        fc.constantFrom(...likelihoods),
        fc.constantFrom(...statuses),
        (wants, target, forecast, likelihood, forecastStatus) => {
          const row = { forecast, likelihood, forecastStatus };
          const { light, toGreen } = outlookLight(anIndicator({ operator: wants, target }), row, june);
          const met = { gte: forecast >= target, gt: forecast > target, eq: forecast === target };
          const reverse = { lt: forecast < target, lte: forecast <= target };
          const isGreen = { ...met, ...reverse }[wants] && likelihood === 'certain';
          expect([light === 'green', toGreen === null]).toEqual([isGreen, isGreen]);
        },
      ),
    ));
});
