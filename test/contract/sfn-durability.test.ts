/**
 * What survives: a stop, a kill at any moment, a new version of the machine, months of waiting, and the compaction of the
 * journal. A kill is played by opening a copy of the journal as it was after any one of its writes.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeHeader, HEADER_BYTES, TITLE } from '../../infra/embedded/journal-frames.ts';
import type { Principal } from '../../infra/embedded/parts.ts';
import { failure, INVOKE, INVOKE_AND_WAIT, machine, machineArn, openBench } from './sfn-bench.ts';
import type { Bench, BenchOptions } from './sfn-setting.ts';

const DAY = 86_400;
let folder: string;
let benches: Bench[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sfn-crash-'));
});

afterEach(async () => {
  for (const bench of benches) await bench.close();
  benches = [];
  await rm(folder, { recursive: true, force: true });
});

async function open(options: BenchOptions): Promise<Bench> {
  const bench = await openBench(options);
  benches.push(bench);
  return bench;
}

/** The journal as it was after each of its writes. */
function cuts(journal: Buffer): Buffer[] {
  const prefixes: Buffer[] = [];
  for (let at = TITLE.length; at < journal.length; ) {
    const header = decodeHeader(journal.subarray(at, at + HEADER_BYTES));
    if (header === undefined) throw new Error(`No frame at byte ${at}.`);
    at += HEADER_BYTES + header.length;
    prefixes.push(journal.subarray(0, at));
  }
  return prefixes;
}

const call = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: {
    FunctionName: name,
    Payload: { n: '{% $states.input %}', retry: '{% $states.context.State.RetryCount %}' },
  },
  Output: '{% $states.result.Payload %}',
  ...more,
});

/** One of everything that rests on disk: tasks, a retry, waits, a token, branches and iterations. */
const everything = machine({
  Begin: { Type: 'Pass', Assign: { base: 100 }, Next: 'Flaky' },
  Flaky: call('flaky', { Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 3 }], Next: 'Each' }),
  Each: {
    Type: 'Map',
    Items: '{% [1..4] %}',
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: 'Add',
      States: {
        Add: call('add', { Next: 'Nap' }),
        Nap: { Type: 'Wait', Seconds: 5, Output: '{% $states.input + $base %}', End: true },
      },
    },
    Next: 'Both',
  },
  Both: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Sum', States: { Sum: { Type: 'Pass', Output: '{% $sum($states.input) %}', End: true } } },
      {
        StartAt: 'Ask',
        States: {
          Ask: {
            Type: 'Task',
            Resource: INVOKE_AND_WAIT,
            Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
            TimeoutSeconds: 10 * DAY,
            End: true,
          },
        },
      },
    ],
    Next: 'Long',
  },
  Long: { Type: 'Wait', Seconds: 40 * DAY, Next: 'Broken' },
  Broken: call('broken', {
    Catch: [{ ErrorEquals: ['Known'], Output: '{% $states.input %}', Next: 'Done' }],
    End: true,
  }),
  Done: { Type: 'Succeed', Output: { result: '{% $states.input %}', base: '{% $base %}' } },
});

const caller: Principal = { name: 'reviewer', accessKeyId: '', secretAccessKey: '' };

/** Functions that answer the same whenever they are asked the same. The reviewer answers after two days. */
function answers(bench: () => Bench | undefined): NonNullable<BenchOptions['functions']> {
  return {
    flaky: ({ n, retry }) => {
      if (Number(retry) < 2) throw failure('Busy', 'later');
      return n;
    },
    add: ({ n }) => Number(n) + 1,
    broken: () => {
      throw failure('Known', 'as planned');
    },
    ask: (token) => {
      const { clock } = bench() ?? {};
      clock?.at(clock.now() + 2 * DAY * 1000, () => approve(bench(), token));
      return 'sent';
    },
  };
}

function approve(bench: Bench | undefined, taskToken: unknown): void {
  // Asked twice, the reviewer answers twice, and the second answer finds the task closed.
  const answered = bench?.service().call('SendTaskSuccess', { taskToken, output: '"approved"' }, caller);
  answered?.catch(() => undefined);
}

