import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neutralised, writeCsv } from '../../shared/sheet/csv.ts';
import { clerkLimits } from '../../shared/sheet/table.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { shown, tables } from './any-table.ts';

async function read(content: string | Uint8Array) {
  const result = await readTables(Buffer.from(content));
  return result.ok ? result.tables[0]?.rows : result.problem;
}

describe('a csv is one table of text', () => {
  test.each([
    [
      'commas',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'semicolons',
      'a;b\n1,5;2\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a separator inside quotes does not count',
      '"a;b;c",d\n1,2\n',
      [
        ['a;b;c', 'd'],
        ['1', '2'],
      ],
    ],
    [
      'a byte order mark',
      '\ufeff名称,金额\n甲,1\n',
      [
        ['名称', '金额'],
        ['甲', '1'],
      ],
    ],
    ['quotes', '"a ""b""","c,\r\nd"\n', [['a "b"', 'c,\r\nd']]],
    ['an empty quoted cell', '"",1\n', [['', '1']]],
    ['a quote in the middle of a cell', '5"管,1\n', [['5"管', '1']]],
    ['blanks are kept', ' a , b \n', [[' a ', ' b ']]],
    ['what looks like a number stays as it is', '007,1e5,31.20\n', [['007', '1e5', '31.20']]],
    ['empty cells and lines at the end are cut', 'a,,\n,\n\n', [['a']]],
    ['lines between stay', 'a\n\nb\n', [['a'], [], ['b']]],
    [
      'line ends of an old Macintosh',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
  ])('%s', async (_, content, rows) => expect(await read(content)).toEqual(rows));

  test('GB18030, as spreadsheets in China save it', async () => {
    // 项目,金额 / 县委办“一事一议”,1 / 㐀,2
    const bytes = 'cfeec4bf2cbdf0b6ee0d0acfd8ceafb0eca1b0d2bbcac2d2bbd2e9a1b12c310d0a8139ee392c320d0a';
    expect(await read(Buffer.from(bytes, 'hex'))).toEqual([
      ['项目', '金额'],
      ['县委办“一事一议”', '1'],
      ['㐀', '2'],
    ]);
  });

  test('the name is csv, and empty lines before the first are counted', async () => {
    expect(await readTables(Buffer.from('\n\na\n'))).toEqual({
      ok: true,
      tables: [{ name: 'csv', rows: [['a']], firstRow: 3 }],
    });
  });

  test('a character may lie across two pieces of the file', async () => {
    const cell = '绩'.repeat(30_000);
    expect(await read(`x${cell},${cell}\n`)).toEqual([[`x${cell}`, cell]]);
  });

  test.each([
    ['a,b\n1,2\n3,"4\n5,6\n', { kind: 'unterminated-quote', detail: expect.stringContaining('第3行') }],
    ['a,b\n"1\n2",3\n"x"y,4\n', { kind: 'stray-quote', detail: expect.stringContaining('第4行') }],
    [`a\n${'x'.repeat(32_768)}`, { kind: 'text-too-long', at: { sheet: 'csv', cell: 'A2' } }],
    [`a\n${','.repeat(256)}`, { kind: 'too-wide', at: { sheet: 'csv', cell: 'IW2' } }],
  ])('%.20j has its problem at its place', async (content, problem) =>
    expect(await read(content)).toMatchObject(problem),
  );

  test.each([
    [{ cells: 4 }, true],
    [{ cells: 3 }, false],
    [{ columns: 1 }, false],
    [{ bytes: 7 }, true],
    [{ bytes: 6 }, false],
  ])('within %j: %s', async (limits, ok) => {
    expect((await readTables(Buffer.from('a,b\nc,d'), { ...clerkLimits, ...limits })).ok).toBe(ok);
  });
});

describe('S10 · a written csv is inert', () => {
  test.each(['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '-', '+', '-1-1', '=', '--1', '-1e5'])(
    '%j follows an apostrophe',
    (text) => expect(neutralised(text)).toBe(`'${text}`),
  );

  test.each(['-5', '+5', '-31.20', '-7.5%', '5', '', '甲=乙', "'=1", ' =1'])('%j stays', (text) =>
    expect(neutralised(text)).toBe(text),
  );

  test('it begins with the byte order mark and its lines end as in a spreadsheet', () => {
    expect(
      writeCsv([
        ['名称', '说明'],
        ['a,b', '"x"\n=1'],
        ['=1', '-5'],
      ]),
    ).toBe('\ufeff名称,说明\r\n"a,b","""x""\n=1"\r\n\'=1,-5\r\n');
  });

  test('every table comes back, but for the apostrophes', () =>
    fc.assert(
      fc.asyncProperty(tables(fc.string({ unit: 'grapheme' })), async (rows) => {
        expect(await read(writeCsv(rows))).toEqual(shown(rows.map((row) => row.map(neutralised))));
      }),
    ));
});
