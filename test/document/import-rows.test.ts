/** A file is taken only if it is the template's: sheets by name, columns by heading, and something in it. */
import { describe, expect, test } from 'vitest';
import { readRows, textOf } from '../../shared/document/import-rows.ts';
import { importLayouts } from '../../shared/document/import-tables.ts';
import type { Table } from '../../shared/sheet/table.ts';
import { layoutOf, tableOf } from './import-desk.ts';

const layout = layoutOf('subjects');
const row = { code: '101P01', name: '培训' };
const labels = layout.columns.map(({ label }) => label);
const whole = tableOf(layout, [row]);

const problemOf = (tables: readonly Table[]) => {
  const read = readRows('subjects', tables);
  return read.ok ? '' : read.problem;
};

describe('sheets', () => {
  test('the one of the table is taken; 说明, empty sheets and empty rows are passed over', () => {
    const read = readRows('subjects', [
      { name: '说明', rows: [['填写说明']], firstRow: 1 },
      { name: 'Sheet2', rows: [], firstRow: 1 },
      { ...whole, rows: [...whole.rows, [' ', ''], ...tableOf(layout, [{ code: '101P02' }]).rows.slice(1)] },
    ]);
    expect(read.ok && read.sheets[0]?.rows.map((each) => [each.number, textOf(each, 'code')])).toEqual([
      [2, '101P01'],
      [4, '101P02'],
    ]);
  });

  test.each<[string, readonly Table[], readonly string[]]>([
    ['another table’s sheet', [tableOf(layoutOf('targets'), [{}])], ['“绩效目标”', '“监控对象”']],
    [
      'a sheet that nobody knows beside the right one',
      [whole, { ...whole, name: '监控对象 (2)' }],
      ['“监控对象 (2)”'],
    ],
    ['the same sheet twice', [whole, { ...whole, name: '监控对象 ' }], ['不止一次']],
    ['headings and nothing below', [tableOf(layout, [])], ['没有可以导入的数据行']],
    ['nothing at all', [], ['没有可以导入的数据行']],
  ])('refused: %s', (_, tables, words) => {
    for (const word of words) expect(problemOf(tables)).toContain(word);
  });

  test('a csv has no names: the headings tell which sheet of the directory it is', () => {
    for (const each of importLayouts.directory) {
      const read = readRows('directory', [{ ...tableOf(each, [{ code: 'X' }]), name: 'csv' }]);
      expect(read.ok && read.sheets[0]?.layout.name).toBe(each.name);
    }
  });
});

describe('headings', () => {
  const withHeads = (heads: readonly string[]): Table => ({
    ...whole,
    rows: [heads, ...whole.rows.slice(1)],
  });

  test('may stand in any order, with blanks, full-width signs and an asterisk, below a firstRow of their own', () => {
    const reversed = whole.rows.map((cells) => [...cells].reverse());
    const heads = labels.map((label) => ` *${label.replace('·', ' · ')}`).reverse();
    const read = readRows('subjects', [
      { name: '监控对象', rows: [heads, ...reversed.slice(1)], firstRow: 3 },
    ]);
    expect(read.ok && read.sheets[0]?.rows.map((each) => [each.number, textOf(each, 'name')])).toEqual([
      [4, '培训'],
    ]);
  });

  test('of the workbook of errors are taken back', () => {
    const rows = [
      [...labels, '错误'],
      [...(whole.rows[1] ?? []), '请改正'],
    ];
    expect(problemOf([{ ...whole, rows }])).toBe('');
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['one is missing', labels.filter((label) => label !== '停拨日期'), ['缺少“停拨日期”', '“监控对象”第1行']],
    ['one is nobody’s', [...labels, '备注'], ['“备注”（T1）', '不在模板中']],
    ['one stands twice', [...labels, '对象编码'], ['“对象编码”（T1）', '重复']],
    ['they are missing altogether', ['360733', '2022', '101P01'], ['“360733”（A1）', '不在模板中']],
  ])('refused: %s', (_, heads, words) => {
    for (const word of words) expect(problemOf([withHeads(heads)])).toContain(word);
  });
});
