/** The form of one filing as a workbook: 填报 to fill in, 说明 to read, 校验 to be recognised by. */

import type { CellKind } from '../domain/form.ts';
import type { Cell, Column, Sheet } from '../sheet/workbook-writer.ts';
import { formSheet, formWidths, type PlacedCell } from './form-layout.ts';
import { type Stamp, stampRows, stampSheet } from './form-stamp.ts';

const roleLooks = { title: 'title', head: 'head', given: 'locked', entry: 'entry' } as const;

const hints: Readonly<Record<CellKind, string>> = {
  amount: '万元，不带单位，整数不超过8位、小数不超过6位，例如31.20',
  decimal: '一个普通数字，小数不超过4位，没有完成填0',
  text: '文字',
  choice: '从下拉列表中选择',
  choices: '可填多项，用“、”隔开：经费保障、制度保障、人员保障、硬件条件保障、其他',
  month: '1至12的月份',
};

export function formWorkbook(cells: readonly PlacedCell[], stamp: Stamp): readonly Sheet[] {
  return [entrySheet(cells), noteSheet(), stampSheetOf(stamp)];
}

/** In points: a line of text, and the least height of a row by what stands in it. */
const lineHeight = 15;
const leastHeights = { title: 30, head: 22, given: 22, entry: 34, text: 64 } as const;
const mostHeight = 400;
/** Columns over which an entry is a narrative. */
const narrativeSpan = 10;

function entrySheet(cells: readonly PlacedCell[]): Sheet {
  const rows: Cell[][] = [];
  for (const cell of cells) {
    const row = rows[cell.row - 1] ?? [];
    rows[cell.row - 1] = row;
    for (let column = cell.column; column < cell.column + cell.span; column += 1)
      row[column - 1] = column === cell.column ? shown(cell) : { text: '', look: roleLooks[cell.role] };
  }
  return {
    name: formSheet,
    columns: formWidths.map((width): Column => ({ width })),
    rows: rows.map((row) => Array.from(row, (cell) => cell ?? '')),
    headRows: 1,
    landscape: true,
    locked: true,
    merges: cells
      .filter(({ span }) => span > 1)
      .map(({ row, column, span }) => ({ row, column, rows: 1, columns: span })),
    heights: heightsOf(cells),
  };
}

/** Room for what stands in each row; a spreadsheet makes room by itself only where no cells are merged. */
function heightsOf(cells: readonly PlacedCell[]): Readonly<Record<number, number>> {
  const heights: Record<number, number> = {};
  for (const cell of cells)
    heights[cell.row] = Math.max(heights[cell.row] ?? 0, Math.min(mostHeight, heightOf(cell)));
  return heights;
}

function heightOf({ text, role, column, span }: PlacedCell): number {
  const width = formWidths.slice(column - 1, column - 1 + span).reduce((sum, each) => sum + each, 0);
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(unitsOf(line) / width)), 0);
  const isNarrative = role === 'entry' && span > narrativeSpan;
  return Math.max(lines * lineHeight + 6, leastHeights[isNarrative ? 'text' : role]);
}

/** A Chinese character is as wide as two digits. */
function unitsOf(line: string): number {
  return [...line].reduce((sum, character) => sum + (character > '\u00ff' ? 2 : 1), 0);
}

function shown({ text, role, cell }: PlacedCell): Cell {
  const choices = cell?.kind === 'choice' && role === 'entry' ? Object.values(cell.choices ?? {}) : undefined;
  const hint = cell !== undefined && cell.kind !== 'text' && role === 'entry' ? hints[cell.kind] : undefined;
  return {
    text,
    look: roleLooks[role],
    ...(choices && { choices }),
    ...(hint !== undefined && cell?.kind === 'choices' && { note: hint }),
  };
}

function noteSheet(): Sheet {
  const lines = [
    '填表说明',
    `1．只填写工作表“${formSheet}”中淡黄色的单元格；灰色单元格由系统带出，不能改动，也不要增删或移动行列。`,
    `2．金额：${hints.amount}。`,
    `3．指标完成值：${hints.decimal}；定性指标选择达成、部分达成或未达成，并写明情况。`,
    '4．所有数据都是1月1日起的累计数，不是本月或本季的发生数。',
    '5．效益、满意度指标本期尚无法取值的，写明原因和预计可取值的月份，完成值留空。',
    `6．偏差原因${hints.choices}。`,
    '7．不要使用公式：系统只接收数值和文字。',
    '8．填好后在系统中上传，核对列出的改动，确认后才会暂存；上传本身不改动任何内容。',
    `9．下载以后，如果这份填报又有人暂存、退回，或者绩效目标有调整，须重新下载。工作表“${stampSheet}”供系统核对，请不要改动。`,
  ];
  return {
    name: '说明',
    columns: [{ width: 110 }],
    rows: lines.map((text, index) => [{ text, look: index === 0 ? 'title' : 'plain' }]),
    headRows: 0,
    locked: true,
  };
}

function stampSheetOf(stamp: Stamp): Sheet {
  return {
    name: stampSheet,
    columns: [{ width: 16 }, { width: 80 }],
    rows: stampRows(stamp).map(([label, text]) => [
      { text: label, look: 'head' },
      { text, look: 'locked' },
    ]),
    headRows: 0,
    locked: true,
  };
}
