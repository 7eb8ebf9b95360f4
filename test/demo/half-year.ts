/**
 * `npm run demo`: the half-year round of the county, from the import of its payments to the archive and the exports, through the
 * public API on a fresh folder and a virtual clock. Different people fill, review, return and mend; a few are behind, one is far
 * ahead, one is late. Fails if anything is not as it should be.
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { stageNames } from '../../shared/domain/filing.ts';
import { type Light, lightNames, lights } from '../../shared/domain/light.ts';
import { moneyRows } from '../../shared/domain/subject.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';
import { cellBeside, retyped } from '../support/form-files.ts';
import { csvOf } from '../support/import-files.ts';
import { demoReports } from './reports.ts';
import { specialCases } from './special-cases.ts';

const round = '2022-H1';
/** Returned once by the department, and once by the section: the rest passes at once. */
const returnedByDepartment = new Set(['101P02', '104T01', '108P03']);
const returnedBySection = new Set(['103Z00', '106P01']);
const byWorkbook = new Set(['105P03']);
const late = '110P04';
/** The department whose payments the finance office imports. */
const imported = '102';

const { values } = parseArgs({ options: { json: { type: 'string' }, out: { type: 'string' } } });
const began = performance.now();
const bureau = await Bureau.open('2022-07-01', sampleCounty);
try {
  await run();
} finally {
  await bureau.close();
}

async function run(): Promise<void> {
  await importsPayments();
  say('2022-07-01', `绩效股下达《${sampleCounty.rounds[0]?.title}》`);
  await bureau.opens(round);
  const cases = sampleCounty.subjects.map(({ code }) => bureau.halfYear(code));

  await bureau.on('2022-07-06');
  const punctual = cases.filter((filing) => !filing.id.endsWith(late));
  say(
    '2022-07-06',
    `${sampleCounty.departments.length}个部门及所属单位填报、送审${punctual.length}份，逐级审核`,
  );
  await inParallel(punctual, goThrough);

  await bureau.on('2022-07-11');
  say('2022-07-11', '最后一份逾期送审');
  await inParallel(
    cases.filter((filing) => filing.id.endsWith(late)),
    goThrough,
  );

  await bureau.on('2022-07-18');
  say('2022-07-18', '重点监控部门起草、盖章扫描并上传半年报告，业务股室核对，自动归档');
  const reports = await demoReports(bureau);

  await report(cases, reports);
}

/** Half of each budget of one department, as the treasury has paid it; preview first, then acceptance. */
async function importsPayments(): Promise<void> {
  const rows = sampleCounty.subjects
    .filter(({ department }) => department === imported)
    .flatMap(({ code, initial }) =>
      Object.entries(initial).map(([row, amount]) => ({
        subject: code,
        row: moneyRowName(code, row),
        initial: amount,
        executed: (Number(amount) / 2).toFixed(2),
      })),
    );
  const query = { table: 'execution', year: '2022', month: '6' } as const;
  const preview = await bureau.ask('finance-office', 'previewImport', {
    query,
    body: csvOf('execution', rows),
  });
  assert.equal(preview.counts.errors, 0, 'the payments cannot be imported');
  const receipt = await bureau.ask('finance-office', 'acceptImport', {
    params: { import: preview.import },
    body: { confirmed: false },
    version: preview.version,
    key: bureau.key(),
  });
  assert.equal(receipt.counts.new, rows.length, 'not every payment is imported');
  say('2022-07-01', `绩效股导入1—6月预算执行${rows.length}行`);
}

function moneyRowName(code: string, row: string): string {
  const kind = sampleCounty.subjects.find((subject) => subject.code === code)?.kind ?? 'project';
  return moneyRows[kind][row] ?? row;
}

/** One filing with all its people, from an empty form to the archive. */
async function goThrough(filing: FilingCase): Promise<void> {
  const subject = filing.id.slice(-6);
  if (byWorkbook.has(subject)) await isFiledByWorkbook(filing);
  else await filing.isFiled(specialCases[subject]);
  if (returnedByDepartment.has(subject)) await isReturnedAndFiledAgain(filing);
  if ((await filing.stage()) === 'dept-review') await filing.isApproved();
  if (returnedBySection.has(subject)) {
    await isReturnedAndFiledAgain(filing);
    if ((await filing.stage()) === 'dept-review') await filing.isApproved();
  }
  await filing.isApproved();
  assert.equal(await filing.stage(), 'archived', `${filing.id} is not archived`);
}

/** Filled in a spreadsheet: downloaded, one figure typed, sent back as a question, the answer saved, and sent. */
async function isFiledByWorkbook(filing: FilingCase): Promise<void> {
  await filing.isFilled();
  const filler = await filing.filler();
  const { bytes } = await bureau.ask(filler, 'readForm', filing.params);
  const body = await retyped(bytes, { [await cellBeside(bytes, '联系电话', 1)]: '0797-5622000' });
  const { changes, issues, content } = await bureau.ask(filler, 'compareForm', { ...filing.params, body });
  assert.deepEqual(
    [changes.map(({ pointer }) => pointer), issues],
    [['/phone'], []],
    'the workbook came back changed',
  );
  await filing.isFiled(() => content ?? assert.fail('the workbook has no content'));
}

