/** A round as it is planned (notice 2.2a; domain §3): what contradicts itself is refused field by field, and no date ever moves by itself. */
import { describe, expect, test } from 'vitest';
import { endOfDay } from '../../shared/domain/calendar.ts';
import { decideFollowDue } from '../../shared/domain/filing-decisions.ts';
import { appearsAt, evolveRound, type RoundHead } from '../../shared/domain/round.ts';
import {
  contradictions,
  decideOverride,
  decidePlan,
  newRound,
  remarksOn,
} from '../../shared/domain/round-plan.ts';
import { notice2022 } from '../../shared/notice/2022.ts';
import type { RoundPlan } from '../../shared/notice/notice.ts';
import { apply, dueAt, fresh, onTheWay, outcome, returned, saved } from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const [first, third] = notice2022.rounds;
const plan = (over: Partial<RoundPlan> = {}): RoundPlan => ({ ...(first ?? expect.fail()), ...over });
const planned = (given: RoundPlan): RoundHead => newRound({ region: '360733', round: given.key }, given);
const pointers = (over: Partial<RoundPlan>, others: readonly RoundHead[] = []) =>
  contradictions(plan(over), others).map(({ pointer }) => pointer);

describe('domain §3 · the rounds of 2022 as they are shipped', () => {
  test.each(notice2022.rounds.map((each) => [each.key, each] as const))(
    '%s contradicts nothing',
    (_, each) => {
      const others = notice2022.rounds.filter(({ key }) => key !== each.key).map(planned);
      expect(contradictions(each, others)).toEqual([]);
    },
  );
});

describe('a calendar that cannot be', () => {
  test.each<[string, Partial<RoundPlan>, readonly string[]]>([
    ['opens after it is due', { opensOn: '2022-07-11' }, ['/opensOn']],
    ['due after grace', { graceEndsOn: '2022-07-09' }, ['/graceEndsOn']],
    ['closes within grace', { closesOn: '2022-07-14' }, ['/closesOn']],
    ['report before due', { report: { period: 'half-year', dueOn: '2022-07-09' } }, ['/report/dueOn']],
    ['reminders out of order', { remindDays: [0, -1] }, ['/remindDays']],
    ['the same reminder twice', { remindDays: [-1, -1] }, ['/remindDays']],
    ['months that are not over', { cutoffMonth: 7 }, ['/cutoffMonth']],
    ['rules that nobody knows', { ruleSet: 'RS-NONE@1' }, ['/ruleSet']],
    ['days of another year', { key: '2023-H1' }, ['/opensOn', '/dueOn', '/graceEndsOn', '/report/dueOn']],
    [
      'several things at once',
      { opensOn: '2022-07-20', ruleSet: 'RS-NONE@1', remindDays: [1, 0] },
      ['/opensOn', '/remindDays', '/ruleSet'],
    ],
  ])('%s: %j', (_, over, fields) => expect(pointers(over)).toEqual(fields));

  test.each<[Partial<RoundPlan>]>([
    [{ opensOn: '2022-07-10', graceEndsOn: '2022-07-10', closesOn: '2022-07-10' }],
    [{ report: { period: 'half-year', dueOn: '2022-07-10' } }],
    [{ remindDays: [] }],
  ])('on the same day all of it may be: %j', (over) => expect(pointers(over)).toEqual([]));

  test('the sentence says what is wrong and what to do', () =>
    expect(contradictions(plan({ opensOn: '2022-07-11' }), [])[0]?.message).toBe(
      '开放日2022-07-11晚于截止日2022-07-10，请把开放日改到截止日当天或以前',
    ));

  test('two rounds at a time, even by one day, and a later one for earlier months', () => {
    const other = planned(third ?? expect.fail());
    expect(pointers({ graceEndsOn: '2022-10-01' }, [other])).toEqual(['/opensOn']);
    expect(pointers({ graceEndsOn: '2022-09-30' }, [other])).toEqual([]);
    expect(
      pointers(
        {
          key: '2022-Q4-1',
          opensOn: '2022-11-01',
          dueOn: '2022-11-10',
          graceEndsOn: '2022-11-15',
          cutoffMonth: 9,
          report: undefined,
        },
        [other],
      ),
    ).toEqual(['/cutoffMonth']);
    expect(pointers({}, [{ ...other, cutoffMonth: 6 }])).toEqual(['/cutoffMonth']);
  });
  test('its own earlier plan and other years are no neighbours', () =>
    expect(pointers({}, [halfYear, { ...halfYear, round: '2023-H1', fiscalYear: 2023 }])).toEqual([]));
});

describe('a plan', () => {
  test('is changed as a whole while nothing is issued', () => {
    const given = plan({ title: '上半年', lockAfterGrace: true });
    expect(decidePlan(halfYear, given, [])).toEqual({ ok: true, value: { type: 'planned', plan: given } });
    expect(
      evolveRound(halfYear, { seq: 1, version: 1, hash: 'h', fact: { type: 'planned', plan: given } }),
    ).toEqual({
      ...halfYear,
      seq: 1,
      version: 1,
      hash: 'h',
      title: '上半年',
      lockAfterGrace: true,
    });
  });
  test.each(['open', 'closed'] as const)('is not changed once it is %s', (state) =>
    expect(outcome(decidePlan({ ...halfYear, state }, plan(), []))).toBe('round-not-open'),
  );
  test('is refused as a whole when it contradicts itself', () =>
    expect(outcome(decidePlan(halfYear, plan({ ruleSet: 'RS-NONE@1' }), []))).toBe('plan-contradicts'));
  test('its filings appear one day before it opens, at midnight in Shanghai', () =>
    expect(new Date(appearsAt(plan())).toISOString()).toBe('2022-06-29T16:00:00.000Z'));
});

