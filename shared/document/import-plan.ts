/**
 * What a file would do to the register, without doing it: a verdict on every row, remarks on cells, and the things to write. The same
 * plan serves preview and acceptance, so that what was seen is what happens; rows that are not in the file stay as they are.
 */
import type { ImportCounts, ImportTable } from '../domain/imports.ts';
import type { Register } from '../domain/register.ts';
import { planDirectory } from './import-directory.ts';
import {
  block,
  type CellVerdict,
  type Change,
  type Draft,
  newDraft,
  type PlanContext,
  type PlannedRow,
  settleFailed,
} from './import-draft.ts';
import { planExecution } from './import-execution.ts';
import { planMembers } from './import-members.ts';
import { type Row, type SheetRows, textOf } from './import-rows.ts';
import { planSubjects } from './import-subjects.ts';
import { planTargets } from './import-targets.ts';

export interface Plan {
  readonly counts: ImportCounts;
  /** The first rows that are not unchanged. */
  readonly rows: readonly PlannedRow[];
  readonly verdicts: readonly CellVerdict[];
  readonly changes: readonly Change[];
}

type Planner = (draft: Draft, sheets: readonly SheetRows[], register: Register, context: PlanContext) => void;

const planners: Readonly<Record<ImportTable, Planner>> = {
  directory: planDirectory,
  members: planMembers,
  subjects: planSubjects,
  targets: planTargets,
  execution: planExecution,
};

/** The columns whose texts name what the register has to be asked for. */
const namingColumns: Readonly<Partial<Record<ImportTable, string>>> = {
  members: 'account',
  targets: 'subject',
};

/** Accounts or subjects that a file names, each once; what the plan needs to know of the register beyond its lists. */
export function namedIn(table: ImportTable, sheets: readonly SheetRows[]): readonly string[] {
  const key = namingColumns[table];
  if (key === undefined) return [];
  const names = sheets.flatMap(({ rows }) => rows.map((row) => textOf(row, key)));
  return [...new Set(names.filter((name) => name !== ''))];
}

export function planImport(sheets: readonly SheetRows[], register: Register, context: PlanContext): Plan {
  const draft = newDraft();
  const demands = demandsOf(context);
  const own = sheets.map(({ layout, rows }) => ({
    layout,
    rows: rows.filter((row) => isOfScope(draft, row, demands)),
  }));
  planners[context.table](draft, own, register, context);
  const { counts, rows, verdicts, changes } = draft;
  return { counts, rows, verdicts, changes };
}

/** What a cell of every row has to say. */
interface Demand {
  readonly key: string;
  readonly rule: string;
  readonly wanted: string;
  readonly what: string;
}

function demandsOf({ region, year, month }: PlanContext): readonly Demand[] {
  return [
    { key: 'region', rule: 'scope', wanted: region, what: '本县' },
    { key: 'year', rule: 'scope', wanted: String(year), what: '所选年度' },
    ...(month === null ? [] : [{ key: 'month', rule: 'V28', wanted: String(month), what: '所选截止月份' }]),
  ];
}

/** A row of another county, year or month is nothing of ours, whatever else it says (V28). */
function isOfScope(draft: Draft, row: Row, demands: readonly Demand[]): boolean {
  const missed = demands.filter(({ key, wanted }) => textOf(row, key) !== wanted);
  if (missed.length === 0) return true;
  for (const { key, rule, wanted, what } of missed) {
    const text = textOf(row, key);
    const given = text === '' ? '没有填写' : `为“${text}”`;
    block(draft, row, key, rule, `${given}，与${what}“${wanted}”不一致，请核对文件，或改选后重新上传`);
  }
  settleFailed(draft, row, '');
  return false;
}