/** What the reviewer remembers of a process that was killed: the questions in the history. */
async function approveWhatWasAsked(bench: Bench, arn: string): Promise<void> {
  for (const { taskScheduledEventDetails: details } of await bench.history(arn)) {
    if (details?.resource !== 'invoke.waitForTaskToken') continue;
    approve(bench, JSON.parse(details.parameters ?? '').Payload);
  }
}

const EXPECTED = JSON.stringify({ result: [410 + 4, 'approved'], base: 100 });

describe('a kill after any write of the journal', () => {
  test('leads to the same end, with a history without gaps and its end announced', async () => {
    let bench: Bench | undefined;
    const options = { machines: { m: everything }, functions: answers(() => bench) };
    bench = await open(options);
    const arn = await bench.start('m', 7, 'whole');
    await bench.clock.pass(60 * DAY);
    expect(await bench.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: EXPECTED });

    const journal = await readFile(bench.journalFile);
    const prefixes = cuts(journal);
    expect(prefixes.length).toBeGreaterThan(15);
    for (const [index, prefix] of prefixes.entries()) {
      const journalFile = join(folder, `killed-${index}`);
      await writeFile(journalFile, prefix);
      bench = await open({ ...options, journalFile });
      // The very first write is the definition: no execution had been acknowledged then.
      if (index === 0) await bench.start('m', 7, 'whole');
      await approveWhatWasAsked(bench, arn);
      await bench.clock.pass(60 * DAY);
      expect(await bench.describe(arn), `after write ${index + 1}`).toMatchObject({
        status: 'SUCCEEDED',
        output: EXPECTED,
      });
      const history = await bench.history(arn);
      expect(history.map(({ id }) => id)).toEqual(history.map((_, at) => at + 1));
      const announced = bench.events.map(({ detail }) => detail['status']);
      if (index < prefixes.length - 1) expect(announced).toContain('SUCCEEDED');
      await bench.close();
    }
    benches = benches.slice(0, 1);
  });

  test('a process killed in the middle has every execution that it acknowledged', async () => {
    const journalFile = join(folder, 'killed');
    const script = new URL('./sfn-crash-child.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', 'tsx', script, journalFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8');
      child.stdout.on('data', (text: string) => {
        acknowledged += text;
        if (acknowledged.length > 2000) child.kill('SIGKILL');
      });
      child.on('error', reject);
      child.on('close', () => resolve());
    });
    const { describe: look } = await open({
      machines: { m: machine({ S: { Type: 'Succeed' } }) },
      journalFile,
    });
    // What stands after the last line end is a name cut in two.
    const names = acknowledged.split('\n').slice(0, -1);
    expect(names.length).toBeGreaterThan(100);
    for (const name of names) {
      const arn = `${machineArn('m').replace('stateMachine', 'execution')}:${name}`;
      expect((await look(arn)).status).toBe('RUNNING');
    }
  });
});

