/** The rules of the money table, by the table of domain §7: each with what passes and what fails, on both sides of its bound. */
import { describe, expect, test } from 'vitest';
import type { Content } from '../../shared/domain/content.ts';
import type { ImportedFunds } from '../../shared/domain/subject.ts';
import {
  check,
  fiscal,
  found,
  foundBy,
  good,
  lit,
  messageOf,
  withMoney,
  withTexts,
} from '../support/checked.ts';
import { fen } from '../support/measured.ts';

const last = (executed: string, initial = '78'): Content =>
  withMoney({ executed: fen(executed), initial: fen(initial) });

test('a complete form passes; the hint about unpaid amounts is all there is', () => {
  expect(check(good).map(({ rule, level }) => `${rule} ${level}`)).toEqual(['V35 info']);
});

describe('V03 · an adjustment says its kind and its reason', () => {
  const cut = { adjustment: fen('-12'), initial: fen('90'), adjustKind: 'cut' } as const;
  test('−12, 调减, 项目政策取消', () => {
    expect(found(withMoney({ ...cut, adjustReason: '项目政策取消' }))).toEqual([
      'V03 explain /money/fiscal/adjustment 项目政策取消',
    ]);
  });
  test('−12 and nothing else', () => {
    const silent = withMoney({ ...cut, adjustKind: undefined });
    expect(check(silent)[0]).toEqual({
      rule: 'V03',
      level: 'explain',
      pointer: '/money/fiscal/adjustment',
      message:
        '本年财政拨款的年度预算调整为-12.00万元，请选择调整类型（追加、调减或调剂），请在“调整原因”中说明（至少5个字）。',
      answer: { at: '/money/fiscal/adjustReason', text: null },
    });
  });
  test('a kind without a reason, and a reason without a kind, are no answer', () => {
    expect(found(withMoney(cut))).toEqual(['V03 explain /money/fiscal/adjustment']);
    expect(messageOf('V03', withMoney(cut))).toBe(
      '本年财政拨款的年度预算调整为-12.00万元，请在“调整原因”中说明（至少5个字）。',
    );
    const kindless = withMoney({ ...cut, adjustKind: undefined, adjustReason: '项目政策取消' });
    expect(found(kindless)).toEqual(['V03 explain /money/fiscal/adjustment']);
  });
  test('four characters are too few, five are enough, blanks do not count', () => {
    expect(found(withMoney({ ...cut, adjustReason: ' 政策取消 ' }))).toEqual([
      'V03 explain /money/fiscal/adjustment',
    ]);
    expect(found(withMoney({ ...cut, adjustReason: ' 政策已取消 ' }))).toEqual([
      'V03 explain /money/fiscal/adjustment 政策已取消',
    ]);
  });
  test('no adjustment, no question', () => expect(found(withMoney({ adjustment: 0n }))).toEqual([]));
});

