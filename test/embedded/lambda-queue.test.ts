/** Invocations that nobody waits for: at least once, retried by the clock, kept when they fail for good, also over a kill. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from './hand-made-assembly.ts';
import { type FunctionSketch, type LambdaDesk, startLambdaDesk } from './lambda-desk.ts';

/** Appends what it is told to a file beside its code, and fails as often as it is told. */
const writes: FunctionSketch = {
  code: `import { appendFileSync, readFileSync } from 'node:fs';
const file = process.env.LAMBDA_TASK_ROOT + '/written';
export const handler = ({ text, failures = 0 }) => {
  appendFileSync(file, text);
  if (readFileSync(file, 'utf8').split(text).length - 1 <= failures) throw new Error('not yet');
};`,
};

function written({ folder }: LambdaDesk, name = 'writes'): string {
  return readFileSync(join(folder, 'code', name, 'written'), 'utf8');
}

function freshFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function open(
  clock: ManualClock,
  folder: string,
  functions: Readonly<Record<string, FunctionSketch>> = { writes },
): Promise<LambdaDesk> {
  const desk = await startLambdaDesk({ functions, clock, folder });
  onTestFinished(() => desk.stop());
  clock.settleWith(() => desk.queue.settled());
  desk.queue.start();
  return desk;
}

const START = '2022-07-01T01:00:00Z';
const invocation = (text: string, failures = 0) => ({
  functionName: 'writes',
  payload: { text, failures },
  source: 'a test',
});

describe('the queue of invocations', () => {
  test('one that fails is tried again after one and after two more minutes', async () => {
    const clock = manualClock(START);
    const desk = await open(clock, freshFolder());
    await desk.queue.enqueue([invocation('x', 2)]);
    await clock.pass(0);
    expect(written(desk)).toBe('x');
    await clock.pass(59);
    expect(written(desk)).toBe('x');
    await clock.pass(1);
    expect(written(desk)).toBe('xx');
    await clock.pass(120);
    expect(written(desk)).toBe('xxx');
    await clock.pass(24 * 3600);
    expect(written(desk)).toBe('xxx');
  });

  test('one that fails for good is said loudly and kept', async () => {
    const clock = manualClock(START);
    const desk = await open(clock, freshFolder());
    await desk.queue.enqueue([invocation('x', 99)]);
    await clock.pass(3600);
    expect(written(desk)).toBe('xxx');
    const letter = { source: 'a test', functionName: 'writes', payload: { text: 'x', failures: 99 } };
    expect(desk.deadLetters()).toEqual([
      { at: '2022-07-01T01:03:00.000Z', ...letter, reason: 'Error: not yet (after 3 attempts)' },
    ]);
    expect(desk.said).toContainEqual(
      expect.objectContaining({ level: 'ERROR', deadLetter: expect.objectContaining(letter) }),
    );
  });

  test.each([
    ['retries', { maxRetries: 0 }, 'x'],
    ['age', { maxAgeSeconds: 90 }, 'xx'],
  ])('the template limits the %s', async (_, asyncLimits, expected) => {
    const clock = manualClock(START);
    const desk = await open(clock, freshFolder(), { writes: { ...writes, asyncLimits } });
    await desk.queue.enqueue([invocation('x', 99)]);
    await clock.pass(3600);
    expect(written(desk)).toBe(expected);
    expect(desk.deadLetters()).toHaveLength(1);
  });

  test('a function that is not there any more is a dead letter at once', async () => {
    const clock = manualClock(START);
    const desk = await open(clock, freshFolder());
    await desk.queue.enqueue([{ ...invocation('x'), functionName: 'gone' }]);
    await clock.pass(0);
    expect(desk.deadLetters()).toMatchObject([{ functionName: 'gone' }]);
  });

  test('what waits for another try goes on after a restart, counted from where it stood', async () => {
    const clock = manualClock(START);
    const folder = freshFolder();
    const first = await open(clock, folder);
    await first.queue.enqueue([invocation('x', 99), invocation('y')]);
    await clock.pass(60);
    expect(written(first)).toMatch(/^(xyx|yxx)$/);
    await first.stop();
    const second = await open(clock, folder);
    await clock.pass(119);
    expect(written(second)).toHaveLength(3);
    await clock.pass(1);
    expect(written(second)).toHaveLength(4);
    expect(second.deadLetters()).toHaveLength(1);
  });

  test('what was accepted before it starts or is killed is carried out at the next start', async () => {
    const folder = freshFolder();
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'lambda-queue-child.ts'), folder],
      { stdio: 'inherit' },
    );
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const clock = manualClock(START);
    // The child's clock was the real one, and what it accepted is due by now only on a clock that has come so far.
    await clock.pass((Date.now() - clock.now()) / 1000);
    const desk = await open(clock, folder);
    await desk.queue.settled();
    expect([...written(desk)].sort().join('')).toBe('abc');
  });

  test('the journal is rewritten when it has grown, without losing what is alive', async () => {
    const clock = manualClock(START);
    const folder = freshFolder();
    const echo = { code: 'export const handler = () => 1;' };
    const desk = await open(clock, folder, { echo, writes });
    await desk.queue.enqueue([invocation('x', 1)]);
    await desk.queue.settled();
    const payload = 'x'.repeat(500_000);
    for (let round = 0; round < 12; round += 1)
      await desk.queue.enqueue([{ functionName: 'echo', payload, source: 'a test' }]);
    await desk.queue.settled();
    expect(statSync(join(folder, 'invocations')).size).toBeLessThan(4_500_000);
    await desk.stop();
    const again = await open(clock, folder, { echo, writes });
    await clock.pass(60);
    expect(written(again)).toBe('xx');
  });
});
