/** Where a round stands: the stages add up to the obligations, whatever the rows (notice 2.1, 4.1; domain, `Standing`). */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOfDay } from '../../shared/domain/calendar.ts';
import type { FilingHead, Stage } from '../../shared/domain/filing.ts';
import type { Light } from '../../shared/domain/light.ts';
import { shareOf, type Tally, tallyChange, totalsOfTallies } from '../../shared/domain/standing.ts';
import {
  apply,
  arrived,
  dueAt,
  fresh,
  onTheWay,
  returned,
  saved,
  sent,
  withdrawn,
} from '../support/filings.ts';

const nothing: Record<Stage, number> = {
  'not-started': 0,
  draft: 0,
  returned: 0,
  'in-transit': 0,
  'dept-review': 0,
  'section-review': 0,
  approved: 0,
  archived: 0,
  exempt: 0,
};
const dark: Record<Light, number> = { red: 0, yellow: 0, green: 0, blue: 0 };
/** Every filing weighs ten thousand 分. */
const weighed = (byStage: Partial<Record<Stage, number>>) =>
  Object.fromEntries(
    Object.entries({ ...nothing, ...byStage }).map(([stage, count]) => [stage, BigInt(count) * 10_000n]),
  ) as Record<Stage, bigint>;
const tally = (byStage: Partial<Record<Stage, number>>, late = 0, extended = 0, lights = dark): Tally => ({
  department: '101',
  name: '人社局',
  section: 'S01',
  keyMonitoring: false,
  byStage: { ...nothing, ...byStage },
  money: weighed(byStage),
  late,
  extended,
  reopened: 0,
  lights,
  unsent: {},
  errands: 0,
});
const now = endOfDay('2022-07-10');
const oneEach = tally(
  {
    'not-started': 1,
    draft: 2,
    returned: 4,
    'in-transit': 8,
    'dept-review': 16,
    'section-review': 32,
    approved: 64,
    archived: 128,
    exempt: 256,
  },
  7,
  5,
  { red: 1, yellow: 2, green: 4, blue: 8 },
);

describe('totals', () => {
  test('of nothing are nought', () =>
    expect(totalsOfTallies([], now)).toEqual({
      obligations: 0,
      due: 0,
      byStage: nothing,
      filed: 0,
      approved: 0,
      archived: 0,
      late: 0,
      overdue: 0,
      extended: 0,
      reopened: 0,
      lights: dark,
      money: { due: 0n, filed: 0n, approved: 0n, byStage: weighed({}) },
    }));
  test('filed is what was sent, returned included; covered is approved and archived', () =>
    expect(totalsOfTallies([oneEach], now)).toEqual({
      obligations: 511,
      due: 255,
      byStage: oneEach.byStage,
      filed: 4 + 8 + 16 + 32 + 64 + 128,
      approved: 64 + 128,
      archived: 128,
      late: 7,
      overdue: 0,
      extended: 5,
      reopened: 0,
      lights: { red: 1, yellow: 2, green: 4, blue: 8 },
      money: { due: 2_550_000n, filed: 2_520_000n, approved: 1_920_000n, byStage: weighed(oneEach.byStage) },
    }));
  test.each([
    [-1, 2],
    [0, 7],
  ])('overdue: unsent though its day has passed, %i ms from the end of 07-10', (offset, overdue) => {
    const row = { ...tally({}), unsent: { '2022-07-08': 2, '2022-07-10': 5, '2022-07-20': 11 } };
    expect(totalsOfTallies([row], now + offset).overdue).toBe(overdue);
  });
  test.each<[Stage, number]>([
    ['not-started', 0],
    ['draft', 0],
    ['returned', 1],
    ['in-transit', 1],
    ['dept-review', 1],
    ['section-review', 1],
    ['approved', 1],
    ['archived', 1],
    ['exempt', 0],
  ])('a filing at %s counts %i as filed', (stage, filed) =>
    expect(totalsOfTallies([tally({ [stage]: 1 })], now)).toMatchObject({ obligations: 1, filed }),
  );

  const count = fc.nat({ max: 500 });
  const rows = fc.array(
    fc
      .record({
        'not-started': count,
        draft: count,
        returned: count,
        'in-transit': count,
        'dept-review': count,
        'section-review': count,
        approved: count,
        archived: count,
        exempt: count,
      })
      .map((byStage) => {
        const { draft: red, returned: yellow, approved: green, archived: blue } = byStage;
        return tally(byStage, red, yellow, { red, yellow, green, blue });
      }),
    { maxLength: 12 },
  );
  test('add up: stages to obligations, departments to the county', () =>
    fc.assert(
      fc.property(rows, (some) => {
        const all = totalsOfTallies(some, now);
        const each = some.map((row) => totalsOfTallies([row], now));
        const sum = (pick: (totals: typeof all) => number) =>
          each.reduce((total, one) => total + pick(one), 0);
        expect(Object.values(all.byStage).reduce((a, b) => a + b, 0)).toBe(all.obligations);
        expect(all.due + all.byStage.exempt).toBe(all.obligations);
        expect(all.filed + all.byStage['not-started'] + all.byStage.draft).toBe(all.due);
        expect(all.money.due).toBe(BigInt(all.due) * 10_000n);
        expect(all.money.filed).toBe(BigInt(all.filed) * 10_000n);
        expect(all.money.approved).toBe(BigInt(all.approved) * 10_000n);
        expect(all.approved).toBe(all.byStage.approved + all.byStage.archived);
        expect([
          all.obligations,
          all.filed,
          all.approved,
          all.archived,
          all.late,
          all.extended,
          ...Object.values(all.lights),
        ]).toEqual([
          sum((one) => one.obligations),
          sum((one) => one.filed),
          sum((one) => one.approved),
          sum((one) => one.archived),
          sum((one) => one.late),
          sum((one) => one.extended),
          sum((one) => one.lights.red),
          sum((one) => one.lights.yellow),
          sum((one) => one.lights.green),
          sum((one) => one.lights.blue),
        ]);
      }),
    ));
});

