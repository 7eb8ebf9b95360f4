/** The contract's way to another service, walked against one that lets machines be made and deleted over the wire. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realClock } from '../../infra/embedded/clock.ts';
import { AwsError, type Json, type JsonService } from '../../infra/embedded/parts.ts';
import { createStepFunctions, type StepFunctions } from '../../infra/embedded/step-functions/service.ts';
import { machine } from './sfn-bench.ts';
import { openElsewhere } from './sfn-elsewhere.ts';
import { openShell, type Shell } from './sfn-shell.ts';

const roleArn = 'arn:aws:iam::000000000000:role/contract';
const services = new Map<string, StepFunctions>();
let folder = '';
let shell: Shell;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elsewhere-'));
  shell = await openShell(() => elsewhere, realClock());
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});

afterAll(async () => {
  await shell.close();
  await rm(folder, { recursive: true, force: true });
});

/** One service per machine: enough to be made, run and deleted. */
const elsewhere: JsonService = {
  target: 'AWSStepFunctions',
  async call(operation, input, principal) {
    if (operation === 'CreateStateMachine') return create(input);
    const name =
      /:(?:stateMachine|execution):([^:]+)/.exec(
        String(input['stateMachineArn'] ?? input['executionArn']),
      )?.[1] ?? '';
    const service = services.get(name);
    if (service === undefined) throw new AwsError('StateMachineDoesNotExist', `There is no machine ${name}.`);
    if (operation !== 'DeleteStateMachine') return service.call(operation, input, principal);
    services.delete(name);
    await service.stop();
    return {};
  },
};

async function create({ name, definition }: Json): Promise<Json> {
  const settings = { name: String(name), arn: `arn:aws:states:us-east-1:000000000000:stateMachine:${name}` };
  const service = await createStepFunctions({
    journalFile: join(folder, settings.name),
    machines: [{ ...settings, definition: String(definition), roleName: 'contract' }],
    clock: realClock(),
    functions: {
      invoke: () => Promise.reject(new AwsError('ResourceNotFoundException', 'no functions here', 404)),
    },
    sdkCall: () => Promise.reject(new AwsError('InternalFailure', 'no SDK here', 500)),
    emit: async () => undefined,
    access: () => undefined,
  });
  services.set(settings.name, service);
  return { stateMachineArn: settings.arn, creationDate: 0 };
}

test('machines are made, run to their end, looked at and deleted', async () => {
  const double = machine({ Only: { Type: 'Pass', Output: '{% $states.input.n * 2 %}', End: true } });
  const bench = await openElsewhere({ machines: { double } }, { endpoint: shell.endpoint, roleArn });
  expect(await bench.output('double', { n: 21 })).toBe(42);
  const ended = await bench.run('double', {});
  expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect((await bench.history(ended.executionArn ?? '')).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  await bench.close();
  expect(services.size).toBe(0);
});
