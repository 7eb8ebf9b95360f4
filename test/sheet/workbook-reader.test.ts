import { describe, expect, test } from 'vitest';
import { clerkLimits } from '../../shared/sheet/table.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { largeWorkbook } from './large-workbook.ts';
import { readInChild } from './reading-in-child.ts';
import { type Workbook, workbook, workbookParts, zip } from './zip-maker.ts';

async function read(of: Workbook) {
  const result = await readTables(workbook(of));
  return result.ok ? result.tables : result.problem;
}

function row(...cells: readonly string[]): string {
  return `<row r="1">${cells.join('')}</row>`;
}

describe('every kind of cell is text as a clerk reads it', () => {
  const styles =
    '<numFmts count="1"><numFmt numFmtId="180" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="180"/></cellXfs>';

  test.each([
    ['a number', '<c r="A1"><v>1234.567891</v></c>', '1234.567891'],
    ['a number with noise', '<c r="A1"><v>0.79999999999999993</v></c>', '0.8'],
    ['a percentage', '<c r="A1" s="2"><v>0.4</v></c>', '40%'],
    ['a day', '<c r="A1" s="1"><v>44743</v></c>', '2022-07-01'],
    ['a day in Chinese form', '<c r="A1" s="3"><v>44743</v></c>', '2022-07-01'],
    ['a day in ISO form', '<c r="A1" t="d"><v>2022-07-01T00:00:00</v></c>', '2022-07-01'],
    ['true', '<c r="A1" t="b"><v>1</v></c>', 'TRUE'],
    ['false', '<c r="A1" t="b"><v>0</v></c>', 'FALSE'],
    ['a shared string', '<c r="A1" t="s"><v>0</v></c>', '甲 & 乙'],
    ['rich text without its pronunciation', '<c r="A1" t="s"><v>1</v></c>', '一级指标'],
    ['an escaped character', '<c r="A1" t="s"><v>2</v></c>', 'a\rb_x000D_c'],
    ['a text of its own', '<c r="A1" t="inlineStr"><is><r><t>数</t></r><r><t>量</t></r></is></c>', '数量'],
    ['a text of a formula that is gone', '<c r="A1" t="str"><v>旧</v></c>', '旧'],
    ['CDATA', '<c r="A1" t="inlineStr"><is><t><![CDATA[<b>&amp;]]></t></is></c>', '<b>&amp;'],
    ['a character by number', '<c r="A1" t="inlineStr"><is><t>&#x1F4C8;&#65;</t></is></c>', '📈A'],
    ['a line end', '<c r="A1" t="inlineStr"><is><t>一\r\n二</t></is></c>', '一\n二'],
    ['a text that looks like a formula', '<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>', '=1+1'],
    ['digits kept as text', '<c r="A1" t="inlineStr"><is><t>007.10</t></is></c>', '007.10'],
  ])('%s', async (_, cell, text) => {
    const strings =
      '<si><t>甲 &amp; 乙</t></si><si><r><rPr><b/></rPr><t>一级</t></r><r><t>指标</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></si>' +
      '<si><t>a_x000D_b_x005F_x000D_c</t></si>';
    expect(await read({ sheets: { 表: row(cell) }, strings, styles })).toEqual([
      { name: '表', rows: [[text]], firstRow: 1 },
    ]);
  });

  test('days may be counted from 1904', async () => {
    const sheets = { 表: row('<c r="A1" s="1"><v>43281</v></c>') };
    expect(await read({ sheets, styles, workbookPr: '<workbookPr date1904="1"/>' })).toMatchObject([
      { rows: [['2022-07-01']] },
    ]);
  });
});