describe('V04 · 0 ≤ executed ≤ adjusted', () => {
  const bounds = (bent: Parameters<typeof withMoney>[0]) => foundBy('V04', withMoney(bent));
  test('31.2 of 78, and all of it', () => {
    expect(bounds({ executed: fen('31.2') })).toEqual([]);
    expect(bounds({ executed: fen('78'), forecast: fen('78') })).toEqual([]);
  });
  test('78.01 of 78 fails, in the row and in the total, with both amounts', () => {
    const over = withMoney({ executed: fen('78.01') });
    expect(foundBy('V04', over)).toEqual(['V04 block /money/fiscal/executed', 'V04 block /money/executed']);
    expect(messageOf('V04', over)).toBe(
      '本年财政拨款的1—6月累计执行数78.01万元大于调整后预算数78.00万元，请核对执行数，或先办理预算调整。',
    );
    expect(check(over).find(({ pointer }) => pointer === '/money/executed')?.message).toContain(
      '合计的1—6月',
    );
    expect(bounds({ executed: fen('78.000001') })).toHaveLength(2);
  });
  test('another row’s reserve does not cover it', () => {
    const money = { fiscal: { ...fiscal, executed: fen('79') }, other: { ...fiscal, executed: fen('1') } };
    expect(foundBy('V04', { ...good, money })).toEqual(['V04 block /money/fiscal/executed']);
  });
  test('below nought only with 退回说明 that says something', () => {
    const back = withMoney({ executed: fen('-1') });
    expect(foundBy('V04', back)).toEqual(['V04 block /money/fiscal/executed', 'V04 block /money/executed']);
    expect(messageOf('V04', back)).toBe(
      '本年财政拨款的1—6月累计执行数-1.00万元小于0，请核对；确有退回的，请填写“退回说明”。',
    );
    expect(foundBy('V04', withTexts({ refundReason: '无' }, back))).toHaveLength(2);
    expect(foundBy('V04', withTexts({ refundReason: '退款' }, back))).toEqual([]);
    expect(bounds({ executed: 0n })).toEqual([]);
  });
  test.each([
    ['initial', { initial: fen('-0.01') }, '年初预算数-0.01万元小于0'],
    ['adjustment', { adjustment: fen('-78.01') }, '调整后预算数-0.01万元小于0'],
    ['arrived', { arrived: fen('-0.01') }, '资金到位数-0.01万元小于0'],
  ])('%s below nought fails', (cell, bent, message) => {
    const wrong = withMoney(bent);
    expect(foundBy('V04', wrong)).toContain(`V04 block /money/fiscal/${cell}`);
    expect(messageOf('V04', wrong)).toContain(message);
  });
  test.each([
    ['initial', { initial: 0n }],
    ['adjustment', { adjustment: fen('-78') }],
    ['arrived', { arrived: 0n }],
  ])('%s may be nought', (cell, bent) => {
    expect(found(withMoney(bent))).not.toContain(`V04 block /money/fiscal/${cell}`);
  });
  test('nothing spent is an answer, nothing entered is not', () => {
    expect(bounds({ executed: 0n })).toEqual([]);
    expect(found({ ...good, money: {} })).toEqual(['V04 block /money']);
    expect(messageOf('V04', { ...good, money: {} })).toContain('至少填写一行资金');
    expect(found(withMoney({ executed: undefined }))).toEqual(['V04 block /money']);
  });
  test('an empty cell in one row of several is named', () => {
    const money = { fiscal, other: { initial: fen('4.5'), forecast: fen('4.5') } };
    expect(found({ ...good, money })).toEqual(['V04 block /money/other/executed']);
    expect(messageOf('V04', { ...good, money })).toBe('其他资金没有填写1—6月累计执行数，没有支出的请填0。');
  });
  test('a row without any money may stay empty', () => {
    expect(found({ ...good, money: { fiscal, other: {}, carryover: { initial: 0n } } })).toEqual([]);
  });
  test.each(['initial', 'forecast'] as const)('a row that has only its %s is not empty', (cell) => {
    const money = { fiscal, other: { [cell]: 1n } };
    expect(found({ ...good, money })).toContain('V04 block /money/other/executed');
  });
});

describe('V05 · payments do not fall', () => {
  const now = withMoney({ executed: fen('29') });
  const asked = (before: Content | null, content = now) =>
    foundBy('V05', content, { ground: { last: before } });
  test('31.2 → 40, and the same again', () => {
    expect(asked(last('31.2'), withMoney({ executed: fen('40') }))).toEqual([]);
    expect(asked(last('29'))).toEqual([]);
    expect(asked(null)).toEqual([]);
  });
  test('31.2 → 29 is explained by 退回说明', () => {
    expect(asked(last('31.2'))).toEqual(['V05 explain /money/fiscal/executed']);
    const finding = check(now, { ground: { last: last('31.2') } }).find(({ rule }) => rule === 'V05');
    expect(finding?.answer).toEqual({ at: '/texts/refundReason', text: null });
    expect(finding?.message).toBe(
      '本年财政拨款的1—6月累计执行数29.00万元小于上一轮的31.20万元，请核对；确有退回的，请在“退回说明”中说明（至少5个字）。',
    );
    const answered = withTexts({ refundReason: '退回结余款' }, now);
    expect(asked(last('31.2'), answered)).toEqual(['V05 explain /money/fiscal/executed 退回结余款']);
    expect(asked(last('31.2'), withTexts({ refundReason: '退回结余' }, now))).toEqual([
      'V05 explain /money/fiscal/executed',
    ]);
  });
  test('one 分 less is less', () => expect(asked(last('29.000001'))).toHaveLength(1));
  test('a row that is gone has fallen too; one that is new has not', () => {
    const before = { ...good, money: { ...good.money, other: fiscal } };
    expect(asked(before, good)).toEqual(['V05 explain /money/other/executed']);
    expect(asked(good, before)).toEqual([]);
  });
});

