/** The standard tables (domain guide's PERF_MONITOR_*): columns, codes, roundings, lengths, and that a draft tells nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ExportedFiling,
  fileName,
  type StandardTableName,
  standardTables,
  wanOf4,
} from '../../shared/document/standard-tables.ts';
import type { IndicatorRow } from '../../shared/domain/content.ts';
import { stages } from '../../shared/domain/filing.ts';
import { indicator, qualitative } from './sample-forms.ts';

const evidence = 'a'.repeat(64);
const photo = 'b'.repeat(64);
const at = (time: string) => Date.parse(`${time}+08:00`);

const sent: ExportedFiling['sent'] = {
  at: at('2022-07-08T23:59:59'),
  goalText: '完成年度培训任务',
  indicators: [indicator('11-01'), qualitative, indicator('31-01', { name: '满意度', unit: '%' })],
  content: {
    targetVersion: 1,
    money: {
      fiscal: { initial: 60_000_000n, executed: 28_123_450n, forecast: 60_000_000n },
      other: { initial: 1n, executed: 5n, forecast: 49n },
    },
    rows: {
      '11-01': { actual: 245_000n, forecast: 480_000n, likelihood: 'certain' },
      '22-01': {
        status: 'partly',
        statusText: '就业面扩大',
        forecastStatus: 'achieved',
        likelihood: 'possible',
        causes: ['funding', 'staff'],
        causeText: '资金到位较晚',
      },
      '31-01': { notYet: { reason: '年底问卷', month: 11 }, forecast: 900_000n, likelihood: 'impossible' },
    },
    texts: {},
    files: [{ file: evidence }, { file: photo, indicator: '11-01' }],
  },
  files: [
    { file: evidence, name: '开班通知.pdf', at: at('2022-07-07T10:00:00') },
    { file: photo, name: `${'培训现场照片'.repeat(20)}.jpg`, at: at('2022-07-08T11:00:00') },
  ],
};

function filing(rest: Partial<ExportedFiling> = {}): ExportedFiling {
  return {
    id: '360733-2022-H1-101-101P01',
    head: { kind: 'project', stage: 'section-review', dueAt: at('2022-07-11T00:00:00') },
    edition: 1,
    superseded: false,
    round: { round: '2022-H1', fiscalYear: 2022, title: '2022年上半年绩效监控', cutoffMonth: 6 },
    region: { code: '360733', name: '会昌县' },
    department: { code: '101', name: '会昌县人力资源和社会保障局' },
    unit: { code: '101001', name: '会昌县人力资源和社会保障局（本级）' },
    subject: { code: '101P01', name: '职业技能提升培训' },
    createdAt: at('2022-06-30T08:00:00'),
    updatedAt: at('2022-07-09T00:00:01'),
    sent,
    ...rest,
  };
}

function rowsOf(table: StandardTableName, of = filing()): readonly Record<string, string>[] {
  const { head, rowsOf: rows } = standardTables[table];
  return rows(of).map((row) => Object.fromEntries(head.map((label, index) => [label, row[index] ?? '?'])));
}

function answered(answer: IndicatorRow, of = indicator('11-01')): Record<string, string> {
  if (sent === null) throw new Error('nothing is sent');
  const content = { ...sent.content, rows: { [of.code]: answer } };
  return rowsOf('info', filing({ sent: { ...sent, indicators: [of], content } }))[0] ?? {};
}

describe('PERF_MONITOR_TASK', () => {
  test('has its columns in their order', () => {
    expect(standardTables.task.name).toBe('PERF_MONITOR_TASK');
    expect(standardTables.task.head).toEqual([
      'id',
      '预算年度',
      '财政区划代码',
      '财政区划名称',
      '监控任务编号',
      '绩效监控类型代码',
      '绩效监控类型名称',
      '任务标题',
      '任务内容',
      '报送截止日期',
      '部门代码',
      '部门名称',
      '单位代码',
      '单位名称',
      '项目代码',
      '项目名称',
      '是否终审',
      '创建时间',
      '更新时间',
      'is_deleted',
    ]);
  });

  test('is one row per obligation, sent or not', () => {
    const expected = {
      id: '360733-2022-H1-101-101P01',
      预算年度: '2022',
      财政区划代码: '360733',
      财政区划名称: '会昌县',
      监控任务编号: '2022-H1',
      绩效监控类型代码: '2',
      绩效监控类型名称: '项目支出',
      任务标题: '2022年上半年绩效监控',
      任务内容: '报送2022年1—6月项目支出的预算执行情况和绩效目标完成情况',
      报送截止日期: '2022-07-10',
      部门代码: '101',
      部门名称: '会昌县人力资源和社会保障局',
      单位代码: '101001',
      单位名称: '会昌县人力资源和社会保障局（本级）',
      项目代码: '101P01',
      项目名称: '职业技能提升培训',
      是否终审: '否',
      创建时间: '2022-06-30 08:00:00',
      更新时间: '2022-07-09 00:00:01',
      is_deleted: '0',
    };
    expect(rowsOf('task')).toEqual([expected]);
    expect(rowsOf('task', filing({ sent: null }))).toEqual([expected]);
  });

  test.each([
    ['overall', '1', '部门整体支出'],
    ['project', '2', '项目支出'],
    ['transfer', '3', '管理的转移支付'],
  ] as const)('%s is type %s', (kind, code, name) => {
    const [row] = rowsOf('task', filing({ head: { ...filing().head, kind } }));
    expect(row).toMatchObject({ 绩效监控类型代码: code, 绩效监控类型名称: name });
  });

  test.each(stages)('%s is final only once it is approved', (stage) => {
    const [row] = rowsOf('task', filing({ head: { ...filing().head, stage } }));
    expect(row?.['是否终审']).toBe(stage === 'approved' || stage === 'archived' ? '是' : '否');
  });
});

describe('PERF_MONITOR_INFO', () => {
  test('has its columns in their order', () => {
    expect(standardTables.info.name).toBe('PERF_MONITOR_INFO');
    expect(standardTables.info.head).toEqual([
      'id',
      'task_id',
      '监控信息编号',
      '绩效监控类型代码',
      '绩效监控类型名称',
      '单位代码',
      '单位名称',
      '部门代码',
      '部门名称',
      '项目代码',
      '项目名称',
      '绩效目标',
      '项目预算执行情况',
      '项目预算全年预计执行情况',
      '一级指标代码',
      '一级指标名称',
      '二级指标代码',
      '二级指标名称',
      '三级指标代码',
      '三级指标名称',
      '指标值',
      '绩效指标完成情况',
      '绩效指标全年预计完成情况',
      '偏差原因分析',
      '完成目标可能性',
      '报送日期',
      '是否需要整改',
      '整改要求和建议',
      '整改结果和结论',
      '是否终审',
      '创建时间',
      '更新时间',
      'is_deleted',
    ]);
  });

  test('is one row per indicator of what was sent', () => {
    const rows = rowsOf('info');
    expect(rows.map((row) => row['id'])).toEqual([
      '360733-2022-H1-101-101P01-11-01',
      '360733-2022-H1-101-101P01-22-01',
      '360733-2022-H1-101-101P01-31-01',
    ]);
    expect(rows[0]).toMatchObject({
      task_id: '360733-2022-H1-101-101P01',
      监控信息编号: '2022-H1',
      绩效目标: '完成年度培训任务',
      项目预算执行情况: '28.1235',
      项目预算全年预计执行情况: '60.0000',
      一级指标代码: '1',
      一级指标名称: '产出指标',
      二级指标代码: '11',
      二级指标名称: '数量指标',
      三级指标代码: '11-01',
      指标值: '≥48场',
      绩效指标完成情况: '24.5场',
      绩效指标全年预计完成情况: '48场',
      偏差原因分析: '无偏差',
      完成目标可能性: '1',
      报送日期: '2022-07-08',
      是否需要整改: '否',
      整改要求和建议: '',
      整改结果和结论: '',
      是否终审: '否',
      is_deleted: '0',
    });
    expect(rows[1]).toMatchObject({
      指标值: '有效改善',
      绩效指标完成情况: '部分达成：就业面扩大',
      绩效指标全年预计完成情况: '达成',
      偏差原因分析: '经费保障、人员保障：资金到位较晚',
      完成目标可能性: '2',
    });
    expect(rows[2]).toMatchObject({
      绩效指标完成情况: '本期尚无法取值，预计11月取值：年底问卷',
      绩效指标全年预计完成情况: '90%',
      完成目标可能性: '3',
    });
  });

  test('a draft tells nothing', () => {
    expect(rowsOf('info', filing({ sent: null }))).toEqual([]);
    expect(rowsOf('attach', filing({ sent: null }))).toEqual([]);
  });

  test('what was left empty is empty', () => {
    expect(answered({})).toMatchObject({
      绩效指标完成情况: '',
      绩效指标全年预计完成情况: '',
      偏差原因分析: '无偏差',
      完成目标可能性: '',
    });
    expect(answered({}, qualitative)).toMatchObject({ 绩效指标完成情况: '', 绩效指标全年预计完成情况: '' });
    expect(answered({ causes: ['other'] })['偏差原因分析']).toBe('其他');
    expect(answered({ causes: [], causeText: '招标推迟' })['偏差原因分析']).toBe('招标推迟');
  });

  test('texts end at 2000 characters and values at 1000', () => {
    if (sent === null) throw new Error('nothing is sent');
    const long = filing({ sent: { ...sent, goalText: '𠮷'.repeat(2001) } });
    expect([...(rowsOf('info', long)[0]?.['绩效目标'] ?? '')]).toHaveLength(2000);
    const text = answered({ status: 'missed', statusText: '𠮷'.repeat(1000) }, qualitative)[
      '绩效指标完成情况'
    ];
    expect([...(text ?? '')]).toHaveLength(1000);
    expect(text?.startsWith('未达成：𠮷')).toBe(true);
    expect([...(answered({ causeText: '因'.repeat(1000) })['偏差原因分析'] ?? '')]).toHaveLength(1000);
    const named = answered({}, indicator('11-01', { name: '名'.repeat(1001) }));
    expect([...(named['三级指标名称'] ?? '')]).toHaveLength(1000);
  });
});

describe('PERF_MONITOR_ATTACH', () => {
  test('is one row per file of what was sent', () => {
    expect(standardTables.attach.name).toBe('PERF_MONITOR_ATTACH');
    expect(rowsOf('attach')).toEqual([
      {
        id: `360733-2022-H1-101-101P01-${evidence}`,
        info_id: '',
        附件名称: '开班通知.pdf',
        路径: `360733-2022-H1-101-101P01/${evidence}`,
        文件摘要: evidence,
        创建时间: '2022-07-07 10:00:00',
        更新时间: '2022-07-07 10:00:00',
      },
      expect.objectContaining({
        id: `360733-2022-H1-101-101P01-${photo}`,
        info_id: '360733-2022-H1-101-101P01-11-01',
        附件名称: `${[...'培训现场照片'.repeat(20)].slice(0, 46).join('')}.jpg`,
      }),
    ]);
  });

  test('a file that nobody knows goes by its digest', () => {
    if (sent === null) throw new Error('nothing is sent');
    const [row] = rowsOf('attach', filing({ sent: { ...sent, files: [] } }));
    expect(row?.['附件名称']).toBe('a'.repeat(50));
  });
});

describe('roundings and lengths', () => {
  test.each([
    [0n, '0.0000'],
    [49n, '0.0000'],
    [50n, '0.0001'],
    [150n, '0.0002'],
    [1_000_000n, '1.0000'],
    [31_200_050n, '31.2001'],
    [31_200_049n, '31.2000'],
    [99_999_999_999_999n, '100000000.0000'],
    [-50n, '0.0000'],
    [-51n, '-0.0001'],
    [-31_200_000n, '-31.2000'],
  ])('%s 分 is %s 万元, halves up', (amount, text) => {
    expect(wanOf4(amount)).toBe(text);
  });

  test('it is never off by more than half of the last digit', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), (amount) => {
        const error = 100n * BigInt(wanOf4(amount).replace('.', '')) - amount;
        expect(error <= 50n && error > -50n).toBe(true);
      }),
    ));

  test.each([
    ['短.pdf', '短.pdf'],
    [`${'长'.repeat(46)}.pdf`, `${'长'.repeat(46)}.pdf`],
    [`${'长'.repeat(47)}.pdf`, `${'长'.repeat(46)}.pdf`],
    [`${'𠮷'.repeat(60)}.jpeg`, `${'𠮷'.repeat(45)}.jpeg`],
    ['没有扩展名'.repeat(20), '没有扩展名'.repeat(10)],
    [`.${'a'.repeat(60)}`, `.${'a'.repeat(49)}`],
    [`一.${'甲'.repeat(60)}.PDF`, `一.${'甲'.repeat(44)}.PDF`],
  ])('the file name %s becomes %s', (name, short) => {
    expect(fileName(name)).toBe(short);
  });
});

describe('domain §11 · a superseded version is exported as deleted under its own id, never dropped', () => {
  const first = filing({ superseded: true });
  const second = filing({ edition: 2 });
  test('its indicators and files', () => {
    const ids = (version: ExportedFiling) =>
      rowsOf('info', version).map((row) => [row['id'], row['task_id'], row['is_deleted']]);
    const { id } = filing();
    expect(ids(first)[0]).toEqual([`${id}-11-01`, id, '1']);
    expect(ids(second)[0]).toEqual([`${id}-v2-11-01`, id, '0']);
    const files = (version: ExportedFiling) => rowsOf('attach', version).map((row) => row['id']);
    expect(files(first)[0]).toBe(`${id}-${evidence}`);
    expect(files(second)[0]).toBe(`${id}-v2-${evidence}`);
    expect(rowsOf('attach', second)[1]?.['info_id']).toBe(`${id}-v2-11-01`);
  });
  test('its obligation stands once', () => {
    expect(rowsOf('task', first)).toEqual([]);
    expect(rowsOf('task', second)).toHaveLength(1);
  });
});