describe('a table is what the sheet shows', () => {
  test('gaps are empty, ends are cut, and the first row has its number', async () => {
    const rows =
      '<row r="3"><c r="B3"><v>1</v></c><c r="D3"><v>2</v></c><c r="E3" s="1"/></row>' +
      '<row r="5"><c r="A5"><v>3</v></c></row><row r="6"><c r="A6" t="inlineStr"><is><t></t></is></c></row><row r="9"/>';
    expect(await read({ sheets: { 表: rows } })).toEqual([
      { name: '表', rows: [['', '1', '', '2'], [], ['3']], firstRow: 3 },
    ]);
  });

  test('rows and cells that do not say where they are follow one another', async () => {
    const rows =
      '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="4"><c r="C4"><v>3</v></c><c><v>4</v></c></row>';
    expect(await read({ sheets: { 表: rows } })).toMatchObject([
      { rows: [['1', '', '2'], [], [], ['', '', '3', '4']] },
    ]);
  });

  test('sheets keep their order and their names; hidden ones are not read', async () => {
    const one = row('<c><v>1</v></c>');
    const sheets = { '甲 &amp; 乙': one, 隐藏: row('<c><f>1</f></c>'), 丙: '', 深藏: one };
    const states = ['', 'state="hidden"', 'state="visible"', 'state="veryHidden"'];
    expect(await read({ sheets, states })).toEqual([
      { name: '甲 & 乙', rows: [['1']], firstRow: 1 },
      { name: '丙', rows: [], firstRow: 1 },
    ]);
  });

  test('prefixes of names make no difference', async () => {
    const content =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
    expect(await read({ parts: [{ name: 'xl/worksheets/sheet1.xml', content }] })).toMatchObject([
      { rows: [['甲']] },
    ]);
  });
});

describe('a problem says where it is', () => {
  test('the first formulas are named', async () => {
    const cells = Array.from({ length: 7 }, (_, index) => `<c><f>${index}</f><v>1</v></c>`);
    expect(await read({ sheets: { 甲: row('<c><v>1</v></c>'), 汇总: row(...cells) } })).toEqual({
      kind: 'formula',
      detail: '“汇总”的A1、B1、C1、D1、E1等7个单元格是公式，请把公式粘贴为数值后重新上传。',
      at: { sheet: '汇总', cell: 'A1' },
    });
  });

  test('an error value is named with its cell', async () => {
    expect(await read({ sheets: { 表: '<row r="2"><c r="AB2" t="e"><v>#DIV/0!</v></c></row>' } })).toEqual({
      kind: 'error-value',
      detail: '“表”的AB2是错误值#DIV/0!，请改正后重新上传。',
      at: { sheet: '表', cell: 'AB2' },
    });
  });
});

describe('the limits themselves are allowed', () => {
  const four = '<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>';
  // So large that the zip's own bytes are fewer.
  const filler = { name: 'docProps/app.xml', content: `<x>${' '.repeat(20_000)}</x>` };
  const square: Workbook = { sheets: { 表: four }, parts: [filler] };
  const inflatedBytes = workbookParts(square).reduce(
    (sum, { content }) => sum + Buffer.byteLength(content),
    0,
  );

  test.each([
    [{ cells: 4 }, true],
    [{ cells: 3 }, false],
    [{ columns: 2 }, true],
    [{ columns: 1 }, false],
    [{ cellText: 1 }, true],
    [{ cellText: 0 }, false],
    [{ sheets: 1 }, true],
    [{ sheets: 0 }, false],
    [{ parts: workbookParts(square).length }, true],
    [{ parts: workbookParts(square).length - 1 }, false],
    [{ bytes: inflatedBytes }, true],
    [{ bytes: inflatedBytes - 1 }, false],
  ])('%j: %s', async (limits, ok) => {
    const result = await readTables(workbook(square), { ...clerkLimits, ...limits });
    expect(result.ok).toBe(ok);
  });

  test('a zip64 record that says the same is no lie', async () => {
    expect(await readTables(zip(workbookParts(), { zip64: true }))).toMatchObject({ ok: true });
  });

  test('parts whose size follows them are read', async () => {
    const streamed = workbookParts().map((part) => ({ ...part, flags: 8, local: { size: 0 } }));
    expect(await readTables(zip(streamed))).toMatchObject({ ok: true });
  });

  test('a view into a larger buffer is read by its own bytes', async () => {
    const bytes = workbook();
    const larger = new Uint8Array(bytes.length + 20).fill(1);
    larger.set(bytes, 10);
    expect(await readTables(larger.subarray(10, 10 + bytes.length))).toMatchObject({ ok: true });
  });
});

test('45,000 rows of 14 cells raise the peak of a process by less than 128 MiB', async () => {
  const taken = await readInChild([{ name: 'import', bytes: () => largeWorkbook(45_000, 14) }]);
  expect(taken['import']).toMatchObject({ kind: 'taken' });
  expect(taken['import']?.growth).toBeLessThan(128 * 1024 * 1024);
});
