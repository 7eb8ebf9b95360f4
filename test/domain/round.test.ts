/** The rounds of a year: their order, their dates and how one is opened (notice 2.2a; domain, calendar). */
import { describe, expect, test } from 'vitest';
import { endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import {
  acceptsFilings,
  decideCloseRound,
  decideKeep,
  decideOpenRound,
  decideReissue,
  evolveRound,
  fiscalYearOf,
  notInState,
  type RoundHead,
  type RoundState,
  roundsBefore,
  stageDueAt,
} from '../../shared/domain/round.ts';
import { totalsOfTallies } from '../../shared/domain/standing.ts';
import { outcome } from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const at = (state: RoundState): RoundHead => ({ ...halfYear, state });

describe('domain §3 · round keys', () => {
  test.each([
    ['2022-H1', 2022],
    ['2023-Q4-2', 2023],
  ])('%s is of %i', (round, year) => expect(fiscalYearOf(round)).toBe(year));

  test.each([
    ['2022-H1', []],
    ['2022-Q3', ['2022-H1']],
    ['2022-Q4-1', ['2022-Q3', '2022-H1']],
    ['2023-Q4-2', ['2023-Q4-1', '2023-Q3', '2023-H1']],
  ])('before %s, latest first: %j', (round, before) => expect(roundsBefore(round)).toEqual(before));

  test('a round that is none of the year’s has nothing before it', () =>
    expect(roundsBefore('2022-Q2')).toEqual([]));
  test('asking does not wear the order out', () => {
    expect(roundsBefore('2022-Q4-2')).toEqual(roundsBefore('2022-Q4-2'));
  });
});

describe('domain §3 · until when: filing on the due day, department three days on, section six', () => {
  test.each([
    ['filling', '2022-07-10', '2022-07-10T16:00:00.000Z'],
    ['dept-review', '2022-07-13', '2022-07-13T16:00:00.000Z'],
    ['section-review', '2022-07-16', '2022-07-16T16:00:00.000Z'],
  ] as const)('%s to the end of %s', (stage, day, instant) => {
    expect(stageDueAt(halfYear, stage)).toBe(endOfDay(day));
    expect(new Date(stageDueAt(halfYear, stage)).toISOString()).toBe(instant);
  });
  test('over the end of a month', () =>
    expect(stageDueAt({ dueOn: '2022-12-29' }, 'section-review')).toBe(endOfDay('2023-01-04')));
});

describe('domain §3 · filings are read-only until the round opens', () => {
  const opens = startOfDay('2022-07-01');
  test.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('%i ms from its opening: %s', (offset, accepts) =>
    expect(acceptsFilings(at('open'), opens + offset)).toBe(accepts),
  );
  test.each(['planned', 'closed'] as const)('a %s round accepts none at any time', (state) =>
    expect(acceptsFilings(at(state), opens + 1)).toBe(false),
  );
});

describe('domain §3 · 草稿 → 已下达 → 已关闭', () => {
  test('a planned round is issued', () =>
    expect(decideOpenRound(halfYear)).toEqual({ ok: true, value: { type: 'opened' } }));
  test.each([
    ['open', '已下达'],
    ['closed', '已关闭'],
  ] as const)('one that is %s is not issued, and says where it stands', (state, word) =>
    expect(decideOpenRound(at(state))).toEqual({
      ok: false,
      refusal: {
        code: 'round-not-open',
        detail: `监控任务2022-H1现为“${word}”，不能办理此操作，请联系绩效股。`,
        issues: [],
      },
    }),
  );
  test('only an issued round has something left to issue', () => {
    expect(decideReissue(at('open'))).toEqual({ type: 'reissued' });
    expect(decideReissue(at('planned'))).toBeNull();
    expect(decideReissue(at('closed'))).toBeNull();
  });
  test('a planned round is 草稿 in a refusal', () =>
    expect(notInState(halfYear).detail).toContain('2022-H1现为“草稿”'));

  const moved = { seq: 3, version: 2, hash: 'h' };
  test.each([
    ['opened', 'planned', 0],
    ['reissued', 'open', 1],
  ] as const)('%s: issued, the machine is to start', (type, from, reissues) =>
    expect(evolveRound(at(from), { ...moved, fact: { type } })).toEqual({
      ...halfYear,
      ...moved,
      state: 'open',
      reissues,
      errand: { do: 'start' },
    }),
  );
  test('closed: nothing is left to tell the machine', () => {
    const head: RoundHead = { ...at('open'), errand: { do: 'start' } };
    const summary = { closedAt: 9, reason: '报送期结束', unfinished: 2, totals: totalsOfTallies([], 9) };
    const fact = { type: 'closed', summary } as const;
    expect(evolveRound(head, { ...moved, fact })).toEqual({
      ...head,
      ...moved,
      state: 'closed',
      summary,
      errand: null,
    });
  });
  test('a morning that was kept is kept in mind, and stales nobody’s screen', () => {
    const head: RoundHead = { ...at('open'), version: 1, done: ['2022-07-07/2022-07-10'] };
    const fact = { type: 'kept', step: '2022-07-09/2022-07-10', notices: 4, unsent: 0 } as const;
    expect(evolveRound(head, { ...moved, fact })).toEqual({
      ...head,
      ...moved,
      version: 1,
      done: ['2022-07-07/2022-07-10', '2022-07-09/2022-07-10'],
    });
  });
});

describe('domain §8 · closing a round with unfinished obligations needs a reason', () => {
  const totals = (unfinished: number) => ({ ...totalsOfTallies([], 0), due: 5 + unfinished, approved: 5 });
  const closing = (reason: string, unfinished: number) => ({ reason, totals: totals(unfinished), at: 77 });
  test.each([
    ['', 0, 'accepted'],
    ['', 1, 'close-needs-reason'],
    ['报送期结束', 1, 'accepted'],
  ])('reason “%s”, %i unfinished: %s', (reason, unfinished, result) =>
    expect(outcome(decideCloseRound(at('open'), closing(reason, unfinished)))).toBe(result),
  );
  test('what stays 未报 is recorded with the reason, and how the round stood', () =>
    expect(decideCloseRound(at('open'), closing('报送期结束', 3))).toEqual({
      ok: true,
      value: {
        type: 'closed',
        summary: { closedAt: 77, reason: '报送期结束', unfinished: 3, totals: totals(3) },
      },
    }));
  test.each(['planned', 'closed'] as const)('one that is %s is not closed', (state) =>
    expect(outcome(decideCloseRound(at(state), closing('报送期结束', 0)))).toBe('round-not-open'),
  );
});

describe('domain §8 · a morning is kept once', () => {
  const step = '2022-07-07/2022-07-10';
  test('with how many were told', () =>
    expect(decideKeep(at('open'), step, { notices: 4, unsent: 2 })).toEqual({
      type: 'kept',
      step,
      notices: 4,
      unsent: 2,
    }));
  test('not again', () => expect(decideKeep({ ...at('open'), done: [step] }, step)).toBeNull());
  test.each(['planned', 'closed'] as const)('not in a %s round', (state) =>
    expect(decideKeep(at(state), step)).toBeNull(),
  );
});
