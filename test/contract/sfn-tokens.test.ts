/** What ends a task from outside: its time, its heartbeat and its token. */
import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { benchPerTest, INVOKE_AND_WAIT, machine } from './sfn-bench.ts';
import type { Bench } from './sfn-setting.ts';

const open = benchPerTest();

describe('time limits', () => {
  const slow = (more: object) => ({
    Type: 'Task',
    Resource: INVOKE_AND_WAIT,
    Arguments: { FunctionName: 'slow', Payload: '{% $states.context.Task.Token %}' },
    End: true,
    ...more,
  });

  test('TimeoutSeconds ends a task with States.Timeout and the execution with FAILED', async () => {
    const {
      start,
      describe: look,
      clock,
      history,
    } = await open({
      functions: { slow: () => null },
      machines: { m: machine({ T: slow({ TimeoutSeconds: '{% $states.input.limit %}' }) }) },
    });
    const arn = await start('m', { limit: 30 });
    await clock.pass(29);
    expect((await look(arn)).status).toBe('RUNNING');
    await clock.pass(1);
    expect(await look(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect((await history(arn)).map(({ type }) => type)).toContain('TaskTimedOut');
  });

  test('a heartbeat moves its own limit and not that of the task', async () => {
    const tokens: string[] = [];
    const {
      start,
      describe: look,
      clock,
      client,
    } = await open({
      functions: { slow: (token) => tokens.push(String(token)) },
      machines: {
        m: machine({
          T: slow({
            TimeoutSeconds: 100,
            HeartbeatSeconds: 10,
            Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Missed' }],
          }),
          Missed: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
        }),
      },
    });
    const arn = await start('m');
    for (let beat = 0; beat < 3; beat += 1) {
      await clock.pass(9);
      await client.send(new SendTaskHeartbeatCommand({ taskToken: tokens[0] }));
    }
    expect(tokens).toHaveLength(1);
    await clock.pass(9);
    expect((await look(arn)).status).toBe('RUNNING');
    await clock.pass(1);
    expect(await look(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"States.Timeout"' });
  });

  test('TimeoutSeconds of the machine is TIMED_OUT, whatever it was doing', async () => {
    const {
      start,
      describe: look,
      clock,
      history,
    } = await open({
      machines: { m: machine({ W: { Type: 'Wait', Seconds: 1000, End: true } }, { TimeoutSeconds: 60 }) },
    });
    const arn = await start('m');
    await clock.pass(60);
    expect(await look(arn)).toMatchObject({ status: 'TIMED_OUT' });
    expect((await history(arn)).at(-1)?.type).toBe('ExecutionTimedOut');
    await clock.pass(2000);
    expect((await history(arn)).at(-1)?.type).toBe('ExecutionTimedOut');
  });
});

describe('task tokens', () => {
  async function waiting(): Promise<Bench & { tokens: string[] }> {
    const tokens: string[] = [];
    const opened = await open({
      functions: { ask: (token) => tokens.push(String(token)) },
      machines: {
        m: machine({
          Ask: {
            Type: 'Task',
            Resource: INVOKE_AND_WAIT,
            Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
            TimeoutSeconds: 1000,
            End: true,
          },
        }),
      },
    });
    return { ...opened, tokens };
  }

  test('success is the result of the task', async () => {
    const { start, describe: look, client, tokens, history } = await waiting();
    const arn = await start('m');
    expect((await look(arn)).status).toBe('RUNNING');
    await client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: '{"approved":true}' }));
    expect(await look(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
    const types = (await history(arn)).map(({ type }) => type);
    expect(types.slice(1, 6)).toEqual([
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
    ]);
  });

  test('failure is the error of the task', async () => {
    const { start, describe: look, client, tokens } = await waiting();
    const arn = await start('m');
    await client.send(new SendTaskFailureCommand({ taskToken: tokens[0], error: 'Refused', cause: 'no' }));
    expect(await look(arn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'no' });
  });

  test('a token is good for one answer; late, unknown and malformed ones are told apart', async () => {
    const { start, client, tokens, clock } = await waiting();
    await start('m');
    await start('m');
    const [first = '', second = ''] = tokens;
    const send = (taskToken: string, output = '1') =>
      client.send(new SendTaskSuccessCommand({ taskToken, output }));
    await expect(send(first, '{not json')).rejects.toMatchObject({ name: 'InvalidOutput' });
    await send(first);
    await expect(send(first)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await clock.pass(1000);
    await expect(send(second)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(send('nonsense')).rejects.toMatchObject({ name: 'InvalidToken' });
    const forged = Buffer.from(JSON.stringify(['arn:aws:states:::execution:m:none', 1, 'x'])).toString(
      'base64url',
    );
    await expect(send(forged)).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });

  test('of twenty answers at the same moment one is taken', async () => {
    const { start, client, tokens } = await waiting();
    await start('m');
    const answers = Array.from({ length: 20 }, (_, n) =>
      client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: String(n) })),
    );
    const settled = await Promise.allSettled(answers);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a token survives a restart', async () => {
    const { start, describe: look, client, tokens, restart } = await waiting();
    const arn = await start('m');
    await restart();
    expect(tokens).toHaveLength(1);
    await client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: '"after"' }));
    expect((await look(arn)).output).toBe('"after"');
  });

  test('an answer that comes before the call has returned is taken', async () => {
    const bench = await open({
      functions: {
        ask: async (token) => {
          await bench.client.send(
            new SendTaskSuccessCommand({ taskToken: String(token), output: '"early"' }),
          );
        },
      },
      machines: {
        m: machine({
          Ask: {
            Type: 'Task',
            Resource: INVOKE_AND_WAIT,
            Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
            End: true,
          },
        }),
      },
    });
    const arn = await bench.start('m');
    expect((await bench.describe(arn)).output).toBe('"early"');
  });
});
