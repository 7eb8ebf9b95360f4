/** Tabs and countdowns of the work desk (domain §8): who finds a filing where, on every step of its way. */
import { describe, expect, test } from 'vitest';
import { endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import type { Member, Role } from '../../shared/domain/directory.ts';
import { decideExempt } from '../../shared/domain/exemption.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { countdown, departmentsServed, roundsInTabs, tabCounts, tabsOf } from '../../shared/domain/todo.ts';
import {
  approved,
  arrived,
  did,
  fresh,
  onTheWay,
  reopened,
  returned,
  saved,
  sent,
  sentBack,
  undone,
  withdrawn,
} from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

function at(id: string, ...posts: readonly (readonly [Role, string])[]): Member {
  return { id, region: '360733', name: id, posts: posts.map(([role, where]) => ({ role, at: where })) };
}
const filler = at('filler', ['unit-filler', '101001']);
const colleague = at('colleague', ['unit-filler', '101001']);
const dept = at('dept', ['dept-reviewer', '101']);
const deputy = at('deputy', ['dept-reviewer', '101']);
const section = at('section', ['section-reviewer', 'S01']);
const tabs = (head: FilingHead, member: Member) => [...tabsOf(head, member).keys()];

const resent = () => sent(saved(returned(onTheWay.atDepartment(), 'dept')));
const exempt = () =>
  did(saved(), decideExempt(saved(), { ...halfYear, state: 'open' }, '项目已并入'), 'office');
const again = () => arrived(sentBack(onTheWay.atSection()), 'dept-review');

/** Where the filler, his colleague, the department’s reviewer, her deputy and the section find it. */
const table: readonly (readonly [string, FilingHead, ...string[][]])[] = [
  ['nobody has begun', fresh(), ['to-send'], ['to-send'], [], [], []],
  ['a draft', saved(), ['to-send'], ['to-send'], [], [], []],
  ['on the way to the department', sent(), ['sent', 'acted'], ['sent'], [], [], []],
  [
    'before the department',
    onTheWay.atDepartment(),
    ['sent', 'acted'],
    ['sent'],
    ['to-review'],
    ['to-review'],
    [],
  ],
  ['taken back', withdrawn(onTheWay.atDepartment()), ['to-send'], ['to-send'], [], [], []],
  [
    'returned by the department',
    returned(onTheWay.atDepartment(), 'dept'),
    ['returned'],
    ['returned'],
    ['returned', 'acted'],
    [],
    [],
  ],
  ['sent again', resent(), ['sent', 'acted'], ['sent'], ['acted'], [], []],
  [
    'before the department again',
    arrived(resent(), 'dept-review'),
    ['sent', 'acted'],
    ['sent'],
    ['to-review'],
    ['to-review'],
    [],
  ],
  [
    'passed by the deputy what the other had returned',
    approved(arrived(resent(), 'dept-review'), 'deputy'),
    ['sent', 'acted'],
    ['sent'],
    ['acted'],
    ['reviewed', 'acted'],
    [],
  ],
  [
    'past the department',
    onTheWay.pastDepartment(),
    ['sent', 'acted'],
    ['sent'],
    ['reviewed', 'acted'],
    [],
    [],
  ],
  ['the approval taken back', undone(onTheWay.atSection()), ['sent', 'acted'], ['sent'], ['acted'], [], []],
  [
    'before the section',
    onTheWay.atSection(),
    ['sent', 'acted'],
    ['sent'],
    ['reviewed', 'acted'],
    [],
    ['to-review'],
  ],
  [
    'returned by the section',
    returned(onTheWay.atSection(), 'section'),
    ['returned'],
    ['returned'],
    ['acted'],
    [],
    ['returned', 'acted'],
  ],
  [
    'on the way back to the department',
    sentBack(onTheWay.atSection()),
    ['sent', 'acted'],
    ['sent'],
    ['acted'],
    [],
    ['returned', 'acted'],
  ],
  [
    'back before the department',
    again(),
    ['sent', 'acted'],
    ['sent'],
    ['to-review'],
    ['to-review'],
    ['returned', 'acted'],
  ],
  [
    'passed on again',
    approved(again(), 'dept'),
    ['sent', 'acted'],
    ['sent'],
    ['reviewed', 'acted'],
    [],
    ['returned', 'acted'],
  ],
  [
    'before the section again',
    arrived(approved(again(), 'dept'), 'section-review'),
    ['sent', 'acted'],
    ['sent'],
    ['reviewed', 'acted'],
    [],
    ['to-review'],
  ],
  [
    'passed',
    onTheWay.passed(),
    ['sent', 'acted'],
    ['sent'],
    ['reviewed', 'acted'],
    [],
    ['reviewed', 'acted'],
  ],
  [
    'archived',
    onTheWay.inArchive(),
    ['sent', 'acted'],
    ['sent'],
    ['reviewed', 'acted'],
    [],
    ['reviewed', 'acted'],
  ],
  ['opened again', reopened(), ['to-send'], ['to-send'], ['acted'], [], ['acted']],
  ['exempt', exempt(), ['acted'], [], [], [], []],
];

describe('domain §8 · tabs', () => {
  test.each([
    ['another unit', at('filler', ['unit-filler', '101002'])],
    ['another department', at('dept', ['dept-reviewer', '102'])],
    ['another section', at('section', ['section-reviewer', 'S02'])],
    ['another county', { ...section, region: '360734' }],
    ['the administrator', at('admin', ['admin', '360733'])],
    ['who has moved to another unit', at('filler', ['unit-filler', '101002'])],
  ])('nothing for %s', (_, member) => {
    for (const [, head] of table) expect(tabs(head, member)).toEqual([]);
  });

  test.each(table.map(([name, head, ...found]) => ({ name, head, found })))('$name', ({ head, found }) => {
    expect([filler, colleague, dept, deputy, section].map((member) => tabs(head, member))).toEqual(found);
  });

  test('opened again after the section had returned it on the way, it is no return any more', () => {
    const archived = onTheWay.inArchive();
    expect(tabs(reopened({ ...archived, returnedBy: 'section' }), section)).toEqual(['acted']);
  });

  test('overall expenditure is its department’s, and its reviewer has no part in it', () => {
    const overall = arrived(sent(saved(fresh('overall'), 'office')), 'section-review');
    expect(tabs(overall, at('office', ['dept-filler', '101']))).toEqual(['sent', 'acted']);
    expect(tabs(overall, filler)).toEqual([]);
    expect(tabs(overall, dept)).toEqual([]);
    expect(tabs(overall, section)).toEqual(['to-review']);
  });

  test('who holds two posts finds it by each of them, and what lies with him is not elsewhere', () => {
    const both = at('filler', ['unit-filler', '101001'], ['dept-reviewer', '101']);
    expect([...tabsOf(onTheWay.atDepartment(), both)]).toEqual([
      ['sent', { role: 'unit-filler', at: '101001' }],
      ['to-review', { role: 'dept-reviewer', at: '101' }],
    ]);
  });

  test('counts are of filings, each in every tab where it stands', () => {
    const heads = [saved(), returned(onTheWay.atDepartment(), 'dept'), onTheWay.atSection()];
    expect(tabCounts(heads, filler)).toEqual({
      'to-send': 1,
      sent: 1,
      returned: 1,
      acted: 1,
      'to-review': 0,
      reviewed: 0,
    });
    expect(tabCounts(heads, dept)).toMatchObject({ reviewed: 1, returned: 1, acted: 2, 'to-review': 0 });
  });
});

describe('domain §8 · countdown', () => {
  /** Due on 10 July: exclusive midnight after it. */
  const head = { ...saved(), deskDueAt: endOfDay('2022-07-10') };
  test.each([
    [startOfDay('2022-07-07'), '还有3天'],
    [endOfDay('2022-07-07') - 1, '还有3天'],
    [endOfDay('2022-07-07'), '还有2天'],
    [startOfDay('2022-07-10') - 1, '还有1天'],
    [startOfDay('2022-07-10'), '今天截止'],
    [endOfDay('2022-07-10') - 1, '今天截止'],
    [endOfDay('2022-07-10'), '逾期1天'],
    [endOfDay('2022-07-11') - 1, '逾期1天'],
    [endOfDay('2022-07-11'), '逾期2天'],
    [endOfDay('2023-07-10'), '逾期366天'],
  ])('at %i: %s', (now, words) => {
    expect(countdown(head, now)).toBe(words);
  });

  test('none for what nobody holds', () => {
    for (const resting of [sent(), onTheWay.passed(), onTheWay.inArchive(), exempt()])
      expect(countdown(resting, endOfDay('2022-07-10'))).toBeNull();
  });
});

describe('domain §8 · where the tabs look', () => {
  const departments = ['101', '102', '103'].map((code) => ({
    code,
    name: code,
    section: code === '103' ? 'S02' : 'S01',
    keyMonitoring: false,
  }));

  test.each([
    ['finance-office', '360733', []],
    ['auditor', '360733', []],
    ['archivist', '360733', []],
    ['admin', '360733', []],
    ['dept-reviewer', '109', []],
    ['unit-filler', '101001', ['101']],
    ['dept-filler', '102', ['102']],
    ['section-reviewer', 'S01', ['101', '102']],
  ] as const)('%s at %s works on filings of %j', (role, where, codes) => {
    expect(departmentsServed(at('x', [role, where]), departments).map(({ code }) => code)).toEqual(codes);
  });

  test('no round that is only planned, the latest first, back to the year before', () => {
    const rounds = [
      ['2020-Q4-2', 'closed'],
      ['2021-H1', 'closed'],
      ['2021-Q4-2', 'closed'],
      ['2022-H1', 'closed'],
      ['2022-Q3', 'open'],
      ['2023-H1', 'planned'],
    ] as const;
    expect(roundsInTabs(rounds.map(([round, state]) => ({ round, state })))).toEqual([
      '2022-Q3',
      '2022-H1',
      '2021-Q4-2',
      '2021-H1',
    ]);
    expect(roundsInTabs([{ round: '2022-H1', state: 'planned' }])).toEqual([]);
  });
});
