/**
 * Subjects (监控对象): one row each, with the initial budget by source. A subject keeps its code, kind and department for ever, because
 * filings are named by them; a new one has no approved targets yet and is not issued until they are imported.
 */
import type * as z from 'zod/mini';
import { departmentCode, subjectCode, unitCode } from '../contract/field.ts';
import { isKeyMonitored } from '../domain/directory.ts';
import { type Fen, formatWan } from '../domain/money.ts';
import type { Register } from '../domain/register.ts';
import { moneyRows, type Subject, subjectKindNames } from '../domain/subject.ts';
import {
  askIfSlipped,
  budgetAt,
  choiceAt,
  codeAt,
  dayAt,
  isRepeated,
  longestName,
  wordsAt,
} from './import-cells.ts';
import {
  ask,
  block,
  type Draft,
  type PlanContext,
  scopeTexts,
  settle,
  settleFailed,
  type Texts,
} from './import-draft.ts';
import { type Row, type SheetRows, textOf } from './import-rows.ts';

const initialPrefix = 'initial.';

export function planSubjects(
  draft: Draft,
  sheets: readonly SheetRows[],
  register: Register,
  context: PlanContext,
): void {
  const known = new Map(register.subjects.map((subject) => [subject.code, subject]));
  const flagOf = flags(register);
  const seen = new Map<string, Row>();
  for (const row of sheets.flatMap(({ rows }) => rows)) {
    const read = readSubject(draft, row, register);
    if (read === undefined || isRepeated(draft, seen, row, { key: 'code', name: read.code })) {
      settleFailed(draft, row, textOf(row, 'code'));
      continue;
    }
    const before = known.get(read.code);
    if (before !== undefined) checkAgainst(draft, row, read, before, context.slipFactor);
    const { targetVersion = 0, imported = {} } = before ?? {};
    const subject: Subject = { ...read, targetVersion, imported, keyMonitoring: flagOf(read) };
    const scope = scopeTexts(context);
    const verdict = settle(
      draft,
      row,
      subject.code,
      before ? subjectRow(before, scope) : null,
      subjectRow(subject, scope),
    );
    if (verdict !== 'error' && (verdict !== 'unchanged' || subject.keyMonitoring !== before?.keyMonitoring))
      draft.changes.push([{ type: 'subject', value: subject }]);
  }
}

/** The rows of a filled template. */
export function subjectTexts(register: Register, context: PlanContext): readonly Texts[] {
  const scope = scopeTexts(context);
  return register.subjects.map((subject) => subjectRow(subject, scope));
}

type Given = Omit<Subject, 'targetVersion' | 'imported' | 'keyMonitoring'>;

function readSubject(draft: Draft, row: Row, register: Register): Given | undefined {
  const code = codeAt(draft, row, 'code', subjectCode);
  const name = wordsAt(draft, row, 'name', longestName);
  const kind = choiceAt(draft, row, 'kind', subjectKindNames);
  const department = codeAt(draft, row, 'department', departmentCode);
  const unit = codeAt(draft, row, 'unit', unitCode);
  const parent = textOf(row, 'parent') === '' ? null : codeAt(draft, row, 'parent', subjectCode);
  const stopPaymentOn = dayAt(draft, row, 'suspendedOn');
  checkPlaces(draft, row, register, department, unit);
  if (parent && kind && kind !== 'transfer')
    block(draft, row, 'parent', 'form', '只有管理的转移支付填上级项目编码，请清空');
  const initial = kind && readInitial(draft, row, kind);
  if (!(code && name && kind && department && unit && initial) || draft.failed.has(row)) return undefined;
  const suspended = stopPaymentOn === null ? null : { stopPaymentOn };
  return { code, name, kind, department, unit, initial, parent: parent ?? null, suspended };
}

function checkPlaces(
  draft: Draft,
  row: Row,
  register: Register,
  department: z.output<typeof departmentCode> | undefined,
  unit: z.output<typeof unitCode> | undefined,
): void {
  const isKnown = register.departments.some(({ code }) => code === department);
  if (department !== undefined && !isKnown)
    block(draft, row, 'department', 'reference', `没有编码为“${department}”的部门，请改正，或先导入单位名录`);
  const found = register.units.find(({ code }) => code === unit);
  if (unit !== undefined && found === undefined)
    block(draft, row, 'unit', 'reference', `没有编码为“${unit}”的单位，请改正，或先导入单位名录`);
  if (isKnown && found !== undefined && found.department !== department)
    block(draft, row, 'unit', 'reference', `单位“${found.name}”不属于部门“${department}”，请改正其中一个`);
}

/** The amounts by source; a source that the kind has not must stay empty. */
function readInitial(draft: Draft, row: Row, kind: Subject['kind']): Readonly<Record<string, Fen>> {
  const columns = row.layout.columns.filter(({ key }) => key.startsWith(initialPrefix));
  const found = columns.flatMap(({ key }) => {
    const source = key.slice(initialPrefix.length);
    if (textOf(row, key) === '') return [];
    if (!(source in moneyRows[kind])) {
      block(draft, row, key, 'form', `${subjectKindNames[kind]}没有这一资金来源，请清空，或改正资金类别`);
      return [];
    }
    const amount = budgetAt(draft, row, key);
    return amount === undefined ? [] : [[source, amount] as const];
  });
  return Object.fromEntries(found);
}

/** What must not change, and what somebody has to look at. */
function checkAgainst(draft: Draft, row: Row, read: Given, before: Subject, slipFactor: number): void {
  if (read.kind !== before.kind)
    block(
      draft,
      row,
      'kind',
      'fixed',
      `“${before.code}”已登记为${subjectKindNames[before.kind]}，资金类别不能更改，请改回，或另立新编码`,
    );
  if (read.department !== before.department)
    block(
      draft,
      row,
      'department',
      'fixed',
      `“${before.code}”已登记在部门“${before.department}”，主管部门不能更改，请改回，或另立新编码`,
    );
  if (before.suspended !== null && read.suspended === null)
    ask(
      draft,
      row,
      'suspendedOn',
      'suspension',
      `原停拨日期为${before.suspended.stopPaymentOn}，清空表示恢复拨款，请确认；仍在停拨的请填回`,
    );
  for (const [source, now] of Object.entries(read.initial)) {
    const slip = { now, before: before.initial[source], factor: slipFactor, what: '现登记的年初预算数' };
    askIfSlipped(draft, row, initialPrefix + source, slip);
  }
}

/** Whether the flag of department or unit reaches a subject. */
function flags(register: Register): (subject: Given) => boolean {
  const departments = new Map(register.departments.map((each) => [each.code, each]));
  const units = new Map(register.units.map((each) => [each.code, each]));
  return (subject) => {
    const [department, unit] = [departments.get(subject.department), units.get(subject.unit)];
    return department !== undefined && unit !== undefined && isKeyMonitored(department, unit);
  };
}

function subjectRow(subject: Subject, scope: Texts): Texts {
  const { code, name, kind, department, unit, parent, suspended, initial } = subject;
  const amounts = Object.entries(initial).map(([source, amount]) => [
    initialPrefix + source,
    formatWan(amount),
  ]);
  return {
    ...scope,
    code,
    name,
    kind: subjectKindNames[kind],
    department,
    unit,
    parent: parent ?? '',
    suspendedOn: suspended?.stopPaymentOn ?? '',
    ...Object.fromEntries(amounts),
  };
}
