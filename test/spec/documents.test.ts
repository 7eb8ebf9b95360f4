/** Documents of a filing and of a round: the form travels as a workbook and comes back, the round is exported, the official form printed. */
import { describe, expect } from 'vitest';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import type { Bureau, FilingCase } from '../support/bureau.ts';
import { pdf, sha256 } from '../support/evidence.ts';
import { cellBeside, retyped, tablesIn } from '../support/form-files.ts';
import { type Cells, csvOf } from '../support/import-files.ts';
import { standardTable } from '../support/standard-table.ts';
import { testInOpenRound as test } from '../support/test.ts';

const round = '2022-H1';

async function formOf(filing: FilingCase, member: string) {
  return filing.bureau.ask(member, 'readForm', filing.params);
}

/** An import as the finance office makes it. */
async function imported(
  bureau: Bureau,
  table: 'targets' | 'execution',
  rows: readonly Cells[],
): Promise<void> {
  const month = table === 'execution' ? { month: '6' } : {};
  const { import: id, version } = await bureau.ask('finance-office', 'previewImport', {
    query: { table, year: '2022', ...month },
    body: csvOf(table, rows),
  });
  await bureau.ask('finance-office', 'acceptImport', {
    params: { import: id },
    body: { confirmed: true },
    version,
    key: bureau.key(),
  });
}

