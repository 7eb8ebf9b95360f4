/** The form as a workbook: what goes out comes back unchanged, what was typed is found cell by cell, and a form that is not this one is none. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { WireContent } from '../../shared/contract/cell.ts';
import { content as contentSchema } from '../../shared/contract/content.ts';
import { compareForm } from '../../shared/document/form-comparison.ts';
import { type GivenForm, layOutForm } from '../../shared/document/form-layout.ts';
import { type Sealable, stampOf, whyForeign } from '../../shared/document/form-stamp.ts';
import { formWorkbook } from '../../shared/document/form-workbook.ts';
import { formCells } from '../../shared/domain/form.ts';
import { subjectKinds } from '../../shared/domain/subject.ts';
import { cellName, type Table } from '../../shared/sheet/table.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import { anyFilledForm, givenForm } from './sample-forms.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const sealable = (form: GivenForm): Sealable => ({
  filing: form.filing,
  version: 3,
  hash: 'hash-of-3',
  targetVersion: form.targetVersion,
});

async function tablesOf(form: GivenForm, content: WireContent): Promise<readonly Table[]> {
  const cells = layOutForm(form, content);
  const read = await readTables(
    await writeWorkbook(formWorkbook(cells, stampOf(sealable(form), cells, digest))),
  );
  if (!read.ok) throw new Error(read.problem.detail);
  return read.tables;
}

function entries(tables: readonly Table[]): Table {
  const table = tables.find(({ name }) => name === '填报');
  if (table === undefined) throw new Error('no sheet 填报');
  return table;
}

const draft: WireContent = {
  targetVersion: 1,
  phone: '0797-5620000',
  money: { fiscal: { initial: '60.00', executed: '28.00', forecast: '60.00' } },
  rows: { '11-01': { actual: '24', forecast: '48', likelihood: 'certain' } },
  texts: { goalReview: '目标任务完成过半。' },
};

/** The same table with some cells typed over; names are those of a spreadsheet, `G12`. */
function typedInto(table: Table, typed: Readonly<Record<string, string>>): Table {
  const rows = table.rows.map((row) => [...row]);
  for (const [name, text] of Object.entries(typed)) {
    const [, letters = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(name) ?? [];
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    const line = rows[Number(row) - table.firstRow] ?? [];
    rows[Number(row) - table.firstRow] = line;
    while (line.length < column) line.push('');
    line[column - 1] = text;
  }
  return { ...table, rows };
}

function placeOf(form: GivenForm, content: WireContent, pointer: string): string {
  const placed = layOutForm(form, content).find(({ cell }) => cell?.pointer === pointer);
  if (placed === undefined) throw new Error(`no place for ${pointer}`);
  return cellName(placed.row, placed.column);
}

async function compared(typed: Readonly<Record<string, string>>, form = givenForm(), saved = draft) {
  const named = Object.entries(typed).map(
    ([pointer, text]) => [placeOf(form, saved, pointer), text] as const,
  );
  const table = typedInto(entries(await tablesOf(form, saved)), Object.fromEntries(named));
  return compareForm(table, layOutForm(form, saved), saved, saved);
}

describe('what goes out comes back', () => {
  test('1,000 forms of every kind, filled in any way, are read back without a change', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilledForm, async ({ form, content }) => {
        const tables = await tablesOf(form, content);
        const cells = layOutForm(form, content);
        expect(whyForeign(tables, sealable(form), cells, digest)).toBeNull();
        const { changes, issues, content: same } = compareForm(entries(tables), cells, content, content);
        expect({ changes, issues }).toEqual({ changes: [], issues: [] });
        expect(same && z.encode(contentSchema, same)).toEqual(content);
      }),
      { numRuns: 1_000 },
    );
  }, 240_000);

  test('every cell of the form has one place, and no two share one', () => {
    for (const kind of subjectKinds) {
      const form = givenForm({ kind, keyMonitoring: true });
      const cells = layOutForm(form, draft);
      const shown = cells.flatMap(({ cell }) => (cell === undefined ? [] : [cell.pointer]));
      expect([...shown].sort()).toEqual(
        formCells(form)
          .map(({ pointer }) => pointer)
          .sort(),
      );
      const places = cells.flatMap(({ row, column, span }) =>
        Array.from({ length: span }, (_, index) => cellName(row, column + index)),
      );
      expect(new Set(places).size).toBe(places.length);
    }
  });

  test('choices are offered where one is chosen, and only entries can be changed', () => {
    const cells = layOutForm(givenForm(), draft);
    const [sheet] = formWorkbook(cells, stampOf(sealable(givenForm()), cells, digest));
    const looks = sheet?.rows.flat().filter((cell) => typeof cell !== 'string') ?? [];
    const offered = looks.flatMap((cell) => (cell.choices === undefined ? [] : [cell.choices.join('、')]));
    expect(new Set(offered)).toEqual(
      new Set(['追加、调减、调剂', '确定能、有可能、完全不可能', '达成、部分达成、未达成']),
    );
    expect(sheet?.locked).toBe(true);
    const entered = cells.filter(({ role }) => role === 'entry').length;
    expect(looks.filter(({ look }) => look === 'entry').length).toBeGreaterThanOrEqual(entered);
  });

  test('the sheets are the form, its explanation and its stamp', async () => {
    const tables = await tablesOf(givenForm(), draft);
    expect(tables.map(({ name }) => name)).toEqual(['填报', '说明', '校验']);
    expect(entries(tables).rows[0]?.[0]).toBe('2022年项目支出绩效目标执行监控表（1—6月）');
    expect(tables[1]?.rows.flat().join('')).toContain('只填写工作表“填报”中淡黄色的单元格');
  });

  test('a cell beside each value says what was reached in the last round', async () => {
    const form = givenForm({ last: { ...draft, rows: { '11-01': { actual: '11.5' } } } });
    expect(entries(await tablesOf(form, draft)).rows.flat()).toContain('11.5');
  });
});

