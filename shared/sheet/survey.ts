/**
 * The first walk through a workbook: everything is judged and nothing kept, so what is refused costs no memory. Parts that are not
 * read are looked at too, because the file is kept and opened by others.
 */
import { refused, refusedAt } from './file-problem.ts';
import { piecesOf } from './inflate.ts';
import { readCells, readStrings } from './sheet-cells.ts';
import { cellName, type Limits } from './table.ts';
import type { SheetPart, WorkbookPlan } from './workbook-parts.ts';
import type { ZipDirectory, ZipEntry } from './zip-directory.ts';

/** How many formulas a problem names. */
const namedFormulas = 5;

/** Throws the first problem; answers the first filled row of each sheet, counted from 1. */
export async function survey(
  directory: ZipDirectory,
  plan: WorkbookPlan,
  limits: Limits,
): Promise<readonly number[]> {
  await judgeOtherParts(directory, plan);
  if (plan.strings !== undefined) await judgeStrings(plan.strings, limits);
  const firstRows: number[] = [];
  let left = limits.cells;
  for (const sheet of plan.sheets) {
    const { firstRow, cells } = await judgeSheet(sheet, limits, left);
    firstRows.push(firstRow);
    left -= cells;
  }
  return firstRows;
}

async function judgeOtherParts(directory: ZipDirectory, plan: WorkbookPlan): Promise<void> {
  for (const part of directory.values()) {
    if (plan.parts.has(part.name) || !/\.(?:xml|rels|vml)$/.test(part.name)) continue;
    if (await mentions(part, /<!(?:doctype|entity)/i)) throw refused('dtd');
    if (part.name === '[content_types].xml' && (await mentions(part, /macroenabled/i)))
      throw refused('macro');
  }
}

/** Looks for a few ASCII characters, in UTF-16 as well. */
async function mentions(part: ZipEntry, words: RegExp): Promise<boolean> {
  let text = '';
  let found = false;
  for await (const piece of piecesOf(part)) {
    text = text.slice(-32) + Buffer.from(piece).toString('latin1').replaceAll('\0', '');
    found ||= words.test(text);
  }
  return found;
}

async function judgeStrings(part: ZipEntry, limits: Limits): Promise<void> {
  let count = 0;
  await readStrings(part, limits, () => {
    count += 1;
    if (count > limits.cells) throw refused('too-many-cells', { sheet: '工作簿', limit: limits.cells });
  });
}

async function judgeSheet(sheet: SheetPart, limits: Limits, cellsLeft: number) {
  const formulas: string[] = [];
  let [cells, formulaCount, firstRow, lastRow, lastColumn] = [0, 0, Number.POSITIVE_INFINITY, 0, 0];
  await readCells(sheet, limits, ({ row, column, formula }) => {
    if (column > limits.columns) throw tooWide({ sheet: sheet.name, cell: cellName(row, column) }, limits);
    cells += 1;
    firstRow = Math.min(firstRow, row);
    lastRow = Math.max(lastRow, row);
    lastColumn = Math.max(lastColumn, column);
    if (Math.max(cells - cellsLeft, (lastRow - firstRow + 1) * lastColumn - limits.cells) > 0)
      throw refused('too-many-cells', { sheet: sheet.name, limit: limits.cells });
    if (!formula) return;
    formulaCount += 1;
    if (formulas.length < namedFormulas) formulas.push(cellName(row, column));
  });
  const [first] = formulas;
  if (first === undefined) return { cells, firstRow };
  const named = { sheet: sheet.name, cells: formulas, count: formulaCount };
  throw refusedAt({ sheet: sheet.name, cell: first }, 'formula', named);
}

function tooWide(at: { readonly sheet: string; readonly cell: string }, limits: Limits) {
  return refusedAt(at, 'too-wide', { ...at, limit: limits.columns });
}
