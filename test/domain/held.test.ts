/** Time held is booked to the level that held it, and lateness to whoever held it past his own day (domain §8). */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import { timeHeld } from '../../shared/domain/held.ts';

type Event = Parameters<typeof timeHeld>[0][number];
const dueAt = endOfDay('2022-07-10');
const on = (day: string, hours = 9) => startOfDay(day) + hours * 3_600_000;
const hours = (count: number) => count * 3_600_000;

const issued: Event = { at: on('2022-07-01'), fact: { type: 'issued', dueAt } };
const at = (day: string, fact: Event['fact'], hour?: number): Event => ({ at: on(day, hour), fact });
const arrives = (day: string, desk: 'dept-review' | 'section-review', due: string, hour?: number) =>
  at(day, { type: 'arrived', at: desk, deskDueAt: endOfDay(due) }, hour);

describe('who holds it', () => {
  test.each<[string, readonly Event[], string | null]>([
    ['issued', [], 'fill'],
    ['submitted', [at('2022-07-02', { type: 'submitted' })], 'in-transit'],
    ['at the department', [arrives('2022-07-02', 'dept-review', '2022-07-13')], 'dept-review'],
    ['saved there does not change hands', [at('2022-07-02', { type: 'saved' })], 'fill'],
    ['returned', [at('2022-07-02', { type: 'returned', to: 'filler' })], 'fill'],
    ['returned to the department', [at('2022-07-02', { type: 'returned', to: 'department' })], 'in-transit'],
    ['archived', [at('2022-07-02', { type: 'archived' })], null],
    ['exempt', [at('2022-07-02', { type: 'exempted' })], null],
    ['reopened', [at('2022-07-02', { type: 'archived' }), at('2022-07-03', { type: 'reopened' })], 'fill'],
  ])('%s', (_, more, holder) =>
    expect(timeHeld([issued, ...more], on('2022-07-04')).present?.holder ?? null).toBe(holder),
  );
  test('since it was handed over, whatever happened to it since', () =>
    expect(timeHeld([issued, at('2022-07-02', { type: 'saved' })], on('2022-07-04')).present).toEqual({
      holder: 'fill',
      since: issued.at,
    }));
});

describe('how long and how late', () => {
  const way: readonly Event[] = [
    issued,
    at('2022-07-12', { type: 'submitted' }, 9),
    arrives('2022-07-12', 'dept-review', '2022-07-13', 10),
    at('2022-07-14', { type: 'approved' }, 10),
    arrives('2022-07-14', 'section-review', '2022-07-16', 11),
    at('2022-07-15', { type: 'returned', to: 'filler' }, 11),
  ];
  test('each level answers for its own days', () => {
    const { byLevel } = timeHeld(way, on('2022-07-20'));
    expect(byLevel['dept-review']).toEqual({ milliseconds: hours(48), daysLate: 1 });
    expect(byLevel['section-review']).toEqual({ milliseconds: hours(24), daysLate: 0 });
    expect(byLevel['in-transit']).toEqual({ milliseconds: hours(2), daysLate: 0 });
    // Two days at first; after the return it had until the 18th, and two more days have gone by.
    expect(byLevel.fill.daysLate).toBe(4);
  });
  test('who receives it late already is not late for that', () => {
    const late = [issued, arrives('2022-07-20', 'dept-review', '2022-07-13')];
    expect(timeHeld(late, on('2022-07-20', 20)).byLevel['dept-review'].daysLate).toBe(0);
    expect(timeHeld(late, on('2022-07-22')).byLevel['dept-review'].daysLate).toBe(2);
  });
  test('an extension takes the filler’s days back, also when it is granted afterwards', () => {
    const extended = at('2022-07-16', { type: 'extended', dueAt: endOfDay('2022-07-11') });
    expect(timeHeld([...way.slice(0, 2), extended], on('2022-07-16')).byLevel.fill.daysLate).toBe(1);
  });
});

test('all time since the issue is held by somebody, as long as it is neither archived nor exempt', () => {
  const fact: fc.Arbitrary<Event['fact']> = fc.oneof(
    fc.constantFrom<Event['fact']>(
      { type: 'saved' },
      { type: 'submitted' },
      { type: 'withdrawn' },
      { type: 'approved' },
      { type: 'undone' },
      { type: 'token-renewed' },
      { type: 'returned', to: 'filler' },
      { type: 'returned', to: 'department' },
    ),
    fc
      .constantFrom('dept-review' as const, 'section-review' as const)
      .map((desk): Event['fact'] => ({ type: 'arrived', at: desk, deskDueAt: dueAt })),
  );
  return fc.assert(
    fc.property(fc.array(fc.tuple(fact, fc.nat({ max: hours(60) })), { maxLength: 30 }), (steps) => {
      let now = issued.at;
      const events = steps.map(([one, wait]): Event => {
        now += wait;
        return { at: now, fact: one };
      });
      const { byLevel } = timeHeld([issued, ...events], now);
      const all = Object.values(byLevel);
      expect(all.reduce((sum, { milliseconds }) => sum + milliseconds, 0)).toBe(now - issued.at);
      expect(all.every(({ daysLate }) => daysLate >= 0)).toBe(true);
    }),
  );
});
