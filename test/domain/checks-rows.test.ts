/** The rules of the indicator rows, by the table of domain §7: each with what passes and what fails, on both sides of its bound. */
import { describe, expect, test } from 'vitest';
import type { Content, IndicatorRow } from '../../shared/domain/content.ts';
import type { Light } from '../../shared/domain/light.ts';
import {
  type Bent,
  check,
  found,
  foundBy,
  good,
  ground,
  indicators,
  messageOf,
  type ruleSet,
  threeTexts,
  withRow,
  withTexts,
} from '../support/checked.ts';
import { value } from '../support/measured.ts';

/** With the three texts that any doubt asks for, so that the row alone is in question. */
const told = withTexts(threeTexts);
const row = (code: string, bent: IndicatorRow) => withRow(code, bent, told);
const note = (rule: string, cell: string, text: string): Partial<Content> => ({
  explanations: [{ rule, cell, text }],
});

describe('V11 · every quantitative row has a number', () => {
  test.each(['0', '17.5'])('%s', (actual) => {
    expect(foundBy('V11', row('12-01', { actual: value(actual) }))).toEqual([]);
  });
  test('empty', () => {
    expect(found(row('12-01', { actual: undefined }))).toEqual(['V11 block /rows/12-01/actual']);
    expect(messageOf('V11', row('12-01', { actual: undefined }))).toBe(
      '指标“12-01 合格率”没有填写1—6月完成值，请填一个数字，没有完成的请填0。',
    );
  });
  test('a row that is not there at all', () => {
    const { '12-01': _, ...rows } = good.rows;
    expect(found({ ...good, rows })).toEqual([
      'V11 block /rows/12-01/actual',
      'V14 block /rows/12-01/forecast',
      'V14 block /rows/12-01/likelihood',
    ]);
  });
});

describe('V12 · every qualitative row has one of three values, and words', () => {
  test('部分达成 and a text', () => {
    const partly = row('22-01', { status: 'partly', statusText: '部', causes: ['staff'], causeText: '人手' });
    expect(found(partly)).toEqual([]);
  });
  test('nothing chosen, nothing said', () => {
    const silent = row('22-01', { status: undefined, statusText: ' ' });
    expect(found(silent)).toEqual(['V12 block /rows/22-01/status', 'V12 block /rows/22-01/statusText']);
    expect(check(silent).map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        '指标“22-01 服务改善”请在“达成、部分达成、未达成”中选择一项。',
        '指标“22-01 服务改善”请填写“完成情况说明”。',
      ]),
    );
  });
  test('a number is no status', () => {
    expect(foundBy('V12', row('22-01', { status: undefined, actual: 1n }))).toHaveLength(1);
  });
});

