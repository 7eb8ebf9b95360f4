/**
 * What Step Functions promises a machine that is written in JSONata: data, variables, choices, waiting, errors and tokens,
 * seen through the unmodified AWS client.
 */
import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../infra/embedded/parts.ts';
import {
  type Bench,
  type BenchOptions,
  failure,
  INVOKE,
  INVOKE_AND_WAIT,
  machine,
  openBench,
} from './sfn-bench.ts';

let bench: Bench | undefined;

async function open(options: BenchOptions): Promise<Bench> {
  bench = await openBench(options);
  return bench;
}

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

/** One Pass state with the given fields. */
function pass(fields: object): object {
  return machine({ Only: { Type: 'Pass', ...fields, End: true } });
}

describe('data', () => {
  test('a state without Output passes its input on', async () => {
    const { output } = await open({ machines: { m: pass({}) } });
    expect(await output('m', { a: [1, { b: null }] })).toEqual({ a: [1, { b: null }] });
  });

  test('Output evaluates every expression and leaves plain text alone', async () => {
    const { output } = await open({
      machines: {
        m: pass({
          Output: { sum: '{% $sum($states.input.list) %}', text: 'as it is', deep: [{ n: '{% 1 + 1 %}' }] },
        }),
      },
    });
    expect(await output('m', { list: [1, 2, 3] })).toEqual({ sum: 6, text: 'as it is', deep: [{ n: 2 }] });
  });

  test('an undefined result is States.QueryEvaluationError and names the field', async () => {
    const { run, history } = await open({ machines: { m: pass({ Output: '{% $states.input.absent %}' }) } });
    const ended = await run('m', {});
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    const failed = (await history(ended.executionArn ?? '')).find(({ type }) => type === 'EvaluationFailed');
    expect(failed?.evaluationFailedEventDetails).toMatchObject({ location: 'Output', state: 'Only' });
  });

  test('$states.context tells of execution, machine and state', async () => {
    const {
      output,
      start,
      describe: look,
    } = await open({
      machines: { m: pass({ Output: '{% $states.context %}' }) },
    });
    const arn = await start('m', { x: 1 }, 'known');
    expect(JSON.parse((await look(arn)).output ?? '')).toEqual({
      Execution: {
        Id: arn,
        Input: { x: 1 },
        Name: 'known',
        RoleArn: 'arn:aws:iam::000000000000:role/m-role',
        StartTime: '2022-07-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:m', Name: 'm' },
      State: { Name: 'Only', EnteredTime: '2022-07-01T00:00:00.000Z', RetryCount: 0 },
    });
    expect(await output('m')).toMatchObject({ StateMachine: { Name: 'm' } });
  });

  test('the added functions', async () => {
    const { output } = await open({
      machines: {
        m: pass({
          Output: {
            parts: '{% $partition([1,2,3,4,5], 2) %}',
            range: '{% $range(0, 10, 5) %}',
            hash: "{% $hash('abc', 'SHA-256') %}",
            parsed: '{% $parse(\'{"a":1}\').a %}',
            same: '{% $random(7) = $random(7) %}',
            uuid: '{% $match($uuid(), /^[0-9a-f-]{36}$/).index %}',
            now: '{% $now() %}',
            millis: '{% $millis() %}',
          },
        }),
      },
    });
    expect(await output('m')).toEqual({
      parts: [[1, 2], [3, 4], [5]],
      range: [0, 5, 10],
      hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      parsed: 1,
      same: true,
      uuid: 0,
      now: '2022-07-01T00:00:00.000Z',
      millis: Date.parse('2022-07-01T00:00:00Z'),
    });
  });
});

describe('variables', () => {
  test('Assign and Output both see the variables as they were before the state', async () => {
    const { output } = await open({
      machines: {
        m: machine({
          A: { Type: 'Pass', Assign: { x: 1, y: 10 }, Next: 'B' },
          B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'C' },
          C: {
            Type: 'Pass',
            Output: { before: '{% $states.input %}', x: '{% $x %}', y: '{% $y %}' },
            End: true,
          },
        }),
      },
    });
    expect(await output('m')).toEqual({ before: 1, x: 10, y: 1 });
  });

  test('branches and iterations see outer variables, and what they assign stays inside', async () => {
    const inner = {
      StartAt: 'I',
      States: {
        I: { Type: 'Pass', Assign: { own: '{% $outer + $states.input %}' }, Next: 'J' },
        J: { Type: 'Pass', Output: '{% $own %}', End: true },
      },
    };
    const { output } = await open({
      machines: {
        m: machine({
          A: { Type: 'Pass', Assign: { outer: 100 }, Output: '{% [1, 2] %}', Next: 'M' },
          M: { Type: 'Map', ItemProcessor: inner, Next: 'Z' },
          Z: { Type: 'Pass', Output: { list: '{% $states.input %}', outer: '{% $outer %}' }, End: true },
        }),
      },
    });
    expect(await output('m')).toEqual({ list: [101, 102], outer: 100 });
  });
});

