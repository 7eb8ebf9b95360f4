/** Workbooks of a filing's form as clerks handle them: downloaded, typed over, sent back. */
import { cellName, type Table } from '../../shared/sheet/table.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';

/** The sheet that is filled in. */
const formSheet = '填报';

export async function tablesIn(bytes: Uint8Array): Promise<readonly Table[]> {
  const read = await readTables(bytes);
  if (!read.ok) throw new Error(read.problem.detail);
  return read.tables;
}

/** What a spreadsheet would save: the same tables with some cells typed over, `{ C12: '24' }`. */
export async function retyped(
  bytes: Uint8Array,
  typed: Readonly<Record<string, string>>,
  sheet = formSheet,
): Promise<Uint8Array> {
  const tables = await tablesIn(bytes);
  return writeWorkbook(
    tables.map(({ name, rows, firstRow }) => ({
      name,
      columns: [],
      headRows: 0,
      rows: [
        ...Array.from({ length: firstRow - 1 }, () => []),
        ...rows.map((row, index) =>
          Array.from({ length: Math.max(row.length, 20) }, (_, column) => {
            const own = row[column] ?? '';
            return name === sheet ? (typed[cellName(firstRow + index, column + 1)] ?? own) : own;
          }),
        ),
      ],
    })),
  );
}

/** The cell so many columns right of the one that says `text`. */
export async function cellBeside(bytes: Uint8Array, text: string, right: number): Promise<string> {
  const table = (await tablesIn(bytes)).find(({ name }) => name === formSheet);
  const index = table?.rows.findIndex((row) => row.includes(text)) ?? -1;
  if (table === undefined || index < 0) throw new Error(`the form says ${text} nowhere`);
  return cellName(table.firstRow + index, (table.rows[index]?.indexOf(text) ?? 0) + 1 + right);
}
