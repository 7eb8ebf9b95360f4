import { describe, expect, test } from 'vitest';
import { benchPerTest, failure, INVOKE, machine } from './sfn-bench.ts';

const open = benchPerTest();

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
