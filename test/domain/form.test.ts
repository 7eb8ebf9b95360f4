/** The form as one list of cells: what a filler enters, in the form's order and under its words (domain, the filing form). */
import { describe, expect, test } from 'vitest';
import { type FormCell, type FormOf, formCells, periodLabel } from '../../shared/domain/form.ts';
import type { Indicator } from '../../shared/domain/subject.ts';

const indicator = (code: string, name: string, operator: Indicator['operator']): Indicator => ({
  code,
  name,
  operator,
  target: operator === 'qualitative' ? null : 480_000n,
  targetText: '持续改善',
  unit: '场',
  weight: null,
  nature: 'cumulative',
});
const form = (bent: Partial<FormOf> = {}): FormOf => ({
  kind: 'project',
  keyMonitoring: false,
  indicators: [],
  cutoffMonth: 6,
  ...bent,
});
const under = (start: string, cells: readonly FormCell[]) =>
  cells.filter(({ pointer }) => pointer.startsWith(start));
/** Pointer, row, label and kind of each cell, as one line. */
const lines = (cells: readonly FormCell[]) =>
  cells.map(({ pointer, row, label, kind }) => `${pointer} ${row} ${label} ${kind}`);

const texts = [
  '/texts/goalReview 目标完成情况 目标完成情况 text',
  '/texts/budgetReview 预算执行情况 预算执行情况 text',
  '/texts/implementationReview 组织实施情况 组织实施情况 text',
  '/texts/fundReview 资金管理情况 资金管理情况 text',
  '/texts/deviationAnalysis 偏离原因分析 偏离原因分析 text',
  '/texts/outlook 全年预计 全年预计 text',
  '/texts/problems 存在问题 存在问题 text',
  '/texts/measures 纠偏措施 纠偏措施 text',
  '/texts/slowReason 进度原因 进度原因 text',
  '/texts/refundReason 退回说明 退回说明 text',
];
const keyBlock = [
  '/keyBlock/procurement 采购招标情况 采购招标情况 text',
  '/keyBlock/acceptance 监理验收情况 监理验收情况 text',
  '/keyBlock/disclosure 公示公开情况 公示公开情况 text',
  '/keyBlock/assets 资产管理情况 资产管理情况 text',
  '/keyBlock/accounting 会计核算情况 会计核算情况 text',
];
const moneyRow = (key: string, row: string, period: string) => [
  `/money/${key}/initial ${row} 年初预算数 amount`,
  `/money/${key}/adjustment ${row} 年度预算调整 amount`,
  `/money/${key}/adjustKind ${row} 调整类型 choice`,
  `/money/${key}/adjustReason ${row} 调整原因 text`,
  `/money/${key}/arrived ${row} 资金到位数 amount`,
  `/money/${key}/executed ${row} ${period}累计执行数 amount`,
  `/money/${key}/forecast ${row} 全年预计执行数 amount`,
];
const rowTail = (at: string, row: string) => [
  `${at}/notYet/reason ${row} 本期尚无法取值的原因 text`,
  `${at}/notYet/month ${row} 预计可取值月份 month`,
  `${at}/likelihood ${row} 完成目标可能性 choice`,
  `${at}/causes ${row} 偏差原因 choices`,
  `${at}/causeText ${row} 原因说明 text`,
  `${at}/remark ${row} 备注 text`,
  `${at}/excessText ${row} 超目标说明 text`,
];

describe('domain §3 · the period is cumulative from January', () => {
  test.each([
    [6, '1—6月'],
    [9, '1—9月'],
    [10, '1—10月'],
    [11, '1—11月'],
  ])('to month %i: %s', (month, label) => expect(periodLabel(month)).toBe(label));
});

describe('domain §4 · money rows by kind', () => {
  test('project', () =>
    expect(lines(under('/money/', formCells(form())))).toEqual([
      ...moneyRow('fiscal', '本年财政拨款', '1—6月'),
      ...moneyRow('carryover', '上年结转资金', '1—6月'),
      ...moneyRow('other', '其他资金', '1—6月'),
    ]));
  test('transfer', () =>
    expect(lines(under('/money/', formCells(form({ kind: 'transfer', cutoffMonth: 9 }))))).toEqual([
      ...moneyRow('central', '中央资金', '1—9月'),
      ...moneyRow('provincial', '省级资金', '1—9月'),
      ...moneyRow('municipal', '市级资金', '1—9月'),
      ...moneyRow('county', '县级资金', '1—9月'),
      ...moneyRow('other', '其他资金', '1—9月'),
    ]));
  test('overall', () =>
    expect(lines(under('/money/', formCells(form({ kind: 'overall', cutoffMonth: 11 }))))).toEqual([
      ...moneyRow('personnel', '人员经费', '1—11月'),
      ...moneyRow('public', '公用经费', '1—11月'),
      ...moneyRow('projects', '项目支出', '1—11月'),
    ]));
});