describe('what was typed is found', () => {
  test('amounts, values, choices, causes, months and texts, each with its cell', async () => {
    const { changes, issues, content } = await compared({
      '/money/fiscal/executed': '1,031.5',
      '/money/carryover/initial': '20',
      '/rows/11-01/actual': '２５',
      '/rows/11-01/likelihood': '有可能',
      '/rows/11-01/causes': '人员保障,其他',
      '/rows/11-01/causeText': ' 业务骨干借调 ',
      '/rows/22-01/status': '部分达成并具有一定效果',
      '/rows/22-01/notYet/reason': '年底问卷',
      '/rows/22-01/notYet/month': '11月',
      '/texts/goalReview': '',
      '/phone': '',
    });
    expect(issues).toEqual([]);
    expect(changes.map(({ label, before, after }) => [label, before, after])).toEqual([
      ['联系电话', '0797-5620000', null],
      ['本年财政拨款·1—6月累计执行数', '28.00', '1031.50'],
      ['上年结转资金·年初预算数', null, '20.00'],
      ['11-01 开展工作场次11-01·1—6月完成值', '24', '25'],
      ['11-01 开展工作场次11-01·完成目标可能性', '确定能', '有可能'],
      ['11-01 开展工作场次11-01·偏差原因', null, '人员保障、其他'],
      ['11-01 开展工作场次11-01·原因说明', null, '业务骨干借调'],
      ['22-01 服务群众情况·1—6月完成情况', null, '部分达成'],
      ['22-01 服务群众情况·本期尚无法取值的原因', null, '年底问卷'],
      ['22-01 服务群众情况·预计可取值月份', null, '11'],
      ['目标完成情况', '目标任务完成过半。', null],
    ]);
    expect(changes.every(({ sheet, cell }) => sheet === '填报' && /^[A-P]\d+$/.test(cell))).toBe(true);
    expect(content && z.encode(contentSchema, content)).toEqual({
      targetVersion: 1,
      money: {
        fiscal: { initial: '60.00', executed: '1031.50', forecast: '60.00' },
        carryover: { initial: '20.00' },
      },
      rows: {
        '11-01': {
          actual: '25',
          forecast: '48',
          likelihood: 'possible',
          causes: ['staff', 'other'],
          causeText: '业务骨干借调',
        },
        '22-01': { status: 'partly', notYet: { reason: '年底问卷', month: 11 } },
      },
      texts: {},
    });
  });

  test.each([
    ['28', '28.00'],
    ['28.000000', '28.00'],
    [' 28.00 ', '28.00'],
  ])('%s is no change of %s', async (typed) => {
    expect((await compared({ '/money/fiscal/executed': typed })).changes).toEqual([]);
  });

  test('what is emptied takes its row along, and attachments and explanations stay', async () => {
    const files = [{ file: 'a'.repeat(64) }];
    const explanations = [{ rule: 'V19', cell: '/rows/11-01/actual', text: '重复统计更正' }];
    const saved = { ...draft, files, explanations };
    const { content } = await compared(
      { '/rows/11-01/actual': '', '/rows/11-01/forecast': '', '/rows/11-01/likelihood': '' },
      givenForm(),
      saved,
    );
    expect(content?.rows).toEqual({});
    expect(content).toMatchObject({ files, explanations });
  });
});

