/** The clocks: timers fire once, in the order of their instants; the virtual clock jumps, is kept, and never goes back. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realClock, virtualClock } from '../../infra/embedded/clock.ts';
import { createTimers } from '../../infra/embedded/timers.ts';

const DAY = 86_400_000;
const START = Date.parse('2022-07-01T00:00:00+08:00');
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clock-'));
  file = join(folder, 'clock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the virtual clock', () => {
  test('a timer of forty days fires when the clock is moved there, not before', async () => {
    const clock = virtualClock(file, START);
    const fired: number[] = [];
    clock.at(START + 40 * DAY, () => fired.push(clock.now()));
    await clock.advanceTo(START + 40 * DAY - 1_000_000);
    expect(fired).toEqual([]);
    await clock.advanceTo(START + 40 * DAY);
    expect(fired).toHaveLength(1);
    expect(fired[0]).toBeGreaterThanOrEqual(START + 40 * DAY);
  });

  test('timers fire in the order of their instants, each at its own time, with those that they set themselves', async () => {
    const clock = virtualClock(file, START);
    const fired: string[] = [];
    const note = (name: string) => () => {
      fired.push(`${name} day ${Math.floor((clock.now() - START) / DAY)}`);
    };
    clock.at(START + 3 * DAY, note('c'));
    clock.at(START + 1 * DAY, () => {
      note('a')();
      // Not at once, but after something was awaited, as a function that is woken would.
      void turn().then(() => clock.at(START + 2 * DAY, note('b')));
    });
    clock.at(START + 3 * DAY, note('d'));
    await clock.advanceTo(START + 10 * DAY);
    expect(fired).toEqual(['a day 1', 'b day 2', 'c day 3', 'd day 3']);
  });

  test('between two instants it waits for the work to settle', async () => {
    const clock = virtualClock(file, START);
    const seen: string[] = [];
    let working: Promise<void> = Promise.resolve();
    clock.settleWith(() => working);
    clock.at(START + DAY, () => {
      working = (async () => {
        for (let turns = 0; turns < 50; turns += 1) await turn();
        seen.push('work of the first');
      })();
    });
    clock.at(START + 2 * DAY, () => seen.push('second'));
    await clock.advanceTo(START + 2 * DAY);
    expect(seen).toEqual(['work of the first', 'second']);
  });

  test('tells where it is heading, and shares its offset', async () => {
    const clock = virtualClock(file, START);
    const headings: number[] = [];
    clock.at(START + DAY, () => headings.push(clock.destination()));
    await clock.advanceTo(START + 2 * DAY);
    expect(headings).toEqual([START + 2 * DAY]);
    expect(clock.destination()).toBe(clock.now());
    const other = new Float64Array(clock.offset.buffer);
    expect(Math.abs(Date.now() + (other[0] ?? 0) - clock.now())).toBeLessThan(5_000);
  });

  test('a cancelled timer stays silent, also when cancelled by one of the same instant', async () => {
    const clock = virtualClock(file, START);
    const fired: string[] = [];
    clock.at(START + DAY, () => {
      fired.push('first');
      cancel();
    });
    const cancel = clock.at(START + DAY, () => fired.push('second'));
    await clock.advanceTo(START + DAY);
    expect(fired).toEqual(['first']);
  });

  test('never goes backwards', async () => {
    const clock = virtualClock(file, START);
    await clock.advanceTo(START + DAY);
    await clock.advanceTo(START);
    expect(clock.now()).toBeGreaterThanOrEqual(START + DAY);
  });

  test('is kept over a restart; a later start moves it on, an earlier one does not', async () => {
    await virtualClock(file, START).advanceTo(START + 5 * DAY);
    expect(virtualClock(file).now()).toBeGreaterThanOrEqual(START + 5 * DAY);
    expect(virtualClock(file, START).now()).toBeGreaterThanOrEqual(START + 5 * DAY);
    expect(virtualClock(file, START + 9 * DAY).now()).toBeGreaterThanOrEqual(START + 9 * DAY);
  });

  test('the target is on disk before the first timer fires', async () => {
    const clock = virtualClock(file, START);
    let kept = '';
    clock.at(START + DAY, () => {
      kept = readFileSync(file, 'utf8');
    });
    await clock.advanceTo(START + 3 * DAY);
    expect(Number(kept.trim().split(' ')[1])).toBe(START + 3 * DAY);
  });

  test('a damaged file stops the start', () => {
    writeFileSync(file, 'half');
    expect(() => virtualClock(file)).toThrow(/damaged/);
  });

  test('two moves at once are made one after the other', async () => {
    const clock = virtualClock(file, START);
    const fired: number[] = [];
    for (const day of [1, 2, 3, 4]) clock.at(START + day * DAY, () => fired.push(day));
    await Promise.all([clock.advanceTo(START + 2 * DAY), clock.advanceTo(START + 4 * DAY)]);
    expect(fired).toEqual([1, 2, 3, 4]);
  });
});

describe('the real clock', () => {
  test('fires what is due, in order, and the past soon', async () => {
    const clock = realClock();
    const fired: string[] = [];
    const now = clock.now();
    await new Promise<void>((resolve) => {
      clock.at(now + 20, resolve);
      clock.at(now + 10, () => fired.push('later'));
      clock.at(now - DAY, () => fired.push('past'));
      clock.at(now + 5, () => fired.push('sooner'));
    });
    expect(fired).toEqual(['past', 'sooner', 'later']);
  });

  test('a timer of forty days does not fire at once, and can be cancelled', async () => {
    const clock = realClock();
    const fired: string[] = [];
    const cancel = clock.at(clock.now() + 40 * DAY, () => fired.push('far'));
    await new Promise<void>((resolve) => {
      clock.at(clock.now() + 20, resolve);
    });
    expect(fired).toEqual([]);
    cancel();
  });
});

test('any mixture of timers and cancellations fires in order, without the cancelled ones', () => {
  const plan = fc.array(fc.record({ instant: fc.integer({ min: 0, max: 50 }), cancelled: fc.boolean() }), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(plan, fc.integer({ min: 0, max: 60 }), (wanted, now) => {
      const timers = createTimers();
      const fired: number[] = [];
      const cancels = wanted.map(({ instant }, at) => timers.add(instant, () => fired.push(at)));
      for (const [at, { cancelled }] of wanted.entries()) if (cancelled) cancels[at]?.();
      timers.fireDue(now);
      const expected = wanted
        .map((timer, at) => ({ ...timer, at }))
        .filter(({ cancelled, instant }) => !cancelled && instant <= now)
        .sort((a, b) => a.instant - b.instant || a.at - b.at);
      expect(fired).toEqual(expected.map(({ at }) => at));
    }),
  );
});
