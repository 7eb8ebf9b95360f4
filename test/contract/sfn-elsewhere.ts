/**
 * The same contract on another Step Functions: `CONTRACT_STEPFUNCTIONS_ENDPOINT` (`aws` for AWS itself) and
 * `CONTRACT_STEPFUNCTIONS_ROLE` (ARN of a role for the machines). Machines are made for each test and deleted after it. What needs functions,
 * faults or a clock of the test's own cannot be given to another service, so those tests are skipped there, each with its reason.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { TestRunner } from 'vitest';
import { readHistory } from './sfn-history.ts';
import type { Bench, BenchOptions } from './sfn-setting.ts';

export interface Elsewhere {
  /** Undefined: AWS itself, by the environment's own region and credentials. */
  readonly endpoint: string | undefined;
  readonly roleArn: string;
}

export function elsewhereFromEnvironment(): Elsewhere | undefined {
  const endpoint = process.env['CONTRACT_STEPFUNCTIONS_ENDPOINT'];
  const roleArn = process.env['CONTRACT_STEPFUNCTIONS_ROLE'];
  if (endpoint === undefined || roleArn === undefined) return undefined;
  return { endpoint: endpoint === 'aws' ? undefined : endpoint, roleArn };
}

export async function openElsewhere(options: BenchOptions, { endpoint, roleArn }: Elsewhere): Promise<Bench> {
  const { machines, ...hooks } = options;
  const needed = Object.keys(hooks);
  if (needed.length > 0) return skipHere(`gives the service its own ${needed.join(', ')}`);
  const client = new SFNClient(endpoint === undefined ? {} : { endpoint });
  const arns = await createMachines(client, machines, roleArn);
  const bench: Bench = {
    client,
    get clock() {
      return skipHere('moves the clock');
    },
    get journalFile() {
      return skipHere('looks into the journal');
    },
    get events() {
      return skipHere('looks at the events that were emitted');
    },
    service: () => skipHere('looks into the service'),
    async start(name, input = {}, executionName = randomUUID()) {
      const command = { stateMachineArn: arns.get(name), name: executionName, input: JSON.stringify(input) };
      const { executionArn = '' } = await client.send(new StartExecutionCommand(command));
      return executionArn;
    },
    describe: (executionArn) => client.send(new DescribeExecutionCommand({ executionArn })),
    async run(name, input) {
      const arn = await bench.start(name, input);
      for (;;) {
        const execution = await bench.describe(arn);
        if (execution.status !== 'RUNNING') return execution;
        await pause(200);
      }
    },
    async output(name, input) {
      const { output, status, error, cause } = await bench.run(name, input);
      if (output === undefined) throw new Error(`The execution is ${status}: ${error} ${cause}`);
      return JSON.parse(output);
    },
    history: (arn) => readHistory(client, arn),
    restart: () => skipHere('restarts the service'),
    async close() {
      for (const stateMachineArn of arns.values())
        await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
      client.destroy();
    },
  };
  return bench;
}

async function createMachines(
  client: SFNClient,
  machines: BenchOptions['machines'],
  roleArn: string,
): Promise<ReadonlyMap<string, string>> {
  const arns = new Map<string, string>();
  for (const [name, definition] of Object.entries(machines)) {
    const command = { name: `contract-${randomUUID()}`, definition: JSON.stringify(definition), roleArn };
    const { stateMachineArn = '' } = await client.send(new CreateStateMachineCommand(command));
    arns.set(name, stateMachineArn);
  }
  return arns;
}

function skipHere(what: string): never {
  TestRunner.getCurrentTest()?.context.skip(`only on the embedded service: the test ${what}`);
  throw new Error(`Only on the embedded service: the test ${what}.`);
}
