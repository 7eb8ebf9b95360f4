/** Working days (domain §3): data of a year, used only where a rule counts in them. */
import { describe, expect, test } from 'vitest';
import { addWorkingDays, isWorkday } from '../../shared/domain/working-days.ts';

describe('working days of 2022', () => {
  test.each([
    ['2022-07-08', true, 'a Friday'],
    ['2022-07-10', false, 'a Sunday, due day of the half-year round'],
    ['2022-12-10', false, 'a Saturday, due day of the last round'],
    ['2022-10-03', false, 'the National Day holiday'],
    ['2022-10-08', true, 'a Saturday worked instead'],
    ['2022-10-09', true, 'a Sunday worked instead'],
    ['2019-10-02', true, 'a Wednesday of a year that nothing is known of'],
    ['2019-10-05', false, 'a Saturday of such a year'],
  ])('%s: %s (%s)', (day, worked) => expect(isWorkday(day)).toBe(worked));

  test.each([
    ['2022-07-08', 10, '2022-07-22'],
    ['2022-07-09', 1, '2022-07-11'],
    ['2022-09-29', 10, '2022-10-18'],
    ['2022-04-29', 1, '2022-05-05'],
    ['2022-12-30', 0, '2022-12-30'],
    ['2022-12-30', 1, '2023-01-03'],
  ])('%s and %d working days later: %s', (from, count, last) =>
    expect(addWorkingDays(from, count)).toBe(last),
  );
});
