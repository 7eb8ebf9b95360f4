/**
 * Imports as the finance office makes them: template, preview, acceptance, and what comes of it. Coverage is whole only if the register
 * is (notice 2.1), targets are approved elsewhere and read-only here (1.2), key bodies are a list of the year (2.3).
 */
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import { acceptImport } from '../../functions/import-data/accept-import.ts';
import { listImports } from '../../functions/import-data/list-imports.ts';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { openImportFiles } from '../../shared/aws/import-files.ts';
import { openImportLedger } from '../../shared/aws/import-ledger.ts';
import type { Call } from '../../shared/contract/client.ts';
import { parseImportId } from '../../shared/contract/import.ts';
import { type ImportTable, noImports } from '../../shared/domain/imports.ts';
import type { ImportLedger } from '../../shared/ports.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import { Bureau } from '../support/bureau.ts';
import { filledFor } from '../support/contents.ts';
import { type Cells, csvOf, workbookOf } from '../support/import-files.ts';
import { test as plain } from '../support/test.ts';

const office = 'finance-office';
const deputy = 'finance-deputy';
const person = { name: '李某（示例）', posts: [{ role: 'finance-office', at: '360733' }] } as const;
const county = {
  ...sampleCounty,
  members: [...sampleCounty.members, { ...person, id: deputy, posts: [...person.posts] }],
};

const test = plain.extend<{ bureau: Bureau }>({
  bureau: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from its pattern, and this one needs nothing
    async ({}, use) => {
      const bureau = await Bureau.open('2022-07-01', county);
      await use(bureau);
      await bureau.close();
    },
    { scope: 'file' },
  ],
});

type Query = NonNullable<Call<'previewImport'>['query']>;
const queryOf = (table: ImportTable, month?: string): Query => ({
  table,
  year: '2022',
  ...(month && { month }),
});

function preview(bureau: Bureau, table: ImportTable, body: Uint8Array, by = office) {
  return bureau.ask(by, 'previewImport', {
    query: queryOf(table, table === 'execution' ? '6' : undefined),
    body,
  });
}

async function accepts(bureau: Bureau, table: ImportTable, body: Uint8Array, by = office, confirmed = false) {
  const { import: id, version } = await preview(bureau, table, body, by);
  return bureau.ask(by, 'acceptImport', {
    params: { import: id },
    body: { confirmed },
    version,
    key: bureau.key(),
  });
}

const project: Cells = {
  code: '101P09',
  name: '零工市场建设',
  kind: '项目支出',
  department: '101',
  unit: '101001',
  'initial.fiscal': '88.50',
};
const target: Cells = {
  subject: '101P09',
  goal: '建成零工市场一处',
  code: '11-01',
  name: '服务人次',
  target: '不低于1200人次',
  weight: '90',
};