describe('V13 · without a value yet only where it may be', () => {
  const waiting: IndicatorRow = {
    actual: undefined,
    notYet: { reason: '11月问卷', month: 11 },
    forecast: value('91'),
    likelihood: 'certain',
  };
  const asked = (code: string, bent: IndicatorRow = {}, rest: Bent = {}) =>
    found(row(code, { ...waiting, ...bent }), rest);
  const later = { cutoffMonth: 9, emphasis: 'correct' } as const;
  // By September what passes in June lags behind; only this rule is asked.
  const by = (...given: Parameters<typeof asked>) => asked(...given).filter((line) => line.startsWith('V13'));

  test('satisfaction in the half-year and in the third quarter, 11月问卷', () => {
    expect(asked('31-01')).toEqual([]);
    expect(by('31-01', {}, { ground: later })).toEqual([]);
  });
  test('a qualitative benefit row too', () => {
    expect(asked('22-01', { status: undefined, statusText: undefined, forecastStatus: 'achieved' })).toEqual(
      [],
    );
  });
  test.each(['11-01', '12-01', '13-01'])('%s is no benefit and no satisfaction', (code) => {
    expect(by(code)).toEqual([`V13 block /rows/${code}/notYet`]);
    expect(messageOf('V13', row(code, waiting))).toContain('只有效益、满意度指标可以');
  });
  test('costs on a first level of their own neither', () => {
    const cost = { ...indicators.days, code: '41-01', name: '单价' };
    const target = { ...ground.target, indicators: [cost] };
    const content = { ...told, rows: { '41-01': waiting } };
    expect(foundBy('V13', content, { ground: { target } })).toEqual(['V13 block /rows/41-01/notYet']);
  });
  test('not in the rounds that urge, and not where the round does not allow it', () => {
    for (const bent of [{ emphasis: 'urge' } as const, { allowNotYet: false }]) {
      expect(by('31-01', {}, { ground: bent })).toEqual(['V13 block /rows/31-01/notYet']);
      expect(messageOf('V13', row('31-01', waiting), { ground: bent })).toBe(
        '指标“31-01 群众满意度”本轮必须取值，不能选“本期尚无法取值”，请填写完成情况。',
      );
    }
  });
  test.each(['', ' ', '无', '略'])('the reason is no reason: %j', (reason) => {
    const silent = { notYet: { reason, month: 11 } };
    expect(asked('31-01', silent)).toEqual(['V13 block /rows/31-01/notYet/reason']);
    expect(messageOf('V13', row('31-01', { ...waiting, ...silent }))).toContain('“本期尚无法取值的原因”');
  });
  test('the month is one to come', () => {
    const month = (of: number) => asked('31-01', { notYet: { reason: '11月问卷', month: of } });
    expect(month(7)).toEqual([]);
    expect(month(6)).toEqual(['V13 block /rows/31-01/notYet/month']);
    expect(messageOf('V13', row('31-01', { ...waiting, notYet: { reason: '问卷', month: 6 } }))).toBe(
      '指标“31-01 群众满意度”的预计可取值月份应在6月之后，现为6月，请改正。',
    );
  });
  test('a value and no value at once contradict each other', () => {
    expect(asked('31-01', { actual: 0n })).toEqual(['V13 block /rows/31-01/notYet']);
    expect(asked('22-01', { status: 'missed', forecastStatus: 'achieved' })).toEqual([
      'V13 block /rows/22-01/notYet',
    ]);
    expect(messageOf('V13', row('31-01', { ...waiting, actual: 0n }))).toContain('已经填写完成情况');
  });
});

describe('V14 · forecast and likelihood in every row', () => {
  test('48 and 确定能', () => expect(foundBy('V14', good)).toEqual([]));
  test('both are asked for, also of a row that waits', () => {
    const empty = { forecast: undefined, likelihood: undefined };
    expect(found(row('11-01', empty))).toEqual([
      'V14 block /rows/11-01/forecast',
      'V14 block /rows/11-01/likelihood',
    ]);
    const waiting = { ...empty, actual: undefined, notYet: { reason: '11月问卷', month: 11 } };
    expect(found(row('31-01', waiting))).toEqual([
      'V14 block /rows/31-01/forecast',
      'V14 block /rows/31-01/likelihood',
    ]);
    expect(messageOf('V14', row('11-01', { forecast: undefined }))).toBe(
      '指标“11-01 开展培训”没有填写全年预计完成值，请填写。',
    );
    expect(messageOf('V14', row('11-01', { likelihood: undefined }))).toContain(
      '请选择完成目标可能性：确定能、有可能或完全不可能',
    );
  });
  test('a qualitative row forecasts a status, and a number is none', () => {
    const numbered = row('22-01', { forecastStatus: undefined, forecast: 1n });
    expect(found(numbered)).toEqual(['V14 block /rows/22-01/forecastStatus']);
    expect(messageOf('V14', numbered)).toBe('指标“22-01 服务改善”没有选择全年预计完成情况，请选择。');
    expect(foundBy('V14', row('11-01', { forecast: undefined, forecastStatus: 'achieved' }))).toHaveLength(1);
  });
  test('nought is a forecast', () => expect(foundBy('V14', row('11-01', { forecast: 0n }))).toEqual([]));
});

