/**
 * The inside of a function's worker thread: loads the handler once, then runs one job after the other. It is bundled at
 * the boot and stands alone: nothing of the host is in here but the shape of the messages.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Failure, Job, Report, ThreadStart } from '../messages.ts';
import { followClock } from './clock-date.ts';
import { captureOutput } from './console.ts';
import { createContext } from './context.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import { failureOf } from './thread-failure.ts';

const port = parentPort;
if (port === null) throw new Error('This module runs as a worker thread only.');
const start: ThreadStart = workerData;
const report = (message: Report): void => port.postMessage(message);

if (start.offset !== undefined) followClock(start.offset);
captureOutput((level, text) => report({ kind: 'log', level, text }));

process.on('uncaughtException', (error: unknown) => die(failureOf(error), 129));
process.on('unhandledRejection', (reason: unknown) => {
  const failure = failureOf(reason);
  const errorMessage = `${failure.errorType}: ${failure.errorMessage}`;
  die({ ...failure, errorType: 'Runtime.UnhandledPromiseRejection', errorMessage }, 128);
});

try {
  const handler = await loadHandler(start.folder, start.handler);
  port.on('message', (job: Job) => {
    void run(handler, job).then(report);
  });
  report({ kind: 'ready' });
} catch (error) {
  die(failureOf(error), 1);
}

function die(failure: Failure, status: number): never {
  report({ kind: 'failed', failure, fatal: true });
  process.exit(status);
}

async function run(handler: Handler, { payload, requestId, timeoutMs }: Job): Promise<Report> {
  try {
    const result = await handler(JSON.parse(payload), createContext(start, requestId, timeoutMs));
    return { kind: 'done', payload: stringify(result) };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error), fatal: false };
  }
}

function stringify(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}
