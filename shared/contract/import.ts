/** Imports on the wire: how one is named, what is asked with it, and what a preview, an acceptance and the list answer. */
import * as z from 'zod/mini';
import { levels } from '../domain/finding.ts';
import { type ImportRef, type ImportTable, importTables } from '../domain/imports.ts';
import { instant, memberId } from './field.ts';

const tableNames = Object.keys(importTables) as [ImportTable, ...ImportTable[]];
export const importTable = z.enum(tableNames, `导入的表应为${tableNames.join('、')}之一`);
const count = z.int().check(z.minimum(0));
const month = z.nullable(z.int().check(z.minimum(1), z.maximum(12)));

const idSyntax = /^([a-z]+)-(\d{4})(?:-([1-9]|1[0-2]))?-([0-9a-f]{32})$/;

export function formatImportId({ table: name, year, month: to, digest }: ImportRef): string {
  return [name, year, ...(to === null ? [] : [to]), digest].join('-');
}

/** Undefined when the text is no import's id. */
export function parseImportId(id: string): ImportRef | undefined {
  const [, name = '', year, to, digest = ''] = idSyntax.exec(id) ?? [];
  const known = z.safeParse(importTable, name);
  if (!known.success || (known.data === 'execution') !== (to !== undefined)) return undefined;
  return { table: known.data, year: Number(year), month: to === undefined ? null : Number(to), digest };
}

/** An import named by whoever asks: an id on the wire, a reference inside. */
const importRef = z.codec(
  z.string().check(z.regex(idSyntax, '导入编号格式不正确')),
  z.object({ table: importTable, year: z.int(), month, digest: z.string() }),
  {
    decode: (id, context): ImportRef => {
      const ref = parseImportId(id);
      if (ref !== undefined) return ref;
      context.issues.push({ code: 'custom', input: id, message: '导入编号格式不正确' });
      return z.NEVER;
    },
    encode: formatImportId,
  },
);

/** The path parameters of an import. */
export const importPath = z.strictObject({ import: importRef });

const scopeFields = {
  table: importTable,
  year: z.string('请指明预算年度').check(z.regex(/^20\d{2}$/, '预算年度应为4位年份，例如2022')),
  month: z.optional(z.string().check(z.regex(/^(?:[1-9]|1[0-2])$/, '截止月份应为1至12'))),
};
/** Budget execution is that of a month, every other table that of the year. */
const monthFits = z.refine<{ table: ImportTable; month?: string | undefined }>(
  (query) => (query.table === 'execution') === (query.month !== undefined),
  { error: '预算执行须指明截止月份（month），其他表不指明', path: ['month'] },
);

export const importQuery = z.strictObject(scopeFields).check(monthFits);
export const templateQuery = z
  .strictObject({ ...scopeFields, filled: z.optional(z.enum(['true', 'false'], 'filled应为true或false')) })
  .check(monthFits);
export const importsQuery = z.strictObject({
  cursor: z.optional(z.string().check(z.regex(/^\d{1,9}$/, '翻页位置格式不正确'))),
});

export const acceptBody = z.strictObject({
  /** The questions of the preview (`explain`) have been looked at and are meant so. */
  confirmed: z._default(z.boolean('confirmed应为true或false'), false),
});

export const importCounts = z.strictObject({
  new: count,
  changed: count,
  unchanged: count,
  errors: count,
  asks: count,
});

const scope = { import: z.string(), table: importTable, year: z.int(), month };

/** What a file would do; `version` is the register's, to be accepted with. */
export const importPreview = z.strictObject({
  ...scope,
  version: count,
  counts: importCounts,
  /** The first rows that are not unchanged. */
  rows: z.readonly(
    z.array(
      z.strictObject({
        sheet: z.string(),
        row: count,
        key: z.string(),
        verdict: z.enum(['new', 'changed', 'unchanged', 'error']),
        cells: z.readonly(
          z.array(
            z.strictObject({
              cell: z.string(),
              label: z.string(),
              before: z.nullable(z.string()),
              after: z.string(),
            }),
          ),
        ),
      }),
    ),
  ),
  /** The first remarks on cells. */
  verdicts: z.readonly(
    z.array(
      z.strictObject({
        sheet: z.string(),
        row: count,
        cell: z.string(),
        rule: z.string(),
        level: z.enum(levels),
        message: z.string(),
      }),
    ),
  ),
  /** There are more rows or remarks than stand here. */
  truncated: z.boolean(),
});

export const importReceipt = z.strictObject({
  ...scope,
  version: count,
  at: instant,
  /** SHA-256 of the file, hexadecimal. */
  digest: z.string(),
  counts: importCounts,
  /** The event's place in the region's chain: proof that it was recorded. */
  hash: z.string(),
});

/** The accepted imports, latest first. */
export const importList = z.strictObject({
  version: count,
  imports: z.array(
    z.strictObject({
      ...scope,
      version: count,
      at: instant,
      by: z.strictObject({ id: memberId, name: z.string(), post: z.string() }),
      digest: z.string(),
      counts: importCounts,
      /** The register has been brought after it. */
      applied: z.boolean(),
    }),
  ),
  intact: z.boolean(),
  cursor: z.nullable(z.string()),
});
