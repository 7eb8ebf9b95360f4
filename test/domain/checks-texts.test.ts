/** The rules of the texts, by the table of domain §7: each with what passes and what fails, on both sides of its bound. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { content as contentSchema } from '../../shared/contract/content.ts';
import type { TextField } from '../../shared/domain/content.ts';
import { textFields } from '../../shared/domain/content.ts';
import { isFilled, isTelling, lengthOf } from '../../shared/domain/written.ts';
import {
  check,
  found,
  foundBy,
  good,
  lit,
  messageOf,
  threeTexts,
  withMoney,
  withRow,
  withTexts,
} from '../support/checked.ts';
import { fen, value } from '../support/measured.ts';

const judgements = ['goalReview', 'budgetReview', 'implementationReview', 'fundReview'] as const;

describe('V22 · results and money that drift apart are explained', () => {
  const asked = (
    progressAttainment: bigint | null,
    rate: bigint | null,
    deviationAnalysis?: string,
    points = 10,
  ) =>
    foundBy('V22', withTexts({ deviationAnalysis }), {
      figures: { progressAttainment, rate },
      checks: { gapPoints: points },
    });
  const at = 'V22 explain /texts/deviationAnalysis';
  test('55 against 48', () => expect(asked(5500n, 4800n)).toEqual([]));
  test('55 against 30', () => {
    expect(asked(5500n, 3000n)).toEqual([at]);
    expect(asked(5500n, 3000n, '付款滞后')).toEqual([at]);
    expect(asked(5500n, 3000n, '付款滞后了')).toEqual([`${at} 付款滞后了`]);
    const figures = { progressAttainment: 5500n, rate: 3000n };
    const finding = check(good, { figures }).find(({ rule }) => rule === 'V22');
    expect(finding?.answer).toEqual({ at: '/texts/deviationAnalysis', text: null });
    expect(finding?.message).toBe(
      '数量指标完成进度55.00%与执行率30.00%相差25.00个百分点，超过10个百分点，请在“偏离原因分析”中说明（至少5个字）。',
    );
  });
  test('ten points are not more than ten, in either direction', () => {
    expect(asked(5200n, 4200n)).toEqual([]);
    expect(asked(5200n, 4199n)).toEqual([at]);
    expect(asked(4200n, 5200n)).toEqual([]);
    expect(asked(4199n, 5200n)).toEqual([at]);
  });
  test('the points are the rule set’s', () => {
    expect(asked(5200n, 4200n, undefined, 9)).toEqual([at]);
    expect(asked(5200n, 3200n, undefined, 20)).toEqual([]);
  });
  test('skipped where either is not there', () => {
    expect(asked(null, 4000n)).toEqual([]);
    expect(asked(5500n, null)).toEqual([]);
  });
  test('by the real figures: half of the sessions, 40 % and 39.99 % of the money', () => {
    const spent = (executed: string) => foundBy('V22', withMoney({ executed: fen(executed) }));
    expect(spent('31.2')).toEqual([]);
    expect(spent('31.19')).toEqual([at]);
  });
});

describe('V24 · the four judgements say something', () => {
  test('完成6次培训，进度正常。', () => {
    for (const field of judgements)
      expect(found(withTexts({ [field]: '完成6次培训，进度正常。' }))).toEqual([]);
  });
  test.each([
    undefined,
    '',
    '  ',
    '无',
    '略',
    '无。',
    '略略略略略略略略略略',
    '无略无略无略无略无略',
    '。。。',
    '好好好好好好好好好好',
  ])('%j', (text) => {
    for (const field of judgements)
      expect(found(withTexts({ [field]: text }))).toEqual([`V24 block /texts/${field}`]);
  });
  test('names the text', () => {
    expect(messageOf('V24', withTexts({ fundReview: '略' }))).toBe(
      '请如实填写“资金管理情况”，不能空着，也不能只写“无”“略”或重复的字。',
    );
  });
  test('other texts may be 无', () =>
    expect(found(withTexts({ problems: '无', outlook: '无' }))).toEqual([]));
});

describe('V25 · what is off its way is analysed, forecast and mended', () => {
  const fields = ['deviationAnalysis', 'outlook', 'measures'] as const;
  const all = fields.map((field) => `V25 block /texts/${field}`);
  const caused = { causes: ['staff'], causeText: '人员未到位' } as const;

  test('three texts', () => {
    const doubtful = withRow('11-01', { likelihood: 'possible', ...caused });
    expect(found(withTexts(threeTexts, doubtful))).toEqual([]);
  });
  test.each(['possible', 'impossible'] as const)('%s', (likelihood) => {
    const doubtful = withRow('11-01', { likelihood, ...caused, remark: '改期到明年' });
    expect(foundBy('V25', doubtful)).toEqual(all);
  });
  test.each(['red', 'yellow'] as const)('a row that is %s, a budget that is %s', (light) => {
    expect(foundBy('V25', good, { rows: { '12-01': light } })).toEqual(all);
    expect(foundBy('V25', good, { figures: { budget: lit(light) } })).toEqual(all);
  });
  test.each(['green', 'blue'] as const)('%s asks nothing', (light) => {
    expect(foundBy('V25', good, { rows: { '12-01': light }, figures: { budget: lit(light) } })).toEqual([]);
  });
  test.each(fields)('%s empty, or merely 无', (field) => {
    const doubtful = withTexts(threeTexts, withRow('11-01', { likelihood: 'possible', ...caused }));
    expect(found(withTexts({ [field]: '' }, doubtful))).toEqual([`V25 block /texts/${field}`]);
    expect(found(withTexts({ [field]: '无' }, doubtful))).toEqual([`V25 block /texts/${field}`]);
  });
  test('says what it is about, the first by name', () => {
    const doubtful = withRow('12-01', { likelihood: 'possible', ...caused });
    expect(messageOf('V25', doubtful)).toBe(
      '指标“12-01 合格率”亮红灯、黄灯或不能确定完成，请填写“偏离原因分析”，不能只写“无”“略”。',
    );
    const both = { figures: { budget: lit('red') } };
    expect(messageOf('V25', doubtful, both)).toContain('预算执行等2项亮红灯、黄灯或不能确定完成');
  });
  test('an empty likelihood is no doubt yet', () => {
    expect(foundBy('V25', withRow('11-01', { likelihood: undefined }))).toEqual([]);
    expect(foundBy('V25', { ...good, rows: {} })).toEqual([]);
  });
  test('by its real light: 90 of ≥92 % is yellow', () => {
    expect(foundBy('V25', withRow('12-01', { actual: value('90') }))).toEqual(all);
  });
});

describe('V26 · lengths are counted in characters', () => {
  test('ten are enough, nine are not, and blanks around do not count', () => {
    expect(found(withTexts({ goalReview: '完成6次培训，很正常' }))).toEqual([]);
    expect(found(withTexts({ goalReview: '完成6次培训，正常' }))).toEqual(['V26 block /texts/goalReview']);
    expect(found(withTexts({ goalReview: ' 完成6次培训，正常 ' }))).toEqual(['V26 block /texts/goalReview']);
    expect(messageOf('V26', withTexts({ goalReview: '完成6次培训，正常' }))).toBe(
      '“目标完成情况”至少10个字，现有9个字，请补充。',
    );
  });
  test('a rare character is one', () => {
    expect(found(withTexts({ goalReview: '𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈' }))).toEqual(['V26 block /texts/goalReview']);
    expect(found(withTexts({ goalReview: '𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀉' }))).toEqual([]);
  });
  test('2000 characters fit, 2001 do not', () => {
    const fits = (outlook: string) =>
      z.safeParse(contentSchema, { targetVersion: 1, money: {}, rows: {}, texts: { outlook } });
    expect(fits('预计'.repeat(1000)).success).toBe(true);
    expect(fits('𠀀'.repeat(2000)).success).toBe(true);
    expect(fits(`${'预计'.repeat(1000)}。`).error?.issues).toMatchObject([{ params: { rule: 'V26' } }]);
  });
});

describe('V27 · narratives are written anew', () => {
  const pasted = '上半年按计划开展培训24场，任务过半，学员反映良好。';
  const field = (name: TextField, text: string) => withTexts({ [name]: text });
  const own = field('outlook', pasted);
  const at = 'V27 explain /texts/outlook';
  const against = (last: string | null, others: readonly string[] = []) => ({
    ground: {
      last: last === null ? null : { ...good, texts: { outlook: last } },
      others: others.map((outlook, index) => ({ subject: `101P0${index + 2}`, texts: { outlook } })),
    },
  });

  test('rewritten', () => {
    expect(found(own, against('三季度以来重点转入实训，已完成全部课时安排，成效明显。'))).toEqual([]);
  });
  test('pasted unchanged from the last round', () => {
    expect(found(own, against(pasted))).toEqual([at]);
    const explanations = [{ rule: 'V27', cell: '/texts/outlook', text: '情况没有变' }];
    expect(found({ ...own, explanations }, against(pasted))).toEqual([`${at} 情况没有变`]);
    const finding = check(own, against(pasted)).find(({ rule }) => rule === 'V27');
    expect(finding?.answer).toEqual({ at: '/explanations', text: null });
    expect(finding?.message).toBe(
      '“全年预计”与上一轮的同一栏相似度为100.00%，超过90%，请按本轮实际情况重写；请核对改正；确实无误的，请填写说明（至少5个字）。',
    );
  });
  test('pasted from another subject, which is named; the nearest one where there are several', () => {
    expect(found(own, against(null, [pasted]))).toEqual([at]);
    expect(messageOf('V27', own, against(null, ['', pasted]))).toContain(
      '与监控对象101P03的同一栏相似度为100.00%',
    );
    const nearly = pasted.replace('良好', '很好');
    expect(messageOf('V27', own, against(nearly, [nearly, pasted]))).toContain('与监控对象101P03的');
    expect(messageOf('V27', own, against(pasted, [pasted]))).toContain('与上一轮的');
    expect(messageOf('V27', own, against(null, [pasted, nearly]))).toContain('与监控对象101P02的');
    expect(found(own, against(pasted, [pasted, nearly]))).toEqual([at]);
  });
  test('widths, blanks and punctuation do not make a text another one', () => {
    expect(found(own, against('上半年 按计划开展培训２４场；任务过半、学员反映良好！\n'))).toEqual([at]);
  });
  test('only the same field is compared', () => {
    expect(found(field('problems', pasted), against(pasted))).toEqual([]);
  });
  test.each(Object.keys(textFields) as TextField[])('%s', (name) => {
    const last = { ...good, texts: { [name]: pasted } };
    const expected = name === 'slowReason' || name === 'refundReason' ? [] : [`V27 explain /texts/${name}`];
    expect(foundBy('V27', field(name, pasted), { ground: { last } })).toEqual(expected);
  });
  test('what is shorter than ten characters may well be the same', () => {
    expect(found(field('outlook', '年底可以全部完成。'), against('年底可以全部完成。'))).toEqual([]);
    expect(found(field('outlook', '年底前可以全部完成啊。'), against('年底前可以全部完成啊。'))).toEqual([
      at,
    ]);
    expect(found(own, against(''))).toEqual([]);
  });
  test('nine of ten pairs are not more than 90 %; the bound is the rule set’s', () => {
    // 11 characters are 10 pairs; with the last one changed 9 of them are the same: 18 ÷ 20.
    const [one, other] = ['甲乙丙丁戊己庚辛壬癸子', '甲乙丙丁戊己庚辛壬癸丑'];
    expect(found(field('outlook', one), against(other))).toEqual([]);
    expect(found(field('outlook', one), { ...against(other), checks: { similarity: 89 } })).toEqual([at]);
    // 12 characters: 10 of 11 pairs.
    expect(found(field('outlook', `寅${one}`), against(`寅${other}`))).toEqual([at]);
    expect(messageOf('V27', field('outlook', `寅${one}`), against(`寅${other}`))).toContain('相似度为90.90%');
  });
});

describe('what a text is worth', () => {
  test.each([
    [undefined, false, false, 0],
    ['', false, false, 0],
    [' \n', false, false, 0],
    ['好', true, false, 1],
    ['无', true, false, 1],
    [' 无略 ', true, false, 2],
    ['略增', true, true, 2],
    ['风险全无', true, true, 4],
    ['无误', true, true, 2],
    ['好，好', true, false, 3],
    ['𠀀𠀁', true, true, 2],
  ])('%j', (text, filled, telling, length) => {
    expect([isFilled(text), isTelling(text), lengthOf(text)]).toEqual([filled, telling, length]);
  });
});