describe('V06 · executed ≤ forecast ≤ adjusted', () => {
  const bounds = (executed: string, forecast: string) =>
    foundBy('V06', withMoney({ executed: fen(executed), forecast: fen(forecast) }));
  test.each([
    ['40', '70'],
    ['40', '40'],
    ['40', '78'],
    ['-1', '0'],
  ])('executed %s, forecast %s of 78', (executed, forecast) =>
    expect(bounds(executed, forecast)).toEqual([]),
  );
  test.each([
    ['40', '39', '本年财政拨款的全年预计执行数39.00万元小于1—6月累计执行数40.00万元，请核对。'],
    ['40', '39.999999', '小于1—6月累计执行数40.00万元'],
    ['40', '78.000001', '本年财政拨款的全年预计执行数78.000001万元大于调整后预算数78.00万元，请核对。'],
    ['-1', '-2', '小于1—6月累计执行数-1.00万元'],
  ])('executed %s, forecast %s fails in row and total', (executed, forecast, message) => {
    expect(bounds(executed, forecast)).toEqual([
      'V06 block /money/fiscal/forecast',
      'V06 block /money/forecast',
    ]);
    const content = withMoney({ executed: fen(executed), forecast: fen(forecast) });
    expect(messageOf('V06', content)).toContain(message);
  });
  test('a row with money has a forecast', () => {
    const money = { fiscal, other: { initial: fen('1'), executed: fen('1') } };
    expect(found({ ...good, money })).toEqual(['V06 block /money/other/forecast']);
    expect(messageOf('V06', { ...good, money })).toBe('其他资金没有填写全年预计执行数，请填写。');
  });
  test('also where nothing but a payment makes it a row with money', () => {
    const content = { ...good, money: { fiscal, other: { executed: fen('1') } } };
    expect(foundBy('V06', content)).toEqual(['V06 block /money/other/forecast']);
    expect(messageOf('V06', content)).toContain('没有填写全年预计执行数');
  });
  test('a row without money needs none', () => {
    expect(found({ ...good, money: { fiscal, other: { executed: 0n } } })).toEqual([]);
  });
});

describe('V09 · a forecast far below the budget is explained', () => {
  const asked = (forecast: string, texts: Content['texts'] = {}, checks = {}) =>
    foundBy('V09', withTexts(texts, withMoney({ forecast: fen(forecast) })), { checks });
  test('72 of 78 is 92.31 %', () => expect(asked('72')).toEqual([]));
  test('60 of 78 asks for 进度原因', () => {
    expect(asked('60')).toEqual(['V09 explain /money/forecast']);
    expect(check(withMoney({ forecast: fen('60') }))[0]).toMatchObject({
      message:
        '全年预计执行数60.00万元为调整后预算数78.00万元的76.92%，低于90%，请在“进度原因”中说明（至少5个字）。',
      answer: { at: '/texts/slowReason', text: null },
    });
    expect(asked('60', { slowReason: '招标推迟' })).toEqual(['V09 explain /money/forecast']);
    expect(asked('60', { slowReason: '招标又推迟' })).toEqual(['V09 explain /money/forecast 招标又推迟']);
  });
  test('90 % exactly is enough, a 分 less is not, and never reads as 90 %', () => {
    expect(asked('70.2')).toEqual([]);
    expect(asked('70.199999')).toEqual(['V09 explain /money/forecast']);
    expect(messageOf('V09', withMoney({ forecast: fen('70.199999') }))).toContain('的89.99%');
  });
  test('the bound is the rule set’s', () => {
    expect(asked('72', {}, { forecastShare: 93 })).toEqual(['V09 explain /money/forecast']);
    expect(messageOf('V09', good, { checks: { forecastShare: 93 } })).toContain('低于93%');
    expect(asked('60', {}, { forecastShare: 76 })).toEqual([]);
  });
  test('the whole table counts, not a row of it', () => {
    const money = { fiscal, other: { initial: fen('1'), executed: 0n, forecast: 0n } };
    expect(foundBy('V09', { ...good, money })).toEqual([]);
  });
  test('one row’s forecast is enough to be asked about', () => {
    const money = { fiscal, other: { initial: fen('50'), executed: fen('25') } };
    expect(foundBy('V09', { ...good, money })).toEqual(['V09 explain /money/forecast']);
  });
  test('without a budget, or without any forecast, there is nothing to compare', () => {
    expect(foundBy('V09', withMoney({ initial: 0n, executed: fen('-2'), forecast: fen('-1') }))).toEqual([]);
    expect(foundBy('V09', withMoney({ initial: 0n, executed: 0n, forecast: 0n }))).toEqual([]);
    expect(foundBy('V09', withMoney({ forecast: undefined }))).toEqual([]);
  });
});

