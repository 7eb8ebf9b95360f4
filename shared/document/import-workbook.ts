/** Workbooks for imports: the template with its headings, dropdowns and notes, empty or filled from the register, and the rows to mend. */
import { type ImportTable, importTables } from '../domain/imports.ts';
import type { Register } from '../domain/register.ts';
import type { Cell, Sheet } from '../sheet/workbook-writer.ts';
import { directoryTexts } from './import-directory.ts';
import type { CellVerdict, PlanContext, Texts } from './import-draft.ts';
import { executionTexts } from './import-execution.ts';
import { memberTexts } from './import-members.ts';
import { errorLabel, noteSheet, type Row, type SheetRows, textOf } from './import-rows.ts';
import { subjectTexts } from './import-subjects.ts';
import { importLayouts, type SheetLayout } from './import-tables.ts';
import { targetTexts } from './import-targets.ts';

type Filled = Readonly<Record<string, readonly Texts[]>>;

/** Rows to fill in below those that are there already. */
const blankRows = 200;
const errorWidth = 60;

/** The template of a table; `register` fills it with what is there, none leaves it empty. */
export function templateSheets(context: PlanContext, register: Register | null): readonly Sheet[] {
  const layouts = importLayouts[context.table];
  const filled = register === null ? {} : filledTexts(context, register);
  return [...layouts.map((layout) => templateSheet(layout, filled[layout.name] ?? [])), notes(context)];
}

/** The rows that keep a file out, as they were written, each with what is wrong in a last column. */
export function errorSheets(
  sheets: readonly SheetRows[],
  verdicts: readonly CellVerdict[],
): readonly Sheet[] {
  const blocking = verdicts.filter(({ level }) => level === 'block');
  return sheets.map(({ layout, rows }) => {
    const wrong = groupByRow(blocking.filter(({ sheet }) => sheet === layout.name));
    const lines = rows.flatMap((row) => errorLine(row, wrong.get(row.number)));
    return {
      ...sheetOf(layout, lines),
      columns: [...sheetOf(layout, []).columns, { width: errorWidth }],
      rows: [[...layout.columns.map(({ label }) => label), errorLabel], ...lines],
    };
  });
}

/** What the register would look like if somebody had typed it into the template. */
function filledTexts(context: PlanContext, register: Register): Filled {
  const texts: Readonly<Record<ImportTable, () => Filled>> = {
    directory: () => directoryTexts(register, context),
    members: () => ({ 人员: memberTexts(register, context) }),
    subjects: () => ({ 监控对象: subjectTexts(register, context) }),
    targets: () => ({ 绩效目标: targetTexts(register, context) }),
    execution: () => ({ 预算执行: executionTexts(register, context) }),
  };
  return texts[context.table]();
}

function templateSheet(layout: SheetLayout, filled: readonly Texts[]): Sheet {
  const rows = filled.map((texts) => layout.columns.map(({ key }) => texts[key] ?? ''));
  return { ...sheetOf(layout, rows), blankRows };
}

function sheetOf({ name, columns }: SheetLayout, rows: readonly (readonly Cell[])[]): Sheet {
  return {
    name,
    columns: columns.map(({ label, example, note, required, kind, choices }) => ({
      width: Math.max(12, 2 * label.length + 2, 2 * example.length),
      note: `${required ? '必填。' : ''}${note}`,
      ...(kind && { kind }),
      ...(choices && { choices }),
    })),
    rows: [columns.map(({ label }) => label), ...rows],
    headRows: 1,
    landscape: true,
    filter: true,
  };
}

function notes({ table, year, month }: PlanContext): Sheet {
  const of = `${year}年度${month === null ? '' : `1—${month}月`}${importTables[table]}`;
  const columns = importLayouts[table].flatMap(({ name, columns: each }) =>
    each.map(({ label, required, note, example }) => [
      name,
      label,
      required ? '必填' : '可不填',
      note,
      example,
    ]),
  );
  return {
    name: noteSheet,
    columns: [{ width: 12 }, { width: 18 }, { width: 8 }, { width: 70 }, { width: 36 }],
    rows: [
      [`${of}导入说明：列的次序可以调整，列名和工作表名不能改；文件中没有的行，系统中保持不变。`],
      ['工作表', '列', '是否必填', '说明', '示例'],
      ...columns,
    ],
    headRows: 2,
    landscape: true,
    merges: [{ row: 1, column: 1, rows: 1, columns: 5 }],
  };
}

function groupByRow(verdicts: readonly CellVerdict[]): ReadonlyMap<number, readonly CellVerdict[]> {
  const groups = new Map<number, CellVerdict[]>();
  for (const verdict of verdicts) {
    const group = groups.get(verdict.row);
    if (group === undefined) groups.set(verdict.row, [verdict]);
    else group.push(verdict);
  }
  return groups;
}

function errorLine(row: Row, wrong: readonly CellVerdict[] | undefined): readonly (readonly Cell[])[] {
  if (wrong === undefined) return [];
  const cells = row.layout.columns.map(({ key }) => textOf(row, key));
  const messages = wrong.map(({ message }) => message).join('\n');
  return [[...cells, { text: messages, look: 'error' }]];
}
