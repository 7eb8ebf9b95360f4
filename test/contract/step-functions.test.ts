import { describe, expect, test } from 'vitest';
import { AwsError } from '../../infra/embedded/parts.ts';
import { benchPerTest, INVOKE, machine } from './sfn-bench.ts';

const open = benchPerTest();

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