describe('template, preview, acceptance', () => {
  test('a downloaded template is filled, previewed and accepted, and shows in the list', async ({
    bureau,
  }) => {
    const file = await bureau.ask(office, 'readImportTemplate', { query: queryOf('subjects') });
    expect(file.name).toBe('监控对象-2022-模板.xlsx');
    const template = await readTables(file.bytes);
    if (!template.ok) throw new Error(template.problem.detail);
    expect(template.tables.map(({ name }) => name)).toEqual(['监控对象', '说明']);
    const heads = template.tables[0]?.rows[0] ?? [];
    const words = ['360733', '2022', '101P09', '零工市场建设', '项目支出', '101', '101001', '', '', '88.50'];
    const columns = heads.map(() => ({ width: 10 }));
    const body = await writeWorkbook([{ name: '监控对象', columns, rows: [heads, words], headRows: 1 }]);

    const seen = await preview(bureau, 'subjects', body);
    expect(seen).toMatchObject({
      import: expect.stringMatching(/^subjects-2022-[0-9a-f]{32}$/),
      version: 0,
      counts: { new: 1, changed: 0, unchanged: 0, errors: 0, asks: 0 },
      verdicts: [],
      truncated: false,
    });
    expect(seen.rows[0]?.cells).toContainEqual({
      cell: 'D2',
      label: '对象名称',
      before: null,
      after: '零工市场建设',
    });

    const params = { import: seen.import };
    const receipt = await bureau.ask(office, 'acceptImport', {
      params,
      body: {},
      version: 0,
      key: 'first-import',
    });
    expect(receipt).toMatchObject({ import: seen.import, version: 1, counts: { new: 1 } });
    const list = await bureau.ask(office, 'listImports');
    expect(list).toMatchObject({
      version: 1,
      intact: true,
      cursor: null,
      imports: [
        {
          import: seen.import,
          table: 'subjects',
          by: { id: office, post: '绩效股' },
          digest: receipt.digest,
          counts: { new: 1 },
          applied: true,
        },
      ],
    });
    expect(receipt.digest.slice(0, 32)).toBe(seen.import.slice(-32));
    const again = await bureau.ask(office, 'acceptImport', {
      params,
      body: {},
      version: 0,
      key: 'first-import',
    });
    expect(again).toEqual(receipt);
    expect((await preview(bureau, 'subjects', body)).counts).toMatchObject({ unchanged: 1, new: 0 });
  });

  test('what is imported is due in the next round, with its targets; without targets it is not (2.1)', async ({
    bureau,
  }) => {
    await accepts(bureau, 'targets', csvOf('targets', [target]));
    await accepts(bureau, 'subjects', csvOf('subjects', [{ ...project, code: '101P08', name: '尚无目标' }]));
    await bureau.opens('2022-H1', sampleCounty.subjects.length + 1);
    const filing = await bureau.halfYear('101P09').read();
    expect(filing).toMatchObject({
      subjectName: '零工市场建设',
      targetVersion: 1,
      goalText: '建成零工市场一处',
      initialBudget: { fiscal: '88.50' },
      keyMonitoring: true,
      indicators: [
        { code: '11-01', operator: 'gte', target: '1200', unit: '人次', weight: '90', nature: 'cumulative' },
      ],
    });
    expect(await bureau.refused(office, 'readFiling', bureau.halfYear('101P08').params)).toMatchObject({
      status: 404,
    });
  });

  test('figures come into a filing by their month, and a month is replaced', async ({ bureau }) => {
    const row = { subject: '101P01', row: '本年财政拨款', initial: '60', executed: '31.2' };
    await accepts(bureau, 'execution', await workbookOf('execution', [row]));
    const { imported } = await bureau.halfYear('101P01').read();
    expect(imported).toEqual({
      importedOn: '2022-07-01',
      rows: { fiscal: { initial: '60.00', executed: '31.20' } },
    });
    await accepts(bureau, 'execution', csvOf('execution', [{ ...row, executed: '35' }]));
    expect((await bureau.halfYear('101P01').read()).imported?.rows['fiscal']?.executed).toBe('35.00');
    const july = { query: queryOf('execution', '7'), body: csvOf('execution', [row]) };
    const wrong = await bureau.ask(office, 'previewImport', july);
    expect(wrong.verdicts).toMatchObject([{ rule: 'V28', cell: 'C2', level: 'block' }]);
  });

  test('an open draft on the first version of the targets cannot be sent once there is a second one (V29)', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P09');
    await filing.isFilled();
    await accepts(bureau, 'targets', csvOf('targets', [{ ...target, target: '≥1500人次' }]));
    const { version, reload } = await filing.read();
    const problem = await bureau.refused('101001-filler', 'submitFiling', { ...filing.params, version });
    expect(problem.issues).toContainEqual(expect.objectContaining({ rule: 'V29' }));
    expect(reload).toMatchObject({ targetVersion: 2 });
    const changed = await filing.read();
    expect(changed).toMatchObject({ targetVersion: 2, indicators: [{ target: '1500' }] });
    await bureau.ask('101001-filler', 'saveDraft', { ...filing.params, body: filledFor(changed), version });
  });

  test('directory: all three sheets at once, and a flag that reaches every subject (2.3)', async ({
    bureau,
  }) => {
    const body = await workbookOf('directory', {
      部门: [{ code: '102', name: '会昌县委编办', section: 'S02', keyMonitoring: '否' }],
      单位: [{ code: '102003', name: '编制信息中心', department: '102', keyMonitoring: '是' }],
    });
    expect(await accepts(bureau, 'directory', body)).toMatchObject({ counts: { new: 1, changed: 1 } });
    expect((await bureau.halfYear('102P01').read()).keyMonitoring).toBe(false);
    const moved = sampleCounty.subjects.find(({ code }) => code === '102P01');
    const row = { ...project, code: '102P01', name: moved?.name ?? '', department: '102', unit: '102003' };
    const amounts = { 'initial.fiscal': '61', 'initial.carryover': '20', 'initial.other': '4.5' };
    await accepts(bureau, 'subjects', await workbookOf('subjects', [{ ...row, ...amounts }]));
    expect((await bureau.halfYear('102P01').read()).keyMonitoring).toBe(true);
  });

  test('members: the administrator gives and takes posts, which hold from the next request on', async ({
    bureau,
  }) => {
    const rows = [
      { account: 'newcomer', name: '新来的', role: '审计', at: '360733' },
      { account: '103-deputy', name: '停职的', role: '停用', at: '' },
    ];
    const seen = await preview(bureau, 'members', csvOf('members', rows), 'admin');
    expect(seen.counts).toEqual({ new: 1, changed: 1, unchanged: 0, errors: 0, asks: 1 });
    const call = { params: { import: seen.import }, version: seen.version };
    expect(await bureau.refused('admin', 'acceptImport', { ...call, body: {} })).toMatchObject({
      status: 422,
      code: 'import-unconfirmed',
      issues: [{ rule: 'whole', pointer: '/人员/E3' }],
    });
    await bureau.ask('admin', 'acceptImport', { ...call, body: { confirmed: true } });
    expect(await bureau.ask('newcomer', 'readMe')).toMatchObject({
      name: '新来的',
      posts: [{ role: 'auditor' }],
    });
    expect(await bureau.ask('103-deputy', 'readMe')).toMatchObject({ posts: [] });
  });

  test('what is there can be downloaded filled in, and says nothing new when it comes back', async ({
    bureau,
  }) => {
    for (const table of ['directory', 'subjects', 'targets', 'execution'] as const) {
      const query = { ...queryOf(table, table === 'execution' ? '6' : undefined), filled: 'true' } as const;
      const { bytes, name } = await bureau.ask(office, 'readImportTemplate', { query });
      expect(name).toContain('现有数据');
      const { counts } = await preview(bureau, table, bytes);
      expect({ table, ...counts }).toMatchObject({ table, new: 0, changed: 0, errors: 0, asks: 0 });
      expect(counts.unchanged).toBeGreaterThan(0);
    }
  });
});

