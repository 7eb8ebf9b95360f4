/**
 * What holds for every register: exported and imported again it stays as it is, and an acceptance that broke off anywhere comes to the
 * same end when it is taken up again.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteSheet } from '../../shared/document/import-rows.ts';
import { templateSheets } from '../../shared/document/import-workbook.ts';
import type { ImportTable } from '../../shared/domain/imports.ts';
import type { Register, Registered } from '../../shared/domain/register.ts';
import { type Indicator, moneyRows, type SubjectKind, subjectKinds } from '../../shared/domain/subject.ts';
import type { Table } from '../../shared/sheet/table.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { type Sheet, writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import { contextOf, county, planTables, subject } from './import-desk.ts';

const tables: readonly ImportTable[] = ['directory', 'members', 'subjects', 'targets', 'execution'];

/** Any name that a clerk could have typed; what cannot stand in a workbook is the sheet room's matter. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[\p{C}\p{Z}\r\n]/gu, '字').trim())
  .filter((text) => text !== '');
const fen = fc.bigInt({ min: 0n, max: 99_999_999_999_999n });
const value = fc.bigInt({ min: -9_999_999_999_999n, max: 9_999_999_999_999n });
const weight = fc.option(fc.bigInt({ min: 0n, max: 900_000n }), { nil: null });

const indicators = fc
  .uniqueArray(fc.constantFrom('11-01', '12-02', '13-01', '22-07', '31-01'), { minLength: 1 })
  .chain((codes) => fc.tuple(...codes.map((code) => indicatorOf(code))));

function indicatorOf(code: string): fc.Arbitrary<Indicator> {
  const nature = fc.constantFrom('cumulative' as const, 'level' as const);
  const unit = fc.constantFrom('场', '%', '万元/场', 'm²');
  return fc.oneof(
    fc.record({
      code: fc.constant(code),
      name,
      operator: fc.constantFrom('gte' as const, 'gt' as const, 'eq' as const, 'lt' as const, 'lte' as const),
      target: value,
      targetText: fc.constant(''),
      unit,
      weight,
      nature,
    }),
    fc.record({
      code: fc.constant(code),
      name,
      operator: fc.constant('qualitative' as const),
      target: fc.constant(null),
      targetText: name,
      unit: fc.constant(''),
      weight,
      nature,
    }),
  );
}

/** The sources that a kind has, some of them with an amount. */
function amountsOf<T>(
  kind: SubjectKind,
  amount: fc.Arbitrary<T>,
  least = 0,
): fc.Arbitrary<Record<string, T>> {
  return fc
    .subarray(Object.keys(moneyRows[kind]), { minLength: least })
    .chain((sources) => fc.tuple(...sources.map((source) => fc.tuple(fc.constant(source), amount))))
    .map((entries) => Object.fromEntries(entries));
}

const imported = fc.record(
  {
    initial: fen,
    adjustment: fc.bigInt({ min: -99_999_999n, max: 99_999_999n }),
    adjustKind: fc.constantFrom('add' as const, 'cut' as const, 'shift' as const),
    adjustReason: name,
    executed: fen,
  },
  { requiredKeys: ['initial', 'executed'] },
);

const register: fc.Arbitrary<Register> = fc
  .array(fc.constantFrom(...subjectKinds), { minLength: 1, maxLength: 6 })
  .chain((kinds) =>
    fc.tuple(
      ...kinds.map((kind, index) =>
        fc.record({
          name,
          initial: amountsOf(kind, fen),
          rows: amountsOf(kind, imported, 1),
          goalText: name,
          indicators,
          keyMonitoring: fc.constant(index % 2 === 1),
          suspended: fc.option(fc.constant({ stopPaymentOn: '2022-05-31' }), { nil: null }),
          kind: fc.constant(kind),
        }),
      ),
    ),
  )
  .map((given) => registerOf(given));

type Given = Pick<Register['subjects'][number], 'name' | 'initial' | 'kind' | 'suspended'> & {
  readonly rows: Register['subjects'][number]['imported'][string]['rows'];
  readonly goalText: string;
  readonly indicators: readonly Indicator[];
};

function registerOf(given: readonly Given[]): Register {
  const subjects = given.map(({ rows, goalText: _, indicators: __, ...each }, index) =>
    subject(`10${(index % 2) + 1}X${index}`, {
      ...each,
      keyMonitoring: index % 2 === 1,
      parent: each.kind === 'transfer' ? '101T00' : null,
      imported: { '6': { importedOn: '2022-07-01', rows } },
    }),
  );
  const targets = given.map(({ goalText, indicators: rows }, index) => ({
    subject: subjects[index]?.code ?? '',
    version: 1,
    goalText,
    indicators: rows,
  }));
  const [named] = given;
  return county({ sections: [{ code: 'S01', name: named?.name ?? '' }], subjects, targets });
}

function asTable({ name: sheet, rows }: Sheet): Table {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.text)));
  return { name: sheet, rows: texts, firstRow: 1 };
}