/** The reviewer pins a cell; the resend shows that it is fixed. */
async function isReturnedAndFiledAgain(filing: FilingCase): Promise<void> {
  await filing.isReturned('请在存在问题一栏补充说明', [{ pointer: '/texts/problems', text: '不能空着' }]);
  const bend = specialCases[filing.id.slice(-6)] ?? ((content) => content);
  await filing.isFiled((content) => {
    const bent = bend(content);
    return { ...bent, texts: { ...bent.texts, problems: '台账登记偶有滞后，已明确专人。' } };
  });
  const { cells } = await bureau.ask('finance-office', 'compareFiling', {
    ...filing.params,
    query: { with: 'attempt' },
  });
  const mark = cells.find(({ pointer }) => pointer === '/texts/problems')?.mark;
  assert.equal(mark, 'fixed', `the pin of ${filing.id} is not fixed`);
}

async function report(
  cases: readonly FilingCase[],
  reports: Readonly<Record<string, number>>,
): Promise<void> {
  const { total, departments } = await bureau.ask('finance-office', 'readStanding', { params: { round } });
  const [histories, filings] = await Promise.all([
    Promise.all(cases.map((filing) => filing.history())),
    Promise.all(cases.map((filing) => filing.read())),
  ]);
  const returned = histories.filter(({ facts }) => facts.includes('returned')).length;
  const lit = (light: Light, department?: string) =>
    filings.filter(
      (filing) =>
        filing.lights?.filing === light && (department === undefined || filing.department === department),
    ).length;
  const { counts } = bureau.runtime;
  console.log('');
  console.table(
    departments.map(({ department, name, totals }) => ({
      编码: department,
      部门: name,
      应报: totals.obligations,
      [stageNames.archived]: totals.archived,
      已报率: `${totals.filedRate}%`,
      逾期: totals.late,
      ...Object.fromEntries(lights.map((light) => [lightNames[light], lit(light, department)])),
    })),
  );
  const red = filings.find((filing) => filing.lights?.filing === 'red');
  console.log(`${red?.subjectName}：${red?.evaluation?.budget.sentence}${red?.evaluation?.budget.toGreen}\n`);
  const stageSum = Object.values(total.byStage).reduce((sum, count) => sum + count, 0);
  assert.equal(stageSum, total.obligations, 'the stages do not add up to the obligations');
  assert.equal(total.obligations, sampleCounty.subjects.length, 'coverage is not 100 %');
  assert.equal(total.archived, total.obligations, 'not every filing is archived');
  assert.equal(total.late, 1, 'exactly one filing is late');
  assert.equal(returned, returnedByDepartment.size + returnedBySection.size, 'returned filings');
  assert.deepEqual(
    lights.map((light) => lit(light)),
    [1, 0, cases.length - 1, 0],
    'the lights are not as planned',
  );
  // Blue shows on a filing only where no other colour does, so it is counted by rows.
  const blueRows = filings.reduce((sum, filing) => sum + (filing.evaluation?.blueRows ?? 0), 0);
  assert.equal(blueRows, 1, 'exactly one row is far above its target');
  assert.ok(
    filings.every((filing) => !filing.keyMonitoring || (filing.content?.files?.length ?? 0) > 0),
    'a key body has shown no evidence',
  );
  assert.ok(
    histories.every(({ intact }) => intact),
    'a chain of events is broken',
  );
  const figures = {
    round,
    due: total.obligations,
    filed: total.filed,
    approved: total.approved,
    archived: total.archived,
    returned,
    late: total.late,
    lights: Object.fromEntries(lights.map((light) => [light, lit(light)])),
    executions: counts().executionsStarted,
    statesEntered: counts().statesEntered,
    reports,
    exports: await exports(filings),
    durationMs: Math.round(performance.now() - began),
  };
  console.log(figures);
  console.log('\n每份填报均已归档，进度合计无误，事件链完整。');
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}

/** The round's summary, the standard tables and one printed form; kept where `--out` says. Answers how many lines or bytes each has. */
async function exports(
  filings: readonly { readonly indicators: readonly unknown[] }[],
): Promise<Record<string, number>> {
  const params = { round };
  const summary = await bureau.ask('finance-office', 'exportRound', { params });
  const print = await bureau.ask('finance-office', 'printFiling', bureau.halfYear('104P02').params);
  const tables = new Map<string, Uint8Array>();
  for (const table of ['task', 'info', 'attach'] as const) tables.set(table, await wholeTable(table));
  const lines = (table: string) =>
    new TextDecoder()
      .decode(tables.get(table))
      .split('\r\n')
      .filter((line) => line !== '').length - 1;
  assert.equal(lines('task'), filings.length, 'one line per obligation');
  const indicators = filings.reduce((sum, filing) => sum + filing.indicators.length, 0);
  assert.ok(lines('info') >= indicators, 'one line per indicator');
  if (values.out !== undefined) await keep(values.out, [summary, print], tables);
  return {
    task: lines('task'),
    info: lines('info'),
    attach: lines('attach'),
    summary: summary.bytes.length,
    print: print.bytes.length,
  };
}

async function wholeTable(table: 'task' | 'info' | 'attach'): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let cursor: string | null = null;
  do {
    const query: { table: typeof table; cursor?: string } = { table, ...(cursor !== null && { cursor }) };
    const part = await bureau.ask('finance-office', 'exportStandardTables', { params: { round }, query });
    parts.push(part.bytes);
    cursor = part.cursor ?? null;
  } while (cursor !== null);
  return Buffer.concat(parts);
}

async function keep(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  tables: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
  for (const [name, bytes] of tables) await writeFile(join(folder, `${name}.csv`), bytes);
  console.log(`导出文件已存入 ${folder}`);
}

/** A few at a time, as people would. */
async function inParallel(
  cases: readonly FilingCase[],
  work: (filing: FilingCase) => Promise<void>,
): Promise<void> {
  const waiting = [...cases];
  const hand = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: 8 }, hand));
}

function say(day: string, what: string): void {
  console.log(`${day}  ${what}`);
}
