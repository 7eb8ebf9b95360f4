/**
 * Functions on a desk of their own: small handlers written to a temporary folder, the host, the queue and Lambda's own
 * address behind the endpoint.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccess, type Policies } from '../../infra/embedded/access.ts';
import { createDeadLetters } from '../../infra/embedded/dead-letters.ts';
import { type Endpoint, serveAws } from '../../infra/embedded/endpoint.ts';
import { type AsyncQueue, openAsyncQueue } from '../../infra/embedded/lambda/async-queue.ts';
import { createLambda, type Lambda } from '../../infra/embedded/lambda/host.ts';
import { createInvokeApi } from '../../infra/embedded/lambda/invoke-api.ts';
import type { FunctionSettings } from '../../infra/embedded/lambda/settings.ts';
import type { Clock, HttpService } from '../../infra/embedded/parts.ts';
import { type Credentials, loadCredentials } from '../../infra/embedded/principals.ts';
import { temporaryFolder } from './hand-made-assembly.ts';

export interface FunctionSketch extends Partial<FunctionSettings> {
  /** The text of `index.mjs`. */
  readonly code: string;
}

export interface LambdaDeskOptions {
  readonly functions: Readonly<Record<string, FunctionSketch>>;
  readonly clock: Clock;
  readonly offset?: Float64Array;
  readonly policies?: Policies;
  /** A folder of one's own, which is then not removed. */
  readonly folder?: string;
}

export interface LambdaDesk {
  readonly lambda: Lambda;
  readonly queue: AsyncQueue;
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly folder: string;
  /** What functions and the runtime have said so far, parsed. */
  readonly said: Readonly<Record<string, unknown>>[];
  /** The dead letters kept so far. */
  deadLetters(): Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

export const REGION = 'cn-north-1';

export function arnOf(name: string): string {
  return `arn:aws-cn:lambda:${REGION}:000000000000:function:${name}`;
}

export async function startLambdaDesk(options: LambdaDeskOptions): Promise<LambdaDesk> {
  const { clock, policies = {} } = options;
  const folder = options.folder ?? temporaryFolder();
  const functions = Object.entries(options.functions).map(([name, sketch]) => write(folder, name, sketch));
  const credentials = loadCredentials(join(folder, 'keys'), [
    ...new Set([...Object.keys(policies), ...functions.map(({ roleName }) => roleName)]),
  ]);
  const said: Record<string, unknown>[] = [];
  const log = (line: string): void => {
    said.push(JSON.parse(line));
  };
  let endpointUrl = '';
  const lambda = await createLambda({
    functions,
    region: REGION,
    endpointUrl: () => endpointUrl,
    credentials,
    clock,
    log,
    ...(options.offset && { offset: options.offset }),
  });
  const file = join(folder, 'dead-letters.jsonl');
  const deadLetters = createDeadLetters({ file, clock, log });
  const queue = await openAsyncQueue({ file: join(folder, 'invocations'), lambda, clock, deadLetters, log });
  const principals = credentials.byAccessKeyId;
  const access = createAccess(policies);
  const endpoint = await serveAws({
    port: 0,
    json: [],
    lambda: createInvokeApi({ lambda, queue, principals, access, clock }),
    s3: absent,
    principals,
    clock,
  });
  endpointUrl = endpoint.url;
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await queue.stop();
    await lambda.stop();
    await endpoint.stop();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return {
    lambda,
    queue,
    endpoint,
    credentials,
    folder,
    said,
    deadLetters: () => readLetters(file),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

function write(folder: string, name: string, { code, ...more }: FunctionSketch): FunctionSettings {
  const home = join(folder, 'code', name);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'index.mjs'), code);
  return {
    name,
    arn: arnOf(name),
    folder: home,
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 20,
    memoryMb: 128,
    roleName: 'worker',
    ...more,
  };
}

function readLetters(file: string): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const absent: HttpService = {
  async serve(_, response) {
    response.writeHead(501).end();
  },
};