describe('V15 · a doubt has its cause', () => {
  type Mode = (typeof ruleSet.checks)['causeMode'];
  const asked = (bent: IndicatorRow, light: Light, causeMode: Mode = 'both') =>
    foundBy('V15', row('11-01', bent), { rows: { '11-01': light }, checks: { causeMode } }).length > 0;

  test('有可能 and 人员保障', () => {
    const caused = { likelihood: 'possible', causes: ['staff'], causeText: '人员未到位' } as const;
    expect(found(row('11-01', caused))).toEqual([]);
  });
  test('有可能, yellow or red and no cause', () => {
    const [possible, silent] = [{ likelihood: 'possible' } as const, { causes: [] }];
    expect(found(row('11-01', possible))).toEqual(['V15 block /rows/11-01/causes']);
    expect(messageOf('V15', row('11-01', possible))).toBe(
      '指标“11-01 开展培训”预计不能确定完成，请至少选择一项偏差原因。',
    );
    const light = (of: Light) => messageOf('V15', row('11-01', silent), { rows: { '11-01': of } });
    expect(light('yellow')).toContain('亮黄灯，请至少选择一项');
    expect(light('red')).toContain('亮红灯，请至少选择一项');
  });
  test.each<[Mode, ...boolean[]]>([
    // likelihood: possible, impossible, certain, certain, certain; light: green, green, red, yellow, blue
    ['both', true, true, true, true, false],
    ['likelihood', true, true, false, false, false],
    ['light', false, false, true, true, false],
    ['red', false, false, true, false, false],
  ])('mode %s', (mode, ...expected) => {
    expect([
      asked({ likelihood: 'possible' }, 'green', mode),
      asked({ likelihood: 'impossible' }, 'green', mode),
      asked({}, 'red', mode),
      asked({}, 'yellow', mode),
      asked({}, 'blue', mode),
    ]).toEqual(expected);
  });
  test('an empty likelihood is no doubt yet', () => {
    expect(asked({ likelihood: undefined }, 'green')).toBe(false);
  });
  test('by its real light: 14 of the 24 due are red', () => {
    expect(foundBy('V15', row('11-01', { actual: value('14') }))).toEqual(['V15 block /rows/11-01/causes']);
  });
});

describe('V16 · a cause has its words', () => {
  test.each(['hardware', 'other'] as const)('%s and a text, or none', (cause) => {
    expect(found(row('11-01', { causes: [cause], causeText: '车' }))).toEqual([]);
    expect(found(row('11-01', { causes: [cause], causeText: ' ' }))).toEqual([
      'V16 block /rows/11-01/causeText',
    ]);
    expect(found(row('11-01', { causes: [cause] }))).toEqual(['V16 block /rows/11-01/causeText']);
    expect(messageOf('V16', row('11-01', { causes: [cause] }))).toBe(
      '指标“11-01 开展培训”已选择偏差原因，请填写“原因说明”。',
    );
  });
  test('no cause, no words', () => expect(found(row('11-01', { causes: [] }))).toEqual([]));
});

describe('V17 · what cannot be reached has its reason and its measure', () => {
  const hopeless = { likelihood: 'impossible', causes: ['system'], causeText: '政策停止' } as const;
  test('both filled', () => {
    expect(found(row('11-01', { ...hopeless, remark: '政策停办，已申请调减' }))).toEqual([]);
    expect(found(row('11-01', { ...hopeless, remark: '停办' }))).toEqual([]);
  });
  test.each([undefined, ' ', '无', '略', '无无', '。。。'])('remark %j', (remark) => {
    expect(foundBy('V17', row('11-01', { ...hopeless, remark }))).toEqual(['V17 block /rows/11-01/remark']);
    expect(messageOf('V17', row('11-01', { ...hopeless, remark }))).toBe(
      '指标“11-01 开展培训”完全不可能完成，请在“备注”中写明原因和改进措施，不能只写“无”“略”。',
    );
  });
  test('measures, once for all rows', () => {
    const remark = '政策停办，已申请调减';
    const one = withTexts({ measures: '无' }, row('11-01', { ...hopeless, remark }));
    expect(foundBy('V17', one)).toEqual(['V17 block /texts/measures']);
    expect(messageOf('V17', one)).toBe(
      '指标“11-01 开展培训”完全不可能完成，请填写“纠偏措施”，不能只写“无”“略”。',
    );
    const two = withRow('12-01', { ...hopeless, remark }, one);
    expect(foundBy('V17', two)).toEqual(['V17 block /texts/measures']);
    expect(messageOf('V17', two)).toContain('指标“11-01 开展培训”等2项完全不可能完成');
  });
  test('有可能 asks for neither', () => {
    expect(foundBy('V17', withTexts({ measures: '' }, row('11-01', { likelihood: 'possible' })))).toEqual([]);
  });
});

