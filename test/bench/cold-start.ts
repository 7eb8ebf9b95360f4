/**
 * Cold start: a new process loads a bundle and makes its first call, which reads one item. Compared, turn by turn, with a bare handler
 * that has nothing but the DynamoDB client.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { assembly } from '../../infra/cloud/assembly.ts';
import { startEngine } from '../../infra/embedded/dynamodb/engine.ts';
import { median, ms } from './figures.ts';

const run = promisify(execFile);
const turns = 21;

/** A route of each function; its first call looks up who asks, which is one read, and refuses. */
const routes: Readonly<Record<string, string>> = {
  'query-standing': 'GET /api/rounds/{round}/standing',
  'read-filings': 'GET /api/todo',
  'command-filing': 'POST /api/filings/{filing}/submit',
};

const bareHandler = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = () => client.send(new GetItemCommand({ TableName: process.env.LEDGER_TABLE, Key: { pk: { S: 'a' }, sk: { S: 'b' } } }));
`;

/** Times loading and the first call from inside the process; a refusal or an error of the call is an answer too. */
const probe = `
const began = performance.now();
const { handler } = await import(process.argv[1]);
const event = { routeKey: process.argv[3], headers: {}, pathParameters: { round: '2022-H1' }, requestContext: { routeKey: '', authorizer: { jwt: { claims: { sub: 'nobody' } } } } };
console.log = () => undefined;
await Promise.resolve(handler(event, { awsRequestId: 'bench' })).catch(() => undefined);
process.stdout.write(String(performance.now() - began));
process.exit(0);
`;

export async function coldStart(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'cold-'));
  const engine = await startEngine(join(folder, 'cold.db'));
  const code = join(await assembly({ partition: 'aws-cn' }), 'bundle', 'code');
  const bare = join(folder, 'bare.mjs');
  await build({
    stdin: { contents: bareHandler, resolveDir: process.cwd() },
    outfile: bare,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
  });
  const probeFile = join(folder, 'probe.mjs');
  await writeFile(probeFile, probe.replace('process.argv[1]', 'process.argv[2]'));
  const files = new Map([
    ['bare', bare],
    ...Object.keys(routes).map((name): [string, string] => [name, join(code, name, 'index.mjs')]),
  ]);
  const times = new Map([...files.keys()].map((name): [string, number[]] => [name, []]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [name, file] of files)
      times.get(name)?.push(await timeOf([probeFile, file, routes[name] ?? ''], engine.endpoint));
  }
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
  const base = median(times.get('bare') ?? []);
  return Object.fromEntries(
    [...times].map(([name, all]) => [name, `${(median(all) / base).toFixed(2)} × bare (${ms(median(all))})`]),
  );
}

async function timeOf(command: readonly string[], endpoint: string): Promise<number> {
  const { stdout } = await run(process.execPath, command, {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'cn-north-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      LEDGER_TABLE: 'ledger',
      ARCHIVE_BUCKET: 'archive',
    },
  });
  return Number(stdout);
}
