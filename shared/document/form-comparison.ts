/**
 * A filled workbook against the present draft, cell by cell. Nothing is written: what comes of it is the list of changes, the cells to
 * mend, and the whole content that the clerk may then save as any other.
 */
import * as z from 'zod/mini';
import { type WireContent, withCells } from '../contract/cell.ts';
import { content as contentSchema } from '../contract/content.ts';
import { issuesOf } from '../contract/issue.ts';
import type { Content } from '../domain/content.ts';
import type { FormCell } from '../domain/form.ts';
import type { Issue } from '../domain/refusal.ts';
import { cellName, type Table } from '../sheet/table.ts';
import { readCell, textOfCell } from './form-cell.ts';
import { formSheet, type PlacedCell } from './form-layout.ts';
import { textAt } from './form-stamp.ts';

interface At {
  readonly pointer: string;
  readonly sheet: string;
  /** `H12`. */
  readonly cell: string;
}

export interface FormChange extends At {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface FormIssue extends At {
  readonly rule: string;
  /** Chinese: the cell, what is wrong, and what to do. */
  readonly message: string;
}

export interface FormComparison {
  readonly changes: readonly FormChange[];
  readonly issues: readonly FormIssue[];
  /** What would be saved; null as long as there is something to mend. */
  readonly content: Content | null;
}

/** `saved` is the present draft, `offered` what the form was written with: the draft on the targets and the funds now in force. */
export function compareForm(
  table: Table,
  cells: readonly PlacedCell[],
  saved: WireContent,
  offered: WireContent,
): FormComparison {
  const shown = cells.flatMap((placed) =>
    placed.cell === undefined ? [] : [read(placed, placed.cell, table)],
  );
  const typed = shown.filter(({ placed, text }) => placed.role === 'entry' && text !== placed.text);
  const content = z.safeParse(
    contentSchema,
    withCells(
      offered,
      typed.map(({ cell, value }) => [cell.pointer, value]),
    ),
  );
  const issues = [
    ...(content.success ? [] : content.error.issues.flatMap((issue) => issuesOf(issue, ''))).map((issue) =>
      issueAt(issue, shown),
    ),
    ...strayTexts(table, cells),
  ];
  return {
    changes: shown.flatMap((each) => changeOf(each, saved)),
    issues,
    content: content.success && issues.length === 0 ? content.data : null,
  };
}

interface Shown {
  readonly placed: PlacedCell;
  readonly cell: FormCell;
  readonly text: string;
  readonly value: unknown;
}

function read(placed: PlacedCell, cell: FormCell, table: Table): Shown {
  return { placed, cell, ...readCell(cell, textAt(table, placed.row, placed.column)) };
}

function changeOf({ placed, cell, text }: Shown, saved: WireContent): readonly FormChange[] {
  const before = textOfCell(cell, saved);
  if (before === text) return [];
  return [{ ...atCell(placed, cell), label: labelOf(cell), before: before || null, after: text || null }];
}

function atCell({ row, column }: PlacedCell, { pointer }: FormCell): At {
  return { pointer, sheet: formSheet, cell: cellName(row, column) };
}

function labelOf({ row, label }: FormCell): string {
  return row === label ? label : `${row}·${label}`;
}

/** An issue within a cell, such as one of several causes, is that cell's. */
function issueAt({ pointer, rule, message }: Issue, shown: readonly Shown[]): FormIssue {
  const found = shown.find(({ cell }) => pointer === cell.pointer || pointer.startsWith(`${cell.pointer}/`));
  if (found === undefined) return { pointer, sheet: formSheet, cell: '', rule, message };
  const at = atCell(found.placed, found.cell);
  const typed = found.text === '' ? '' : `填的是“${[...found.text].slice(0, 20).join('')}”，`;
  return { ...at, rule, message: `${formSheet}!${at.cell}（${labelOf(found.cell)}）：${typed}${message}。` };
}

/** A text where nothing belongs would be lost without a word. */
function strayTexts(table: Table, cells: readonly PlacedCell[]): readonly FormIssue[] {
  const known = new Set(cells.map(({ row, column }) => cellName(row, column)));
  return table.rows.flatMap((texts, index) =>
    texts.flatMap((text, place) => {
      const cell = cellName(table.firstRow + index, place + 1);
      if (text.trim() === '' || known.has(cell)) return [];
      const message = `${formSheet}!${cell}不是填写的位置，请把内容移到对应的淡黄色单元格，或者删除。`;
      return [{ pointer: '', sheet: formSheet, cell, rule: 'form', message }];
    }),
  );
}