describe('Choice', () => {
  const states = {
    C: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Assign: { size: 'big' }, Output: 'chosen', Next: 'End' },
        { Condition: "{% $states.input.n = 'x' %}", Assign: { size: 'x' }, Next: 'End' },
      ],
      Assign: { size: 'none' },
      Default: 'End',
    },
    End: { Type: 'Pass', Output: { size: '{% $size %}', input: '{% $states.input %}' }, End: true },
  };

  test('takes the first rule that is true, with its own Output and Assign, or Default', async () => {
    const { output } = await open({ machines: { m: machine(states) } });
    expect(await output('m', { n: 11 })).toEqual({ size: 'big', input: 'chosen' });
    expect(await output('m', { n: 1 })).toEqual({ size: 'none', input: { n: 1 } });
  });

  test('no rule and no Default is States.NoChoiceMatched; a condition that is no boolean fails', async () => {
    const rule = (Condition: string) =>
      machine({ C: { Type: 'Choice', Choices: [{ Condition, Next: 'E' }] }, E: { Type: 'Succeed' } });
    const { run } = await open({ machines: { none: rule('{% false %}'), text: rule("{% 'yes' %}") } });
    expect(await run('none')).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
    expect(await run('text')).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});

describe('Wait', () => {
  test('forty days pass in order', async () => {
    const {
      start,
      describe: look,
      clock,
    } = await open({
      machines: {
        m: machine({
          W: { Type: 'Wait', Seconds: '{% $states.input.days * 86400 %}', Next: 'E' },
          E: { Type: 'Succeed', Output: '{% $now() %}' },
        }),
      },
    });
    const arn = await start('m', { days: 40 });
    await clock.pass(40 * 86_400 - 1);
    expect((await look(arn)).status).toBe('RUNNING');
    await clock.pass(1);
    const { output, stopDate } = await look(arn);
    expect(JSON.parse(output ?? '')).toBe('2022-08-10T00:00:00.000Z');
    expect(stopDate?.toISOString()).toBe('2022-08-10T00:00:00.000Z');
  });

  test('until a timestamp, written or computed; the past is now', async () => {
    const wait = (Timestamp: string) =>
      machine({ W: { Type: 'Wait', Timestamp, Next: 'E' }, E: { Type: 'Succeed', Output: '{% $now() %}' } });
    const {
      start,
      describe: look,
      run,
      clock,
    } = await open({
      machines: {
        fixed: wait('2022-07-02T08:00:00+08:00'),
        past: wait('2022-06-01T00:00:00Z'),
        computed: wait('{% $states.input.at %}'),
      },
    });
    const arn = await start('fixed');
    expect(await run('past')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run('computed', { at: 'soon' })).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
    });
    await clock.pass(86_400);
    expect(JSON.parse((await look(arn)).output ?? '')).toBe('2022-07-02T00:00:00.000Z');
  });

  test('more seconds than allowed, or not whole, are refused when computed', async () => {
    const { run } = await open({
      machines: { m: machine({ W: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } }) },
    });
    for (const seconds of [-1, 1.5, 100_000_000, 'x']) {
      expect(await run('m', seconds)).toMatchObject({ error: 'States.QueryEvaluationError' });
    }
  });
});

