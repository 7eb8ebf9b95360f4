/**
 * Tables as a workbook that a clerk can fill in, filter and print. Every text is a string cell, which a spreadsheet never computes;
 * a number cell is written only where its double is exactly the decimal, so no digit is lost. The same sheets give the same bytes.
 */
import {
  type CellStyle,
  type DataValidation,
  type Cell as StoredCell,
  type WriteSheet,
  writeXlsx,
} from 'hucre/xlsx';
import { type CellLook, defaultFont, styleOf } from './cell-style.ts';
import { type ChoiceLists, choiceLists, choiceSheet, chosenFrom } from './choice-lists.ts';
import { piecesOf } from './inflate.ts';
import { exactNumber, numberFormat } from './number-cell.ts';
import { openFrame, rowsXml, type StyledCell, writable } from './sheet-xml.ts';
import { cellName, clerkLimits } from './table.ts';
import { type ZipEntry, zipDirectory } from './zip-directory.ts';
import { deflatedPart, zipOf } from './zip-writer.ts';

export interface Column {
  /** In characters. */
  readonly width: number;
  /** `number` and `amount` become number cells where no digit is lost, an amount with thousands separators; else text. */
  readonly kind?: ColumnKind;
  /** The only values that may be filled in below the head. */
  readonly choices?: readonly string[];
  /** A comment at the head. */
  readonly note?: string;
}

type ColumnKind = 'text' | 'number' | 'amount';

export type Cell =
  | string
  | {
      readonly text: string;
      readonly look?: CellLook;
      readonly note?: string;
      /** The only values that may be filled in here. */
      readonly choices?: readonly string[];
    };