describe.each(tables)('a filled template of %s', (table) => {
  const context = contextOf(table);

  test('imported as it is leaves everything unchanged', () =>
    fc.assert(
      fc.property(register, (given) => {
        const plan = planTables(table, templateSheets(context, given).map(asTable), given);
        expect(plan.verdicts).toEqual([]);
        expect(plan.counts).toMatchObject({ new: 0, changed: 0, errors: 0, asks: 0 });
        expect(plan.changes).toEqual([]);
      }),
      { numRuns: 60 },
    ));

  test('does so through a workbook too', () =>
    fc.assert(
      fc.asyncProperty(register, async (given) => {
        const read = await readTables(await writeWorkbook(templateSheets(context, given)));
        if (!read.ok) throw new Error(read.problem.detail);
        const plan = planTables(table, read.tables, given);
        expect(plan.counts).toMatchObject({ new: 0, changed: 0, errors: 0, asks: 0 });
      }),
      { numRuns: 5 },
    ));
});

test('a month without figures is filled with the initial budgets, which change nothing until somebody adds figures', () => {
  const sheets = templateSheets(contextOf('execution'), county()).map(asTable);
  const plan = planTables('execution', sheets, county());
  expect(plan.counts).toEqual({ new: 0, changed: 0, unchanged: 7, errors: 0, asks: 0 });
  expect(plan.changes).toEqual([]);
});

describe.each(tables)('an acceptance of %s that broke off', (table) => {
  test('is finished by doing again what is left, with the same end', () =>
    fc.assert(
      fc.property(register, register, fc.double({ min: 0, max: 1, noNaN: true }), (before, other, share) => {
        const context = contextOf(table, { by: null });
        const file = templateSheets(context, mixed(table, before, other)).map(asTable);
        fc.pre(file.some(({ name: sheet, rows }) => sheet !== noteSheet && rows.length > 1));
        const whole = planTables(table, file, before, context);
        expect(whole.counts.errors).toBe(0);
        const broken = carriedOut(before, whole.changes.slice(0, Math.floor(share * whole.changes.length)));
        const rest = planTables(table, file, broken, context);
        expect(rest.counts.errors).toBe(0);
        const end = carriedOut(broken, rest.changes);
        expect(end).toEqual(carriedOut(before, whole.changes));
        expect(planTables(table, file, end, context).changes).toEqual([]);
      }),
      { numRuns: 60 },
    ));
});

/** What a file might say: rows that are new, changed and unchanged at once, and none that are refused. */
function mixed(table: ImportTable, from: Register, to: Register): Register {
  const known = new Map(from.subjects.map((each) => [each.code, each]));
  const subjects = to.subjects.filter(({ code, kind }) => (known.get(code)?.kind ?? kind) === kind);
  const codes = new Set(subjects.map(({ code }) => code).filter((code) => known.has(code)));
  const unweighted = (rows: readonly Indicator[]) => rows.map((each) => ({ ...each, weight: null }));
  return {
    ...to,
    members: [
      ...to.members,
      { id: 'neu', region: '360733', name: '新人', posts: [{ role: 'auditor', at: '360733' }] },
    ],
    departments: to.departments.map((each) => ({ ...each, keyMonitoring: !each.keyMonitoring })),
    subjects: table === 'subjects' ? subjects : subjects.filter(({ code }) => codes.has(code)),
    targets: to.targets
      .filter((each) => codes.has(each.subject))
      .map((each) => ({ ...each, indicators: unweighted(each.indicators) })),
  };
}

/** The register after some changes, sorted so that two of them can be compared. */
function carriedOut(before: Register, changes: readonly (readonly Registered[])[]): Register {
  const after = {
    sections: new Map(before.sections.map((each) => [each.code, each])),
    departments: new Map(before.departments.map((each) => [each.code, each])),
    units: new Map(before.units.map((each) => [each.code, each])),
    members: new Map(before.members.map((each) => [each.id, each])),
    subjects: new Map(before.subjects.map((each) => [each.code, each])),
    targets: new Map(before.targets.map((each) => [each.subject, each])),
  };
  for (const thing of changes.flat()) {
    if (thing.type === 'section') after.sections.set(thing.value.code, thing.value);
    if (thing.type === 'department') after.departments.set(thing.value.code, thing.value);
    if (thing.type === 'unit') after.units.set(thing.value.code, thing.value);
    if (thing.type === 'member') after.members.set(thing.value.id, thing.value);
    if (thing.type === 'subject') after.subjects.set(thing.value.code, thing.value);
    if (thing.type === 'target') after.targets.set(thing.value.subject, thing.value);
  }
  return {
    ...before,
    sections: [...after.sections.values()],
    departments: [...after.departments.values()],
    units: [...after.units.values()],
    members: [...after.members.values()],
    subjects: [...after.subjects.values()].sort((a, b) => (a.code < b.code ? -1 : 1)),
    targets: [...after.targets.values()].sort((a, b) => (a.subject < b.subject ? -1 : 1)),
  };
}