describe('errors', () => {
  const boom = (more: object, name = 'boom') => ({
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { FunctionName: name },
    End: true,
    ...more,
  });
  const caught = { Type: 'Pass', Output: '{% $states.input %}', End: true };
  const functions = {
    boom: () => {
      throw failure('Order.Broken', 'it broke');
    },
  };

  test("a function's error is its type and its JSON", async () => {
    const { run } = await open({ functions, machines: { m: machine({ T: boom({}) }) } });
    expect(await run('m')).toMatchObject({
      status: 'FAILED',
      error: 'Order.Broken',
      cause: JSON.stringify({ errorMessage: 'it broke', errorType: 'Order.Broken' }),
    });
  });

  test('a missing function is Lambda.ResourceNotFoundException', async () => {
    const { run } = await open({ machines: { m: machine({ T: boom({}, 'nowhere') }) } });
    expect(await run('m')).toMatchObject({ error: 'Lambda.ResourceNotFoundException' });
  });

  test('Catch takes the first that matches, with Output and Assign of its own', async () => {
    const { output } = await open({
      functions,
      machines: {
        m: machine({
          T: boom({
            Catch: [
              { ErrorEquals: ['Other'], Next: 'Wrong' },
              {
                ErrorEquals: ['Order.Broken'],
                Assign: { why: '{% $states.errorOutput.Error %}' },
                Output: { caught: '{% $states.errorOutput.Cause %}', input: '{% $states.input %}' },
                Next: 'Right',
              },
              { ErrorEquals: ['States.ALL'], Next: 'Wrong' },
            ],
          }),
          Wrong: { Type: 'Fail' },
          Right: { Type: 'Pass', Output: { why: '{% $why %}', ...caught }, End: true },
        }),
      },
    });
    expect(await output('m', 5)).toMatchObject({ why: 'Order.Broken', Output: { input: 5 } });
  });

  test('without Output a catcher passes the error on', async () => {
    const { output } = await open({
      functions,
      machines: {
        m: machine({ T: boom({ Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'C' }] }), C: caught }),
      },
    });
    expect(await output('m')).toMatchObject({ Error: 'Order.Broken' });
  });

  test('Fail names its error, and an uncaught one ends the execution', async () => {
    const { run } = await open({
      machines: {
        m: machine({ F: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: 'because' } }),
        bare: machine({ F: { Type: 'Fail' } }),
      },
    });
    expect(await run('m', { e: 'Mine' })).toMatchObject({
      status: 'FAILED',
      error: 'Mine',
      cause: 'because',
    });
    expect((await run('bare')).error).toBeUndefined();
  });

  test('Retry waits longer each time, up to its cap, and then gives up to Catch', async () => {
    const at: number[] = [];
    const {
      start,
      describe: look,
      clock,
      history,
    } = await open({
      functions: {
        boom: () => {
          at.push((clock.now() - Date.parse('2022-07-01T00:00:00Z')) / 1000);
          throw failure('Busy', 'later');
        },
      },
      machines: {
        m: machine({
          T: boom({
            Arguments: {
              FunctionName: 'boom',
              Payload: { attempt: '{% $states.context.State.RetryCount %}' },
            },
            Retry: [
              {
                ErrorEquals: ['Busy'],
                IntervalSeconds: 2,
                MaxAttempts: 4,
                BackoffRate: 3,
                MaxDelaySeconds: 20,
              },
            ],
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
          }),
          C: caught,
        }),
      },
    });
    const arn = await start('m');
    await clock.pass(60);
    expect(at).toEqual([0, 2, 8, 26, 46]);
    expect((await look(arn)).status).toBe('SUCCEEDED');
    const scheduled = (await history(arn)).filter(({ type }) => type === 'TaskScheduled');
    const attempts = scheduled.map(
      ({ taskScheduledEventDetails: details }) => JSON.parse(details?.parameters ?? '').Payload.attempt,
    );
    expect(attempts).toEqual([0, 1, 2, 3, 4]);
  });

  test('full jitter stays within the planned delay', async () => {
    let attempts = 0;
    const {
      start,
      describe: look,
      clock,
    } = await open({
      functions: {
        boom: () => {
          attempts += 1;
          throw failure('Busy', 'later');
        },
      },
      machines: {
        m: machine({
          T: boom({
            Retry: [
              {
                ErrorEquals: ['States.ALL'],
                IntervalSeconds: 10,
                MaxAttempts: 5,
                BackoffRate: 1,
                JitterStrategy: 'FULL',
              },
            ],
          }),
        }),
      },
    });
    const arn = await start('m');
    await clock.pass(50);
    expect(attempts).toBe(6);
    expect((await look(arn)).error).toBe('Busy');
  });

  test('each retrier counts for itself', async () => {
    const errors = ['A', 'B', 'A', 'B'];
    const {
      start,
      describe: look,
      clock,
    } = await open({
      functions: {
        boom: () => {
          const next = errors.shift();
          if (next) throw failure(next, '');
          return 'well';
        },
      },
      machines: {
        m: machine({
          T: boom({
            Retry: [
              { ErrorEquals: ['A'], MaxAttempts: 2 },
              { ErrorEquals: ['B'], MaxAttempts: 1 },
            ],
          }),
        }),
      },
    });
    const arn = await start('m');
    await clock.pass(100);
    expect(await look(arn)).toMatchObject({ status: 'FAILED', error: 'B' });
  });

  test.for([
    ['States.ALL', 'Any.Error', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.QueryEvaluationError', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.TaskFailed', 'Any.Error', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.DataLimitExceeded', false],
    ['States.Timeout', 'Any.Error', false],
    ['Any.Error', 'Any.Error', true],
    ['any.error', 'Any.Error', false],
  ] as const)('%s against %s: %s', async ([wanted, error, catches]) => {
    const { run } = await open({
      functions: {
        boom: () => {
          throw failure(error, '');
        },
      },
      machines: { m: machine({ T: boom({ Catch: [{ ErrorEquals: [wanted], Next: 'C' }] }), C: caught }) },
    });
    expect((await run('m')).status).toBe(catches ? 'SUCCEEDED' : 'FAILED');
  });

  test('a failing Output of a task is caught by its own Catch; one in the catcher is not', async () => {
    const broken = '{% $states.input.absent %}';
    const { run } = await open({
      functions: { boom: () => 1 },
      machines: {
        m: machine({
          T: boom({ Output: broken, Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'C' }] }),
          C: caught,
        }),
        n: machine({
          T: boom({ Output: broken, Catch: [{ ErrorEquals: ['States.ALL'], Output: broken, Next: 'C' }] }),
          C: caught,
        }),
      },
    });
    expect(await run('m')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run('n')).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});

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
    const { start, describe: look } = await open({
      functions: {
        ask: async (token) => {
          const { client } = bench ?? {};
          await client?.send(new SendTaskSuccessCommand({ taskToken: String(token), output: '"early"' }));
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
    const arn = await start('m');
    expect((await look(arn)).output).toBe('"early"');
  });
});