describe('domain §3 · 2022-07-10 was a Sunday, 12-10 a Saturday, and 10-01 to 10-07 a holiday: dates stay', () => {
  const remarks = (index: number) =>
    remarksOn(notice2022.rounds[index] ?? expect.fail()).flatMap(({ remark }) => remark ?? []);
  test('the half-year round', () => expect(remarks(0)).toEqual(['截止日2022-07-10为周日，日期不变']));
  test('the third quarter', () =>
    expect(remarks(1)).toEqual([
      '开放日2022-10-01为国庆节假期（周六），日期不变',
      '宽限期截止日2022-10-15为周六，日期不变',
    ]));
  test('the second of the fourth quarter', () =>
    expect(remarks(3)).toEqual(['截止日2022-12-10为周六，日期不变']));
  test('a weekend that is worked', () =>
    expect(remarksOn(plan({ dueOn: '2022-10-09' }))[1]?.remark).toBe(
      '截止日2022-10-09为周日，按调休安排上班',
    ));
  test('days of 1969 have a weekday too', () =>
    expect(remarksOn(plan({ opensOn: '1969-12-28' }))[0]?.remark).toContain('周日'));
});

describe('dueOverride', () => {
  const open: RoundHead = { ...halfYear, state: 'open', closesOn: '2022-07-31' };
  const move = (dueOn: string, round = open, today = '2022-07-08') =>
    decideOverride(round, { dueOn, reason: '系统停机一天' }, today);
  test.each([
    ['2022-07-12', 'accepted'],
    ['2022-07-08', 'accepted'],
    ['2022-07-31', 'accepted'],
    ['2022-07-10', 'override-out-of-range'],
    ['2022-07-07', 'override-out-of-range'],
    ['2022-08-01', 'override-out-of-range'],
  ])('to %s on 07-08: %s', (dueOn, result) => expect(outcome(move(dueOn))).toBe(result));
  test('not before the round opens', () =>
    expect(outcome(move('2022-06-30', open, '2022-06-20'))).toBe('override-out-of-range'));
  test.each(['planned', 'closed'] as const)('not while it is %s', (state) =>
    expect(outcome(move('2022-07-12', { ...open, state }))).toBe('round-not-open'),
  );
  test('grace never ends before the day, and the first plan is kept in mind', () => {
    const moved = { seq: 2, version: 2, hash: 'h' };
    const once = evolveRound(open, {
      ...moved,
      fact: { type: 'due-moved', dueOn: '2022-07-18', graceEndsOn: '2022-07-18', reason: '停机' },
    });
    expect(move('2022-07-18')).toMatchObject({ value: { graceEndsOn: '2022-07-18' } });
    expect(move('2022-07-12')).toMatchObject({ value: { graceEndsOn: '2022-07-15' } });
    expect(once).toMatchObject({
      dueOn: '2022-07-18',
      dueOverride: { plannedOn: '2022-07-10', reason: '停机' },
    });
    const twice = evolveRound(once, {
      ...moved,
      fact: { type: 'due-moved', dueOn: '2022-07-12', graceEndsOn: '2022-07-15', reason: '恢复' },
    });
    expect(twice.dueOverride).toEqual({ plannedOn: '2022-07-10', reason: '恢复' });
  });
});

describe('filings follow a moved due day', () => {
  const [later, earlier] = [endOfDay('2022-07-12'), endOfDay('2022-07-08')];
  const extendedTo = (at: number) => ({ ...fresh(), extended: true, dueAt: at });
  test('all without an extension of their own; those that are due that day already stay', () => {
    expect(decideFollowDue(fresh(), later)).toEqual({ type: 'due-moved', dueAt: later });
    expect(decideFollowDue(onTheWay.inArchive(), earlier)).toEqual({ type: 'due-moved', dueAt: earlier });
    expect(decideFollowDue(fresh(), dueAt)).toBeNull();
  });
  test('an extension stays where it is later, and follows where everybody has more time', () => {
    expect(decideFollowDue(extendedTo(later), later)).toBeNull();
    expect(decideFollowDue(extendedTo(later + 1), later)).toBeNull();
    expect(decideFollowDue(extendedTo(later), earlier)).toBeNull();
    expect(decideFollowDue(extendedTo(earlier), later)).toEqual({ type: 'due-moved', dueAt: later });
  });
  test('its desk follows while it has not been sent; what was returned never has less time than it had', () => {
    const fact = { type: 'due-moved', dueAt: earlier } as const;
    expect(apply(saved(), fact)).toMatchObject({ dueAt: earlier, deskDueAt: earlier, extended: false });
    const back = returned(onTheWay.atDepartment(), 'dept', dueAt);
    expect(apply(back, fact)).toMatchObject({ dueAt: earlier, deskDueAt: back.deskDueAt });
    const waiting = onTheWay.atDepartment();
    expect(apply(waiting, fact)).toMatchObject({ dueAt: earlier, deskDueAt: waiting.deskDueAt });
  });
});
