/** The operations of Step Functions around a running machine: starting, stopping, listing, history, events and access. */
import {
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../infra/embedded/parts.ts';
import { machine, machineArn, openBench } from './sfn-bench.ts';
import type { Bench, BenchOptions } from './sfn-setting.ts';

let bench: Bench | undefined;

const waits = machine({ W: { Type: 'Wait', Seconds: 100, End: true } });
const ends = machine({ S: { Type: 'Succeed' } });

async function open(options: Partial<BenchOptions> = {}): Promise<Bench> {
  bench = await openBench({ machines: { waits, ends }, ...options });
  return bench;
}

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

describe('names', () => {
  test('the same name and input while running is the same execution', async () => {
    const { start, clock, describe: look } = await open();
    const first = await start('waits', { a: 1 }, 'one');
    await clock.pass(10);
    expect(await start('waits', { a: 1 }, 'one')).toBe(first);
    expect((await look(first)).startDate?.toISOString()).toBe('2022-07-01T00:00:00.000Z');
  });

  test('another input, or an execution that has ended, makes the name taken', async () => {
    const { start, clock } = await open();
    await start('waits', { a: 1 }, 'one');
    await expect(start('waits', { a: 2 }, 'one')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await clock.pass(100);
    await expect(start('waits', { a: 1 }, 'one')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await start('ends', {}, 'one');
  });

  test('of many starts at one moment there is one execution', async () => {
    const { start, service, describe: look } = await open();
    const arns = await Promise.all(Array.from({ length: 30 }, () => start('waits', {}, 'same')));
    expect(new Set(arns).size).toBe(1);
    expect(service().counts.executionsStarted).toBe(1);
    const other = await Promise.allSettled([start('waits', 1, 'x'), start('waits', 2, 'x')]);
    expect(other.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await look(arns[0] ?? '')).status).toBe('RUNNING');
  });

  test.for(['', 'has space', 'a/b', 'a:b', 'a*', 'x'.repeat(81), 'tab\t'])('%j is no name', async (name) => {
    const { start } = await open();
    await expect(start('ends', {}, name)).rejects.toMatchObject({ name: 'InvalidName' });
  });

  test('eighty characters and letters of any script are fine', async () => {
    const { start } = await open();
    expect(await start('ends', {}, `县-${'x'.repeat(78)}`)).toContain(':execution:ends:县-');
  });
});

describe('starting', () => {
  test('an unknown machine, an input that is no JSON and an unknown parameter are refused', async () => {
    const { client, start } = await open();
    await expect(start('absent')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    const send = (more: object) =>
      client.send(new StartExecutionCommand({ stateMachineArn: machineArn('ends'), ...more }));
    await expect(send({ input: '{broken' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(send({ traceHeader: 'x' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('a rate limit throttles and refills with the clock', async () => {
    const { start, clock } = await open({ startRate: 2 });
    await start('ends');
    await start('ends');
    await expect(start('ends')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await clock.pass(0.5);
    await start('ends');
    await expect(start('ends')).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  test('who may not, cannot; the action and the ARN are asked for', async () => {
    const asked: string[] = [];
    const { start, client } = await open({
      access: (action, arn) => {
        asked.push(`${action} ${arn}`);
        if (action === 'states:StopExecution') throw new AwsError('AccessDeniedException', 'no');
      },
    });
    const arn = await start('waits', {}, 'n');
    const stop = client.send(new StopExecutionCommand({ executionArn: arn }));
    await expect(stop).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(asked).toEqual([
      `states:StartExecution ${machineArn('waits')}`,
      'states:StopExecution arn:aws:states:us-east-1:000000000000:execution:waits:n',
    ]);
  });

  test('an operation that is not there says so', async () => {
    const { client } = await open();
    const tags = client.send(new ListTagsForResourceCommand({ resourceArn: machineArn('ends') }));
    await expect(tags).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});

describe('stopping', () => {
  test('ABORTED with error and cause, and nothing happens after', async () => {
    const { start, client, describe: look, clock, history } = await open();
    const executionArn = await start('waits');
    await client.send(new StopExecutionCommand({ executionArn, error: 'E', cause: 'C' }));
    expect(await look(executionArn)).toMatchObject({ status: 'ABORTED', error: 'E', cause: 'C' });
    await clock.pass(1000);
    expect((await history(executionArn)).at(-1)?.type).toBe('ExecutionAborted');
  });

  test('an execution that is not there', async () => {
    const { client, describe: look } = await open();
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:waits:none';
    const stop = client.send(new StopExecutionCommand({ executionArn }));
    await expect(stop).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await expect(look(executionArn)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});

describe('looking', () => {
  test('executions are listed newest first, by status and page by page', async () => {
    const { client, start, clock } = await open();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await start('waits', {}, name);
      await clock.pass(30);
    }
    const stateMachineArn = machineArn('waits');
    const list = async (more: object) => client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
    const names = (page: Awaited<ReturnType<typeof list>>) => page.executions?.map(({ name }) => name);
    expect(names(await list({}))).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(names(await list({ statusFilter: 'SUCCEEDED' }))).toEqual(['b', 'a']);
    const first = await list({ maxResults: 2 });
    await start('waits', {}, 'f');
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    const third = await list({ maxResults: 2, nextToken: second.nextToken });
    expect([first, second, third].map(names)).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    expect(third.nextToken).toBeUndefined();
    await expect(list({ nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  test('history is gapless and linked, forward, backward and without data', async () => {
    const { client, start, clock, history } = await open();
    const executionArn = await start('waits', { secret: 1 });
    await clock.pass(100);
    const events = await history(executionArn);
    expect(events.map(({ id, type, previousEventId }) => [id, type, previousEventId])).toEqual([
      [1, 'ExecutionStarted', 0],
      [2, 'WaitStateEntered', 0],
      [3, 'WaitStateExited', 2],
      [4, 'ExecutionSucceeded', 3],
    ]);
    expect(events.at(-1)?.timestamp?.toISOString()).toBe('2022-07-01T00:01:40.000Z');
    const page = (more: object) => client.send(new GetExecutionHistoryCommand({ executionArn, ...more }));
    const backward = await page({ reverseOrder: true, maxResults: 3 });
    expect(backward.events?.map(({ id }) => id)).toEqual([4, 3, 2]);
    const rest = await page({ reverseOrder: true, maxResults: 3, nextToken: backward.nextToken });
    expect(rest.events?.map(({ id }) => id)).toEqual([1]);
    expect(rest.nextToken).toBeUndefined();
    expect(JSON.stringify(await page({ includeExecutionData: false }))).not.toContain('secret');
  });

  test('machines are described and listed', async () => {
    const { client } = await open();
    const described = await client.send(
      new DescribeStateMachineCommand({ stateMachineArn: machineArn('ends') }),
    );
    expect(described).toMatchObject({
      name: 'ends',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: JSON.stringify(ends),
    });
    const first = await client.send(new ListStateMachinesCommand({ maxResults: 1 }));
    const second = await client.send(
      new ListStateMachinesCommand({ maxResults: 1, nextToken: first.nextToken }),
    );
    const listed = [first, second].map(({ stateMachines }) => stateMachines?.[0]?.name);
    expect(listed).toEqual(['waits', 'ends']);
  });
});

describe('status events', () => {
  test('RUNNING and the end are announced in order, with everything a rule can ask for', async () => {
    const { start, clock, events } = await open();
    const arn = await start('waits', { a: 1 }, 'n');
    await clock.pass(100);
    expect(events).toEqual([
      {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        resources: [arn],
        detail: {
          executionArn: arn,
          stateMachineArn: machineArn('waits'),
          name: 'n',
          status: 'RUNNING',
          startDate: Date.parse('2022-07-01T00:00:00Z'),
          stopDate: null,
          input: '{"a":1}',
          output: null,
          error: null,
          cause: null,
        },
      },
      expect.objectContaining({
        detail: expect.objectContaining({
          status: 'SUCCEEDED',
          output: '{"a":1}',
          stopDate: Date.parse('2022-07-01T00:01:40Z'),
        }),
      }),
    ]);
  });

  test('a bus that refuses is told again', async () => {
    let refusals = 2;
    const { start, clock, events } = await open({
      emit: async () => {
        refusals -= 1;
        if (refusals >= 0) throw new Error('the bus is away (this line belongs to the test)');
      },
    });
    await start('ends');
    expect(events).toHaveLength(0);
    await clock.pass(60);
    expect(events.map(({ detail }) => detail['status'])).toEqual(['RUNNING', 'SUCCEEDED']);
  });
});
