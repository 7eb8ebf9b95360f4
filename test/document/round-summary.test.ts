/** The round's summary (轮次汇总): counts and sums that add up, lights rolled up, and a first row that says what it is. */
import { describe, expect, test } from 'vitest';
import {
  type RoundSummary,
  roundWorkbook,
  type SummedDepartment,
  type SummedFiling,
} from '../../shared/document/round-summary.ts';
import { type Stage, stageNames, stages } from '../../shared/domain/filing.ts';
import type { Light } from '../../shared/domain/light.ts';
import type { Cell, Sheet } from '../../shared/sheet/workbook-writer.ts';

const at = (time: string) => Date.parse(`${time}+08:00`);
const dueAt = at('2022-07-11T00:00:00');

function filing(code: string, stage: Stage, rest: Partial<SummedFiling['head']> = {}): SummedFiling {
  const home = stage === 'not-started' || stage === 'draft';
  return {
    head: {
      subject: code,
      kind: 'project',
      unit: `${code.slice(0, 3)}001`,
      stage,
      dueAt,
      firstSentAt: home ? null : at('2022-07-08T09:00:00'),
      evaluated: home ? null : { seq: 2, lights: lit('green') },
      ...rest,
    },
    subject: { name: `项目${code}`, initial: { fiscal: 60_000_000n, other: 4_500_000n } },
    unitName: '本级',
    content: null,
  };
}

function lit(light: Light | null) {
  return { budget: light, goal: light, outlook: null, filing: light };
}

function evaluated(light: Light | null): Partial<SummedFiling['head']> {
  return { evaluated: { seq: 2, lights: lit(light) } };
}

function spent(filed: SummedFiling, initial: bigint, executed: bigint, adjustment = 0n): SummedFiling {
  const money = { fiscal: { initial, adjustment, executed, forecast: initial } };
  return { ...filed, content: { targetVersion: 1, money, rows: {}, texts: {} } };
}

function department(code: string, filings: readonly SummedFiling[]): SummedDepartment {
  return { department: { code, name: `部门${code}`, section: 'S01', keyMonitoring: false }, filings };
}

const summary: RoundSummary = {
  title: '2022年上半年绩效监控',
  filter: '可见范围内的全部部门',
  at: at('2022-07-12T17:30:00'),
  exporter: '李某（示例）',
  departments: [
    department('101', [
      spent(filing('101P01', 'section-review', evaluated('yellow')), 200_000_000n, 2_010_000n),
      spent(filing('101P02', 'archived', evaluated('blue')), 80_000_000n, 31_200_000n, -1_000_000n),
      spent(filing('101P03', 'returned', { firstSentAt: at('2022-07-11T00:00:00') }), 0n, 0n),
      filing('101P04', 'not-started'),
    ]),
    department('102', [filing('102P01', 'draft', { dueAt: at('2022-07-16T00:00:00') })]),
    department('103', [filing('103P01', 'dept-review', evaluated('red')), filing('103P02', 'approved')]),
  ],
};

const textOf = (cell: Cell | undefined) => (typeof cell === 'string' ? cell : (cell?.text ?? ''));

function sheetNamed(name: string, of = summary): Sheet {
  const sheet = roundWorkbook(of).find((each) => each.name === name);
  if (sheet === undefined) throw new Error(`no sheet ${name}`);
  return sheet;
}

function rowsOf(name: string, of = summary): readonly Record<string, string>[] {
  const [, head = [], ...rows] = sheetNamed(name, of).rows;
  return rows.map((row) =>
    Object.fromEntries(head.map((label, index) => [textOf(label), textOf(row[index])])),
  );
}

describe('the sheets', () => {
  test.each(['汇总', '明细'])('%s says in its first row what, when and by whom', (name) => {
    const sheet = sheetNamed(name);
    expect(textOf(sheet.rows[0]?.[0])).toBe(
      '2022年上半年绩效监控　筛选条件：可见范围内的全部部门　导出时间：2022-07-12 17:30:00　导出人：李某（示例）　金额单位：万元',
    );
    expect(sheet).toMatchObject({ headRows: 2, landscape: true, filter: true });
    expect(sheet.merges).toEqual([{ row: 1, column: 1, rows: 1, columns: sheet.columns.length }]);
    expect(sheet.rows[1]).toHaveLength(sheet.columns.length);
  });
});

