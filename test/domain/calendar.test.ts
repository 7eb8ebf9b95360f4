import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayOf, daysLate, endOfDay, startOfDay } from '../../shared/domain/calendar.ts';

/** The suite runs with the host in New York: nothing here may follow the host's zone. */
describe('notice 2.2a · due is the end of that day in Asia/Shanghai, by the server’s receipt', () => {
  const due = endOfDay('2022-07-10');

  test('the stored instant is exclusive', () =>
    expect(new Date(due).toISOString()).toBe('2022-07-10T16:00:00.000Z'));

  test.each([
    [-10 * 86_400_000, 0],
    [-86_400_000 - 1, 0],
    [-1, 0],
    [0, 1],
    [1, 1],
    [86_400_000 - 1, 1],
    [86_400_000, 2],
    [5 * 86_400_000, 6],
  ])('%i ms from due is %i days late', (offset, days) => expect(daysLate(due + offset, due)).toBe(days));

  test('a day begins at midnight in Shanghai whatever the host believes', () => {
    const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
    return fc.assert(
      fc.property(instant, (at) => {
        const day = dayOf(at);
        expect(startOfDay(day) <= at && at < endOfDay(day)).toBe(true);
      }),
    );
  });

  test.each([
    ['2022-07-10', 3, '2022-07-13'],
    ['2022-12-30', 3, '2023-01-02'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2022-03-01', -1, '2022-02-28'],
  ])('%s and %i days is %s', (day, count, then) => expect(addDays(day, count)).toBe(then));
});
