/** Who is told what on a morning (domain §8): the filler by count, and after the day his department and the finance office. */
import { describe, expect, test } from 'vitest';
import { endOfDay } from '../../shared/domain/calendar.ts';
import type { Member } from '../../shared/domain/directory.ts';
import { type FilingHead, isUnsent, newFiling, stages } from '../../shared/domain/filing.ts';
import { deadlineWords, reminders } from '../../shared/domain/message.ts';

const dueAt = endOfDay('2022-07-10');
const filing = (subject: string, kind: FilingHead['kind'] = 'project', unit = '101001') =>
  newFiling(
    { region: '360733', round: '2022-H1', department: '101', subject },
    { kind, unit, section: 'S01', adjusted: 0n, dueAt, at: 0 },
  );
const member = (id: string, role: Member['posts'][number]['role'], at: string): Member => ({
  id,
  region: '360733',
  name: id,
  posts: [{ role, at }],
});
const members = [
  member('a', 'unit-filler', '101001'),
  member('b', 'unit-filler', '101002'),
  member('c', 'dept-filler', '101'),
  member('d', 'dept-reviewer', '101'),
  member('e', 'finance-office', '360733'),
  member('f', 'dept-reviewer', '102'),
  member('g', 'auditor', '360733'),
];
const unsent = [filing('101P01'), filing('101P03'), filing('101Z00', 'overall')];
const morning = (day: string) => ({
  event: '2022-H1/x',
  round: { round: '2022-H1', title: '2022年上半年绩效监控' },
  dueOn: '2022-07-10',
  at: 7,
  now: Date.parse(`${day}T09:00:00+08:00`),
});
const told = (day: string) =>
  reminders(morning(day), unsent, members).map(({ to, kind, text }) => `${to} ${kind} ${text}`);

describe('reminders', () => {
  test('before the day: whoever fills, with how many are left to him', () => {
    expect(told('2022-07-07')).toEqual([
      'a reminder 2022年上半年绩效监控将于7月10日截止（还有3天），您还有2份监控填报未送审，请尽快办理。',
      'c reminder 2022年上半年绩效监控将于7月10日截止（还有3天），您还有1份监控填报未送审，请尽快办理。',
    ]);
  });
  test('after the day: his department and the finance office too', () => {
    expect(told('2022-07-11')).toEqual([
      'a overdue 2022年上半年绩效监控已于7月10日截止（逾期1天），您还有2份监控填报未送审，请尽快办理。',
      'd escalation 2022年上半年绩效监控已于7月10日截止（逾期1天），所辖单位还有3份监控填报未送审，请督促办理。',
      'e escalation 2022年上半年绩效监控已于7月10日截止（逾期1天），所辖单位还有3份监控填报未送审，请督促办理。',
      'c overdue 2022年上半年绩效监控已于7月10日截止（逾期1天），您还有1份监控填报未送审，请尽快办理。',
    ]);
  });
  test('each message is named by morning and post, so that one person with two posts gets both and none twice', () => {
    const both = [
      {
        ...member('a', 'unit-filler', '101001'),
        posts: [members[0]?.posts[0], members[2]?.posts[0]].flatMap((post) => post ?? []),
      },
    ];
    const found = reminders(morning('2022-07-07'), unsent, both);
    expect(found.map(({ event, to }) => `${to} ${event}`)).toEqual([
      'a 2022-H1/x/unit-filler/101001',
      'a 2022-H1/x/dept-filler/101',
    ]);
    expect(found[0]).toMatchObject({ at: 7, round: '2022-H1', filing: null });
  });
  test('nobody is told of nothing', () => expect(reminders(morning('2022-07-07'), [], members)).toEqual([]));
});

test.each([
  ['2022-07-09', '将于7月10日截止（还有1天）'],
  ['2022-07-10', '今天（7月10日）截止'],
  ['2022-07-12', '已于7月10日截止（逾期2天）'],
])('on %s: %s', (day, words) => expect(deadlineWords(morning(day))).toBe(words));

test('a reminder is for what has not been sent; a return has its own message', () => {
  const unfinished = stages.filter((stage) => isUnsent({ ...filing('101P01'), stage }));
  expect(unfinished).toEqual(['not-started', 'draft']);
});