describe('V10 · money that lags is explained', () => {
  const asked = (light: 'red' | 'yellow' | 'green' | 'blue' | null, slowReason?: string) =>
    foundBy('V10', withTexts({ slowReason }), { figures: { budget: lit(light, '执行率28.00%，红灯。') } });
  test.each(['red', 'yellow'] as const)('%s and 招标推迟至8月', (light) => {
    expect(asked(light, '招标推迟至8月')).toEqual(['V10 explain /money/executed 招标推迟至8月']);
  });
  test.each(['red', 'yellow'] as const)('%s and silence', (light) => {
    expect(asked(light)).toEqual(['V10 explain /money/executed']);
    expect(asked(light, '招标推迟')).toEqual(['V10 explain /money/executed']);
  });
  test.each(['green', 'blue', null] as const)('%s asks nothing', (light) => expect(asked(light)).toEqual([]));
  test('says what the light says, and is answered by 进度原因', () => {
    const red = { figures: { budget: lit('red', '执行率28.00%，红灯。') } };
    expect(check(good, red)[0]).toMatchObject({
      message: '执行率28.00%，红灯。请在“进度原因”中说明（至少5个字）。',
      answer: { at: '/texts/slowReason', text: null },
    });
  });
  test('by its real light: 56 of 200 in June is red', () => {
    const slow = withMoney({ initial: fen('200'), executed: fen('56'), forecast: fen('200') });
    expect(foundBy('V10', slow)).toEqual(['V10 explain /money/executed']);
    expect(messageOf('V10', slow)).toContain('执行率28.00%，序时进度50.00%，执行进度为序时的56.00%，低于60%');
  });
});

describe('V28 · the bureau’s figures of these months stand', () => {
  const imported = (row: ImportedFunds['rows'][string], key = 'fiscal'): ImportedFunds => ({
    importedOn: '2022-07-05',
    rows: { [key]: row },
  });
  const asked = (
    funds: ImportedFunds | null,
    content = good,
    fundsEntry: 'import' | 'hand' | 'import-else-hand' = 'import-else-hand',
  ) => foundBy('V28', content, { ground: { imported: funds, fundsEntry } });

  test('the same figures pass', () => {
    expect(asked(imported({ initial: fen('78'), executed: fen('39') }))).toEqual([]);
    expect(asked(imported({ initial: fen('78'), executed: fen('39') }), good, 'import')).toEqual([]);
  });
  test('other figures do not, whichever way they came in', () => {
    const funds = imported({ initial: fen('78'), executed: fen('39.01') });
    expect(asked(funds)).toEqual(['V28 block /money/fiscal/executed']);
    expect(asked(funds, good, 'import')).toEqual(['V28 block /money/fiscal/executed']);
    expect(messageOf('V28', good, { ground: { imported: funds } })).toBe(
      '本年财政拨款的累计执行数为39.00万元，财政2022-07-05导入的1—6月数为39.01万元，请重新暂存，以财政数为准。',
    );
  });
  test('every imported cell counts, empty ones too', () => {
    const funds = imported({ adjustment: fen('1'), adjustKind: 'add', adjustReason: '追加经费' });
    expect(asked(funds)).toEqual([
      'V28 block /money/fiscal/adjustment',
      'V28 block /money/fiscal/adjustKind',
      'V28 block /money/fiscal/adjustReason',
    ]);
    expect(messageOf('V28', good, { ground: { imported: funds } })).toContain(
      '本年财政拨款的年度预算调整没有填写，财政2022-07-05导入',
    );
  });
  test('in a round of the clerk’s hand alone, the import is none', () => {
    expect(asked(imported({ executed: fen('1') }), good, 'hand')).toEqual([]);
  });
  test('where the import alone counts and none is there, that is all there is to say', () => {
    const bent = { ground: { fundsEntry: 'import', imported: null } } as const;
    const broken = withMoney({ executed: fen('-1') });
    expect(found(broken, bent).filter((line) => line.includes('/money'))).toEqual(['V28 block /money']);
    expect(messageOf('V28', good, bent)).toContain('财政尚未导入1—6月预算执行数据');
    expect(messageOf('V28', good, { ground: { ...bent.ground, cutoffMonth: 9 } })).toContain('1—9月');
    expect(asked(null)).toEqual([]);
    expect(asked(null, good, 'hand')).toEqual([]);
  });
  test('where the import alone counts, nothing is entered beside it', () => {
    const funds = imported({ initial: fen('78'), executed: fen('39') });
    const more = {
      ...good,
      money: {
        ...good.money,
        other: { initial: fen('2'), adjustment: fen('1'), executed: fen('1'), forecast: fen('3') },
      },
    };
    expect(asked(funds, more, 'import')).toEqual([
      'V28 block /money/other/initial',
      'V28 block /money/other/adjustment',
      'V28 block /money/other/executed',
    ]);
    expect(messageOf('V28', more, { ground: { imported: funds, fundsEntry: 'import' } })).toBe(
      '其他资金的年初预算数填了2.00万元，而本轮只采用财政导入数、财政没有导入此项，请清空后重新暂存。',
    );
    expect(asked(funds, more)).toEqual([]);
    const noughts = { ...good, money: { ...good.money, other: { initial: 0n, executed: 0n } } };
    expect(asked(funds, noughts, 'import')).toEqual([]);
  });
});

