/**
 * A file's bytes as tables of text, or the problem that it has. A workbook is walked twice, first judged and then collected, and both
 * times its parts pass by in pieces: memory is needed for the tables and not for the XML. (The library that writes needs more than
 * 400 MB for 45,000 rows of 14 cells, and tells neither a formula nor a percentage.)
 */
import { dateText, type NumberForm, numberText, percentText } from './cell-text.ts';
import { csvTable } from './csv.ts';
import { type FileProblem, Refused, refused, refusedAt } from './file-problem.ts';
import { type FilledCell, readCells, readStrings } from './sheet-cells.ts';
import { survey } from './survey.ts';
import { cellName, clerkLimits, detached, type Limits, putCell, type Table, tableOf } from './table.ts';
import { containerOf, demandWorkbook } from './table-file.ts';
import { type SheetPart, type WorkbookPlan, workbookPlan } from './workbook-parts.ts';
import { zipDirectory } from './zip-directory.ts';

export type Read =
  | { readonly ok: true; readonly tables: readonly Table[] }
  | { readonly ok: false; readonly problem: FileProblem };

/**
 * The visible sheets of an .xlsx, or a .csv as one table. Cells are text as a clerk reads them: numbers in plain digits, percentages
 * with their sign, days as `YYYY-MM-DD`, `TRUE` and `FALSE`. Formulas are refused, because a stored result may be stale.
 */
export async function readTables(bytes: Uint8Array, limits: Limits = clerkLimits): Promise<Read> {
  try {
    return { ok: true, tables: await tablesOf(bytes, limits) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problem: error.problem };
    throw error;
  }
}

async function tablesOf(bytes: Uint8Array, limits: Limits): Promise<readonly Table[]> {
  if (bytes.length > limits.bytes) throw refused('too-large', { megabytes: limits.bytes / 1024 / 1024 });
  const container = containerOf(bytes);
  if (container === 'text') return [csvTable(bytes, limits)];
  if (container !== 'zip') throw refused(container);
  const directory = zipDirectory(bytes, limits);
  demandWorkbook(new Set(directory.keys()));
  const plan = await workbookPlan(directory, limits);
  const firstRows = await survey(directory, plan, limits);
  return collect(plan, firstRows, limits);
}

async function collect(plan: WorkbookPlan, firstRows: readonly number[], limits: Limits): Promise<Table[]> {
  const strings: string[] = [];
  if (plan.strings !== undefined)
    await readStrings(plan.strings, limits, (text) => strings.push(detached(text)));
  const tables: Table[] = [];
  for (const [index, sheet] of plan.sheets.entries()) {
    const firstRow = firstRows[index] ?? 1;
    const rows: string[][] = [];
    await readCells(sheet, limits, (cell) => {
      putCell(rows, cell.row - firstRow, cell.column - 1, cellText(cell, sheet, plan, strings));
    });
    tables.push(tableOf(sheet.name, rows, firstRow));
  }
  return tables;
}

function cellText(
  cell: FilledCell,
  sheet: SheetPart,
  plan: WorkbookPlan,
  strings: readonly string[],
): string {
  const { type, stored } = cell;
  if (type === 's') return strings[Number(stored)] ?? unknownValue();
  if (type === 'inlineStr' || type === 'str') return detached(stored);
  if (type === 'b') return stored === '1' || stored === 'true' ? 'TRUE' : 'FALSE';
  if (type === 'd') return isoDateText(stored) ?? unknownValue();
  const at = { sheet: sheet.name, cell: cellName(cell.row, cell.column) };
  if (type === 'e') throw refusedAt(at, 'error-value', { ...at, value: stored });
  const form = plan.forms[cell.style] ?? 'plain';
  if (form === 'scaled') throw refusedAt(at, 'scaled-number', at);
  const text = shown(stored, form, plan.since1904);
  if (text === 'long') throw refusedAt(at, 'long-number', at);
  return text ?? unknownValue();
}

function shown(stored: string, form: NumberForm, since1904: boolean): string | undefined {
  if (form === 'percent') return percentText(stored);
  return form === 'date' ? dateText(stored, since1904) : numberText(stored);
}

/** `2022-07-10T00:00:00` → `2022-07-10`; a time of day stays behind it. */
function isoDateText(stored: string): string | undefined {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/.exec(stored) ?? [];
  return time === undefined || time === '00:00:00' ? day : `${day} ${time}`;
}

function unknownValue(): never {
  throw refused('damaged');
}
