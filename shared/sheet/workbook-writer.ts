/**
 * Tables as a workbook that a clerk can fill in, filter and print. Every text is a string cell, which a spreadsheet never computes;
 * a number cell is written only where its double is exactly the decimal, so no digit is lost. The same sheets give the same bytes.
 */
import { type DataValidation, type Cell as StoredCell, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { type CellLook, defaultFont, styleOf } from './cell-style.ts';
import { cellName } from './table.ts';

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

export type Cell = string | { readonly text: string; readonly look?: CellLook; readonly note?: string };

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
}

/** The lists of choices, one column each, in a sheet that is not shown. */
interface ChoiceLists {
  readonly sheet: string;
  readonly lists: (readonly string[])[];
}

const unchanging = new Date(Date.UTC(2000, 0, 1));
const margins = { left: 0.4, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 };
const exactDigits = 15;

/** The bytes of an .xlsx. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const choices: ChoiceLists = { sheet: freeName(sheets), lists: [] };
  const shown = sheets.map((sheet) => shownSheet(sheet, choices));
  return writeXlsx({
    sheets: choices.lists.length === 0 ? shown : [...shown, choiceSheet(choices)],
    namedRanges: sheets.flatMap(printTitles),
    defaultFont,
    properties: { created: unchanging, modified: unchanging },
  });
}

function shownSheet(sheet: Sheet, choices: ChoiceLists): WriteSheet {
  const { name, columns, headRows, landscape = false, locked = false, filter = false } = sheet;
  const lastRow = sheet.rows.length + (sheet.blankRows ?? 0);
  return {
    name,
    columns: columns.map(({ width }) => ({ width })),
    cells: storedCells(sheet),
    merges: (sheet.merges ?? []).map(({ row, column, rows, columns }) => ({
      startRow: row - 1,
      startCol: column - 1,
      endRow: row + rows - 2,
      endCol: column + columns - 2,
    })),
    dataValidations: columns.flatMap((column, index) => validation(column, index, sheet, choices)),
    ...(headRows > 0 ? { freezePane: { rows: headRows } } : {}),
    ...(filter && headRows > 0
      ? { autoFilter: { range: `A${headRows}:${cellName(lastRow, columns.length)}` } }
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

function storedCells(sheet: Sheet): Map<string, Partial<StoredCell>> {
  const blank = sheet.columns.map((): Cell => ({ text: '', look: 'entry' }));
  const rows = [...sheet.rows, ...Array.from({ length: sheet.blankRows ?? 0 }, () => blank)];
  const cells = new Map<string, Partial<StoredCell>>();
  for (const [row, line] of rows.entries())
    for (const [column, cell] of line.entries())
      cells.set(`${row},${column}`, storedCell(cell, sheet, row, column));
  return cells;
}

function storedCell(cell: Cell, sheet: Sheet, row: number, column: number): Partial<StoredCell> {
  const inHead = row < sheet.headRows;
  const { kind = 'text', note: columnNote } = sheet.columns[column] ?? { kind: 'text' };
  const { text, look, note } = typeof cell === 'string' ? { text: cell } : { look: undefined, ...cell };
  const comment = note ?? (row === sheet.headRows - 1 ? columnNote : undefined);
  return {
    ...storedValue(text, inHead ? 'text' : kind, look ?? (inHead ? 'head' : 'plain')),
    ...(comment === undefined ? {} : { comment: { text: writable(comment) } }),
  };
}

function storedValue(text: string, kind: ColumnKind, look: CellLook): Partial<StoredCell> {
  const number = kind === 'text' ? undefined : exactNumber(text);
  if (number !== undefined) return { value: number, style: styleOf(look, 'right', numberFormat(text, kind)) };
  const style = styleOf(look, kind === 'text' ? 'left' : 'right', '@');
  if (text === '') return { value: null, style };
  // As a plain text the library would write `#N/A` as an error value.
  if (text.startsWith('#')) return { value: text, style, richText: [{ text: writable(text) }] };
  return { value: writable(text), style };
}

/** The double of a decimal that it prints again, but for zeros at the end; undefined when a digit would be lost. */
function exactNumber(text: string): number | undefined {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return undefined;
  const canonical = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  const digits = canonical.replace(/[-.]/g, '').replace(/^0+/, '');
  const value = Number(text);
  return digits.length <= exactDigits && String(value) === canonical ? value : undefined;
}

/** Shows as many decimals as the text has. */
function numberFormat(text: string, kind: ColumnKind): string {
  const [, decimals = ''] = text.split('.');
  const whole = kind === 'amount' ? '#,##0' : '0';
  return decimals === '' ? whole : `${whole}.${'0'.repeat(decimals.length)}`;
}

/**
 * What cannot stand in XML is written as a spreadsheet writes it (`_xFFFF_`), what looks like such writing is kept apart from it, and
 * half a surrogate pair, which is no character, becomes U+FFFD.
 */
function writable(text: string): string {
  return text
    .replace(/_(?=x[0-9a-f]{4})/gi, '_x005F_')
    .replace(/[\ufffe\uffff]/g, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase()}_`)
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

function validation(
  column: Column,
  index: number,
  sheet: Sheet,
  choices: ChoiceLists,
): readonly DataValidation[] {
  const lastRow = sheet.rows.length + (sheet.blankRows ?? 0);
  if (column.choices === undefined || lastRow <= sheet.headRows) return [];
  const list = choices.lists.push(column.choices);
  const letter = cellName(1, list).slice(0, -1);
  return [
    {
      type: 'list',
      formula1: `${quoted(choices.sheet)}!$${letter}$1:$${letter}$${Math.max(1, column.choices.length)}`,
      range: `${cellName(sheet.headRows + 1, index + 1)}:${cellName(lastRow, index + 1)}`,
      allowBlank: true,
      showErrorMessage: true,
      errorStyle: 'stop',
      errorTitle: '不在可选范围内',
      errorMessage: '请从下拉列表中选择。',
    },
  ];
}

function choiceSheet({ sheet, lists }: ChoiceLists): WriteSheet {
  const length = Math.max(...lists.map((list) => list.length));
  const rows = Array.from({ length }, (_, row) =>
    lists.map((list) => (list[row] === undefined ? null : writable(list[row]))),
  );
  return { name: sheet, rows, veryHidden: true };
}

function freeName(sheets: readonly Sheet[]): string {
  const taken = new Set(sheets.map(({ name }) => name));
  let name = '选项';
  for (let number = 2; taken.has(name); number += 1) name = `选项${number}`;
  return name;
}

/** The library's own page setting leaves the sheet's name unquoted, which `2022-H1` does not survive. */
function printTitles({ name, headRows }: Sheet) {
  const range = `${quoted(name)}!$1:$${headRows}`;
  return headRows > 0 ? [{ name: '_xlnm.Print_Titles', range, scope: name }] : [];
}

function quoted(sheet: string): string {
  return `'${sheet.replaceAll("'", "''")}'`;
}
