/** What a clerk downloads: a template that explains itself, and the rows to mend with what is wrong in words. */
import { describe, expect, test } from 'vitest';
import { readRows } from '../../shared/document/import-rows.ts';
import { importLayouts } from '../../shared/document/import-tables.ts';
import { errorSheets, templateSheets } from '../../shared/document/import-workbook.ts';
import type { ImportTable } from '../../shared/domain/imports.ts';
import type { Sheet } from '../../shared/sheet/workbook-writer.ts';
import { contextOf, county, layoutOf, planTables, tableOf } from './import-desk.ts';

const textsOf = ({ rows }: Sheet) =>
  [...rows].map((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.text)));
const columnOf = (sheets: readonly Sheet[], label: string) => {
  const [sheet] = sheets;
  const place = sheet === undefined ? -1 : (textsOf(sheet)[0] ?? []).indexOf(label);
  return sheet?.columns[place];
};

describe.each(Object.keys(importLayouts) as ImportTable[])('the template of %s', (table) => {
  const sheets = templateSheets(contextOf(table), null);

  test('has the table’s sheets with their headings, nothing below, and 说明 at the end', () => {
    const names = importLayouts[table].map(({ name }) => name);
    expect(sheets.map(({ name }) => name)).toEqual([...names, '说明']);
    for (const [index, layout] of importLayouts[table].entries()) {
      const sheet = sheets[index];
      expect(sheet && textsOf(sheet)).toEqual([layout.columns.map(({ label }) => label)]);
      expect(sheet).toMatchObject({ headRows: 1, blankRows: 200, filter: true });
    }
  });

  test('explains every column once, with an example that could be typed', () => {
    const notes = sheets.at(-1);
    const lines = notes === undefined ? [] : textsOf(notes).slice(2);
    const columns = importLayouts[table].flatMap(({ columns: each }) => each);
    expect(lines.map(([, label]) => label)).toEqual(columns.map(({ label }) => label));
    for (const { required, example } of columns) expect(required && example === '').toBe(false);
  });

  test('goes back as it is: nothing has been filled in', () => {
    const back = sheets.map((sheet) => ({ name: sheet.name, rows: textsOf(sheet), firstRow: 1 }));
    expect(readRows(table, back)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('没有可以导入'),
    });
  });
});

describe('columns', () => {
  const subjects = templateSheets(contextOf('subjects'), null);

  test('choices are dropdowns, amounts are amounts, what is required says so', () => {
    expect(columnOf(subjects, '资金类别')).toMatchObject({
      choices: ['部门整体支出', '项目支出', '管理的转移支付'],
      note: expect.stringMatching(/^必填。/),
    });
    expect(columnOf(subjects, '年初预算·本年财政拨款')).toMatchObject({ kind: 'amount' });
    expect(columnOf(subjects, '停拨日期')?.note).not.toContain('必填');
  });

  test('the examples of a template are a row that can be imported', () => {
    const example = (table: ImportTable) =>
      importLayouts[table].map((layout) =>
        tableOf(layout, [Object.fromEntries(layout.columns.map(({ key, example: text }) => [key, text]))]),
      );
    for (const table of ['subjects', 'targets', 'execution', 'members'] as const) {
      // A single row of 20 points is no whole set of weights; everything else about it is right.
      const { verdicts } = planTables(table, example(table), county({ targets: [] }));
      expect(verdicts.filter(({ rule, cell }) => rule !== 'V36' || cell !== 'J2')).toEqual([]);
    }
    expect(planTables('directory', example('directory'), county()).counts).toMatchObject({ errors: 0 });
  });
});

describe('the rows to mend', () => {
  const layout = layoutOf('directory', '股室');
  const table = tableOf(layout, [
    { code: 'S01', name: '好的' },
    { code: 'X', name: '' },
  ]);
  const read = readRows('directory', [table]);
  const sheets = read.ok ? read.sheets : [];
  const { verdicts } = planTables('directory', [table], county());
  const [sheet] = errorSheets(sheets, verdicts);
  const lines = sheet === undefined ? [] : textsOf(sheet);

  test('are the bad ones alone, as they were written, with every reason in the last column', () => {
    expect(lines).toHaveLength(2);
    expect(lines[0]).toEqual([...layout.columns.map(({ label }) => label), '错误']);
    expect(lines[1]?.slice(0, 4)).toEqual(['360733', '2022', 'X', '']);
    expect(lines[1]?.[4]?.split('\n')).toEqual([
      expect.stringContaining('C3“股室编码”'),
      expect.stringContaining('D3“股室名称”'),
    ]);
  });

  test('do not hold what must only be confirmed', () => {
    const asks = verdicts.map((verdict) => ({ ...verdict, level: 'explain' as const }));
    expect(errorSheets(sheets, asks)[0]?.rows).toHaveLength(1);
  });
});