describe('domain §4 · indicator rows', () => {
  test('a quantitative row answers with numbers', () => {
    const cells = formCells(form({ indicators: [indicator('11-01', '培训场次', 'gte')] }));
    expect(lines(under('/rows/', cells))).toEqual([
      '/rows/11-01/actual 11-01 培训场次 1—6月完成值 decimal',
      '/rows/11-01/forecast 11-01 培训场次 全年预计完成值 decimal',
      ...rowTail('/rows/11-01', '11-01 培训场次'),
    ]);
  });
  test('a qualitative row answers with a status and words', () => {
    const indicators = [indicator('22-01', '就业环境', 'qualitative')];
    const cells = formCells(form({ indicators, cutoffMonth: 10 }));
    expect(lines(under('/rows/', cells))).toEqual([
      '/rows/22-01/status 22-01 就业环境 1—10月完成情况 choice',
      '/rows/22-01/statusText 22-01 就业环境 完成情况说明 text',
      '/rows/22-01/forecastStatus 22-01 就业环境 全年预计完成情况 choice',
      ...rowTail('/rows/22-01', '22-01 就业环境'),
    ]);
  });
  test.each(['gte', 'gt', 'eq', 'lt', 'lte'] as const)('%s is quantitative', (operator) =>
    expect(
      formCells(form({ indicators: [indicator('11-01', '甲', operator)] })).some(
        ({ pointer }) => pointer === '/rows/11-01/actual',
      ),
    ).toBe(true),
  );
});

describe('domain §4 · the choices of a cell', () => {
  const indicators = [indicator('11-01', '甲', 'gte'), indicator('22-01', '乙', 'qualitative')];
  const choicesAt = (wanted: string) =>
    formCells(form({ indicators })).find(({ pointer }) => pointer === wanted)?.choices;
  const statuses = { achieved: '达成', partly: '部分达成', missed: '未达成' };
  test.each([
    ['/money/fiscal/adjustKind', { add: '追加', cut: '调减', shift: '调剂' }],
    ['/rows/11-01/likelihood', { certain: '确定能', possible: '有可能', impossible: '完全不可能' }],
    [
      '/rows/11-01/causes',
      {
        funding: '经费保障',
        system: '制度保障',
        staff: '人员保障',
        hardware: '硬件条件保障',
        other: '其他',
      },
    ],
    ['/rows/22-01/status', statuses],
    ['/rows/22-01/forecastStatus', statuses],
  ])('%s offers %o', (pointer, choices) => expect(choicesAt(pointer)).toEqual(choices));
  test('cells of other kinds offer none', () => {
    const cells = formCells(form({ indicators }));
    const offering = cells.filter(({ choices }) => choices !== undefined).map(({ kind }) => kind);
    expect(new Set(offering)).toEqual(new Set(['choice', 'choices']));
    expect(cells.filter(({ kind }) => kind === 'choice' || kind === 'choices')).toHaveLength(offering.length);
  });
});

describe('domain §4 · the whole form, in its order', () => {
  const indicators = [indicator('11-01', '甲', 'gte'), indicator('22-01', '乙', 'qualitative')];
  test('phone, money, indicators as approved, texts', () => {
    const cells = formCells(form({ indicators }));
    const parts = cells.map(({ pointer }) => pointer.split('/').slice(1, 3).join('/'));
    expect([...new Set(parts)].slice(0, 6)).toEqual([
      'phone',
      'money/fiscal',
      'money/carryover',
      'money/other',
      'rows/11-01',
      'rows/22-01',
    ]);
    expect(lines(cells)[0]).toBe('/phone 联系电话 联系电话 text');
    expect(lines(cells).slice(-texts.length)).toEqual(texts);
  });
  test('the key block only under key monitoring, last', () => {
    expect(under('/keyBlock', formCells(form()))).toEqual([]);
    expect(lines(formCells(form({ keyMonitoring: true }))).slice(-15)).toEqual([...texts, ...keyBlock]);
  });
  test('no cell twice, and a cell holds nothing but what it is', () => {
    const cells = formCells(form({ kind: 'transfer', keyMonitoring: true, indicators }));
    expect(new Set(cells.map(({ pointer }) => pointer)).size).toBe(cells.length);
    expect(cells[1]).toEqual({
      pointer: '/money/central/initial',
      row: '中央资金',
      label: '年初预算数',
      kind: 'amount',
    });
  });
});