describe('V18 · what the row says does not contradict itself', () => {
  const impossible = { likelihood: 'impossible', causes: ['system'], causeText: '政策停止' } as const;
  const asked = (code: string, bent: IndicatorRow) => foundBy('V18', row(code, bent));
  const at = (code: string) => `V18 explain /rows/${code}/likelihood`;

  test('48 of 48 done and yet 完全不可能', () => {
    expect(asked('11-01', { ...impossible, actual: value('48') })).toEqual([at('11-01')]);
    const finding = check(row('11-01', { ...impossible, actual: value('50') })).find(
      ({ rule }) => rule === 'V18',
    );
    expect(finding?.message).toBe(
      '指标“11-01 开展培训”的1—6月完成值50场已达到目标值≥48场，完成目标可能性却选“完全不可能”，两者矛盾，请更正其一，或请在“备注”中说明（至少5个字）。',
    );
    expect(finding?.answer).toEqual({ at: '/rows/11-01/remark', text: null });
    const remark = '年底要核减';
    expect(asked('11-01', { ...impossible, actual: value('48'), remark })).toEqual([
      `${at('11-01')} ${remark}`,
    ]);
    expect(asked('11-01', { ...impossible, actual: value('48'), remark: '要核减了' })).toEqual([at('11-01')]);
  });
  test('an exact number that has been reached counts as well', () => {
    expect(asked('11-02', { ...impossible, actual: value('12') })).toEqual([at('11-02')]);
    expect(asked('11-02', { ...impossible, actual: value('11') })).toEqual([]);
  });
  test('not reached yet, a level that may fall again, or no value: no contradiction', () => {
    expect(asked('11-01', { ...impossible, actual: value('47.9999') })).toEqual([]);
    expect(asked('12-01', { ...impossible, actual: value('93') })).toEqual([]);
    expect(asked('11-01', { ...impossible, actual: undefined })).toEqual([]);
    expect(asked('22-01', { ...impossible, status: 'achieved' })).toEqual([]);
    expect(asked('11-01', { likelihood: 'possible', actual: value('48') })).toEqual([]);
  });
  test('a limit that is kept so far may still be exceeded, and words are not counted up', () => {
    const words = { ...indicators.effect, nature: 'cumulative' } as const;
    const worded = { ...ground.target, indicators: [words] };
    const reached = withRow('22-01', { ...impossible, actual: value('1') }, told);
    expect(foundBy('V18', reached, { ground: { target: worded } })).toEqual([]);
    const limit = { ...indicators.days, nature: 'cumulative' } as const;
    const target = { ...ground.target, indicators: [limit] };
    const content = { ...told, rows: { '13-01': { ...good.rows['13-01'], ...impossible } } };
    expect(foundBy('V18', content, { ground: { target } })).toEqual([]);
  });
  test('a forecast of 40 misses 48, and yet 确定能', () => {
    expect(asked('11-01', { forecast: value('40') })).toEqual([at('11-01')]);
    expect(messageOf('V18', row('11-01', { forecast: value('40') }))).toContain(
      '的全年预计完成值40场达不到目标值≥48场，完成目标可能性却选“确定能”，两者矛盾',
    );
    expect(asked('11-01', { forecast: value('40'), remark: '另有备用场次' })).toEqual([
      `${at('11-01')} 另有备用场次`,
    ]);
    expect(asked('11-01', { forecast: value('47.9999') })).toEqual([at('11-01')]);
    expect(asked('11-01', { forecast: value('40'), likelihood: 'possible' })).toEqual([]);
    expect(asked('11-01', { forecast: value('40'), likelihood: undefined })).toEqual([]);
    expect(asked('11-01', { forecast: undefined })).toEqual([]);
  });
  test('also where less is better, where it must be equal, and where words count', () => {
    expect(asked('13-01', { forecast: value('31') })).toEqual([at('13-01')]);
    expect(asked('13-01', { forecast: value('30') })).toEqual([]);
    expect(asked('11-02', { forecast: value('13') })).toEqual([at('11-02')]);
    expect(asked('22-01', { forecastStatus: 'partly' })).toEqual([at('22-01')]);
    expect(messageOf('V18', row('22-01', { forecastStatus: 'missed' }))).toContain(
      '的全年预计完成情况不是“达成”，完成目标可能性却选“确定能”',
    );
    expect(asked('22-01', { forecastStatus: undefined })).toEqual([]);
  });
});

