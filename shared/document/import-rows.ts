/**
 * A file's tables as rows of an import: which sheet is which, and which column stands where. Headings decide, not positions, so that a
 * clerk may move columns; a heading that is missing or that nobody knows stops the file, because a guess would be worse.
 */
import type { ImportTable } from '../domain/imports.ts';
import { importTables } from '../domain/imports.ts';
import { cellName, type Table } from '../sheet/table.ts';
import { type Column, importLayouts, type SheetLayout } from './import-tables.ts';

export interface SheetRows {
  readonly layout: SheetLayout;
  readonly rows: readonly Row[];
}

/** A row of a file; its cells are asked for by the column's key. */
export interface Row {
  readonly layout: SheetLayout;
  /** Number of the row in its sheet, counted from 1. */
  readonly number: number;
  readonly texts: readonly string[];
  /** Where each column stands in this file, counted from 0. */
  readonly places: ReadonlyMap<string, number>;
}

/** What is wrong with a whole file: Chinese, naming the sheet and what to do. */
export type Rows =
  | { readonly ok: true; readonly sheets: readonly SheetRows[] }
  | { readonly ok: false; readonly problem: string };

/** The sheet that explains the template, and the column that an error workbook adds: both may stay in a file that comes back. */
export const noteSheet = '说明';
export const errorLabel = '错误';
const csvName = 'csv';

export function readRows(table: ImportTable, tables: readonly Table[]): Rows {
  const given = tables.filter(({ name, rows }) => rows.length > 0 && name !== noteSheet);
  const sheets: SheetRows[] = [];
  for (const each of given) {
    const layout = layoutOf(table, each);
    if (layout === undefined) return refuse(strangeSheet(table, each));
    if (sheets.some((sheet) => sheet.layout === layout))
      return refuse(`工作表“${layout.name}”出现了不止一次，请合并后重新上传。`);
    const places = placesOf(layout, each);
    if (typeof places === 'string') return refuse(places);
    sheets.push({ layout, rows: rowsOf(layout, each, places) });
  }
  if (sheets.every(({ rows }) => rows.length === 0)) return refuse(nothing(table));
  return { ok: true, sheets };
}

/** The text of a cell, trimmed; empty where there is none. */
export function textOf(row: Row, key: string): string {
  const place = row.places.get(key);
  return place === undefined ? '' : (row.texts[place] ?? '').trim();
}

/** `C12`. */
export function cellOf(row: Row, key: string): string {
  return cellName(row.number, (row.places.get(key) ?? 0) + 1);
}

/** Rows by the text of a column, in the file's order; rows of one thing need not stand together. */
export function groupRows(sheets: readonly SheetRows[], key: string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of sheets.flatMap(({ rows }) => rows)) {
    const name = textOf(row, key);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

export function columnOf({ layout }: Row, key: string): Column {
  const found = layout.columns.find((column) => column.key === key);
  if (found === undefined) throw new Error(`sheet ${layout.name} has no column ${key}`);
  return found;
}

function refuse(problem: string): Rows {
  return { ok: false, problem };
}

/** A csv has no sheet names: the sheet is the one whose headings fit best. */
function layoutOf(table: ImportTable, { name, rows }: Table): SheetLayout | undefined {
  const layouts = importLayouts[table];
  if (name !== csvName) return layouts.find((layout) => layout.name === name.trim());
  const heads = new Set((rows[0] ?? []).map(bare));
  const fits = (layout: SheetLayout) => layout.columns.filter(({ label }) => heads.has(bare(label))).length;
  return layouts.reduce((best, layout) => (fits(layout) > fits(best) ? layout : best), layouts[0]);
}

function strangeSheet(table: ImportTable, { name }: Table): string {
  const names = importLayouts[table].map((layout) => `“${layout.name}”`).join('、');
  return `工作表“${name}”不属于${importTables[table]}表（应为${names}），请改名或删除后重新上传。`;
}

function nothing(table: ImportTable): string {
  const names = importLayouts[table].map((layout) => `“${layout.name}”`).join('、');
  return `文件中没有可以导入的数据行，请在工作表${names}的标题行下面填写后重新上传。`;
}

/** Where each column stands, or what is wrong with the headings. */
function placesOf(layout: SheetLayout, { rows, firstRow }: Table): ReadonlyMap<string, number> | string {
  const heads = (rows[0] ?? []).map(bare);
  const where = `工作表“${layout.name}”第${firstRow}行的标题`;
  const known = new Map(layout.columns.map(({ label, key }) => [bare(label), key]));
  const places = new Map<string, number>();
  for (const [place, head] of heads.entries()) {
    const key = known.get(head);
    if (key !== undefined && places.has(key))
      return `${where}“${head}”（${cellName(firstRow, place + 1)}）重复，请删去多余的一列后重新上传。`;
    if (key !== undefined) places.set(key, place);
    else if (head !== '' && head !== errorLabel)
      return `${where}“${head}”（${cellName(firstRow, place + 1)}）不在模板中，请按模板的列名改正后重新上传。`;
  }
  const missing = layout.columns.filter(({ key }) => !places.has(key)).map(({ label }) => `“${label}”`);
  return missing.length === 0
    ? places
    : `${where}缺少${missing.join('、')}，请按模板补上后重新上传（可填的列也要保留标题）。`;
}

/** Headings are compared without spaces, widths and the asterisk that some put at what is required. */
function bare(head: string): string {
  return head.normalize('NFKC').replace(/[\s*]/g, '');
}

function rowsOf(
  layout: SheetLayout,
  { rows, firstRow }: Table,
  places: ReadonlyMap<string, number>,
): readonly Row[] {
  return rows.flatMap((texts, index) =>
    index === 0 || texts.every((text) => text.trim() === '')
      ? []
      : [{ layout, number: firstRow + index, texts, places }],
  );
}