describe('nothing is written before acceptance', () => {
  const writes = ({ runtime }: Bureau) =>
    runtime.usage
      .snapshot()
      .filter(({ principal }) => principal.includes('ImportData'))
      .reduce((sum, { writeUnits }) => sum + writeUnits, 0);

  async function archived({ runtime }: Bureau): Promise<readonly string[]> {
    const { awsUrl: endpoint, region, credentials, outputs } = runtime;
    const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: outputs['ArchiveBucket'], Prefix: 'imports/' }),
    );
    client.destroy();
    return Contents.map(({ Key = '' }) => Key);
  }

  test('not by a preview, not by an acceptance that is refused; the archive keeps just what was accepted', async ({
    bureau,
  }) => {
    const body = csvOf('subjects', [
      { ...project, code: '104P09', department: '104', unit: '104001' },
      { ...project, code: '104P08', department: '999' },
    ]);
    const before = { units: writes(bureau), files: await archived(bureau) };
    const { import: id, version, counts } = await preview(bureau, 'subjects', body);
    expect(counts).toMatchObject({ new: 1, errors: 1 });
    const call = { params: { import: id }, body: { confirmed: true }, version };
    const problem = await bureau.refused(office, 'acceptImport', call);
    expect(problem).toMatchObject({ status: 422, code: 'import-has-errors' });
    expect(problem.issues?.[0]?.message).toContain('工作表“监控对象”F3');
    expect({ units: writes(bureau), files: await archived(bureau) }).toEqual(before);

    const accepted = await accepts(bureau, 'subjects', csvOf('subjects', [{ ...project, name: '零工市场' }]));
    expect(await archived(bureau)).toEqual([...before.files, `imports/360733/${accepted.import}`].sort());
    expect(writes(bureau)).toBeGreaterThan(before.units);
  });

  test('the rows to mend come back as a workbook with the column 错误, and are taken when they are mended', async ({
    bureau,
  }) => {
    const good = { ...project, code: '104P07', department: '104', unit: '104001' };
    const body = await workbookOf('subjects', [good, { ...good, code: '104P06', 'initial.fiscal': '5万' }]);
    const { import: id } = await preview(bureau, 'subjects', body);
    const file = await bureau.ask(office, 'readImportErrors', { params: { import: id } });
    const read = await readTables(file.bytes);
    if (!read.ok) throw new Error(read.problem.detail);
    const [head = [], ...rows] = read.tables[0]?.rows ?? [];
    expect(head.at(-1)).toBe('错误');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[2]).toBe('104P06');
    expect(rows[0]?.at(-1)).toContain('“5万”不是金额');
    const mended = rows.map((row) => row.map((text) => (text === '5万' ? '5' : text)));
    const columns = head.map(() => ({ width: 10 }));
    const again = await writeWorkbook([{ name: '监控对象', columns, rows: [head, ...mended], headRows: 1 }]);
    expect((await preview(bureau, 'subjects', again)).counts).toMatchObject({ new: 1, errors: 0 });
  });
});