describe('V33 · nothing is paid after payments have been stopped', () => {
  const subject = {
    kind: 'project',
    keyMonitoring: false,
    suspended: { stopPaymentOn: '2022-06-20' },
  } as const;
  const asked = (executed: string, rest: Partial<Content> = {}, ground: object = { subject }) =>
    foundBy(
      'V33',
      { ...withMoney({ executed: fen(executed) }), ...rest },
      { ground: { last: last('40'), ...ground } },
    );
  test('40 → 40', () => expect(asked('40')).toEqual([]));
  test('40 → 46 is explained by a note of its own', () => {
    expect(asked('46')).toEqual(['V33 explain /money/fiscal/executed']);
    const note = (text: string) => ({
      explanations: [{ rule: 'V33', cell: '/money/fiscal/executed', text }],
    });
    expect(asked('46', note('停拨前已开出'))).toEqual(['V33 explain /money/fiscal/executed 停拨前已开出']);
    expect(asked('46', note('停拨之前'))).toEqual(['V33 explain /money/fiscal/executed']);
    const bent = { ground: { subject, last: last('40') } };
    const finding = check(withMoney({ executed: fen('46') }), bent).find(({ rule }) => rule === 'V33');
    expect(finding?.answer?.at).toBe('/explanations');
    expect(finding?.message).toBe(
      '本项目已自2022-06-20起停止拨付，而本年财政拨款的1—6月累计执行数46.00万元大于上一轮的40.00万元，请核对改正；确实无误的，请填写说明（至少5个字）。',
    );
  });
  test('less than before is another question', () => expect(asked('39')).toEqual([]));
  test('who is not suspended, and who has filed nothing before, is not asked', () => {
    expect(asked('46', {}, {})).toEqual([]);
    expect(asked('46', {}, { subject, last: null })).toEqual([]);
  });
});

describe('V23 · slipped units in money', () => {
  const asked = (bent: Parameters<typeof withMoney>[0], before = last('39'), checks = {}) =>
    foundBy('V23', withMoney(bent), { ground: { last: before }, checks });
  test('a thousand times the last round’s initial budget or payments', () => {
    expect(asked({ initial: fen('78000'), executed: fen('39000') })).toEqual([
      'V23 explain /money/fiscal/initial',
      'V23 explain /money/fiscal/executed',
    ]);
    expect(asked({ initial: fen('77999.999999'), executed: fen('38999.999999') })).toEqual([]);
  });
  test('a thousandth of them', () => {
    expect(asked({ initial: fen('0.078'), executed: fen('0.039') })).toHaveLength(2);
    expect(asked({ initial: fen('0.078001'), executed: fen('0.039001') })).toEqual([]);
  });
  test('is said with both amounts, and explained by a note', () => {
    const content = withMoney({ executed: fen('62400') });
    expect(messageOf('V23', content, { ground: { last: last('31.2') } })).toBe(
      '本年财政拨款的1—6月累计执行数62400.00万元与上一轮的31.20万元相差2000倍，可能用错了计量单位（如元与万元），请核对改正；确实无误的，请填写说明（至少5个字）。',
    );
    const explanations = [{ rule: 'V23', cell: '/money/fiscal/executed', text: '资金集中拨付' }];
    expect(foundBy('V23', { ...content, explanations }, { ground: { last: last('31.2') } })).toEqual([
      'V23 explain /money/fiscal/executed 资金集中拨付',
    ]);
    const initial = messageOf('V23', withMoney({ initial: fen('78000') }), { ground: { last: last('39') } });
    expect(initial).toContain('年初预算数78000.00万元与上一轮的78.00万元相差1000倍');
  });
  test('nought is no slip, and no last round no comparison', () => {
    expect(asked({ executed: 0n })).toEqual([]);
    expect(asked({ executed: fen('39') }, last('0'))).toEqual([]);
    expect(foundBy('V23', withMoney({ executed: fen('39000') }))).toEqual([]);
  });
  test('the factor is the rule set’s', () => {
    expect(asked({ initial: fen('234') }, last('39'), { slipFactor: 3 })).toEqual([
      'V23 explain /money/fiscal/initial',
    ]);
    expect(asked({ initial: fen('233.99') }, last('39'), { slipFactor: 3 })).toEqual([]);
  });
});
