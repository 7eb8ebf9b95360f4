import * as fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { piecesOf } from '../../shared/sheet/inflate.ts';
import { clerkLimits } from '../../shared/sheet/table.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { type Column, type Sheet, writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import { zipDirectory } from '../../shared/sheet/zip-directory.ts';
import { shown, tables } from './any-table.ts';

const text: Column = { width: 12 };

function sheet(rows: Sheet['rows'], more: Partial<Sheet> = {}): Sheet {
  return { name: '表', columns: [text, text, text], rows, headRows: 0, ...more };
}

async function rowsOf(...sheets: readonly Sheet[]) {
  const read = await readTables(await writeWorkbook(sheets));
  return read.ok ? read.tables.map(({ rows }) => rows) : read.problem;
}

/** The XML of a part. */
async function part(name: string, ...sheets: readonly Sheet[]): Promise<string> {
  const entry = zipDirectory(await writeWorkbook(sheets), clerkLimits).get(name);
  if (entry === undefined) return '';
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(entry)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

const firstSheet = 'xl/worksheets/sheet1.xml';

describe('S10 · what is written is inert, and comes back as it was', () => {
  test('every table of text', () =>
    fc.assert(
      fc.asyncProperty(tables(fc.string({ unit: 'binary' })), async (rows) => {
        expect(await rowsOf(sheet(rows))).toEqual([shown(rows)]);
      }),
    ));

  test('no text is a formula, for another reader either', () =>
    fc.assert(
      fc.asyncProperty(tables(fc.string({ unit: 'grapheme' })), async (rows) => {
        const bytes = await writeWorkbook([sheet(rows)]);
        const [other] = (await readXlsx(bytes)).sheets;
        const cells = [...(other?.cells?.values() ?? [])];
        expect(cells.filter(({ formula }) => formula !== undefined)).toEqual([]);
        const values = (other?.rows ?? []).map((row) => row.map((value) => value ?? ''));
        expect(shown(values.map((row) => row.map(String)))).toEqual(shown(rows));
      }),
    ));

  test('characters that XML cannot hold survive, and half a pair becomes U+FFFD', async () => {
    const rows = [
      ['a\0b', '\u0001\u001f', '\uffff\ufffe'],
      ['_x0041_', '_x005F_x000D_', '_x0041\r'],
      ['x\ud800y'],
    ];
    expect(await rowsOf(sheet(rows))).toEqual([[...rows.slice(0, 2), ['x\ufffdy']]]);
  });

  test('error values stay text', async () => {
    const rows = [['#N/A', '#DIV/0!', '#1']];
    expect(await rowsOf(sheet(rows))).toEqual([rows]);
  });

  test('the same sheets give the same bytes', async () => {
    const made = () =>
      writeWorkbook([sheet([['甲', '1']], { columns: [{ ...text, choices: ['甲'], note: '说明' }] })]);
    expect(Buffer.from(await made()).equals(await made())).toBe(true);
  });
});

describe('a number is a number cell only where no digit is lost', () => {
  const numbers = (...cells: readonly string[]) =>
    sheet([cells], { columns: cells.map((): Column => ({ width: 10, kind: 'amount' })) });

  test.each([
    ['31.20', '<v>31.2</v>'],
    ['1234.567891', '<v>1234.567891</v>'],
    ['-12.00', '<v>-12</v>'],
    ['0', '<v>0</v>'],
    ['99999999.999999', '<v>99999999.999999</v>'],
  ])('%s is', async (cell, xml) => expect(await part(firstSheet, numbers(cell))).toContain(xml));

  test.each([
    '0.1234567890123456',
    '9007199254740993',
    '1234567890123456',
    '007',
    '1e5',
    '-0',
    '+1',
    '1,234',
    '甲',
    '.5',
  ])('%s is not, and comes back', async (cell) => {
    expect(await part(firstSheet, numbers(cell))).toContain('t="s"');
    expect(await rowsOf(numbers(cell))).toEqual([[[cell]]]);
  });

  test('it shows as many decimals as it was given, an amount with separators', async () => {
    const styles = await part('xl/styles.xml', numbers('31.20', '5', '0.000001'));
    expect(styles).toContain('formatCode="#,##0.00"');
    expect(styles).toContain('formatCode="#,##0.000000"');
  });

  test('every amount in 万元 comes back but for its last zeros', () =>
    fc.assert(
      fc.asyncProperty(fc.bigInt({ min: -(10n ** 14n) + 1n, max: 10n ** 14n - 1n }), async (fen) => {
        const digits = (fen < 0n ? -fen : fen).toString().padStart(7, '0');
        const wan = `${fen < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
        expect(await rowsOf(numbers(wan))).toEqual([[[wan.replace(/\.?0+$/, '')]]]);
      }),
    ));

  test('a text column leaves digits alone, and cells to fill in are text too', async () => {
    const codes = sheet([['单位编码'], ['001002']], { columns: [{ width: 10 }], headRows: 1, blankRows: 1 });
    expect(await rowsOf(codes)).toEqual([[['单位编码'], ['001002']]]);
    expect(await part(firstSheet, codes)).toMatch(/<c r="A3" s="\d+"\/>/);
    expect(await part('xl/styles.xml', codes)).toContain('formatCode="@"');
  });
});

describe('a template guides who fills it in', () => {
  const template: Sheet = {
    name: "2022-H1 '监' 控",
    columns: [
      { width: 20, note: '按预算批复填写' },
      { width: 10, choices: ['是', '否,另行"说明"'] },
    ],
    rows: [
      ['项目支出绩效运行监控表'],
      ['项目名称', '是否完成'],
      [
        { text: '甲', look: 'locked' },
        { text: '', look: 'entry' },
      ],
    ],
    headRows: 2,
    blankRows: 3,
    landscape: true,
    filter: true,
    locked: true,
    merges: [{ row: 1, column: 1, rows: 1, columns: 2 }],
  };

  test('the head stays in view, is printed on each page and has the filter', async () => {
    const xml = await part(firstSheet, template);
    expect(xml).toContain('<pane ySplit="2" topLeftCell="A3" state="frozen"');
    expect(xml).toContain('<autoFilter ref="A2:B6"/>');
    expect(xml).toContain('<mergeCell ref="A1:B1"/>');
    expect(xml).toContain('orientation="landscape"');
    const workbook = await part('xl/workbook.xml', template);
    expect(workbook).toContain(
      `<definedName name="_xlnm.Print_Titles" localSheetId="0">'2022-H1 ''监'' 控'!$1:$2</definedName>`,
    );
  });

  test('choices stand in a sheet that is not shown and not read', async () => {
    const xml = await part(firstSheet, template);
    expect(xml).toContain('sqref="B3:B6"');
    expect(xml).toContain("<formula1>'选项'!$A$1:$A$2</formula1>");
    expect(await part('xl/workbook.xml', template)).toContain(
      '<sheet name="选项" sheetId="2" r:id="rId2" state="veryHidden"/>',
    );
    expect(await part('xl/worksheets/sheet2.xml', template)).toContain('<c r="A2"');
    expect(await rowsOf(template)).toEqual([[['项目支出绩效运行监控表'], ['项目名称', '是否完成'], ['甲']]]);
  });

  test('a sheet may be called like the sheet of choices', async () => {
    const sheets = [template, { ...template, name: '选项' }];
    expect(await part('xl/workbook.xml', ...sheets)).toContain('name="选项2"');
  });

  test('only cells to fill in can be changed', async () => {
    expect(await part(firstSheet, template)).toContain('<sheetProtection sheet="1"');
    expect(await part('xl/styles.xml', template)).toContain('<protection locked="0"/>');
    expect(await part(firstSheet, { ...template, locked: false })).not.toContain('sheetProtection');
  });

  test('notes are comments at the head and at cells', async () => {
    const noted = {
      ...template,
      rows: [...template.rows, [{ text: '乙', look: 'error' as const, note: '与目录不符' }]],
    };
    const comments = await part('xl/comments1.xml', noted);
    expect(comments).toMatch(/ref="A2".*按预算批复填写/);
    expect(comments).toMatch(/ref="A4".*与目录不符/);
  });
});