describe('what cannot be read is named by sheet, cell, rule and fix', () => {
  test.each([
    ['/money/fiscal/executed', '5万', 'V07', '金额应为不带单位的万元数'],
    ['/money/fiscal/executed', '12.3456789', 'V07', '小数不超过6位'],
    ['/money/fiscal/executed', '1e3', 'V07', '金额应为不带单位的万元数'],
    ['/money/fiscal/adjustKind', '增加', 'form', '调整类型应为追加、调减或调剂'],
    ['/rows/11-01/actual', '3-5', 'V11', '完成值应为一个普通数字'],
    ['/rows/11-01/actual', 'NULL', 'V11', '完成值应为一个普通数字'],
    ['/rows/11-01/actual', '50%', 'V11', '完成值应为一个普通数字'],
    ['/rows/11-01/likelihood', '也许', 'form', '完成目标可能性应为确定能、有可能或完全不可能'],
    ['/rows/11-01/causes', '经费保障、天气', 'form', '偏差原因不在可选范围内'],
    ['/rows/11-01/notYet/month', '13', 'form', '预计可取值月份应为1至12'],
    ['/rows/11-01/notYet/month', '年底', 'form', '预计可取值月份应为1至12'],
    ['/rows/22-01/status', '较好', 'form', '完成情况应为达成、部分达成或未达成'],
  ])('%s = %s', async (pointer, text, rule, sentence) => {
    const reason = pointer.endsWith('month') ? { '/rows/11-01/notYet/reason': '年底问卷' } : {};
    const { issues, content, changes } = await compared({ ...reason, [pointer]: text });
    const cell = placeOf(givenForm(), draft, pointer);
    expect(content).toBeNull();
    expect(issues).toEqual([
      { pointer, sheet: '填报', cell, rule, message: expect.stringContaining(sentence) },
    ]);
    expect(issues[0]?.message).toMatch(new RegExp(`^填报!${cell}（.+）：.+。$`));
    expect(changes.find((change) => change.pointer === pointer)?.after).toBe(text);
  });

  test('a month without a reason asks for the reason, where it belongs', async () => {
    const { issues } = await compared({ '/rows/11-01/notYet/month': '11' });
    expect(issues).toMatchObject([
      {
        pointer: '/rows/11-01/notYet/reason',
        message: expect.stringContaining('请写明本期尚无法取值的原因'),
      },
    ]);
  });

  test('a text that is too long counts characters', async () => {
    const { issues } = await compared({
      '/rows/11-01/remark': '𠮷'.repeat(1001),
      '/rows/22-01/remark': '𠮷'.repeat(1000),
    });
    expect(issues).toMatchObject([
      { pointer: '/rows/11-01/remark', rule: 'V26', message: expect.stringContaining('文字不能超过1000字') },
    ]);
  });

  test('several are named at once', async () => {
    const { issues } = await compared({ '/money/fiscal/executed': '五', '/rows/11-01/actual': '-' });
    expect(issues.map(({ rule }) => rule)).toEqual(['V07', 'V11']);
  });

  test('a text where nothing belongs is not lost without a word', async () => {
    const table = typedInto(entries(await tablesOf(givenForm(), draft)), { R3: '见附件', C60: '备注' });
    const { issues, content } = compareForm(table, layOutForm(givenForm(), draft), draft, draft);
    expect(issues.map(({ cell }) => cell)).toEqual(['R3', 'C60']);
    expect(issues[0]?.message).toContain('填报!R3不是填写的位置');
    expect(content).toBeNull();
  });
});

