/** Files as clerks make them for imports: rows by column key become a workbook or a csv with the template's own headings. */

import { importLayouts, type SheetLayout } from '../../shared/document/import-tables.ts';
import type { ImportTable } from '../../shared/domain/imports.ts';
import { writeCsv } from '../../shared/sheet/csv.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';

export type Cells = Readonly<Record<string, string>>;

const scope = { region: '360733', year: '2022', month: '6' };

/** Rows by the name of their sheet; the first sheet where there is but one. */
export function workbookOf(
  table: ImportTable,
  rows: readonly Cells[] | Readonly<Record<string, readonly Cells[]>>,
) {
  const bySheet = Array.isArray(rows) ? { [importLayouts[table][0].name]: rows } : rows;
  const sheets = importLayouts[table].flatMap((layout) => {
    const given = (bySheet as Readonly<Record<string, readonly Cells[]>>)[layout.name];
    if (given === undefined) return [];
    const columns = layout.columns.map(() => ({ width: 12 }));
    return [{ name: layout.name, columns, rows: linesOf(layout, given), headRows: 1 }];
  });
  return writeWorkbook(sheets);
}

export function csvOf(
  table: ImportTable,
  rows: readonly Cells[],
  sheet = importLayouts[table][0].name,
): Uint8Array {
  const layout = importLayouts[table].find(({ name }) => name === sheet);
  if (layout === undefined) throw new Error(`${table} has no sheet ${sheet}`);
  return new TextEncoder().encode(writeCsv(linesOf(layout, rows)));
}

function linesOf({ columns }: SheetLayout, rows: readonly Cells[]): string[][] {
  return [
    columns.map(({ label }) => label),
    ...rows.map((cells) => columns.map(({ key }) => ({ ...scope, ...cells })[key] ?? '')),
  ];
}