describe('the form as a workbook', () => {
  test('is downloaded, filled in, compared, accepted as a draft and shows what was filled in', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    const form = await formOf(filing, '101001-filler');
    expect(form).toMatchObject({
      name: '监控表-101P01-2022-H1.xlsx',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      cursor: null,
    });
    const executed = await cellBeside(form.bytes, '本年财政拨款', 10);
    const actual = await cellBeside(form.bytes, '11-01', 4);
    const goal = await cellBeside(form.bytes, '目标完成情况', 2);
    const body = await retyped(form.bytes, { [executed]: '30', [actual]: '24', [goal]: '=目标任务完成过半' });
    const compared = await bureau.ask('101001-filler', 'compareForm', { ...filing.params, body });
    expect(compared.issues).toEqual([]);
    expect(compared.changes).toEqual([
      {
        pointer: '/money/fiscal/executed',
        sheet: '填报',
        cell: executed,
        label: '本年财政拨款·1—6月累计执行数',
        before: null,
        after: '30.00',
      },
      {
        pointer: '/rows/11-01/actual',
        sheet: '填报',
        cell: actual,
        label: '11-01 开展工作场次·1—6月完成值',
        before: null,
        after: '24',
      },
      {
        pointer: '/texts/goalReview',
        sheet: '填报',
        cell: goal,
        label: '目标完成情况',
        before: null,
        after: '=目标任务完成过半',
      },
    ]);
    const before = await filing.read();
    expect(before.content).toBeNull();
    if (compared.content === null) throw new Error('nothing to accept');
    await bureau.ask('101001-filler', 'saveDraft', {
      ...filing.params,
      body: compared.content,
      version: before.version,
    });
    expect((await filing.read()).content?.money).toMatchObject({ fiscal: { executed: '30.00' } });
    const again = await formOf(filing, '101001-filler');
    expect((await tablesIn(again.bytes))[0]?.rows.flat()).toEqual(
      expect.arrayContaining(['30.00', '24', '=目标任务完成过半']),
    );
    const unchanged = await bureau.ask('101001-filler', 'compareForm', {
      ...filing.params,
      body: again.bytes,
    });
    expect(unchanged).toMatchObject({ changes: [], issues: [] });
    const stale = await bureau.refused('101001-filler', 'compareForm', { ...filing.params, body });
    expect(stale).toMatchObject({ code: 'file-refused', status: 422 });
    expect(stale.detail).toContain('请重新下载');
  });

  test('cells that cannot be read are named, and nothing can be accepted', async ({ bureau }) => {
    const filing = bureau.halfYear('101P03');
    const { bytes } = await formOf(filing, '101001-filler');
    const executed = await cellBeside(bytes, '本年财政拨款', 10);
    const actual = await cellBeside(bytes, '11-01', 4);
    const body = await retyped(bytes, { [executed]: '5万', [actual]: '3-5' });
    const { issues, content } = await bureau.ask('101001-filler', 'compareForm', { ...filing.params, body });
    expect(issues.map(({ cell, rule }) => [cell, rule])).toEqual([
      [executed, 'V07'],
      [actual, 'V11'],
    ]);
    expect(content).toBeNull();
    expect((await filing.read()).content).toBeNull();
  });

  test('whoever sees the filing may have it, and only its filler may bring it back', async ({ bureau }) => {
    const filing = bureau.halfYear('102P01');
    for (const member of ['102-reviewer', 's02-reviewer', 'finance-office', 'auditor']) {
      const { bytes } = await formOf(filing, member);
      const refused = await bureau.refused(member, 'compareForm', { ...filing.params, body: bytes });
      expect(refused).toMatchObject({ code: 'not-yours', status: 403 });
    }
    const { bytes } = await formOf(filing, '102001-filler');
    for (const member of ['102002-filler', '101-reviewer', 's01-reviewer', 'admin']) {
      const calls = { ...filing.params, body: bytes };
      expect(await bureau.refused(member, 'readForm', filing.params)).toMatchObject({ code: 'not-found' });
      expect(await bureau.refused(member, 'compareForm', calls)).toMatchObject({ code: 'not-found' });
    }
  });

  test('a form of another filing, one whose targets were altered, and a file that is none are refused', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('103P01');
    const compare = async (body: Uint8Array) =>
      (await bureau.refused('103001-filler', 'compareForm', { ...filing.params, body })).detail;
    const own = (await formOf(filing, '103001-filler')).bytes;
    const other = (await formOf(bureau.halfYear('103P03'), '103001-filler')).bytes;
    expect(await compare(other)).toContain('另一个监控对象（103P03）');
    const target = await cellBeside(own, '11-01', 2);
    expect(await compare(await retyped(own, { [target]: '≥1场' }))).toContain(
      `被改动或移动了位置：${target}`,
    );
    expect(await compare(await retyped(own, { B5: '0'.repeat(64) }, '校验'))).toContain('校验码与内容不符');
    expect(
      await compare(await writeWorkbook([{ name: '表1', columns: [], rows: [['甲']], headRows: 0 }])),
    ).toContain('不是从本系统下载的监控表');
    expect(await compare(new TextEncoder().encode('%PDF-1.7'))).toContain('这是PDF文件');
    expect(await compare(new Uint8Array())).toContain('文件是空的');
  });

  test('what the bureau has imported is given: it cannot be typed over, and is laid into what is accepted', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('104P02');
    const funds = { subject: '104P02', row: '本年财政拨款', initial: '73.00', executed: '36.50' };
    const before = (await formOf(filing, '104002-filler')).bytes;
    await imported(bureau, 'execution', [funds]);
    const refused = await bureau.refused('104002-filler', 'compareForm', { ...filing.params, body: before });
    expect(refused.detail).toContain('下载以后已经更新');
    const { bytes } = await formOf(filing, '104002-filler');
    const executed = await cellBeside(bytes, '本年财政拨款', 10);
    const forecast = await cellBeside(bytes, '本年财政拨款', 11);
    const typedOver = await retyped(bytes, { [executed]: '73' });
    const altered = await bureau.refused('104002-filler', 'compareForm', {
      ...filing.params,
      body: typedOver,
    });
    expect(altered.detail).toContain(`被改动或移动了位置：${executed}`);
    const body = await retyped(bytes, { [forecast]: '73' });
    const { changes, content } = await bureau.ask('104002-filler', 'compareForm', { ...filing.params, body });
    expect(changes.map(({ label, after }) => [label, after])).toEqual([
      ['本年财政拨款·年初预算数', '73.00'],
      ['本年财政拨款·1—6月累计执行数', '36.50'],
      ['本年财政拨款·全年预计执行数', '73.00'],
    ]);
    expect(content?.money).toEqual({ fiscal: { initial: '73.00', executed: '36.50', forecast: '73.00' } });
    if (content === null) throw new Error('nothing to accept');
    const { version } = await filing.read();
    await bureau.ask('104002-filler', 'saveDraft', { ...filing.params, body: content, version });
  });

  test('a draft on targets that are no longer in force comes on those that are', async ({ bureau }) => {
    const filing = bureau.halfYear('104P03');
    await filing.isFilled();
    const old = (await formOf(filing, '104001-filler')).bytes;
    const target = { subject: '104P03', goal: '新的目标', code: '11-01', name: '开展工作场次', weight: '90' };
    await imported(bureau, 'targets', [{ ...target, target: '≥60场' }]);
    const refused = await bureau.refused('104001-filler', 'compareForm', { ...filing.params, body: old });
    expect(refused.detail).toContain('依据第1版绩效目标，现行为第2版');
    const { bytes } = await formOf(filing, '104001-filler');
    const actual = await cellBeside(bytes, '11-01', 4);
    const body = await retyped(bytes, { [actual]: '30' });
    const { changes, content } = await bureau.ask('104001-filler', 'compareForm', { ...filing.params, body });
    expect(changes).toMatchObject([{ pointer: '/rows/11-01/actual', before: '24', after: '30' }]);
    expect(content).toMatchObject({ targetVersion: 2, rows: { '11-01': { actual: '30', forecast: '48' } } });
    expect(Object.keys(content?.rows ?? {})).toEqual(['11-01']);
  });

  test('what lies with the reviewers can be looked at and not be brought back', async ({ bureau }) => {
    const filing = bureau.halfYear('104P01');
    await filing.isFiled();
    const { bytes } = await formOf(filing, '104001-filler');
    const refused = await bureau.refused('104001-filler', 'compareForm', { ...filing.params, body: bytes });
    expect(refused).toMatchObject({ code: 'wrong-stage', status: 409 });
  });
});

