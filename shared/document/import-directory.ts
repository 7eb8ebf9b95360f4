/**
 * The directory (单位名录): sections, departments and units. They refer to each other within one file, so a new department may come
 * with its section. Flags of key monitoring (2.3) are written through to every subject, wherever they have come apart.
 */
import { departmentCode, sectionCode, unitCode } from '../contract/field.ts';
import { type Department, type FinanceSection, isKeyMonitored, type Unit } from '../domain/directory.ts';
import type { Register, Registered } from '../domain/register.ts';
import { choiceAt, codeAt, isRepeated, longestName, wordsAt } from './import-cells.ts';
import {
  block,
  type Draft,
  type PlanContext,
  scopeTexts,
  settle,
  settleFailed,
  type Texts,
} from './import-draft.ts';
import type { Row, SheetRows } from './import-rows.ts';
import { yesNo } from './import-tables.ts';

type Known<T> = Map<string, T>;

export function planDirectory(
  draft: Draft,
  sheets: readonly SheetRows[],
  register: Register,
  context: PlanContext,
): void {
  const [sections, departments, units] = [
    byCode(register.sections),
    byCode(register.departments),
    byCode(register.units),
  ];
  const scope = scopeTexts(context);
  const rowsOf = (name: string) => sheets.find(({ layout }) => layout.name === name)?.rows ?? [];
  planSheet(draft, rowsOf('股室'), sections, {
    read: (row) => readSection(draft, row),
    texts: (section) => sectionTexts(section, scope),
    registered: (value) => ({ type: 'section', value }),
  });
  planSheet(draft, rowsOf('部门'), departments, {
    read: (row) => readDepartment(draft, row, sections),
    texts: (department) => departmentTexts(department, scope),
    registered: (value) => ({ type: 'department', value }),
  });
  planSheet(draft, rowsOf('单位'), units, {
    read: (row) => readUnit(draft, row, departments),
    texts: (unit) => unitTexts(unit, scope),
    registered: (value) => ({ type: 'unit', value }),
  });
  draft.changes.push(...flagChanges(register, departments, units));
}

/** The rows of a filled template, by sheet. */
export function directoryTexts(
  register: Register,
  context: PlanContext,
): Readonly<Record<string, readonly Texts[]>> {
  const scope = scopeTexts(context);
  return {
    股室: register.sections.map((each) => sectionTexts(each, scope)),
    部门: register.departments.map((each) => departmentTexts(each, scope)),
    单位: register.units.map((each) => unitTexts(each, scope)),
  };
}

interface Kind<T> {
  readonly read: (row: Row) => T | undefined;
  readonly texts: (thing: T) => Texts;
  readonly registered: (thing: T) => Registered;
}

/** Plans the rows of a sheet and adds what they say to what is known. */
function planSheet<T extends { readonly code: string }>(
  draft: Draft,
  rows: readonly Row[],
  known: Known<T>,
  kind: Kind<T>,
): void {
  const seen = new Map<string, Row>();
  for (const row of rows) {
    const thing = kind.read(row);
    if (thing === undefined || isRepeated(draft, seen, row, { key: 'code', name: thing.code })) {
      settleFailed(draft, row, thing?.code ?? '');
      continue;
    }
    const before = known.get(thing.code);
    const verdict = settle(draft, row, thing.code, before ? kind.texts(before) : null, kind.texts(thing));
    if (verdict === 'new' || verdict === 'changed') draft.changes.push([kind.registered(thing)]);
    known.set(thing.code, thing);
  }
}

function readSection(draft: Draft, row: Row): FinanceSection | undefined {
  const code = codeAt(draft, row, 'code', sectionCode);
  const name = wordsAt(draft, row, 'name', longestName);
  return code !== undefined && name !== undefined ? { code, name } : undefined;
}

function readDepartment(draft: Draft, row: Row, sections: Known<FinanceSection>): Department | undefined {
  const code = codeAt(draft, row, 'code', departmentCode);
  const name = wordsAt(draft, row, 'name', longestName);
  const section = codeAt(draft, row, 'section', sectionCode);
  const flag = choiceAt(draft, row, 'keyMonitoring', yesNo);
  if (section !== undefined && !sections.has(section))
    block(
      draft,
      row,
      'section',
      'reference',
      `没有编码为“${section}”的股室，请改正编码，或在“股室”表中加上它`,
    );
  if (!(code && name && section && flag)) return undefined;
  return { code, name, section, keyMonitoring: flag === 'yes' };
}

function readUnit(draft: Draft, row: Row, departments: Known<Department>): Unit | undefined {
  const code = codeAt(draft, row, 'code', unitCode);
  const name = wordsAt(draft, row, 'name', longestName);
  const department = codeAt(draft, row, 'department', departmentCode);
  const flag = choiceAt(draft, row, 'keyMonitoring', yesNo);
  if (department !== undefined && !departments.has(department))
    block(
      draft,
      row,
      'department',
      'reference',
      `没有编码为“${department}”的部门，请改正编码，或在“部门”表中加上它`,
    );
  if (code !== undefined && department !== undefined && !code.startsWith(department))
    block(
      draft,
      row,
      'department',
      'reference',
      `单位编码“${code}”的前3位不是“${department}”，请改正其中一个`,
    );
  if (!(code && name && department && flag)) return undefined;
  return { code, name, department, keyMonitoring: flag === 'yes' };
}

/** Every subject whose flag is not that of its department or unit, whether or not this file has changed them. */
function flagChanges(register: Register, departments: Known<Department>, units: Known<Unit>) {
  return register.subjects.flatMap((subject) => {
    const [department, unit] = [departments.get(subject.department), units.get(subject.unit)];
    if (department === undefined || unit === undefined) return [];
    const keyMonitoring = isKeyMonitored(department, unit);
    if (keyMonitoring === subject.keyMonitoring) return [];
    return [[{ type: 'subject', value: { ...subject, keyMonitoring } } as const]];
  });
}

function sectionTexts({ code, name }: FinanceSection, scope: Texts): Texts {
  return { ...scope, code, name };
}

function departmentTexts({ code, name, section, keyMonitoring }: Department, scope: Texts): Texts {
  return { ...scope, code, name, section, keyMonitoring: flagText(keyMonitoring) };
}

function unitTexts({ code, name, department, keyMonitoring }: Unit, scope: Texts): Texts {
  return { ...scope, code, name, department, keyMonitoring: flagText(keyMonitoring) };
}

function flagText(flag: boolean): string {
  return flag ? yesNo.yes : yesNo.no;
}

function byCode<T extends { readonly code: string }>(things: readonly T[]): Known<T> {
  return new Map(things.map((thing) => [thing.code, thing]));
}
