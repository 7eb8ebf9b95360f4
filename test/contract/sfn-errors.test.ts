import { describe, expect, test } from 'vitest';
import { benchPerTest, failure, INVOKE, machine } from './sfn-bench.ts';

const open = benchPerTest();

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