describe('a form that is not the present one of this filing is refused', () => {
  const form = givenForm();
  const cells = layOutForm(form, draft);
  const why = (tables: readonly Table[], of = sealable(form), now = cells) =>
    whyForeign(tables, of, now, digest);
  const of = (filing: string) => ({ ...sealable(form), filing });

  test('its own is none of these', async () => {
    expect(why(await tablesOf(form, draft))).toBeNull();
  });

  test.each([
    ['360734-2022-H1-101-101P01', '另一个县（行政区划360733）'],
    ['360733-2023-H1-101-101P01', '另一个年度（2022年）'],
    ['360733-2022-Q3-101-101P01', '另一轮监控（2022-H1）'],
    ['360733-2022-H1-101-101P02', '另一个监控对象（101P01）'],
    ['360733-2022-H1-102-102P01', '另一个监控对象（101P01）'],
  ])('brought to %s it says that it belongs to %s', async (filing, whose) => {
    expect(why(await tablesOf(form, draft), of(filing))).toContain(whose);
  });

  test('an older version, and targets that are no longer in force', async () => {
    const tables = await tablesOf(form, draft);
    expect(why(tables, { ...sealable(form), version: 4 })).toContain('按第3版内容下载的，现在是第4版');
    expect(why(tables, { ...sealable(form), targetVersion: 2 })).toContain('依据第1版绩效目标，现行为第2版');
  });

  test('a stamp whose head has another hash was not made for this event', async () => {
    expect(why(await tablesOf(form, draft), { ...sealable(form), hash: 'other' })).toContain(
      '校验码与内容不符',
    );
  });

  test.each([
    ['C2', '别的名称'],
    ['E13', '≥1场'],
    ['A8', ''],
  ])('a given cell %s that was altered is named', async (cell, text) => {
    expect(cells.find(({ row, column }) => cellName(row, column) === cell)?.role).toBe('given');
    const tables = (await tablesOf(form, draft)).map((table) =>
      table.name === '填报' ? typedInto(table, { [cell]: text }) : table,
    );
    expect(why(tables)).toContain(`单元格被改动或移动了位置：${cell}。`);
  });

  test('a row that was inserted moves the others', async () => {
    const tables = (await tablesOf(form, draft)).map((table) =>
      table.name === '填报'
        ? { ...table, rows: [...table.rows.slice(0, 5), [], ...table.rows.slice(5)] }
        : table,
    );
    expect(why(tables)).toMatch(/单元格被改动或移动了位置：A6、E6、F6、G6、H6等\d+处/);
  });

  test('what the register says otherwise since is told apart from what was altered', async () => {
    const renamed = layOutForm({ ...form, subject: { code: '101P01', name: '新名称' } }, draft);
    expect(why(await tablesOf(form, draft), sealable(form), renamed)).toContain('下载以后已经更新（C2）');
  });

  test('a stamp that was altered does not fit', async () => {
    const tables = (await tablesOf(form, draft)).map((table) =>
      table.name === '校验' ? typedInto(table, { B5: 'f'.repeat(64) }) : table,
    );
    expect(why(tables)).toContain('校验码与内容不符');
  });

  test('another layout, and a workbook that is none of ours', async () => {
    const tables = await tablesOf(form, draft);
    const older = tables.map((table) => (table.name === '校验' ? typedInto(table, { B4: '0' }) : table));
    expect(why(older)).toContain('表样已经更新');
    expect(why(tables.slice(0, 2))).toContain('缺少工作表“填报”或“校验”');
    expect(why([])).toContain('不是从本系统下载的监控表');
  });

  test('an imported cell is given: it cannot be changed', async () => {
    const imported = givenForm({ imported: new Set(['/money/fiscal/executed']) });
    const cell = placeOf(imported, draft, '/money/fiscal/executed');
    const tables = (await tablesOf(imported, draft)).map((table) =>
      table.name === '填报' ? typedInto(table, { [cell]: '99' }) : table,
    );
    const now = layOutForm(imported, draft);
    expect(why(await tablesOf(imported, draft), sealable(imported), now)).toBeNull();
    expect(why(tables, sealable(imported), now)).toContain(`被改动或移动了位置：${cell}。`);
  });

  test('what has been imported, or imported otherwise, since the download is told apart too', async () => {
    const later = givenForm({ imported: new Set(['/money/fiscal/executed']) });
    const funded = { ...draft, money: { fiscal: { ...draft.money['fiscal'], executed: '31.00' } } };
    const [cell, now] = [placeOf(later, draft, '/money/fiscal/executed'), layOutForm(later, funded)];
    expect(why(await tablesOf(form, draft), sealable(later), now)).toContain(`下载以后已经更新（${cell}）`);
    expect(why(await tablesOf(later, draft), sealable(later), now)).toContain(`下载以后已经更新（${cell}）`);
    expect(why(await tablesOf(later, draft), sealable(form), cells)).toContain('下载以后已经更新，请');
  });
});
