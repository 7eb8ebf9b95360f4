/**
 * A plan while it is being made: verdicts on cells, verdicts on rows, and what would be written. Only so many rows are kept with
 * their cells as a person looks at; the counts and the verdicts are of all.
 */
import type { Day } from '../domain/calendar.ts';
import type { Level } from '../domain/finding.ts';
import type { ImportCounts, ImportScope } from '../domain/imports.ts';
import type { Registered } from '../domain/register.ts';
import { cellOf, columnOf, type Row } from './import-rows.ts';

/** A remark on a cell: `block` keeps the file out, `explain` has to be confirmed. */
export interface CellVerdict {
  readonly sheet: string;
  readonly row: number;
  readonly cell: string;
  readonly rule: string;
  readonly level: Level;
  /** Chinese: sheet, cell, rule, what is wrong and what to do. */
  readonly message: string;
}

/** What a plan is made for. */
export interface PlanContext extends ImportScope {
  readonly region: string;
  /** The Shanghai day on which it is accepted. */
  readonly on: Day;
  /** Who would accept it; null when an accepted file is carried out, which asks nobody any more. */
  readonly by: string | null;
  /** A factor that smells of a slipped unit (V23). */
  readonly slipFactor: number;
}

export type RowVerdict = 'new' | 'changed' | 'unchanged' | 'error';

export interface PlannedRow {
  readonly sheet: string;
  readonly row: number;
  /** What the row speaks of, by its codes. */
  readonly key: string;
  readonly verdict: RowVerdict;
  /** The cells that would change; `before` is null in a new row. */
  readonly cells: readonly {
    readonly cell: string;
    readonly label: string;
    readonly before: string | null;
    readonly after: string;
  }[];
}

/** Things that are written together or not at all. */
export type Change = readonly Registered[];

/** Texts of a row by column key, as the template would be filled. */
export type Texts = Readonly<Record<string, string>>;

export interface Draft {
  readonly counts: { -readonly [Name in keyof ImportCounts]: number };
  readonly rows: PlannedRow[];
  readonly verdicts: CellVerdict[];
  readonly changes: Change[];
  /** Rows with at least one `block`. */
  readonly failed: Set<Row>;
}

/** Rows that a preview shows; nobody reads on after so many. */
export const mostShown = 200;

/** Rules without a number of their own, in the words of a clerk. */
const ruleNames: Readonly<Record<string, string>> = {
  form: '填写要求',
  scope: '所属县和年度',
  reference: '编码对应',
  duplicate: '不得重复',
  fixed: '不得更改',
  whole: '整体替换',
  post: '岗位设置',
  suspension: '停拨',
};

export function newDraft(): Draft {
  return {
    counts: { new: 0, changed: 0, unchanged: 0, errors: 0, asks: 0 },
    rows: [],
    verdicts: [],
    changes: [],
    failed: new Set(),
  };
}

/** Remarks that a row keeps the file out. */
export function block(draft: Draft, row: Row, key: string, rule: string, words: string): void {
  draft.failed.add(row);
  draft.verdicts.push(verdictOf(row, key, rule, 'block', words));
}

/** Remarks that somebody has to confirm the cell. */
export function ask(draft: Draft, row: Row, key: string, rule: string, words: string): void {
  draft.counts.asks += 1;
  draft.verdicts.push(verdictOf(row, key, rule, 'explain', words));
}

function verdictOf(row: Row, key: string, rule: string, level: Level, words: string): CellVerdict {
  const cell = cellOf(row, key);
  const sheet = row.layout.name;
  const place = `工作表“${sheet}”${cell}“${columnOf(row, key).label}”`;
  return { sheet, row: row.number, cell, rule, level, message: `${place}：${words}（${nameOf(rule)}）` };
}

function nameOf(rule: string): string {
  return ruleNames[rule] ?? `规则${rule}`;
}

/** Counts a row, once everything has been said about it: `before` is what the register says now, null where it says nothing. */
export function settle(draft: Draft, row: Row, key: string, before: Texts | null, after: Texts): RowVerdict {
  return settleAs(draft, row, key, compare(row, before, after), () => [before, after]);
}

/** The same where the verdict is known: texts of many thousand rows that nobody looks at are not made. */
export function settleAs(
  draft: Draft,
  row: Row,
  key: string,
  verdict: Exclude<RowVerdict, 'error'>,
  texts: () => readonly [Texts | null, Texts],
): RowVerdict {
  const settled = draft.failed.has(row) ? 'error' : verdict;
  draft.counts[settled === 'error' ? 'errors' : settled] += 1;
  if (settled === 'unchanged' || draft.rows.length >= mostShown) return settled;
  const cells = settled === 'error' ? [] : changedCells(row, ...texts());
  draft.rows.push({ sheet: row.layout.name, row: row.number, key, verdict: settled, cells });
  return settled;
}

/** The cells in which every row names what the file is for. */
export function scopeTexts({ region, year, month }: PlanContext): Texts {
  return { region, year: String(year), ...(month !== null && { month: String(month) }) };
}

/** A row that could not be read so far that it could be compared. */
export function settleFailed(draft: Draft, row: Row, key: string): void {
  settle(draft, row, key, null, {});
}

function compare(row: Row, before: Texts | null, after: Texts): Exclude<RowVerdict, 'error'> {
  if (before === null) return 'new';
  return isSame(row, before, after) ? 'unchanged' : 'changed';
}

/** Blanks around a text are nobody's business. */
function isSame({ layout }: Row, before: Texts, after: Texts): boolean {
  return layout.columns.every(({ key }) => (before[key] ?? '').trim() === (after[key] ?? '').trim());
}

function changedCells(row: Row, before: Texts | null, after: Texts): PlannedRow['cells'] {
  return row.layout.columns.flatMap(({ key, label }) => {
    const [was, is] = [before?.[key] ?? '', after[key] ?? ''];
    if (was === is) return [];
    return [{ cell: cellOf(row, key), label, before: before === null ? null : was, after: is }];
  });
}
