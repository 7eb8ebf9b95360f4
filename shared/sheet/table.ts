/**
 * What a file becomes: tables of text, and how much of it is taken. The limits are for a clerk's spreadsheet; whoever needs more
 * has another problem than a spreadsheet.
 */

export interface Table {
  /** The sheet's name; of a csv `csv`. */
  readonly name: string;
  /** Cells as text, without empty cells at the end of a row and without empty rows at either end. */
  readonly rows: readonly (readonly string[])[];
  /** The number that the first of the rows has in the sheet, counted from 1; 1 when there is none. */
  readonly firstRow: number;
}

export interface Limits {
  /** Bytes of all parts together once inflated; also the bytes of a csv. */
  readonly bytes: number;
  /** Inflated ÷ deflated bytes, of each part and of all together. */
  readonly ratio: number;
  /** Parts up to this many inflated bytes may be as dense as they like. */
  readonly denseBytes: number;
  readonly parts: number;
  readonly sheets: number;
  /** Filled cells of all sheets; also the slots of a sheet's bounding box. */
  readonly cells: number;
  readonly columns: number;
  /** UTF-16 units of a cell's text. */
  readonly cellText: number;
}

export const clerkLimits: Limits = {
  bytes: 50 * 1024 * 1024,
  ratio: 100,
  denseBytes: 64 * 1024,
  parts: 2_000,
  sheets: 64,
  cells: 1_000_000,
  columns: 256,
  cellText: 32_767,
};

/** `B3` for row 3, column 2, both counted from 1. */
export function cellName(row: number, column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row}`;
}

/** Sets a cell, counted from 0, and fills up what is missing before it. */
export function putCell(rows: string[][], row: number, column: number, text: string): void {
  while (rows.length <= row) rows.push([]);
  const cells = rows[row] ?? [];
  while (cells.length < column) cells.push('');
  cells[column] = text;
}

/** Cuts what is empty at the ends; `firstRow` is the number of the first row given. */
export function tableOf(name: string, rows: readonly string[][], firstRow: number): Table {
  for (const row of rows) while (row.length > 0 && row[row.length - 1] === '') row.pop();
  const first = rows.findIndex((row) => row.length > 0);
  if (first < 0) return { name, rows: [], firstRow: 1 };
  const last = rows.findLastIndex((row) => row.length > 0);
  return { name, rows: rows.slice(first, last + 1), firstRow: firstRow + first };
}

/** A copy that stands alone: a piece cut from a chunk would keep the whole chunk in memory. */
export function detached(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8');
}
