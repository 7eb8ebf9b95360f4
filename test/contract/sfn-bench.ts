/**
 * Step Functions set up for a test: machines given as ASL objects, functions given as plain functions, a clock that waits
 * for the test, and the AWS client in front of it all.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach } from 'vitest';
import { AwsError, type BusEvent, type Functions } from '../../infra/embedded/parts.ts';
import { createStepFunctions, type StepFunctions } from '../../infra/embedded/step-functions/service.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { elsewhereFromEnvironment, openElsewhere } from './sfn-elsewhere.ts';
import { readHistory } from './sfn-history.ts';
import type { Bench, BenchOptions } from './sfn-setting.ts';
import { openShell } from './sfn-shell.ts';

export const INVOKE = 'arn:aws:states:::lambda:invoke';
export const INVOKE_AND_WAIT = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

export function machineArn(name: string): string {
  return `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
}

/** A machine in JSONata from its states; it starts at the first. */
export function machine(states: Readonly<Record<string, object>>, more: object = {}): object {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
}

export function failure(errorType: string, message: string): Error {
  const error = new Error(message);
  error.name = errorType;
  return error;
}

function functionsOf(table: BenchOptions['functions']): Functions {
  return {
    async invoke(nameOrArn, payload) {
      const run = table?.[nameOrArn];
      if (run === undefined)
        throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
      try {
        // Payloads cross the wire, so a test function never shares an object with the engine.
        return { payload: await run(JSON.parse(JSON.stringify(payload))) };
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        return { error: { errorType: name, errorMessage: message } };
      }
    },
  };
}

async function openService(
  options: BenchOptions,
  journalFile: string,
  clock: ManualClock,
  events: BusEvent[],
): Promise<StepFunctions> {
  return createStepFunctions({
    journalFile,
    clock,
    machines: Object.entries(options.machines).map(([name, definition]) => ({
      arn: machineArn(name),
      name,
      definition: JSON.stringify(definition),
      roleName: `${name}-role`,
    })),
    functions: functionsOf(options.functions),
    sdkCall: options.sdkCall ?? (() => Promise.reject(new AwsError('InternalFailure', 'no SDK here', 500))),
    access: (_, action, resourceArn) => options.access?.(action, resourceArn),
    emit: async (event) => {
      await options.emit?.(event);
      events.push(event);
    },
    ...(options.startRate !== undefined && { startRate: options.startRate }),
  });
}

export async function openBench(options: BenchOptions): Promise<Bench> {
  const elsewhere = elsewhereFromEnvironment();
  if (elsewhere !== undefined) return openElsewhere(options, elsewhere);
  const folder = await mkdtemp(join(tmpdir(), 'sfn-'));
  const journalFile = options.journalFile ?? join(folder, 'executions.journal');
  const clock = manualClock(options.startAt ?? '2022-07-01T00:00:00Z');
  const events: BusEvent[] = [];
  let service = await openService(options, journalFile, clock, events);
  clock.settleWith(() => service.idle());
  const shell = await openShell(() => service, clock);
  const client = new SFNClient({
    endpoint: shell.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const bench: Bench = {
    client,
    clock,
    journalFile,
    events,
    service: () => service,
    async start(name, input = {}, executionName) {
      const stateMachineArn = machineArn(name);
      const named = executionName === undefined ? {} : { name: executionName };
      const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), ...named });
      const { executionArn = '' } = await client.send(command);
      await clock.rest();
      return executionArn;
    },
    describe: (executionArn) => client.send(new DescribeExecutionCommand({ executionArn })),
    async run(name, input) {
      return bench.describe(await bench.start(name, input));
    },
    async output(name, input) {
      const { output, status, error, cause } = await bench.run(name, input);
      if (output === undefined) throw new Error(`The execution is ${status}: ${error} ${cause}`);
      return JSON.parse(output);
    },
    history: (executionArn) => readHistory(client, executionArn),
    async restart(changes = {}) {
      await service.stop();
      service = await openService({ ...options, ...changes }, journalFile, clock, events);
      await clock.rest();
    },
    async close() {
      client.destroy();
      await shell.close();
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return bench;
}

/** Opens benches for the tests of a file, and closes each after its test. */
export function benchPerTest(): (options: BenchOptions) => Promise<Bench> {
  const opened: Bench[] = [];
  afterEach(async () => {
    for (const bench of opened.splice(0)) await bench.close();
  });
  return async (options) => {
    const bench = await openBench(options);
    opened.push(bench);
    return bench;
  };
}