describe('汇总', () => {
  test('counts each department', () => {
    const [first, second, third] = rowsOf('汇总');
    expect(first).toMatchObject({
      部门编码: '101',
      部门名称: '部门101',
      对口股室: 'S01',
      应报: '4',
      已报: '3',
      已报率: '75.00%',
      未填报: '1',
      被退回: '1',
      待财政审核: '1',
      已归档: '1',
      逾期: '1',
      逾期未报: '1',
      黄灯: '1',
      绿灯: '1',
      蓝灯: '1',
      红灯: '0',
      部门灯: '黄灯',
      调整后预算合计: '343.50',
      累计执行合计: '33.21',
      执行率: '9.67%',
    });
    expect(second).toMatchObject({
      应报: '1',
      已报: '0',
      已报率: '0.00%',
      逾期: '0',
      逾期未报: '0',
      部门灯: '—',
    });
    expect(third).toMatchObject({
      红灯: '1',
      绿灯: '1',
      部门灯: '红灯',
      累计执行合计: '0.00',
      执行率: '0.00%',
    });
  });

  test('the last row is the sum of the others', () => {
    const rows = rowsOf('汇总');
    const total = rows.at(-1) ?? {};
    const departments = rows.slice(0, -1);
    expect(total).toMatchObject({
      部门编码: '合计',
      部门名称: '',
      已报率: '71.43%',
      部门灯: '红灯',
      执行率: '6.18%',
    });
    const counted = [
      '应报',
      '已报',
      ...stages.map((stage) => stageNames[stage]),
      '逾期',
      '逾期未报',
      '红灯',
      '黄灯',
      '绿灯',
      '蓝灯',
    ];
    for (const label of counted)
      expect(Number(total[label])).toBe(departments.reduce((sum, row) => sum + Number(row[label]), 0));
    const byStage = stages.reduce((sum, stage) => sum + Number(total[stageNames[stage]]), 0);
    expect(byStage).toBe(Number(total['应报']));
    for (const label of ['调整后预算合计', '累计执行合计']) {
      const fen = (row: Record<string, string>) => BigInt((row[label] ?? '').replace('.', ''));
      expect(fen(total)).toBe(departments.reduce((sum, row) => sum + fen(row), 0n));
    }
  });

  test('without any obligation there is nothing to divide', () => {
    const rows = rowsOf('汇总', { ...summary, departments: [] });
    expect(rows).toEqual([
      expect.objectContaining({ 部门编码: '合计', 应报: '0', 已报率: '—', 部门灯: '—', 执行率: '—' }),
    ]);
  });
});

describe('明细', () => {
  test('is one row per obligation, under its department', () => {
    const rows = rowsOf('明细');
    expect(rows.map((row) => [row['部门编码'], row['对象编码']])).toEqual([
      ['101', '101P01'],
      ['101', '101P02'],
      ['101', '101P03'],
      ['101', '101P04'],
      ['102', '102P01'],
      ['103', '103P01'],
      ['103', '103P02'],
    ]);
    expect(rows[0]).toEqual({
      部门编码: '101',
      部门名称: '部门101',
      对象编码: '101P01',
      监控对象: '项目101P01',
      资金类别: '项目支出',
      单位编码: '101001',
      预算单位: '本级',
      环节: '待财政审核',
      逾期天数: '0',
      预算灯: '黄灯',
      目标灯: '黄灯',
      全年展望灯: '—',
      综合灯: '黄灯',
      调整后预算: '200.00',
      累计执行: '2.01',
      执行率: '1.01%',
      全年预计执行: '200.00',
    });
  });

  test('days late count to the first submission, or to now while there is none', () => {
    const late = Object.fromEntries(rowsOf('明细').map((row) => [row['对象编码'], row['逾期天数']]));
    expect(late).toMatchObject({ '101P02': '0', '101P03': '1', '101P04': '2', '102P01': '0' });
  });

  test('before anything is entered the budget is the registered one, and nothing else is said', () => {
    const row = rowsOf('明细').find((each) => each['对象编码'] === '101P04');
    expect(row).toMatchObject({
      调整后预算: '64.50',
      累计执行: '',
      执行率: '—',
      全年预计执行: '',
      综合灯: '—',
    });
  });

  test('the adjusted budget counts, and without one there is no rate', () => {
    const rows = rowsOf('明细');
    expect(rows[1]).toMatchObject({ 调整后预算: '79.00', 执行率: '39.49%' });
    expect(rows[2]).toMatchObject({ 调整后预算: '0.00', 执行率: '—' });
  });
});
