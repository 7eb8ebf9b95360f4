/** Extensions (domain §8, extend 延期): who may ask for what, decided once, and what is told to whom. */
import { describe, expect, test } from 'vitest';
import { endOfDay } from '../../shared/domain/calendar.ts';
import type { Member } from '../../shared/domain/directory.ts';
import {
  checkAsk,
  concernedBy,
  decideExtension,
  type Extension,
  extendedFact,
  extensionStateNames,
  extensionStates,
  lastExtensionDay,
} from '../../shared/domain/extension.ts';
import { type FilingHead, newFiling } from '../../shared/domain/filing.ts';
import { extensionMessages } from '../../shared/domain/message.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { dueAt, outcome } from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const open: RoundHead = { ...halfYear, state: 'open' };
const filing = (subject: string, unit = '101001', kind: FilingHead['kind'] = 'project'): FilingHead =>
  newFiling(
    { region: '360733', round: '2022-H1', department: '101', subject },
    { kind, unit, section: 'S01', adjusted: 0n, dueAt, at: 0 },
  );
const heads = [
  filing('101P01'),
  filing('101P02', '101002'),
  filing('101P03'),
  filing('101Z00', '101001', 'overall'),
];
const asked: Extension = {
  region: '360733',
  round: '2022-H1',
  id: 'x',
  department: '101',
  unit: '101001',
  subject: null,
  dueOn: '2022-07-20',
  reason: '经办人员住院治疗',
  state: 'asked',
  askedAt: 11,
  askedBy: { id: 'c', name: '刘某' },
  opinion: '',
  decidedAt: null,
  decidedBy: null,
  version: 1,
};

describe('what may be asked for', () => {
  const code = (dueOn: string, round = open, concerned: readonly FilingHead[] = heads) =>
    checkAsk(round, concerned, dueOn)?.code ?? 'accepted';
  test.each([
    ['2022-07-09', 'extension-not-later'],
    ['2022-07-10', 'extension-not-later'],
    ['2022-07-11', 'accepted'],
    ['2022-12-31', 'accepted'],
    ['2023-01-01', 'extension-too-late'],
  ])('until %s: %s', (dueOn, result) => expect(code(dueOn)).toBe(result));
  test('not beyond the day on which the round is to be closed', () => {
    const closing = { ...open, closesOn: '2022-07-31' };
    expect([code('2022-07-31', closing), code('2022-08-01', closing)]).toEqual([
      'accepted',
      'extension-too-late',
    ]);
    expect([lastExtensionDay(open), lastExtensionDay(closing)]).toEqual(['2022-12-31', '2022-07-31']);
  });
  test('later than the latest of the days that are due now, and the sentence names it', () => {
    const extended = [filing('101P01'), { ...filing('101P03'), dueAt: endOfDay('2022-07-18') }];
    expect(checkAsk(open, extended, '2022-07-18')?.detail).toContain('现在的截止日2022-07-18');
    expect(code('2022-07-19', open, extended)).toBe('accepted');
  });
  test('for filings that are there, forty at once', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => filing(`101P${index}`));
    expect(code('2022-07-20', open, [])).toBe('not-found');
    expect(code('2022-07-20', open, many(40))).toBe('accepted');
    expect(code('2022-07-20', open, many(41))).toBe('extension-too-wide');
  });
  test.each(['planned', 'closed'] as const)('not in a %s round', (state) =>
    expect(code('2022-07-20', { ...open, state })).toBe('round-not-open'),
  );
});

describe('which filings it is about', () => {
  const named = (unit: string | null, subject: string | null) =>
    concernedBy({ unit, subject }, heads).map((head) => head.subject);
  test('one subject’s', () => expect(named('101001', '101P03')).toEqual(['101P03']));
  test('overall expenditure by its own name', () => expect(named(null, '101Z00')).toEqual(['101Z00']));
  test('all that the unit fills: overall expenditure is its department’s', () =>
    expect(named('101001', null)).toEqual(['101P01', '101P03']));
  test('none of nobody', () => expect(named('109001', null)).toEqual([]));
});

