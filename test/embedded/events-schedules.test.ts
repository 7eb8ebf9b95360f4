/** When schedules are due, in words and over restarts and jumps of the clock. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { virtualClock } from '../../infra/embedded/clock.ts';
import { rhythmOf } from '../../infra/embedded/events/schedule-expression.ts';
import { openScheduler, type Scheduler } from '../../infra/embedded/events/scheduler.ts';
import type { ScheduleSettings } from '../../infra/embedded/events/settings.ts';
import type { AsyncInvocation } from '../../infra/embedded/lambda/async-record.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from './hand-made-assembly.ts';

const SHANGHAI = 'Asia/Shanghai';
const utc = (instant: number | undefined) => instant && new Date(instant).toISOString().slice(0, 16);

describe('expressions', () => {
  const next = (expression: string, after: string, zone = 'UTC') =>
    utc(rhythmOf(expression, zone).next(Date.parse(after)));

  test.each([
    ['rate(1 minute)', '2022-07-01T00:00Z', '2022-07-01T00:01'],
    ['rate(12 hours)', '2022-07-01T00:00Z', '2022-07-01T12:00'],
    ['rate(2 days)', '2022-07-01T00:00Z', '2022-07-03T00:00'],
    ['cron(0 8 * * ? *)', '2022-07-01T08:00Z', '2022-07-02T08:00'],
    ['cron(0/15 * * * ? *)', '2022-07-01T08:31Z', '2022-07-01T08:45'],
    ['cron(5,35 14 * * ? *)', '2022-07-01T14:05Z', '2022-07-01T14:35'],
    ['cron(0 18 ? * MON-FRI *)', '2022-07-01T18:00Z', '2022-07-04T18:00'],
    ['cron(30 9 ? * 6L *)', '2022-07-01T00:00Z', '2022-07-29T09:30'],
    ['cron(0 9 ? * TUE#2 *)', '2022-07-01T00:00Z', '2022-07-12T09:00'],
    ['cron(0 0 L * ? *)', '2024-02-01T00:00Z', '2024-02-29T00:00'],
    ['cron(0 0 29 FEB ? *)', '2022-07-01T00:00Z', '2024-02-29T00:00'],
    ['cron(0 8 20 7,12 ? 2022-2023)', '2022-12-20T08:00Z', '2023-07-20T08:00'],
    ['at(2022-07-20T08:30:00)', '2022-07-01T00:00Z', '2022-07-20T08:30'],
  ])('%s after %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test('a time of day is meant in the time zone of the schedule', () => {
    expect(next('cron(0 8 * * ? *)', '2022-07-01T00:00Z', SHANGHAI)).toBe('2022-07-02T00:00');
    expect(next('at(2022-07-20T08:00:00)', '2022-07-01T00:00Z', SHANGHAI)).toBe('2022-07-20T00:00');
  });

  test('a time that a change of the clocks leaves out is left out, one that comes twice comes once', () => {
    const daily = rhythmOf('cron(30 2 * * ? *)', 'America/New_York');
    expect(utc(daily.next(Date.parse('2022-03-12T12:00Z')))).toBe('2022-03-14T06:30');
    const early = rhythmOf('cron(30 1 * * ? *)', 'America/New_York');
    const first = early.next(Date.parse('2022-11-06T04:00Z'));
    expect(utc(first)).toBe('2022-11-06T05:30');
    expect(utc(early.next(first ?? 0))).toBe('2022-11-07T06:30');
  });

  test('what is over is not due any more', () => {
    expect(next('at(2022-06-30T00:00:00)', '2022-07-01T00:00Z')).toBeUndefined();
    expect(next('cron(0 0 1 1 ? 2020-2021)', '2022-07-01T00:00Z')).toBeUndefined();
  });

  test('the last due time of a span is the one that counting on from its start comes to', () => {
    const expressions = [
      'rate(7 hours)',
      'cron(10 3,15 ? * MON-SAT *)',
      'cron(0 12 L * ? *)',
      'at(2022-08-01T00:00:00)',
    ];
    const instant = fc.integer({ min: Date.parse('2022-07-01'), max: Date.parse('2022-10-01') });
    fc.assert(
      fc.property(fc.constantFrom(...expressions), instant, instant, (expression, a, b) => {
        const rhythm = rhythmOf(expression, SHANGHAI);
        const [after, until] = [Math.min(a, b), Math.max(a, b)];
        let counted: number | undefined;
        for (let due = rhythm.next(after); due !== undefined && due <= until; due = rhythm.next(due))
          counted = due;
        expect(rhythm.last(after, until)).toBe(counted);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 8 * * *)',
    'cron(0 8 * * * *)',
    'cron(0 8 ? * ? *)',
    'cron(0 8 15W * ? *)',
    'cron(0 24 * * ? *)',
    'cron(9-5 8 * * ? *)',
    'cron(0 8 ? * NIX *)',
    'at(2022-02-30T08:00:00)',
    'at(tomorrow)',
    'every day',
  ])('%s is refused', (expression) => {
    expect(() => rhythmOf(expression, 'UTC')).toThrow();
  });

  test('a time zone that is none is refused', () => {
    expect(() => rhythmOf('rate(1 day)', 'Asia/Huichang')).toThrow('there is no time zone Asia/Huichang');
  });
});

describe('schedules', () => {
  function freshFile(): string {
    const folder = temporaryFolder();
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return join(folder, 'schedules');
  }

  const schedule = (expression: string, more: Partial<ScheduleSettings> = {}): ScheduleSettings => ({
    name: 'daily',
    arn: 'arn:aws:scheduler:::schedule/default/daily',
    expression,
    timeZone: SHANGHAI,
    functionArn: 'the-function',
    ...more,
  });

  async function open(clock: ManualClock, file: string, given: ScheduleSettings) {
    const fired: { at: string | undefined | 0; invocation: AsyncInvocation }[] = [];
    const scheduler: Scheduler = await openScheduler({
      file,
      schedules: [given],
      enqueue: async ([invocation]) => {
        if (invocation !== undefined) fired.push({ at: utc(clock.now()), invocation });
      },
      clock,
      destination: () => clock.now(),
      log: (line) => expect.unreachable(line),
    });
    onTestFinished(() => scheduler.stop());
    clock.settleWith(() => scheduler.settled());
    scheduler.start();
    await clock.rest();
    return { fired, scheduler, times: () => fired.map(({ at }) => at) };
  }

  test('each due time fires once, with the input of the template', async () => {
    const clock = manualClock('2022-07-01T09:00:00+08:00');
    const desk = await open(clock, freshFile(), schedule('cron(0 8 * * ? *)', { input: '{"sweep":true}' }));
    await clock.pass(3 * 24 * 3600);
    expect(desk.times()).toEqual(['2022-07-02T00:00', '2022-07-03T00:00', '2022-07-04T00:00']);
    expect(desk.fired[0]?.invocation).toEqual({
      functionName: 'the-function',
      payload: { sweep: true },
      source: 'schedule daily',
    });
    expect(desk.scheduler.fired()).toBe(3);
  });

  test('a restart keeps the rhythm, and makes up once for what was missed', async () => {
    const file = freshFile();
    const first = await open(manualClock('2022-07-01T00:00:00Z'), file, schedule('rate(1 hour)'));
    await first.scheduler.stop();
    const clock = manualClock('2022-07-01T05:30:00Z');
    const second = await open(clock, file, schedule('rate(1 hour)'));
    expect(second.times()).toEqual(['2022-07-01T05:30']);
    await clock.pass(3600);
    expect(second.times()).toEqual(['2022-07-01T05:30', '2022-07-01T06:00']);
    await second.scheduler.stop();
    const third = await open(manualClock('2022-07-01T06:30:00Z'), file, schedule('rate(1 hour)'));
    expect(third.times()).toEqual([]);
  });

  test('a time that is over when the schedule is first seen does not fire', async () => {
    const clock = manualClock('2022-07-01T00:00:00Z');
    const { times } = await open(clock, freshFile(), schedule('at(2022-06-30T00:00:00)'));
    await clock.pass(24 * 3600);
    expect(times()).toEqual([]);
  });

  test('an expression that is not carried out stops the boot', async () => {
    await expect(open(manualClock('2022-07-01'), freshFile(), schedule('cron(0 8 * * *)'))).rejects.toThrow(
      'Schedule daily: cron(0 8 * * *) is not carried out here, a cron expression has six fields.',
    );
  });

  test.each([
    ['rate(1 day)', 10],
    ['rate(2 minutes)', 2],
  ])('a jump of ten days and %s: %i firings', async (expression, count) => {
    const file = freshFile();
    const clock = virtualClock(`${file}.clock`, Date.parse('2022-07-01T00:00:00Z'));
    const times: number[] = [];
    const scheduler = await openScheduler({
      file,
      schedules: [schedule(expression)],
      enqueue: async () => void times.push(clock.now()),
      clock,
      destination: clock.destination,
      log: (line) => expect.unreachable(line),
    });
    onTestFinished(() => scheduler.stop());
    clock.settleWith(() => scheduler.settled());
    scheduler.start();
    await scheduler.settled();
    const began = clock.now();
    await clock.advanceTo(began + 10 * 24 * 3600 * 1000);
    expect(times).toHaveLength(count);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
