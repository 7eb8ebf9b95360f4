/** The rounds of a year: their order, their dates and how one is opened (notice 2.2a; domain, calendar). */
import { describe, expect, test } from 'vitest';
import { endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import {
  acceptsFilings,
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

const halfYear: RoundHead = {
  region: '360733',
  round: '2022-H1',
  seq: 0,
  version: 0,
  hash: '',
  state: 'planned',
  title: '2022年上半年绩效监控',
  fiscalYear: 2022,
  cutoffMonth: 6,
  opensOn: '2022-07-01',
  dueOn: '2022-07-10',
  graceEndsOn: '2022-07-15',
  emphasis: 'warn',
  ruleSet: 'RS-DEFAULT@1',
  fundsEntry: 'import-else-hand',
  allowNotYet: true,
  errand: null,
};
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

  test.each(['opened', 'reissued'] as const)('%s: issued, the machine is to start', (type) =>
    expect(evolveRound(halfYear, { seq: 3, version: 2, hash: 'h', fact: { type } })).toEqual({
      ...halfYear,
      seq: 3,
      version: 2,
      hash: 'h',
      state: 'open',
      errand: { do: 'start' },
    }),
  );
});
