/** Targets as they come in (V36, V37), the words they are written in, and the sums of imported money (V01, V02). */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GivenTable, totalIssues } from '../../shared/domain/given-totals.ts';
import { indicatorTree, placeOf } from '../../shared/domain/indicator-tree.ts';
import { defaultNature, operatorOf, readTarget, statusOf, unitOf } from '../../shared/domain/operators.ts';
import { checkTargets, type WrittenIndicator } from '../../shared/domain/target-checks.ts';
import { fen, value } from '../support/measured.ts';

function indicator(bent: Partial<WrittenIndicator> & { readonly code: string }): WrittenIndicator {
  return {
    name: '甲',
    operator: 'gte',
    target: value('48'),
    targetText: '',
    unit: '场',
    weight: null,
    nature: 'cumulative',
    ...bent,
  };
}
const weighted = (weights: readonly (string | null)[]) =>
  weights.map((weight, index) =>
    indicator({ code: `11-0${index + 1}`, weight: weight === null ? null : value(weight) }),
  );
const found = (...indicators: readonly WrittenIndicator[]) =>
  checkTargets(indicators).map(({ rule, level, pointer }) => `${rule} ${level} ${pointer}`);
const messageOf = (...indicators: readonly WrittenIndicator[]) => checkTargets(indicators)[0]?.message;

describe('V36 · targets that come in are whole', () => {
  const quality = indicator({ code: '12-01', name: '合格率', target: value('95'), unit: '%' });
  const words = { operator: 'qualitative', target: null, targetText: '有效改善', unit: '' } as const;

  test('rows of every kind pass', () => {
    expect(found(indicator({ code: '11-01' }), quality, indicator({ code: '22-01', ...words }))).toEqual([]);
  });
  test('a code twice is named at its second place, with the first', () => {
    const twice = [indicator({ code: '11-01' }), quality, indicator({ code: '11-01', name: '乙' })];
    expect(found(...twice)).toEqual(['V36 block /indicators/2/code']);
    expect(messageOf(...twice)).toBe('指标“11-01 乙”的编码与第1个指标重复，请更换编码。');
    const one = indicator({ code: '11-01' });
    const thrice = checkTargets([quality, one, one, one]);
    expect(thrice.map(({ message }) => message.includes('与第2个指标重复'))).toEqual([true, true]);
  });
  test.each(['15-01', '32-01', '51-01', '11-1', '11-001', '11', 'x11-01', '1101', ''])(
    'code %j has no place',
    (code) => {
      expect(found(indicator({ code }))).toEqual(['V36 block /indicators/0/code']);
      expect(messageOf(indicator({ code }))).toContain(`“${code} 甲”的编码不在指标框架内`);
    },
  );
  test('a number needs its value and its unit', () => {
    expect(found(indicator({ code: '11-01', target: null, unit: ' ' }))).toEqual([
      'V36 block /indicators/0/target',
      'V36 block /indicators/0/unit',
    ]);
    expect(
      checkTargets([indicator({ code: '11-01', target: null, unit: '' })]).map((f) => f.message),
    ).toEqual([
      '指标“11-01 甲”没有指标值，请填写一个数字，或改为定性指标。',
      '指标“11-01 甲”没有计量单位，请填写，例如“场”“%”“万元/场”。',
    ]);
  });
  test('words need words and no number', () => {
    const wrong = indicator({ code: '22-01', ...words, target: 0n, targetText: ' ' });
    expect(found(wrong)).toEqual(['V36 block /indicators/0/target', 'V36 block /indicators/0/targetText']);
    expect(checkTargets([wrong]).map((each) => each.message)).toEqual([
      '指标“22-01 甲”是定性指标，指标值不能是数字，请改填文字，或选择运算符。',
      '指标“22-01 甲”是定性指标，请用文字写明要达到的效果。',
    ]);
  });
  test.each(['41-01', '42-01', '43-01'])('costs stand under 14 or under %s, never both', (code) => {
    const output = indicator({ code: '14-01' });
    expect(found(indicator({ code }))).toEqual([]);
    expect(found(output)).toEqual([]);
    expect(found(indicator({ code: '11-01' }), indicator({ code }), output)).toEqual([
      'V36 block /indicators/2/code',
    ]);
    expect(messageOf(indicator({ code }), output)).toContain('统一放在一处');
  });
  test('50+30+10 and the execution rate’s 10 make 100; 50+30+5 do not', () => {
    expect(found(...weighted(['50', '30', '10']))).toEqual([]);
    expect(found(...weighted(['50', '30', '5']))).toEqual(['V36 block /indicators']);
    expect(messageOf(...weighted(['50', '30', '5']))).toBe(
      '三级指标权重合计85，加上执行率10为95，应为100，请核对权重。',
    );
    expect(found(...weighted(['50', '30', '10.0001']))).toEqual(['V36 block /indicators']);
  });
  test('weights are given in all rows or in none', () => {
    expect(found(...weighted([null, null]))).toEqual([]);
    expect(found(...weighted(['90', null]))).toEqual(['V36 block /indicators/1/weight']);
    expect(messageOf(...weighted(['90', null]))).toBe(
      '指标“11-02 甲”没有权重，而其他指标有，请全部填写或全部不填。',
    );
    expect(found(...weighted(['-10', '100', '0']))).toEqual(['V36 block /indicators/0/weight']);
    expect(messageOf(...weighted(['-10', '100']))).toBe('指标“11-01 甲”的权重-10小于0，请改正。');
  });
});