describe('V19 · what is counted up does not fall', () => {
  const asked = (code: string, before: string, now: string, rest: Partial<Content> = {}) =>
    foundBy(
      'V19',
      { ...row(code, { actual: value(now) }), ...rest },
      {
        ground: { last: withRow(code, { actual: value(before) }) },
      },
    );
  const at = 'V19 explain /rows/11-01/actual';
  test('20 → 20 and 20 → 21', () => {
    expect(asked('11-01', '20', '20')).toEqual([]);
    expect(asked('11-01', '20', '21')).toEqual([]);
  });
  test('20 → 18 is explained by a note', () => {
    expect(asked('11-01', '20', '18')).toEqual([at]);
    expect(asked('11-01', '20', '18', note('V19', '/rows/11-01/actual', '重复统计更正'))).toEqual([
      `${at} 重复统计更正`,
    ]);
    expect(asked('11-01', '20', '18', note('V19', '/rows/11-01/actual', '重复统计'))).toEqual([at]);
    expect(asked('11-01', '20', '19.9999')).toEqual([at]);
    const last = withRow('11-01', { actual: value('20') });
    const finding = check(row('11-01', { actual: value('18') }), { ground: { last } }).find(
      ({ rule }) => rule === 'V19',
    );
    expect(finding?.answer?.at).toBe('/explanations');
    expect(finding?.message).toBe(
      '指标“11-01 开展培训”的1—6月完成值18场小于上一轮的20场，累计值不应减少，请核对改正；确实无误的，请填写说明（至少5个字）。',
    );
  });
  test('a note about another rule or another cell is none', () => {
    expect(asked('11-01', '20', '18', note('V23', '/rows/11-01/actual', '重复统计更正'))).toEqual([at]);
    expect(asked('11-01', '20', '18', note('V19', '/rows/11-02/actual', '重复统计更正'))).toEqual([at]);
  });
  test('a level may fall', () => expect(asked('12-01', '95', '93')).toEqual([]));
  test('without a value, then or now, there is nothing to compare', () => {
    const ground = { last: withRow('11-01', { actual: undefined }) };
    expect(foundBy('V19', row('11-01', { actual: value('18') }), { ground })).toEqual([]);
    expect(foundBy('V19', row('11-01', { actual: undefined }), { ground: { last: good } })).toEqual([]);
    expect(foundBy('V19', good, { ground: { last: { ...good, rows: {} } } })).toEqual([]);
  });
});

describe('V20 · far above the target: was that too low?', () => {
  const blue = { rows: { '12-01': 'blue' } } as const;
  test('blue and a text', () => {
    expect(found(row('12-01', { excessText: '抽检增加' }), blue)).toEqual(['V20 explain /rows/12-01/actual']);
    expect(found(row('12-01', { excessText: '抽检增加了' }), blue)).toEqual([
      'V20 explain /rows/12-01/actual 抽检增加了',
    ]);
  });
  test('blue and silence', () => {
    const [finding] = check(good, blue);
    expect(finding).toEqual({
      rule: 'V20',
      level: 'explain',
      pointer: '/rows/12-01/actual',
      message: '指标“12-01 合格率”：某灯。目标值可能偏低，请在“超目标说明”中说明（至少5个字）。',
      answer: { at: '/rows/12-01/excessText', text: null },
    });
  });
  test.each(['green', 'yellow', 'red'] as const)('%s asks nothing', (light) => {
    expect(foundBy('V20', good, { rows: { '12-01': light } })).toEqual([]);
  });
  test('by its real light: 28.8 of the 24 due are blue', () => {
    expect(foundBy('V20', row('11-01', { actual: value('28.8') }))).toHaveLength(1);
    expect(foundBy('V20', row('11-01', { actual: value('28.7999') }))).toEqual([]);
  });
});