/** Row and column of the first cell are counted from 1. */
export interface Merge {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface Sheet {
  /** At most 31 characters, none of []:*?/\ and no apostrophe at either end. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows are the head: they stay in view and are printed on each page. */
  readonly headRows: number;
  /** Rows to fill in below the others. */
  readonly blankRows?: number;
  readonly landscape?: boolean;
  /** Filter buttons at the last row of the head. */
  readonly filter?: boolean;
  /** Only cells of the look `entry` can be changed; there is no password. */
  readonly locked?: boolean;
  readonly merges?: readonly Merge[];
  /** Heights in points by row, counted from 1: a spreadsheet makes room by itself only for cells that are not merged. */
  readonly heights?: Readonly<Record<number, number>>;
}

/** A sheet with each style that its cells have, once. */
interface Styled {
  readonly sheet: Sheet;
  readonly styles: readonly CellStyle[];
}

const unchanging = new Date(Date.UTC(2000, 0, 1));
const margins = { left: 0.4, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 };
/** What the library has made needs no judging. */
const trusting = {
  ...clerkLimits,
  bytes: Number.POSITIVE_INFINITY,
  ratio: Number.POSITIVE_INFINITY,
  parts: Number.POSITIVE_INFINITY,
};

/** The bytes of an .xlsx. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const choices = choiceLists(new Set(sheets.map(({ name }) => name)));
  const styled = sheets.map((sheet): Styled => ({ sheet, styles: stylesOf(sheet) }));
  const framed = await writeXlsx({
    sheets: [...styled.map((each) => frameOf(each, choices)), ...choiceSheet(choices)],
    namedRanges: sheets.flatMap(printTitles),
    defaultFont,
    properties: { created: unchanging, modified: unchanging },
  });
  const parts = [...zipDirectory(framed, trusting).values()];
  const filled = new Map(styled.map((each, index): [string, Styled] => [partName(index), each]));
  return zipOf(await Promise.all(parts.map((part) => withRows(part, filled.get(part.name)))));
}

/** Where the library puts the sheet that it is given at a place, counted from 0. */
function partName(index: number): string {
  return `xl/worksheets/sheet${index + 1}.xml`;
}

/** The library makes all but the rows of a sheet, whose every cell would be an object: it is given one cell of each style. */
function frameOf({ sheet, styles }: Styled, choices: ChoiceLists): WriteSheet {
  const { name, columns, headRows, landscape = false, locked = false, filter = false } = sheet;
  return {
    name,
    columns: columns.map(({ width }) => ({ width })),
    cells: frameCells(sheet, styles),
    merges: (sheet.merges ?? []).map(({ row, column, rows, columns }) => ({
      startRow: row - 1,
      startCol: column - 1,
      endRow: row + rows - 2,
      endCol: column + columns - 2,
    })),
    dataValidations: [...columnRules(sheet, choices), ...cellRules(sheet, choices)],
    ...(headRows > 0 ? { freezePane: { rows: headRows } } : {}),
    ...(filter && headRows > 0
      ? { autoFilter: { range: `A${headRows}:${cellName(lastRowOf(sheet), columns.length)}` } }
      : {}),
    ...(locked
      ? { protection: { sheet: true, formatColumns: true, formatRows: true, sort: true, autoFilter: true } }
      : {}),
    pageSetup: {
      paperSize: 'a4',
      orientation: landscape ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins,
    },
    headerFooter: { oddFooter: '&C第&P页 共&N页' },
  };
}

function columnRules(sheet: Sheet, choices: ChoiceLists): readonly DataValidation[] {
  const [first, last] = [sheet.headRows + 1, lastRowOf(sheet)];
  return sheet.columns.flatMap(({ choices: offered }, index) => {
    if (offered === undefined || last < first) return [];
    const range = `${cellName(first, index + 1)}:${cellName(last, index + 1)}`;
    return [chosenFrom(choices, offered, range)];
  });
}

function cellRules(sheet: Sheet, choices: ChoiceLists): readonly DataValidation[] {
  return sheet.rows.flatMap((line, row) =>
    line.flatMap((cell, column) => {
      const offered = typeof cell === 'string' ? undefined : cell.choices;
      return offered === undefined ? [] : [chosenFrom(choices, offered, cellName(row + 1, column + 1))];
    }),
  );
}

/** In the first row a cell of each style, and the notes where they belong. */
function frameCells(sheet: Sheet, styles: readonly CellStyle[]): Map<string, Partial<StoredCell>> {
  const cells = new Map<string, Partial<StoredCell>>();
  for (const [column, style] of styles.entries()) cells.set(`0,${column}`, { value: null, style });
  for (const [row, line] of sheet.rows.entries())
    for (const [column, cell] of line.entries()) {
      const note = noteOf(cell, sheet, row, column);
      const key = `${row},${column}`;
      if (note !== undefined) cells.set(key, { ...cells.get(key), comment: { text: writable(note) } });
    }
  return cells;
}

/** Puts the rows into the frame of a sheet; other parts stay as they are. */
async function withRows(part: ZipEntry, of: Styled | undefined): Promise<ZipEntry> {
  if (of === undefined) return part;
  const { sheet, styles } = of;
  const { before, styleIds, after } = openFrame(await textOf(part));
  const idOf = new Map(styles.map((style, index) => [style, styleIds[index]]));
  const rows = rowsXml(styledRows(sheet), sheet.heights ?? {}, (style) => idOf.get(style) ?? 0);
  return deflatedPart(part.path, between(before, rows, after));
}

function* between(before: string, rows: Iterable<string>, after: string): Generator<string> {
  yield before;
  yield* rows;
  yield after;
}

async function textOf(part: ZipEntry): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(part)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

function stylesOf(sheet: Sheet): readonly CellStyle[] {
  const styles = new Set<CellStyle>();
  for (const row of styledRows(sheet)) for (const { style } of row) styles.add(style);
  return [...styles];
}

function* styledRows(sheet: Sheet): Generator<readonly StyledCell[]> {
  for (const [row, line] of sheet.rows.entries())
    yield line.map((cell, column) => styledCell(cell, sheet, row, column));
  const blank = sheet.columns.map((_, column) =>
    styledCell({ text: '', look: 'entry' }, sheet, sheet.headRows, column),
  );
  for (let row = 0; row < (sheet.blankRows ?? 0); row += 1) yield blank;
}

function styledCell(cell: Cell, sheet: Sheet, row: number, column: number): StyledCell {
  const inHead = row < sheet.headRows;
  const kind = inHead ? 'text' : (sheet.columns[column]?.kind ?? 'text');
  const { text, look = inHead ? 'head' : 'plain' } = typeof cell === 'string' ? { text: cell } : cell;
  const number = kind === 'text' ? undefined : exactNumber(text);
  if (number !== undefined)
    return {
      text: number,
      number: true,
      style: styleOf(look, 'right', numberFormat(text, kind === 'amount')),
    };
  return { text, number: false, style: styleOf(look, kind === 'text' ? 'left' : 'right', '@') };
}

/** A cell's own note, or at the end of the head that of its column. */
function noteOf(cell: Cell, sheet: Sheet, row: number, column: number): string | undefined {
  const own = typeof cell === 'string' ? undefined : cell.note;
  return own ?? (row === sheet.headRows - 1 ? sheet.columns[column]?.note : undefined);
}

function lastRowOf(sheet: Sheet): number {
  return sheet.rows.length + (sheet.blankRows ?? 0);
}

/** The library's own page setting leaves the sheet's name unquoted, which `2022-H1` does not survive. */
function printTitles({ name, headRows }: Sheet) {
  const range = `${quoted(name)}!$1:$${headRows}`;
  return headRows > 0 ? [{ name: '_xlnm.Print_Titles', range, scope: name }] : [];
}

function quoted(sheet: string): string {
  return `'${sheet.replaceAll("'", "''")}'`;
}