describe('V37 · targets that are seldom meant are confirmed', () => {
  const count = (bent: Partial<WrittenIndicator>) => indicator({ code: '11-01', unit: '次', ...bent });
  const share = (target: string) => indicator({ code: '12-01', unit: '％', target: value(target) });

  test('=0 次事故 passes', () => expect(found(count({ operator: 'eq', target: 0n }))).toEqual([]));
  test.each(['gte', 'gt'] as const)('%s asks for more than nought', (operator) => {
    expect(found(count({ operator, target: 0n }))).toEqual(['V37 explain /indicators/0/target']);
    expect(found(count({ operator, target: -1n }))).toEqual(['V37 explain /indicators/0/target']);
    expect(found(count({ operator, target: 1n }))).toEqual([]);
  });
  test('≥0 is said with its sign and its unit, and is answered by confirming', () => {
    expect(checkTargets([count({ target: 0n })])).toMatchObject([
      {
        message: '指标“11-01 甲”的指标值“≥0次”不大于0却要求越多越好，请核对运算符和指标值。',
        answer: { at: '/confirmed', text: null },
      },
    ]);
  });
  test.each(['lt', 'lte'] as const)('%s may be nought', (operator) => {
    expect(found(count({ operator, target: 0n }))).toEqual([]);
  });
  test('a share of 100 is whole, one above is asked about', () => {
    expect(found(share('100'))).toEqual([]);
    expect(found(share('100.0001'))).toEqual(['V37 explain /indicators/0/target']);
    expect(messageOf(share('120'))).toBe('指标“12-01 甲”的指标值“≥120％”超过100%，请核对指标值和计量单位。');
    expect(found(count({ target: value('120') }))).toEqual([]);
  });
  test('a bare number is taken for “equal” and asked about', () => {
    expect(found(count({ operator: 'eq', isBare: true }))).toEqual(['V37 explain /indicators/0/operator']);
    expect(messageOf(count({ operator: 'eq', isBare: true }))).toContain('“=48次”只写了数字、没有运算符');
    expect(found(count({ operator: 'eq', isBare: false }))).toEqual([]);
  });
  test('what has no number is not weighed', () => {
    const words = { operator: 'qualitative', target: null, targetText: '好', unit: '%' } as const;
    expect(found(count({ ...words, isBare: true }))).toEqual([]);
    const numbered = { ...words, target: value('120'), isBare: true };
    expect(found(count(numbered))).toEqual(['V36 block /indicators/0/target']);
    expect(found(count({ target: null, isBare: true }))).toEqual(['V36 block /indicators/0/target']);
  });
});