describe('V21 · more than an exact number is explained', () => {
  const asked = (actual: string, excessText?: string) =>
    foundBy('V21', row('11-02', { actual: value(actual), excessText }));
  test('=12 and 12', () => expect(asked('12')).toEqual([]));
  test('=12 and 13, 经批准增加', () => {
    expect(asked('13', '经批准增加')).toEqual(['V21 explain /rows/11-02/actual 经批准增加']);
  });
  test('=12 and 13', () => {
    expect(asked('13')).toEqual(['V21 explain /rows/11-02/actual']);
    expect(asked('13', '经批准增')).toEqual(['V21 explain /rows/11-02/actual']);
    expect(asked('12.0001')).toHaveLength(1);
    const finding = check(row('11-02', { actual: value('13') })).find(({ rule }) => rule === 'V21');
    expect(finding?.answer?.at).toBe('/rows/11-02/excessText');
    expect(finding?.message).toBe(
      '指标“11-02 入户走访”的1—6月完成值13次大于目标值=12次，请在“超目标说明”中说明（至少5个字）。',
    );
  });
  test('other operators may be exceeded, an empty cell is not more', () => {
    expect(foundBy('V21', row('11-01', { actual: value('50') }))).toEqual([]);
    expect(foundBy('V21', row('11-02', { actual: undefined }))).toEqual([]);
  });
  test('a target without a number is exceeded by nothing', () => {
    const target = { ...ground.target, indicators: [{ ...indicators.visits, target: null }] };
    expect(foundBy('V21', row('11-02', { actual: value('13') }), { ground: { target } })).toEqual([]);
  });
});

describe('V23 · slipped units in values', () => {
  const asked = (code: string, actual: string, last: Content | null = null, rest: Partial<Content> = {}) =>
    foundBy('V23', { ...row(code, { actual: value(actual) }), ...rest }, { ground: { last } });
  const at = 'V23 explain /rows/31-01/actual';
  const lastOf = (actual: string) => withRow('31-01', { actual: value(actual) });

  test('15 against 14.2 of the last round', () => {
    expect(asked('31-01', '15', lastOf('14.2'))).toEqual([]);
  });
  test('150000 against 14.2, explained by a note', () => {
    expect(asked('31-01', '150000', lastOf('14.2'))).toEqual([at]);
    const answer = note('V23', '/rows/31-01/actual', '改按人次统计');
    expect(asked('31-01', '150000', lastOf('14.2'), answer)).toEqual([`${at} 改按人次统计`]);
    expect(
      messageOf('V23', row('31-01', { actual: value('150000') }), { ground: { last: lastOf('14.2') } }),
    ).toBe(
      '指标“31-01 群众满意度”的1—6月完成值150000%与年度目标≥90%相差1666倍、与上一轮的14.2%相差10563倍，可能用错了计量单位（如元与万元），请核对改正；确实无误的，请填写说明（至少5个字）。',
    );
  });
  test('a thousand times the target, and a thousandth of it', () => {
    expect(asked('31-01', '90000')).toEqual([at]);
    expect(asked('31-01', '89999.9999')).toEqual([]);
    expect(asked('31-01', '0.09')).toEqual([at]);
    expect(asked('31-01', '0.0901')).toEqual([]);
  });
  test('a thousand times the last round alone says only that', () => {
    expect(asked('31-01', '90', lastOf('0.09'))).toEqual([at]);
    expect(messageOf('V23', good, { ground: { last: lastOf('0.09') } })).toContain(
      '完成值91%与上一轮的0.09%相差1011倍，可能',
    );
    expect(asked('31-01', '90', lastOf('0.0901'))).toEqual([]);
  });
  test('signs do not matter, nought is no slip', () => {
    expect(asked('31-01', '-90000')).toEqual([at]);
    expect(asked('31-01', '0', lastOf('91'))).toEqual([]);
    expect(asked('31-01', '91', lastOf('0'))).toEqual([]);
  });
  test('the factor is the rule set’s', () => {
    const bent = { checks: { slipFactor: 2 } };
    const by = (actual: string) => foundBy('V23', row('31-01', { actual: value(actual) }), bent).includes(at);
    expect([by('180'), by('179.9999')]).toEqual([true, false]);
  });
  test('words are not compared', () => {
    const content = row('22-01', { actual: value('5000') });
    expect(foundBy('V23', content, { ground: { last: withRow('22-01', { actual: 1n }) } })).toEqual([]);
  });
  test('a target without a number leaves the last round', () => {
    const target = { ...ground.target, indicators: [{ ...indicators.liking, target: null }] };
    expect(foundBy('V23', row('31-01', { actual: value('90000') }), { ground: { target } })).toEqual([]);
  });
});
