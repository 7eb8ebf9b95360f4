/** A small register and files for it, for the tests of imports: what a clerk would have typed, without spreadsheet and without ledger. */

import type { PlanContext } from '../../shared/document/import-draft.ts';
import { namedIn, type Plan, planImport } from '../../shared/document/import-plan.ts';
import { readRows } from '../../shared/document/import-rows.ts';
import { importLayouts, type SheetLayout } from '../../shared/document/import-tables.ts';
import type { ImportTable } from '../../shared/domain/imports.ts';
import type { Register } from '../../shared/domain/register.ts';
import type { Indicator, Subject } from '../../shared/domain/subject.ts';
import type { Table } from '../../shared/sheet/table.ts';

type Cells = Readonly<Record<string, string>>;

export const scope = { region: '360733', year: '2022' };

export function contextOf(table: ImportTable, more: Partial<PlanContext> = {}): PlanContext {
  return {
    table,
    region: '360733',
    year: 2022,
    month: table === 'execution' ? 6 : null,
    on: '2022-07-05',
    by: 'admin',
    slipFactor: 1000,
    ...more,
  };
}

/** Cells by column key become a table as a file holds it, heading first; county, year and month stand in every row unless given. */
export function tableOf(layout: SheetLayout, rows: readonly Cells[]): Table {
  const lines = rows.map((cells) =>
    layout.columns.map(({ key }) => ({ ...scope, month: '6', ...cells })[key] ?? ''),
  );
  return { name: layout.name, rows: [layout.columns.map(({ label }) => label), ...lines], firstRow: 1 };
}

export function layoutOf(table: ImportTable, sheet?: string): SheetLayout {
  const layout = importLayouts[table].find(({ name }) => sheet === undefined || name === sheet);
  if (layout === undefined) throw new Error(`${table} has no sheet ${sheet}`);
  return layout;
}

/** Plans rows of one sheet. */
export function plan(
  table: ImportTable,
  rows: readonly Cells[],
  {
    register = county(),
    sheet,
    ...more
  }: Partial<PlanContext> & { register?: Register; sheet?: string } = {},
): Plan {
  return planTables(table, [tableOf(layoutOf(table, sheet), rows)], register, contextOf(table, more));
}

export function planTables(
  table: ImportTable,
  tables: readonly Table[],
  register: Register,
  context: PlanContext = contextOf(table),
): Plan {
  const read = readRows(table, tables);
  if (!read.ok) throw new Error(read.problem);
  namedIn(table, read.sheets);
  return planImport(read.sheets, register, context);
}

/** The remarks in short: `block V36 I3`. */
export function remarks({ verdicts }: Plan): readonly string[] {
  return verdicts.map(({ level, rule, cell }) => `${level} ${rule} ${cell}`);
}

export function indicator(code: string, more: Partial<Indicator> = {}): Indicator {
  return {
    code,
    name: `指标${code}`,
    operator: 'gte',
    target: 480_000n,
    targetText: '',
    unit: '场',
    weight: null,
    nature: 'cumulative',
    ...more,
  };
}

export function subject(code: string, more: Partial<Subject> = {}): Subject {
  return {
    code,
    name: `对象${code}`,
    kind: 'project',
    department: code.slice(0, 3),
    unit: `${code.slice(0, 3)}001`,
    targetVersion: 1,
    initial: { fiscal: 60_000_000n, carryover: 20_000_000n },
    parent: null,
    keyMonitoring: false,
    suspended: null,
    imported: {},
    ...more,
  };
}

/** Two departments, one of them under key monitoring, with four subjects. */
export function county(more: Partial<Register> = {}): Register {
  return {
    sections: [{ code: 'S01', name: '社会保障股' }],
    departments: [
      { code: '101', name: '人社局', section: 'S01', keyMonitoring: false },
      { code: '102', name: '编办', section: 'S01', keyMonitoring: true },
    ],
    units: [
      { code: '101001', name: '人社局（本级）', department: '101', keyMonitoring: false },
      { code: '101002', name: '就业中心', department: '101', keyMonitoring: false },
      { code: '102001', name: '编办（本级）', department: '102', keyMonitoring: false },
    ],
    members: [
      { id: 'li', region: '360733', name: '李某', posts: [{ role: 'unit-filler', at: '101001' }] },
      { id: 'admin', region: '360733', name: '管理员', posts: [{ role: 'admin', at: '360733' }] },
    ],
    takenAccounts: ['stranger'],
    subjects: [
      subject('101P01'),
      subject('101P02', { targetVersion: 0 }),
      subject('101T01', { kind: 'transfer', initial: { central: 120_000_000n } }),
      subject('102P01', { keyMonitoring: true }),
    ],
    targets: [
      {
        subject: '101P01',
        version: 1,
        goalText: '完成培训',
        indicators: [
          indicator('11-01', { weight: 500_000n }),
          indicator('31-01', {
            name: '满意度',
            target: 900_000n,
            unit: '%',
            weight: 400_000n,
            nature: 'level',
          }),
        ],
      },
    ],
    ...more,
  };
}