describe('domain §5 · words and signs become operators', () => {
  test.each([
    ['≥48', 'gte', '48', ''],
    ['>=48', 'gte', '48', ''],
    ['＞＝４８场', 'gte', '48', '场'],
    ['不低于95％', 'gte', '95', '%'],
    ['达95%', 'gte', '95', '%'],
    ['达到95百分比', 'gte', '95', '%'],
    ['达到95%以上', 'gte', '95', '%'],
    ['48 场以上', 'gte', '48', '场'],
    ['48场及以上', 'gte', '48', '场'],
    ['大于等于3', 'gte', '3', ''],
    ['超过5次', 'gt', '5', '次'],
    ['>5', 'gt', '5', ''],
    ['＞5', 'gt', '5', ''],
    ['大于5', 'gt', '5', ''],
    ['不超过30天', 'lte', '30', '天'],
    ['30天以内', 'lte', '30', '天'],
    ['30天及以内', 'lte', '30', '天'],
    ['控制在30天以内', 'lte', '30', '天'],
    ['≤1.5万元/场', 'lte', '1.5', '万元/场'],
    ['小于等于-2.5℃', 'lte', '-2.5', '℃'],
    ['低于30', 'lt', '30', ''],
    ['<30m2', 'lt', '30', 'm2'],
    ['=0次', 'eq', '0', '次'],
    ['等于 1,200 人', 'eq', '1200', '人'],
    ['≥1,234,567户', 'gte', '1234567', '户'],
  ])('%s', (written, operator, target, unit) => {
    expect(readTarget(written)).toEqual({ operator, target: value(target), unit, isBare: false });
  });
  test('a bare number is “equal”, and says that it was bare', () => {
    expect(readTarget('12')).toEqual({ operator: 'eq', target: value('12'), unit: '', isBare: true });
    expect(readTarget('12场')).toMatchObject({ unit: '场', isBare: true });
  });
  test.each([
    '',
    '有效改善',
    '3-5',
    '3~5天',
    '3至5天',
    '3—5',
    '3–5',
    '1e3',
    '1E3',
    '1.23456',
    '1.2.3',
    '≥',
    '超过5次以上',
    '达30以内',
    '约48',
    '12 345678,9',
  ])('%j is not guessed', (written) => expect(readTarget(written)).toBeUndefined());

  test.each([
    ['≥', 'gte'],
    ['≧', 'gte'],
    ['不少于', 'gte'],
    ['不小于', 'gte'],
    ['大于或等于', 'gte'],
    ['至少', 'gte'],
    ['达到', 'gte'],
    ['以上', 'gte'],
    ['≤', 'lte'],
    ['≦', 'lte'],
    ['<=', 'lte'],
    ['不高于', 'lte'],
    ['不多于', 'lte'],
    ['不大于', 'lte'],
    ['小于或等于', 'lte'],
    ['以内', 'lte'],
    ['高于', 'gt'],
    ['多于', 'gt'],
    ['＜', 'lt'],
    ['小于', 'lt'],
    ['少于', 'lt'],
    ['＝', 'eq'],
    ['等于', 'eq'],
    [' 定性 ', 'qualitative'],
  ])('a column of operators: %s', (written, operator) => expect(operatorOf(written)).toBe(operator));
  test.each(['', '约', '≥48', '定'])('%j is no operator', (written) =>
    expect(operatorOf(written)).toBeUndefined(),
  );
});

describe('domain §5 · units, natures, qualitative values', () => {
  test.each([
    ['百分比', '%'],
    ['％', '%'],
    [' % ', '%'],
    [' 万元/场 ', '万元/场'],
    ['m²', 'm²'],
    ['个百分比', '个百分比'],
  ])('unit %j is kept as %s', (written, unit) => expect(unitOf(written)).toBe(unit));
  test.each([
    ['11-01', '场', 'cumulative'],
    ['11-01', '百分比', 'level'],
    ['12-01', '场', 'level'],
    ['21-01', '万元', 'level'],
  ])('%s in %s is %s by default', (code, unit, nature) => expect(defaultNature(code, unit)).toBe(nature));
  test.each([
    ['达成', 'achieved'],
    ['达成预期目标', 'achieved'],
    [' 部分达成 ', 'partly'],
    ['部分达成并具有一定效果', 'partly'],
    ['未达成', 'missed'],
    ['未达成且效果较差', 'missed'],
    ['较好', undefined],
    ['', undefined],
  ])('%j is %s', (written, status) => expect(statusOf(written)).toBe(status));
});

describe('domain §5 · the tree is a fixed template', () => {
  test('four first levels with their second ones, in order', () => {
    expect(indicatorTree.map(({ code, name, children }) => [code, name, children.length])).toEqual([
      ['1', '产出指标', 4],
      ['2', '效益指标', 4],
      ['3', '满意度指标', 1],
      ['4', '成本指标', 3],
    ]);
    expect(indicatorTree[0]?.children).toEqual([
      { code: '11', name: '数量指标' },
      { code: '12', name: '质量指标' },
      { code: '13', name: '时效指标' },
      { code: '14', name: '成本指标' },
    ]);
    expect(indicatorTree.slice(1).flatMap(({ children }) => children.map(({ name }) => name))).toEqual([
      '经济效益指标',
      '社会效益指标',
      '生态效益指标',
      '可持续影响指标',
      '服务对象满意度指标',
      '经济成本指标',
      '社会成本指标',
      '生态环境成本指标',
    ]);
  });
  test('a row is placed by its code', () => {
    expect(placeOf('23-07')).toEqual({
      level1: { code: '2', name: '效益指标' },
      level2: { code: '23', name: '生态效益指标' },
    });
    expect(placeOf('25-01')).toBeNull();
    expect(placeOf('23-7')).toBeNull();
    expect(placeOf('23-070')).toBeNull();
    expect(placeOf('023-07')).toBeNull();
  });
});