describe('other services', () => {
  test('dynamodb and aws-sdk tasks go to the SDK under the role of the machine, in any partition', async () => {
    const calls: unknown[] = [];
    const { output } = await open({
      sdkCall: async (...call) => {
        calls.push(call);
        return { Done: call[1] };
      },
      machines: {
        m: machine({
          A: {
            Type: 'Task',
            Resource: 'arn:aws-cn:states:::dynamodb:putItem',
            Arguments: { TableName: 't' },
            Next: 'B',
          },
          B: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:dynamodb:query',
            Arguments: { TableName: 'u' },
            Next: 'C',
          },
          C: {
            Type: 'Task',
            Resource: 'arn:aws:states:::events:putEvents',
            Arguments: { Entries: [{ Detail: { a: 1 } }] },
            End: true,
          },
        }),
      },
    });
    expect(await output('m')).toEqual({ Done: 'putEvents' });
    expect(calls).toEqual([
      ['dynamodb', 'putItem', { TableName: 't' }, 'm-role'],
      ['dynamodb', 'query', { TableName: 'u' }, 'm-role'],
      ['eventbridge', 'putEvents', { Entries: [{ Detail: '{"a":1}' }] }, 'm-role'],
    ]);
  });

  test('their errors carry the name of the service', async () => {
    const { run } = await open({
      sdkCall: () => Promise.reject(new AwsError('ConditionalCheckFailedException', 'no')),
      machines: {
        optimised: machine({
          A: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', Arguments: {}, End: true },
        }),
        sdk: machine({
          A: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
            Arguments: {},
            End: true,
          },
        }),
      },
    });
    expect(await run('optimised')).toMatchObject({ error: 'DynamoDB.ConditionalCheckFailedException' });
    expect(await run('sdk')).toMatchObject({ error: 'DynamoDb.ConditionalCheckFailedException' });
  });
});