describe('refused', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test.for<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(), '文件是空的'],
    ['a PDF', bytes('%PDF-1.7\n%âãÏÓ\n'), 'PDF'],
    ['another table', csvOf('targets', [target]), '不在模板中'],
    ['headings only', csvOf('subjects', []), '没有可以导入的数据行'],
    ['binary', new Uint8Array([1, 0, 2, 0, 255]), '不是表格'],
  ])('%s', async ([, body, words], { bureau }) => {
    const problem = await bureau.refused(office, 'previewImport', { query: queryOf('subjects'), body });
    expect(problem).toMatchObject({ status: 422, code: 'file-refused' });
    expect(problem.detail).toContain(words);
  });

  test.for<[string, ImportTable, string]>([
    ['a filler', 'subjects', '101001-filler'],
    ['a section', 'targets', 's01-reviewer'],
    ['an auditor', 'execution', 'auditor'],
    ['the administrator, of subjects', 'subjects', 'admin'],
    ['the finance office, of members', 'members', office],
  ])('%s', async ([, table, member], { bureau }) => {
    const query = queryOf(table, table === 'execution' ? '6' : undefined);
    const yours = { status: 403, code: 'not-yours' };
    expect(await bureau.refused(member, 'previewImport', { query, body: csvOf(table, [{}]) })).toMatchObject(
      yours,
    );
    expect(await bureau.refused(member, 'readImportTemplate', { query })).toMatchObject(yours);
    const params = { import: `${table}-2022${table === 'execution' ? '-6' : ''}-${'0'.repeat(32)}` };
    expect(await bureau.refused(member, 'readImportErrors', { params })).toMatchObject(yours);
    expect(await bureau.refused(member, 'acceptImport', { params, body: {}, version: 0 })).toMatchObject(
      yours,
    );
  });

  test('the list for a filler; an auditor reads it', async ({ bureau }) => {
    expect(await bureau.refused('101001-filler', 'listImports')).toMatchObject({ status: 403 });
    expect((await bureau.ask('auditor', 'listImports')).intact).toBe(true);
  });

  test('an import that nobody has uploaded, and an id that is none', async ({ bureau }) => {
    const { version } = await bureau.ask(office, 'listImports');
    const params = { import: `subjects-2022-${'0'.repeat(32)}` };
    expect(await bureau.refused(office, 'acceptImport', { params, body: {}, version })).toMatchObject({
      status: 404,
    });
    expect(await bureau.refused(office, 'readImportErrors', { params })).toMatchObject({ status: 404 });
    const odd = { import: 'subjects-2022-6-00000000000000000000000000000000' };
    expect(await bureau.refused(office, 'readImportErrors', { params: odd })).toMatchObject({ status: 404 });
  });

  test('execution without a month, and subjects with one', async ({ bureau }) => {
    for (const query of [queryOf('execution'), queryOf('subjects', '6')]) {
      const problem = await bureau.refused(office, 'previewImport', {
        query,
        body: csvOf('subjects', [project]),
      });
      expect(problem).toMatchObject({ status: 400, issues: [{ pointer: '/query/month' }] });
    }
  });
});

test('the list is paged, latest first', async () => {
  const counts = { new: 0, changed: 0, unchanged: 1, errors: 0, asks: 0 };
  const scope = { table: 'subjects', year: 2022, month: null, digest: '', counts } as const;
  const entries = Array.from({ length: 250 }, (_, index) => ({
    seq: index + 1,
    at: 0,
    by: index % 2 === 0 ? { id: office, name: '某', post: '绩效股' } : null,
    fact:
      index % 2 === 0
        ? ({ ...scope, type: 'accepted', import: `subjects-${index + 1}` } as const)
        : ({ type: 'applied', import: `subjects-${index}` } as const),
    prevHash: '',
    hash: '',
  }));
  const ledger = {
    importsHead: async (region: string) => noImports(region),
    imports: async () => ({ entries, intact: true }),
  };
  const member = { id: office, region: '360733', name: '某', posts: person.posts };
  const request = {
    params: {},
    body: {},
    member,
    now: 0,
    ifMatch: 0,
    key: undefined,
    fingerprint: '',
    memo: () => undefined,
  };
  const pages: number[][] = [];
  for (let cursor: string | null | undefined; cursor !== null && pages.length < 5; ) {
    const page = await listImports({ ledger }, { ...request, query: { cursor } });
    if (!page.ok) throw new Error(page.refusal.detail);
    pages.push(page.value.imports.map(({ version }) => version));
    cursor = page.value.cursor;
  }
  expect(pages.map((page) => [page.length, page[0], page.at(-1)])).toEqual([
    [100, 249, 51],
    [25, 49, 1],
  ]);
});

