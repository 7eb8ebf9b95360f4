/**
 * A county's targets in one file: 3,000 subjects with 15 indicators, every one of them changed. Preview and acceptance each run in a
 * process of their own that holds nothing but the deployed function, as in the cloud; ledger and buckets are the desk's.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { assembly } from '../../infra/cloud/assembly.ts';
import type { Runtime } from '../../infra/embedded/runtime.ts';
import { importPreview, importReceipt } from '../../shared/contract/import.ts';
import type { ImportTable } from '../../shared/domain/imports.ts';
import { Bureau } from '../support/bureau.ts';
import { type Cells, workbookOf } from '../support/import-files.ts';

const run = promisify(execFile);
const [subjects, indicators] = [3000, 15];
const codes = ['11', '12', '13', '21', '31'].flatMap((place) => [
  `${place}-01`,
  `${place}-02`,
  `${place}-03`,
]);

/** Calls the function once and answers what it said, with the most memory that the process ever held. */
const probe = `
import { readFileSync } from 'node:fs';
const { handler } = await import(process.argv[2]);
console.log = () => undefined;
const began = performance.now();
const { statusCode, body } = await handler(JSON.parse(readFileSync(process.argv[3], 'utf8')), { awsRequestId: 'bench' });
const seconds = (performance.now() - began) / 1000;
const { maxRSS: peak, userCPUTime, systemCPUTime } = process.resourceUsage();
const processor = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(JSON.stringify({ statusCode, body, seconds, processor, peak }));
process.exit(0);
`;
const answer = z.object({
  statusCode: z.int(),
  body: z.string(),
  seconds: z.number(),
  processor: z.number(),
  peak: z.number(),
});

export async function imports(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'imports-'));
  const bureau = await Bureau.open();
  try {
    const call = await caller(bureau.runtime, folder);
    await importFile(call, 'subjects', await workbookOf('subjects', projects()));
    await importFile(call, 'targets', await workbookOf('targets', targets(48)));
    const file = await workbookOf('targets', targets(50));
    const { preview, counts, accepted } = await importFile(call, 'targets', file);
    return {
      'file of 3,000 subjects with 15 indicators': kilobytes(file.length),
      'rows that change': String(counts.changed),
      'preview: peak of the process, 256 MB are the limit': megabytes(preview.peak),
      'preview: write units': String(preview.writeUnits),
      'acceptance: peak of the process, 256 MB are the limit': megabytes(accepted.peak),
      'acceptance: write units': String(accepted.writeUnits),
      'acceptance: transactions': String(accepted.transactions),
      'preview and acceptance, seconds': bothOf(preview.seconds, accepted.seconds),
      'preview and acceptance, processor seconds': bothOf(preview.processor, accepted.processor),
    };
  } finally {
    await bureau.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Caller = (route: string, asked: Asked) => Promise<Answered>;

async function importFile(call: Caller, table: ImportTable, body: Uint8Array) {
  const preview = await call('POST /api/imports', { query: { table, year: '2022' }, body });
  const { import: id, version, counts } = z.parse(importPreview, JSON.parse(preview.body));
  const accepted = await call('POST /api/imports/{import}/accept', {
    path: { import: id },
    headers: { 'if-match': `"${version}"` },
    body: Buffer.from('{"confirmed":true}'),
  });
  z.parse(importReceipt, JSON.parse(accepted.body));
  return { preview, counts, accepted };
}

interface Asked {
  readonly query?: Record<string, string>;
  readonly path?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body: Uint8Array;
}

type Answered = z.output<typeof answer> & { readonly writeUnits: number; readonly transactions: number };

/** Calls the deployed function in a new process, on the desk's ledger and buckets. */
async function caller(runtime: Runtime, folder: string): Promise<Caller> {
  const bundle = join(await assembly({ partition: 'aws-cn' }), 'bundle', 'code', 'import-data', 'index.mjs');
  const [script, event] = [join(folder, 'probe.mjs'), join(folder, 'event.json')];
  await writeFile(script, probe);
  return async (route, { query = {}, path = {}, headers = {}, body }) => {
    const authorizer = { jwt: { claims: { sub: 'finance-office' } } };
    const request = {
      routeKey: route,
      rawPath: route.split(' ')[1],
      headers,
      queryStringParameters: query,
      pathParameters: path,
      requestContext: { routeKey: route, authorizer },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    };
    await writeFile(event, JSON.stringify(request));
    const before = spent(runtime);
    const { stdout } = await run(process.execPath, [script, bundle, event], {
      env: environmentOf(runtime),
      maxBuffer: 64 * 1024 * 1024,
    });
    const said = z.parse(answer, JSON.parse(stdout));
    if (said.statusCode !== 200) throw new Error(`${route}: ${said.statusCode} ${said.body}`);
    const after = spent(runtime);
    return {
      ...said,
      writeUnits: after.writeUnits - before.writeUnits,
      transactions: after.transactions - before.transactions,
    };
  };
}

function environmentOf({ awsUrl, region, credentials, outputs }: Runtime): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    AWS_ENDPOINT_URL: awsUrl,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    LEDGER_TABLE: outputs['LedgerTable'] ?? '',
    INBOX_BUCKET: outputs['InboxBucket'] ?? '',
    ARCHIVE_BUCKET: outputs['ArchiveBucket'] ?? '',
  };
}

function spent({ usage }: Runtime): { readonly writeUnits: number; readonly transactions: number } {
  const lines = usage.snapshot();
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    writeUnits: sum(lines.map(({ writeUnits }) => writeUnits)),
    transactions: sum(
      lines.flatMap(({ operation, calls }) => (operation === 'TransactWriteItems' ? [calls] : [])),
    ),
  };
}

function codeOf(index: number): string {
  return `10${(index % 9) + 1}X${index}`;
}

/** Projects of nine departments. */
function projects(): readonly Cells[] {
  return Array.from({ length: subjects }, (_, index) => ({
    code: codeOf(index),
    name: `第${index}个项目`,
    kind: '项目支出',
    department: codeOf(index).slice(0, 3),
    unit: `${codeOf(index).slice(0, 3)}001`,
    'initial.fiscal': '60.00',
  }));
}

/** Every indicator with its target at least `least`, under a goal of some length. */
function targets(least: number): readonly Cells[] {
  return Array.from({ length: subjects }, (_, index) =>
    codes.slice(0, indicators).map((code) => ({
      subject: codeOf(index),
      goal: `第${index}个项目按计划完成年度各项工作任务，达到批复的预期效果，服务对象满意。`,
      code,
      name: `年度工作任务完成情况${code}`,
      operator: '≥',
      target: String(least + (index % 40)),
      unit: '场',
      nature: '水平型',
    })),
  ).flat();
}

function bothOf(preview: number, acceptance: number): string {
  return `${preview.toFixed(1)} and ${acceptance.toFixed(1)}`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}

/** The operating system counts resident memory in KiB. */
function megabytes(kibibytes: number): string {
  return `${((kibibytes * 1024) / 1_000_000).toFixed(0)} MB`;
}