describe('Parallel and Map', () => {
  const call = (name: string, more: object = {}) => ({
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    End: true,
    ...more,
  });

  test('Parallel gives each branch the same arguments and collects in order', async () => {
    const branch = (name: string, n: number) => ({
      StartAt: name,
      States: { [name]: { Type: 'Pass', Output: { [name]: `{% $states.input.n * ${n} %}` }, End: true } },
    });
    const { output } = await open({
      machines: {
        m: machine({
          P: {
            Type: 'Parallel',
            Arguments: { n: '{% $states.input + 1 %}' },
            Branches: [branch('One', 1), branch('Two', 2)],
            Output: '{% $merge($states.result) %}',
            End: true,
          },
        }),
      },
    });
    expect(await output('m', 4)).toEqual({ One: 5, Two: 10 });
  });

  test('Map runs no more at once than it may, and keeps the order', async () => {
    let running = 0;
    let most = 0;
    const { output } = await open({
      functions: {
        slow: async ({ value }) => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return Number(value) * 10;
        },
      },
      machines: {
        m: machine({
          M: {
            Type: 'Map',
            Items: '{% $states.input.list %}',
            ItemSelector: {
              index: '{% $states.context.Map.Item.Index %}',
              value: '{% $states.context.Map.Item.Value %}',
            },
            MaxConcurrency: 3,
            ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'T', States: { T: call('slow') } },
            End: true,
          },
        }),
      },
    });
    const list = Array.from({ length: 20 }, (_, n) => n);
    expect(await output('m', { list })).toEqual(list.map((n) => n * 10));
    expect(most).toBe(3);
  });

  test('an empty Map yields an empty list; items that are no list fail', async () => {
    const { output, run } = await open({
      machines: {
        m: machine({
          M: {
            Type: 'Map',
            ItemProcessor: { StartAt: 'T', States: { T: { Type: 'Pass', End: true } } },
            End: true,
          },
        }),
      },
    });
    expect(await output('m', [])).toEqual([]);
    expect(await run('m', { a: 1 })).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  test('the first failure ends all, and the state can catch and retry it as a whole', async () => {
    let failures = 0;
    const {
      start,
      describe: look,
      clock,
      history,
    } = await open({
      functions: {
        maybe: (n) => {
          if (Number(n) !== 2 || failures > 1) return n;
          failures += 1;
          throw failure('Bad.Item', 'two');
        },
      },
      machines: {
        m: machine({
          M: {
            Type: 'Map',
            MaxConcurrency: 2,
            ItemProcessor: { StartAt: 'T', States: { T: call('maybe') } },
            Retry: [{ ErrorEquals: ['Bad.Item'], MaxAttempts: 2 }],
            End: true,
          },
        }),
      },
    });
    const arn = await start('m', [1, 2, 3]);
    await clock.pass(10);
    expect(await look(arn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3]' });
    const types = (await history(arn)).map(({ type }) => type);
    expect(types.filter((type) => type === 'MapStateFailed')).toHaveLength(2);
    expect(types.filter((type) => type === 'MapStateStarted')).toHaveLength(3);
  });

  test('a failing branch cuts the others off, deep down too', async () => {
    const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1000, End: true } } };
    const nested = { StartAt: 'Q', States: { Q: { Type: 'Parallel', Branches: [wait], End: true } } };
    const fails = {
      StartAt: 'S',
      States: { S: { Type: 'Wait', Seconds: 5, Next: 'F' }, F: { Type: 'Fail', Error: 'Stop' } },
    };
    const {
      start,
      describe: look,
      clock,
      history,
    } = await open({
      machines: {
        m: machine({
          P: {
            Type: 'Parallel',
            Branches: [nested, fails],
            Catch: [{ ErrorEquals: ['Stop'], Next: 'E' }],
            End: true,
          },
          E: { Type: 'Succeed' },
        }),
      },
    });
    const arn = await start('m');
    await clock.pass(5);
    expect((await look(arn)).status).toBe('SUCCEEDED');
    const before = (await history(arn)).length;
    await clock.pass(2000);
    expect(await history(arn)).toHaveLength(before);
  });
});

describe('limits', () => {
  test('a payload over 256 KiB is States.DataLimitExceeded, at its full size it is none', async () => {
    const text = (n: number) => pass({ Output: `{% $pad('', ${n}, 'x') %}` });
    const { run } = await open({ machines: { fits: text(256 * 1024 - 2), over: text(256 * 1024 - 1) } });
    expect(await run('fits')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run('over')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('the result of a task and the input of an execution are limited alike', async () => {
    const { run, start } = await open({
      functions: { big: () => 'x'.repeat(300_000) },
      machines: {
        m: machine({ T: { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'big' }, End: true } }),
      },
    });
    expect(await run('m')).toMatchObject({ error: 'States.DataLimitExceeded' });
    await expect(start('m', 'x'.repeat(262_143))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('the 25,000th event closes the execution', async () => {
    const { run, history } = await open({
      machines: {
        m: machine({
          A: { Type: 'Pass', Next: 'B' },
          B: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Z' }], Default: 'A' },
          Z: { Type: 'Succeed' },
        }),
      },
    });
    const ended = await run('m');
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    const events = await history(ended.executionArn ?? '');
    expect(events.map(({ id }) => id)).toEqual(Array.from({ length: 25_000 }, (_, n) => n + 1));
    expect(events.at(-1)?.type).toBe('ExecutionFailed');
  });
});