describe('two people', () => {
  const rename = (name: string) => csvOf('subjects', [{ ...project, name }]);

  test('accept at the same moment: exactly one, and the other is told what to do', async ({ bureau }) => {
    for (let turn = 0; turn < 5; turn += 1) {
      const seen = [
        await preview(bureau, 'subjects', rename(`甲${turn}`)),
        await preview(bureau, 'subjects', rename(`乙${turn}`), deputy),
      ];
      const clients = [await bureau.as(office), await bureau.as(deputy)];
      const replies = await Promise.all(
        clients.map((client, index) => {
          const { import: id = '', version = 0 } = seen[index] ?? {};
          return client('acceptImport', { params: { import: id }, body: {}, version });
        }),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
      const lost = replies.find((reply) => !reply.ok);
      expect(lost).toMatchObject({
        problem: { code: 'stale-version', detail: expect.stringContaining('刷新') },
      });
      const won = replies.findIndex((reply) => reply.ok);
      expect((await preview(bureau, 'subjects', rename(`${'甲乙'[won]}${turn}`))).counts.unchanged).toBe(1);
    }
    expect((await bureau.ask(office, 'listImports')).intact).toBe(true);
  });

  test('an acceptance that dies half-way is finished by whoever comes next, and counts as accepted', async ({
    bureau,
  }) => {
    const rows = Array.from({ length: 120 }, (_, index) => ({
      ...project,
      code: `105P${index + 100}`,
      department: '105',
      unit: '105001',
    }));
    const seen = await preview(bureau, 'subjects', await workbookOf('subjects', rows));
    await expect(dies(bureau, seen.import, seen.version)).rejects.toThrow('killed');
    const [broken] = (await bureau.ask(office, 'listImports')).imports;
    expect(broken).toMatchObject({ import: seen.import, applied: false });

    const stale = { params: { import: seen.import }, body: {}, version: seen.version };
    expect(await bureau.refused(deputy, 'acceptImport', stale)).toMatchObject({ status: 412 });
    const [finished] = (await bureau.ask(office, 'listImports')).imports;
    expect(finished).toMatchObject({ import: seen.import, applied: true });
    expect((await preview(bureau, 'subjects', await workbookOf('subjects', rows))).counts).toMatchObject({
      unchanged: 120,
      new: 0,
    });
  });

  test('a preview finishes it just as well', async ({ bureau }) => {
    const seen = await preview(bureau, 'subjects', rename('未竟'));
    await expect(dies(bureau, seen.import, seen.version)).rejects.toThrow('killed');
    const next = await preview(bureau, 'subjects', rename('未竟'), deputy);
    expect(next).toMatchObject({ version: seen.version + 2, counts: { unchanged: 1 } });
  });

  /** The use case itself, on the same ledger and buckets, ended by force after half of its writes. */
  async function dies({ runtime }: Bureau, id: string, version: number): Promise<unknown> {
    const { awsUrl: endpoint, region, credentials, outputs } = runtime;
    const config = { endpoint, region, credentials };
    const whole = openImportLedger(outputs['LedgerTable'] ?? '', config);
    const ledger: ImportLedger = {
      ...whole,
      async applyImport(head, year, changes) {
        await whole.applyImport(head, year, changes.slice(0, changes.length / 2));
        throw new Error('killed');
      },
    };
    const buckets = { inbox: outputs['InboxBucket'] ?? '', archive: outputs['ArchiveBucket'] ?? '' };
    const member = await whole.member(office, 0);
    const ref = parseImportId(id);
    if (member === undefined || ref === undefined) throw new Error(`no import ${id}`);
    const ports = { ledger, files: openImportFiles(buckets, config), now: () => runtime.clock.now() };
    return acceptImport(ports, {
      params: { import: ref },
      query: {},
      body: { confirmed: false },
      member,
      now: runtime.clock.now(),
      ifMatch: version,
      key: undefined,
      fingerprint: '',
      memo: () => undefined,
    });
  }
});
