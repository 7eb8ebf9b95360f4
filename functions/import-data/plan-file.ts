/** A file's bytes become a plan on the register as it stands now. */
import type { PlanContext } from '../../shared/document/import-draft.ts';
import { namedIn, type Plan, planImport } from '../../shared/document/import-plan.ts';
import { readRows, type SheetRows } from '../../shared/document/import-rows.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import type { ImportScope } from '../../shared/domain/imports.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import { ruleSetNamed, ruleSetNames } from '../../shared/notice/rule-sets.ts';
import type { ImportFiles, ImportLedger, Now } from '../../shared/ports.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';

export interface Ports {
  readonly ledger: ImportLedger;
  readonly files: ImportFiles;
  readonly now: Now;
}

/** Whose register, on which day, and who would accept; null when what was accepted is carried out. */
export interface Occasion {
  readonly region: string;
  readonly on: Day;
  readonly by: string | null;
}

export interface PlannedFile {
  readonly sheets: readonly SheetRows[];
  readonly plan: Plan;
}

export async function planFile(
  { ledger }: Pick<Ports, 'ledger'>,
  scope: ImportScope,
  occasion: Occasion,
  bytes: Uint8Array,
): Promise<Result<PlannedFile>> {
  const { table, year } = scope;
  const read = await readTables(bytes);
  if (!read.ok) return deny(refusal('file-refused', { reason: read.problem.detail }));
  const rows = readRows(table, read.tables);
  if (!rows.ok) return deny(refusal('file-refused', { reason: rows.problem }));
  const { sheets } = rows;
  const [register, context] = await Promise.all([
    ledger.registerFor(occasion.region, year, table, namedIn(table, sheets)),
    contextOf(ledger, scope, occasion),
  ]);
  return accept({ sheets, plan: planImport(sheets, register, context) });
}

/** The slip factor (V23) is that of the rule set which will judge the figures: of the month's round, or of the year's first. */
export async function contextOf(
  ledger: Pick<ImportLedger, 'rounds'>,
  { table, year, month }: ImportScope,
  occasion: Occasion,
): Promise<PlanContext> {
  const rounds = (await ledger.rounds(occasion.region)).filter(({ fiscalYear }) => fiscalYear === year);
  const round = rounds.find(({ cutoffMonth }) => cutoffMonth === month) ?? rounds[0];
  const name = round?.ruleSet ?? ruleSetNames[0] ?? '';
  const ruleSet = ruleSetNamed(name);
  if (ruleSet === undefined) throw new Error(`no rule set ${name}`);
  return { table, year, month, ...occasion, slipFactor: ruleSet.checks.slipFactor };
}