describe('the standard tables', () => {
  test('have every obligation once, in parts by department, and every indicator of what was sent', async ({
    bureau,
  }) => {
    await bureau.halfYear('105P01').isFiled();
    await bureau.halfYear('105Z00').isFiled();
    const { total } = await bureau.ask('finance-office', 'readStanding', { params: { round } });
    const { filings } = await bureau.ask('finance-office', 'listFilings', {
      query: { round, department: '105' },
    });
    const tasks = await standardTable(bureau, 'finance-office', { table: 'task' });
    const [first] = tasks.parts;
    expect([...(first?.bytes.subarray(0, 3) ?? [])]).toEqual([0xef, 0xbb, 0xbf]);
    expect(first?.cursor).toBe('102');
    expect(new TextDecoder().decode(first?.bytes).match(/^360733-2022-H1-\d{3}/gm)).toEqual(
      filings.map(() => '360733-2022-H1-101'),
    );
    // The heading and the mark of its encoding stand in the first part alone.
    for (const { bytes } of tasks.parts.slice(1))
      expect(new TextDecoder().decode(bytes)).not.toContain('预算年度');
    expect(tasks.rows).toHaveLength(total.obligations);
    expect(new Set(tasks.rows.map((row) => row['id'])).size).toBe(total.obligations);
    const own = tasks.rows.filter((row) => row['部门代码'] === '105');
    expect(own.map((row) => [row['id'], row['项目名称']])).toEqual(
      filings.map(({ filing, subjectName }) => [filing, subjectName]),
    );
    expect(own[0]).toMatchObject({
      财政区划名称: '会昌县',
      部门名称: '中共会昌党校',
      报送截止日期: '2022-07-10',
    });
    const info = await standardTable(bureau, 'finance-office', { table: 'info', department: '105' });
    const sent = filings.filter(({ stage }) => stage !== 'not-started' && stage !== 'draft');
    const { indicators } = await bureau.halfYear('105P01').read();
    const { indicators: overall } = await bureau.halfYear('105Z00').read();
    expect(sent.map(({ subject }) => subject)).toEqual(['105P01', '105Z00']);
    expect(info.rows).toHaveLength(indicators.length + overall.length);
    expect(
      info.rows.find((row) => row['task_id']?.endsWith('105P01') && row['三级指标代码'] === '11-01'),
    ).toMatchObject({
      指标值: '≥48场',
      绩效指标完成情况: '24场',
      完成目标可能性: '1',
      偏差原因分析: '无偏差',
      报送日期: '2022-07-01',
    });
  });

  test('a draft and a withdrawn filing have no rows in INFO', async ({ bureau }) => {
    const [draft, withdrawn] = [bureau.halfYear('106P01'), bureau.halfYear('106P02')];
    await draft.isFilled();
    await withdrawn.isFiled();
    await withdrawn.isWithdrawn();
    const info = await standardTable(bureau, 'finance-office', { table: 'info', department: '106' });
    expect(info.rows).toEqual([]);
  });

  test('show what was sent, not what has been changed since a return', async ({ bureau }) => {
    const filing = bureau.halfYear('106P03');
    await filing.isFiled();
    await filing.isReturned();
    await filing.isFilled((content) => ({
      ...content,
      rows: { ...content.rows, '11-01': { ...content.rows['11-01'], actual: '47' } },
    }));
    const { rows } = await standardTable(bureau, 'finance-office', { table: 'info', department: '106' });
    const row = rows.find((each) => each['id'] === '360733-2022-H1-106-106P03-11-01');
    expect(row?.['绩效指标完成情况']).toBe('24场');
  });

  test('name the evidence of what was sent, with its digest', async ({ bureau }) => {
    const filing = bureau.halfYear('108P03');
    const bytes = pdf('开班');
    await filing.isGiven(bytes, '开班通知.pdf');
    await filing.isFiled((content) => ({ ...content, files: [{ file: sha256(bytes), indicator: '11-01' }] }));
    const { rows } = await standardTable(bureau, 'finance-office', { table: 'attach', department: '108' });
    expect(rows).toEqual([
      {
        id: `${filing.id}-${sha256(bytes)}`,
        info_id: `${filing.id}-11-01`,
        附件名称: '开班通知.pdf',
        路径: `${filing.id}/${sha256(bytes)}`,
        文件摘要: sha256(bytes),
        创建时间: expect.stringMatching(/^2022-07-01 \d\d:\d\d:\d\d$/),
        更新时间: expect.stringMatching(/^2022-07-01 \d\d:\d\d:\d\d$/),
      },
    ]);
  });

  test('hold only what their reader sees', async ({ bureau }) => {
    const seen = async (member: string) => {
      const { rows } = await standardTable(bureau, member, { table: 'task' });
      return [...new Set(rows.map((row) => row['项目代码']))];
    };
    expect(await seen('107001-filler')).toEqual(['107P01', '107P03']);
    expect(new Set((await seen('107-reviewer')).map((code) => code?.slice(0, 3)))).toEqual(new Set(['107']));
    expect(new Set((await seen('s01-reviewer')).map((code) => code?.slice(0, 3)))).toEqual(
      new Set(['101', '107']),
    );
    const call = { params: { round }, query: { table: 'task' } } as const;
    expect(await bureau.refused('admin', 'exportStandardTables', call)).toMatchObject({ code: 'not-found' });
    const other = { ...call, query: { ...call.query, department: '108' } };
    expect(await bureau.refused('107-reviewer', 'exportStandardTables', other)).toMatchObject({
      code: 'not-found',
    });
    const elsewhere = { ...call, query: { ...call.query, cursor: '108' } };
    expect(await bureau.refused('107-reviewer', 'exportStandardTables', elsewhere)).toMatchObject({
      code: 'not-found',
    });
    const unplanned = { ...call, params: { round: '2023-H1' } };
    expect(await bureau.refused('finance-office', 'exportStandardTables', unplanned)).toMatchObject({
      code: 'not-found',
    });
  });

  test('a text that a spreadsheet would compute is made inert', async ({ bureau }) => {
    const formula = '=HYPERLINK("http://a.example")';
    await bureau.halfYear('107P02').isFiled((content) => ({
      ...content,
      rows: { ...content.rows, '22-01': { ...content.rows['22-01'], causeText: formula } },
    }));
    const part = await bureau.ask('finance-office', 'exportStandardTables', {
      params: { round },
      query: { table: 'info', department: '107' },
    });
    expect(new TextDecoder().decode(part.bytes)).toContain(`"'${formula.replaceAll('"', '""')}"`);
  });
});