describe('decided once, by somebody else', () => {
  const given = { round: open, opinion: '情况属实', by: { id: 'e', name: '王某' }, at: 22 };
  test.each(['granted', 'denied'] as const)('%s: by whom, when and with which words', (state) =>
    expect(decideExtension(asked, state, given)).toEqual({
      ok: true,
      value: {
        ...asked,
        state,
        opinion: '情况属实',
        decidedAt: 22,
        decidedBy: { id: 'e', name: '王某' },
        version: 2,
      },
    }),
  );
  test('a denial needs words, a grant none', () => {
    expect(outcome(decideExtension(asked, 'denied', { ...given, opinion: '' }))).toBe(
      'extension-needs-opinion',
    );
    expect(outcome(decideExtension(asked, 'granted', { ...given, opinion: '' }))).toBe('accepted');
  });
  test.each([
    ['granted', '已批准'],
    ['denied', '未批准'],
  ] as const)('%s is not decided again, and says so', (state, word) => {
    const again = decideExtension({ ...asked, state }, 'denied', given);
    expect(outcome(again)).toBe('extension-decided');
    expect(again.ok ? '' : again.refusal.detail).toContain(word);
  });
  test('nobody grants what he asked for', () =>
    expect(outcome(decideExtension(asked, 'granted', { ...given, by: asked.askedBy }))).toBe('same-person'));
  test('once the round is closed it can only be denied', () => {
    const late = { ...given, round: { ...open, state: 'closed' as const } };
    expect(outcome(decideExtension(asked, 'granted', late))).toBe('round-not-open');
    expect(outcome(decideExtension(asked, 'denied', late))).toBe('accepted');
  });
  test('every state has its word', () => expect(Object.keys(extensionStateNames)).toEqual(extensionStates));
});

describe('what it says to a filing', () => {
  const until = endOfDay('2022-07-20');
  test('its new due instant, and which extension gave it', () =>
    expect(extendedFact(asked, filing('101P01'))).toEqual({
      type: 'extended',
      extension: 'x',
      dueAt: until,
    }));
  test.each([0, 1])('nothing where it is due later already by %i ms', (more) =>
    expect(extendedFact(asked, { ...filing('101P01'), dueAt: until + more })).toBeNull(),
  );
});

describe('who is told', () => {
  const member = (id: string, role: Member['posts'][number]['role'], at: string): Member => ({
    id,
    region: '360733',
    name: id,
    posts: [{ role, at }],
  });
  const members = [
    member('a', 'unit-filler', '101001'),
    member('b', 'unit-filler', '101002'),
    member('c', 'auditor', '360733'),
    member('d', 'dept-reviewer', '101'),
    member('e', 'finance-office', '360733'),
    member('f', 'dept-reviewer', '102'),
    member('g', 'dept-filler', '101'),
  ];
  const told = (extension: Extension) =>
    extensionMessages(extension, open, concernedBy(extension, heads), members);
  test('asked: the finance office', () =>
    expect(told(asked)).toEqual([
      {
        event: 'extension/x/asked',
        to: 'e',
        at: 11,
        kind: 'extension',
        text: '2022年上半年绩效监控：部门101申请将单位101001的2份监控填报延期至7月20日，请审批。',
        round: '2022-H1',
        filing: null,
      },
    ]));
  test.each([
    ['granted', '2022年上半年绩效监控：101P01的监控填报延期至7月20日的申请已批准，请在新的截止日前送审。'],
    [
      'denied',
      '2022年上半年绩效监控：101P01的监控填报延期至7月20日的申请未批准，请按原截止日办理，理由见延期申请。',
    ],
  ] as const)('%s: its filler, who asked wherever he is now, and his department', (state, text) => {
    const messages = told({ ...asked, subject: '101P01', state, decidedAt: 22 });
    expect(messages.map(({ to }) => to)).toEqual(['a', 'c', 'd', 'g']);
    expect(messages[0]).toMatchObject({ event: `extension/x/${state}`, at: 22, text });
  });
});