describe('a restart', () => {
  test('timers go on where they were, and what fell due meanwhile comes at once', async () => {
    const {
      start,
      restart,
      clock,
      describe: look,
    } = await open({
      machines: {
        m: machine(
          { W: { Type: 'Wait', Seconds: 100, Next: 'E' }, E: { Type: 'Succeed', Output: '{% $now() %}' } },
          { TimeoutSeconds: 500 },
        ),
      },
    });
    const arn = await start('m');
    await clock.pass(60);
    await restart();
    await clock.pass(39);
    expect((await look(arn)).status).toBe('RUNNING');
    await clock.pass(1);
    expect((await look(arn)).output).toBe('"2022-07-01T00:01:40.000Z"');
  });

  test('an execution ends under the definition it began with, a new one begins under the new', async () => {
    const version = (text: string) =>
      machine({ W: { Type: 'Wait', Seconds: 100, Next: 'E' }, E: { Type: 'Succeed', Output: text } });
    const { start, restart, clock, describe: look, client } = await open({ machines: { m: version('old') } });
    const before = await start('m');
    await restart({ machines: { m: version('new') } });
    const after = await start('m');
    await clock.pass(100);
    expect((await look(before)).output).toBe('"old"');
    expect((await look(after)).output).toBe('"new"');
    const described = await client.send(
      new DescribeStateMachineCommand({ stateMachineArn: machineArn('m') }),
    );
    expect(described.definition).toContain('new');
  });

  test('a machine that is gone still ends what it began', async () => {
    const {
      start,
      restart,
      clock,
      describe: look,
    } = await open({
      machines: { m: machine({ W: { Type: 'Wait', Seconds: 100, End: true } }) },
    });
    const arn = await start('m', 1, 'n');
    await restart({ machines: { other: machine({ S: { Type: 'Succeed' } }) } });
    await clock.pass(100);
    expect((await look(arn)).status).toBe('SUCCEEDED');
    await expect(start('m')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  test('a call under way when the service stops is finished and recorded', async () => {
    const calls: number[] = [];
    let finish: () => void = () => undefined;
    const {
      start,
      restart,
      describe: look,
    } = await open({
      functions: {
        slow: () => {
          calls.push(1);
          return new Promise((resolve) => {
            finish = () => resolve('done');
          });
        },
      },
      machines: { m: machine({ T: call('slow', { End: true }) }) },
    });
    const started = start('m', 1, 'n');
    while (calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const restarted = restart();
    finish();
    await restarted;
    expect((await look(await started)).output).toBe('"done"');
    expect(calls).toHaveLength(1);
  });

  test('the version fences: a journal that tells a step twice is refused', async () => {
    const { start, clock, journalFile } = await open({
      machines: { m: machine({ W: { Type: 'Wait', Seconds: 9, End: true } }) },
    });
    await start('m');
    await clock.pass(9);
    const journal = await readFile(journalFile);
    const ends = cuts(journal).map(({ length }) => length);
    const steps = ends
      .map((end, at) => journal.subarray(ends[at - 1] ?? TITLE.length, end))
      .filter((frame) => frame.includes('"closing"'));
    const file = join(folder, 'twice');
    await writeFile(file, Buffer.concat([journal, ...steps]));
    await expect(open({ machines: {}, journalFile: file })).rejects.toThrow('is at version 2, not before 2');
  });
});

describe('keeping and forgetting', () => {
  test('ninety days after its end an execution is gone, and its bytes with it; others stay', async () => {
    const {
      start,
      clock,
      describe: look,
      history,
      journalFile,
      restart,
      client,
    } = await open({
      machines: {
        short: machine({ S: { Type: 'Succeed' } }),
        long: machine({ W: { Type: 'Wait', Seconds: 200 * DAY, End: true } }),
      },
    });
    const closed = await start('short', 'x'.repeat(100_000), 'a');
    const running = await start('long', 1, 'b');
    await clock.pass(89 * DAY);
    expect(await history(closed)).toHaveLength(4);
    const before = (await stat(journalFile)).size;
    await clock.pass(3 * DAY);
    await expect(look(closed)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    expect((await stat(journalFile)).size).toBeLessThan(before / 10);
    expect((await history(running)).map(({ id }) => id)).toEqual([1, 2]);
    await restart();
    await start('short', 2, 'a');
    await clock.pass(110 * DAY);
    expect((await look(running)).status).toBe('SUCCEEDED');
    expect((await history(running)).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    const { executions } = await client.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn('long') }),
    );
    expect(executions?.map(({ name }) => name)).toEqual(['b']);
  });

  test('a compacted journal tells the same: long histories, threads and tokens under way', async () => {
    const tokens: string[] = [];
    const {
      start,
      clock,
      describe: look,
      history,
      restart,
      client,
    } = await open({
      functions: { ask: (token) => tokens.push(String(token)), add: ({ n }) => n },
      machines: {
        gone: machine({ S: { Type: 'Succeed' } }),
        m: machine({
          M: {
            Type: 'Map',
            Items: '{% [1..200] %}',
            ItemProcessor: { StartAt: 'T', States: { T: call('add', { End: true }) } },
            Next: 'A',
          },
          A: {
            Type: 'Task',
            Resource: INVOKE_AND_WAIT,
            Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
            End: true,
          },
        }),
      },
    });
    await start('gone');
    const arn = await start('m');
    const before = await history(arn);
    expect(before.length).toBeGreaterThan(1000);
    await clock.pass(100 * DAY);
    expect(await history(arn)).toEqual(before);
    await restart();
    expect(await history(arn)).toEqual(before);
    await client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: '5' }));
    expect((await look(arn)).output).toBe('5');
    expect((await history(arn)).map(({ id }) => id)).toEqual(
      Array.from({ length: before.length + 3 }, (_, n) => n + 1),
    );
  });
});