describe('counters move with the filing', () => {
  const step = (before: FilingHead | null, after: FilingHead) => tallyChange(before, after).counts;
  const day = 'unsent/2022-07-10';
  test('a new obligation is one more 未填报', () =>
    expect(step(null, fresh())).toEqual({ 'not-started': 1, [day]: 1 }));
  test('what arises with an errand or late counts these too', () =>
    expect(step(null, { ...sent(saved(), dueAt) })).toEqual({
      'in-transit': 1,
      errands: 1,
      late: 1,
      yellow: 1,
    }));
  test('saving moves it once', () => {
    expect(step(fresh(), saved())).toEqual({ 'not-started': -1, draft: 1 });
    expect(step(saved(), saved(saved()))).toEqual({});
  });
  test('sending in time sets an errand; arriving settles it', () => {
    expect(step(saved(), sent(saved(), dueAt - 1))).toEqual({
      draft: -1,
      [day]: -1,
      'in-transit': 1,
      errands: 1,
      yellow: 1,
    });
    expect(step(sent(), onTheWay.atDepartment())).toEqual({
      'in-transit': -1,
      'dept-review': 1,
      errands: -1,
    });
  });
  test('an errand that replaces another is still one', () => {
    const before = onTheWay.pastDepartment();
    expect(step(before, { ...before, errand: { do: 'start' } })).toEqual({});
  });
  test('late is counted once, at the first submission, and not again after a return', () => {
    const late = arrived(sent(saved(), dueAt), 'dept-review');
    expect(step(saved(), sent(saved(), dueAt))).toMatchObject({ late: 1 });
    const back = returned(late, 'dept');
    expect(step(late, back)).toEqual({ 'dept-review': -1, returned: 1, errands: 1 });
    expect(step(back, sent(back, dueAt + 1))).toEqual({ returned: -1, 'in-transit': 1 });
  });
  test('withdrawn is not filed and so not late', () => {
    const late = arrived(sent(saved(), dueAt), 'dept-review');
    expect(step(late, withdrawn(late))).toEqual({
      'dept-review': -1,
      draft: 1,
      [day]: 1,
      errands: 1,
      late: -1,
      yellow: -1,
    });
  });
  test('a later due day takes the mark away', () => {
    const late = arrived(sent(saved(), dueAt), 'dept-review');
    expect(step(late, { ...late, dueAt: dueAt + 1 })).toEqual({ late: -1 });
  });
  test('an extension is counted once, however often the day moves', () => {
    const fact = { type: 'extended', extension: 'x', dueAt: dueAt + 1 } as const;
    const once = apply(saved(), fact);
    expect(step(saved(), once)).toEqual({ extended: 1, [day]: -1, 'unsent/2022-07-11': 1 });
    expect(step(once, apply(once, { ...fact, dueAt: dueAt + 2 }))).toEqual({});
  });
  test('money moves with the stage, and its weight with what was sent', () => {
    const head = { ...saved(), adjusted: 60n };
    expect(tallyChange(null, head).money).toEqual({ draft: 60n });
    const after = { ...sent(head), adjusted: 54n };
    expect(tallyChange(head, after).money).toEqual({ draft: -60n, 'in-transit': 54n });
    expect(tallyChange(after, { ...after, adjusted: 50n }).money).toEqual({ 'in-transit': -4n });
    expect(tallyChange(head, { ...head, seq: 9 }).money).toEqual({});
  });
  test('a light follows the last submission, and none counts for nothing', () => {
    const lit = (filing: Light | null): FilingHead => {
      const head = onTheWay.atDepartment();
      const lights = { budget: null, goal: null, outlook: null, filing };
      return { ...head, evaluated: { seq: 3, lights } };
    };
    expect(step(lit('red'), lit('green'))).toEqual({ red: -1, green: 1 });
    expect(step(lit(null), lit('blue'))).toEqual({ blue: 1 });
    expect(step(lit('blue'), lit('blue'))).toEqual({});
  });
});

describe('shares in hundredths of a percent', () => {
  test.each([
    [1, 3, 3333n],
    [2, 3, 6667n],
    [0, 5, 0n],
    [5, 5, 10_000n],
  ])('%i of %i is %s', (part, whole, share) => expect(shareOf(part, whole)).toBe(share));
  test('of nothing there is none', () => expect(shareOf(0, 0)).toBeNull());
});