describe('the summary of a round', () => {
  test('opens again and adds up with the board', async ({ bureau }) => {
    await bureau.halfYear('108P01').isFiled();
    await bureau.halfYear('108P02').isFilled();
    const standing = await bureau.ask('finance-office', 'readStanding', { params: { round } });
    const file = await bureau.ask('finance-office', 'exportRound', { params: { round } });
    expect(file).toMatchObject({ name: '轮次汇总-2022-H1.xlsx', cursor: null });
    const [summary, details] = await tablesIn(file.bytes);
    expect(summary?.rows[0]?.[0]).toMatch(
      /^2022年上半年绩效监控　筛选条件：可见范围内的全部部门　导出时间：2022-07-01 \d\d:\d\d:\d\d　导出人：.+（示例）/,
    );
    const [, head = [], ...rows] = summary?.rows ?? [];
    const named = rows.map((row) =>
      Object.fromEntries(head.map((label, index) => [label, row[index] ?? ''])),
    );
    const total = named.at(-1) ?? {};
    const counts = standing.total;
    expect(total).toMatchObject({
      部门编码: '合计',
      应报: String(counts.obligations),
      已报: String(counts.filed),
      已报率: `${counts.filedRate}%`,
      未填报: String(counts.byStage['not-started']),
      填报中: String(counts.byStage.draft),
      被退回: String(counts.byStage.returned),
      待部门审核: String(counts.byStage['dept-review']),
      待财政审核: String(counts.byStage['section-review']),
      逾期: String(counts.late),
    });
    expect(named.slice(0, -1).map((row) => [row['部门编码'], row['部门名称'], row['应报']])).toEqual(
      standing.departments.map(({ department, name, totals }) => [
        department,
        name,
        String(totals.obligations),
      ]),
    );
    expect(details?.rows.length).toBe(2 + counts.obligations);
  });

  test('of one department, and of what its reader sees', async ({ bureau }) => {
    const one = await bureau.ask('finance-office', 'exportRound', {
      params: { round },
      query: { department: '109' },
    });
    expect(one.name).toBe('轮次汇总-2022-H1-109.xlsx');
    const [summary, details] = await tablesIn(one.bytes);
    expect(summary?.rows[0]?.[0]).toContain('筛选条件：部门 109 高排乡政府');
    expect(summary?.rows).toHaveLength(4);
    expect(new Set(details?.rows.slice(2).map(([department]) => department))).toEqual(new Set(['109']));
    const own = await bureau.ask('109002-filler', 'exportRound', { params: { round } });
    const [, seen] = await tablesIn(own.bytes);
    expect(seen?.rows.slice(2).map((row) => row[2])).toEqual(['109P02', '109P04', '109T01']);
    expect(await bureau.refused('admin', 'exportRound', { params: { round } })).toMatchObject({
      code: 'not-found',
    });
    const other = { params: { round }, query: { department: '110' } };
    expect(await bureau.refused('109-reviewer', 'exportRound', other)).toMatchObject({ code: 'not-found' });
  });
});

describe('the official form to print', () => {
  test('names its people and its day once it is sent, and says so while it is not', async ({ bureau }) => {
    const filing = bureau.halfYear('110P01');
    const printed = async (member = 'finance-office') => {
      const page = await bureau.ask(member, 'printFiling', filing.params);
      expect(page.type).toBe('text/html; charset=utf-8');
      return new TextDecoder().decode(page.bytes);
    };
    const { departmentName, subjectName } = await filing.read();
    const blank = await printed();
    expect(blank).toContain('未送审稿');
    expect(blank).toContain(subjectName);
    await filing.isFiled();
    await filing.isApproved();
    const page = await printed('110-reviewer');
    expect(page).not.toContain('未送审稿');
    expect(page).toContain(`${departmentName}（110）`);
    expect(page).toContain('日期：2022-07-01');
    expect(page).toMatch(/审核人：[^<]+（示例）</);
    expect(page).toMatch(/填报人：[^<]+（示例）</);
    await filing.isReturned();
    expect(await printed()).toContain('未送审稿');
    expect(await bureau.refused('109-reviewer', 'printFiling', filing.params)).toMatchObject({
      code: 'not-found',
    });
  });
});