const money = (bent: Partial<GivenTable> = {}): GivenTable => ({
  rows: {
    fiscal: { name: '本年财政拨款', initial: fen('60'), executed: fen('20') },
    carryover: { name: '上年结转资金', initial: fen('20'), adjustment: fen('-12'), adjusted: fen('8') },
    other: { name: '其他资金', initial: fen('4.5') },
  },
  total: null,
  ...bent,
});
const total = (bent: Partial<GivenTable['rows'][string]>) => money({ total: { name: '合计', ...bent } });

describe('V01 · an imported total row is the sum of its source rows', () => {
  test('60+20+4.5 = 84.5; what a total does not say is not asked', () => {
    expect(totalIssues(total({ initial: fen('84.5') }))).toEqual([]);
    expect(totalIssues(total({}))).toEqual([]);
    const all = { adjustment: fen('-12'), adjusted: fen('72.5'), executed: fen('20') };
    expect(totalIssues(total({ initial: fen('84.5'), ...all }))).toEqual([]);
  });
  test('85 is refused, with both figures', () => {
    expect(totalIssues(total({ initial: fen('85') }))).toEqual([
      {
        pointer: '/total/initial',
        rule: 'V01',
        message: '合计的年初预算数85.00万元不等于各资金行之和84.50万元，请核对。',
      },
    ]);
  });
  test.each([
    ['adjustment', '-11.999999', '年度预算调整'],
    ['adjusted', '72.500001', '调整后预算数'],
    ['executed', '0', '累计执行数'],
  ] as const)('column %s, to the 分', (column, amount, label) => {
    const issues = totalIssues(total({ [column]: fen(amount) }));
    expect(issues).toMatchObject([{ pointer: `/total/${column}`, rule: 'V01' }]);
    expect(issues[0]?.message).toContain(`合计的${label}`);
  });
  test('0.1 + 0.7 is 0.8: sums are exact', () => {
    const rows = { a: { name: '甲', initial: fen('0.1') }, b: { name: '乙', initial: fen('0.7') } };
    expect(totalIssues({ rows, total: { name: '合计', initial: fen('0.8') } })).toEqual([]);
  });
  test('the sum that is computed passes, one 分 beside it fails', () => {
    const amounts = fc.array(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), { maxLength: 5 });
    return fc.assert(
      fc.property(amounts, (given) => {
        const rows = Object.fromEntries(given.map((executed, at) => [`r${at}`, { name: '甲', executed }]));
        const executed = given.reduce((sum, each) => sum + each, 0n);
        expect(totalIssues({ rows, total: { name: '合计', executed } })).toEqual([]);
        expect(totalIssues({ rows, total: { name: '合计', executed: executed + 1n } })).toHaveLength(1);
      }),
    );
  });
});

test('V01: an adjusted budget that a row does not say is computed', () => {
  const rows = { a: { name: '甲', initial: fen('90'), adjustment: fen('-12') } };
  expect(totalIssues({ rows, total: { name: '合计', adjusted: fen('78') } })).toEqual([]);
  expect(totalIssues({ rows, total: { name: '合计', adjusted: fen('102') } })).toHaveLength(1);
});

describe('V02 · adjusted = initial + adjustment', () => {
  const row = (bent: object) => money({ rows: { fiscal: { name: '本年财政拨款', ...bent } } });
  test('90 − 12 = 78', () => {
    expect(totalIssues(row({ initial: fen('90'), adjustment: fen('-12'), adjusted: fen('78') }))).toEqual([]);
    expect(totalIssues(row({ initial: fen('90'), adjusted: fen('90') }))).toEqual([]);
    expect(totalIssues(row({ adjustment: fen('5'), adjusted: fen('5') }))).toEqual([]);
  });
  test('80 for 90 − 12 is refused', () => {
    expect(totalIssues(row({ initial: fen('90'), adjustment: fen('-12'), adjusted: fen('80') }))).toEqual([
      {
        pointer: '/rows/fiscal/adjusted',
        rule: 'V02',
        message:
          '本年财政拨款的调整后预算数80.00万元不等于年初预算数90.00万元与年度预算调整-12.00万元之和78.00万元，请核对。',
      },
    ]);
  });
});
