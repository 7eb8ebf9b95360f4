/** On which mornings somebody is told what (domain §8: D−3, D−1, D, D+1; an extension has its own). */
import { describe, expect, test } from 'vitest';
import { dueSteps, stepsOf, wakesAt } from '../../shared/domain/round-calendar.ts';

const round = {
  dueOn: '2022-07-10',
  graceEndsOn: '2022-07-15',
  lockAfterGrace: false,
  remindDays: [-3, -1, 0, 1],
  done: [] as readonly string[],
};
const at = (text: string) => Date.parse(`${text}+08:00`);
const names = (steps: readonly { name: string }[]) => steps.map(({ name }) => name);

describe('the steps of a round', () => {
  test('three days before, the day before, on the day and the day after, at nine in Shanghai, and the ends of due day and grace', () => {
    expect(stepsOf(round, []).map(({ name, at: instant }) => [name, instant])).toEqual([
      ['2022-07-07/2022-07-10', at('2022-07-07T09:00:00')],
      ['2022-07-09/2022-07-10', at('2022-07-09T09:00:00')],
      ['2022-07-10/2022-07-10', at('2022-07-10T09:00:00')],
      ['due/2022-07-10', at('2022-07-11T00:00:00')],
      ['2022-07-11/2022-07-10', at('2022-07-11T09:00:00')],
      ['grace/2022-07-15', at('2022-07-16T00:00:00')],
    ]);
  });
  test('an extended day has its own, in the order of the calendar; the same day twice counts once', () => {
    expect(names(stepsOf(round, ['2022-07-12', '2022-07-10', '2022-07-12']))).toEqual([
      '2022-07-07/2022-07-10',
      '2022-07-09/2022-07-10',
      '2022-07-09/2022-07-12',
      '2022-07-10/2022-07-10',
      'due/2022-07-10',
      '2022-07-11/2022-07-10',
      '2022-07-11/2022-07-12',
      '2022-07-12/2022-07-12',
      '2022-07-13/2022-07-12',
      'grace/2022-07-15',
    ]);
  });
});

describe('what is due', () => {
  test('nothing a millisecond before nine, the step at nine', () => {
    expect(dueSteps(round, [], at('2022-07-07T09:00:00') - 1)).toEqual([]);
    expect(names(dueSteps(round, [], at('2022-07-07T09:00:00')))).toEqual(['2022-07-07/2022-07-10']);
  });
  test('what was missed stays due until it is done', () => {
    const done = { ...round, done: ['2022-07-07/2022-07-10'] };
    expect(names(dueSteps(done, [], at('2022-07-10T10:00:00')))).toEqual([
      '2022-07-09/2022-07-10',
      '2022-07-10/2022-07-10',
    ]);
  });
});

describe('when to look again', () => {
  test.each([
    [
      'each morning, since an extension may come or a date be moved',
      '2022-07-01T09:00:00',
      '2022-07-02T09:00:00',
    ],
    ['this morning still', '2022-07-02T08:59:59', '2022-07-02T09:00:00'],
    ['at the end of the due day', '2022-07-10T09:00:00', '2022-07-11T00:00:00'],
    ['on the morning after it', '2022-07-11T00:00:00', '2022-07-11T09:00:00'],
    ['at the end of grace', '2022-07-15T12:00:00', '2022-07-16T00:00:00'],
    ['long afterwards', '2022-07-31T23:59:59', '2022-08-01T09:00:00'],
  ])('%s', (_, now, then) => expect(wakesAt(round, at(now))).toBe(at(then)));
  test('a moved due day is looked at on its own evening', () => {
    const moved = { ...round, dueOn: '2022-07-12' };
    expect(wakesAt(moved, at('2022-07-12T10:00:00'))).toBe(at('2022-07-13T00:00:00'));
  });
  test('a round that locks says so at the end of grace', () =>
    expect(names(stepsOf({ ...round, lockAfterGrace: true }, [])).at(-1)).toBe('lock/2022-07-15'));
});
