/** `npm start`: the whole system on this machine, with the sample county, until Ctrl+C. */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Runtime } from '../embedded/runtime.ts';
import { standUp } from './stand-up.ts';

const usage = `npm start [-- options]
  --port 8080          port of the API and the sign-in page
  --data .data         folder of the data; survives restarts and kill -9
  --fresh              empty the data folder first
  --clock 2022-07-01   virtual clock from that day on; the sign-in page can move it forward`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    data: { type: 'string', default: '.data' },
    fresh: { type: 'boolean', default: false },
    clock: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else {
  await start();
}

async function start(): Promise<void> {
  const { port, data, fresh, clock } = values;
  if (clock !== undefined && Number.isNaN(Date.parse(clock)))
    throw new Error(`--clock ${clock} is no day; write it as 2022-07-01`);
  if (fresh) await rm(data, { recursive: true, force: true });
  const began = performance.now();
  const runtime = await standUp({
    data,
    port: Number(port),
    ...(clock !== undefined && { clock: { virtualStart: `${clock.slice(0, 10)}T09:00:00+08:00` } }),
    log: (line) => console.error(line),
  });
  greet(runtime, data, performance.now() - began);
  // An engine that ended by itself can take no more writes: better to end than to refuse everything.
  runtime.failed.then(fail, fail);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      runtime.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

function greet(runtime: Runtime, data: string, took: number): void {
  const { apiUrl, awsUrl, credentials } = runtime;
  console.log(`
  预算绩效运行监控 is up (${(took / 1000).toFixed(1)} s), data in ${data}

  Sign in          ${apiUrl}/local/
  API              ${apiUrl}/api      (OpenAPI: ${apiUrl}/openapi.json)
  AWS endpoint     ${awsUrl}
    AWS_ENDPOINT_URL=${awsUrl} AWS_REGION=${runtime.region} AWS_DEFAULT_REGION=${runtime.region} \\
    AWS_ACCESS_KEY_ID=${credentials.accessKeyId} AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}

  Ctrl+C stops it.`);
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}
