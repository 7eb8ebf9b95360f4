/** Reports on work desks (domain §8, §10): in whose tab each state is found, what is to be done, how long there is. */
import { describe, expect, test } from 'vitest';
import { dayLength } from '../../shared/domain/calendar.ts';
import type { Member, Post } from '../../shared/domain/directory.ts';
import type { ReportFact, ReportHead } from '../../shared/domain/report.ts';
import { isOnDesk, reportAtDesks, reportTabCounts } from '../../shared/domain/report-todo.ts';
import { afterFact, clearSight, expectedReport, reportDueAt, uploadOf } from '../support/reports.ts';

const member = (id: string, ...posts: Post[]): Member => ({ id, name: id, region: '360733', posts });
const filler = member('101-filler', { role: 'dept-filler', at: '101' });
const section = member('s01', { role: 'section-reviewer', at: 'S01' });
const office = member('office', { role: 'finance-office', at: '360733' });

const once = (facts: readonly ReportFact[], at = reportDueAt - 1) =>
  facts.reduce((head, fact) => afterFact(head, fact, at), expectedReport);
const meeting = { heldOn: '2022-07-14', minutes: '', conclusion: '', plannedOn: null, plannedReason: '' };
const told: ReportFact = { type: 'told', meeting };
const received: ReportFact = { type: 'received', upload: { ...uploadOf('a'), replaces: null } };
const verified: ReportFact = { type: 'verified', upload: 'a', sight: clearSight };
const refused: ReportFact = { type: 'refused', upload: 'a', why: '设有密码' };
const returned: ReportFact = { type: 'returned', upload: 'a', reason: 'no-seal', text: '第6页缺章' };
const confirmed: ReportFact = {
  type: 'confirmed',
  upload: 'a',
  ticks: { seal: true, date: true, signature: true },
  opinion: '',
};
const archived: ReportFact = { type: 'archived', upload: 'a', sha256: 'a', retainUntil: '2052-07-18' };

/** Tab and task of each who has to do with it. */
const seen = (head: ReportHead, who: Member) =>
  reportAtDesks(head, who, reportDueAt - 1).map(({ tab, task }) => [tab, task]);

describe('§8 whose it is', () => {
  test.each<[string, readonly ReportFact[], unknown, unknown]>([
    ['expected', [], ['to-send', '撰写报告并登记党委（党组）会议'], null],
    ['told', [told], ['to-send', '打印盖章后扫描上传'], null],
    ['being looked at', [told, received], ['sent', null], null],
    [
      'found wanting',
      [told, received, refused],
      ['to-send', '上传的文件没有通过检查，请改正后重新上传'],
      null,
    ],
    ['uploaded', [told, received, verified], ['sent', null], ['to-review', '核对公章、日期和签字']],
    [
      'returned',
      [told, received, verified, returned],
      ['returned', '按退回意见改正后重新上传'],
      ['returned', null],
    ],
    ['confirmed', [told, received, verified, confirmed], ['sent', null], ['reviewed', null]],
    ['archived', [told, received, verified, confirmed, archived], ['sent', null], ['reviewed', null]],
  ])('%s', (_, facts, brings, checks) => {
    const head = once(facts);
    expect(seen(head, filler)).toEqual([brings]);
    for (const checker of [section, office])
      expect(seen(head, checker)).toEqual(checks === null ? [] : [checks]);
  });

  test('nobody else has to do with it, and whoever brought a file does not check it', () => {
    const head = once([told, received, verified]);
    for (const stranger of [
      member('102-filler', { role: 'dept-filler', at: '102' }),
      member('101-reviewer', { role: 'dept-reviewer', at: '101' }),
      member('s02', { role: 'section-reviewer', at: 'S02' }),
      member('auditor', { role: 'auditor', at: '360733' }),
      member('archivist', { role: 'archivist', at: '360733' }),
    ])
      expect(seen(head, stranger)).toEqual([]);
    const both = member(
      '101-filler',
      { role: 'dept-filler', at: '101' },
      { role: 'section-reviewer', at: 'S01' },
    );
    expect(seen(head, both)).toEqual([['sent', null]]);
  });
});

describe('§8 how long there is', () => {
  const words = (head: ReportHead, who: Member, now: number) =>
    reportAtDesks(head, who, now).map(({ countdown }) => countdown);

  test('the bringer until his day; overdue is said before due soon', () => {
    const at = [reportDueAt - 5 * dayLength, reportDueAt - 1, reportDueAt, reportDueAt + dayLength];
    expect(at.map((now) => words(expectedReport, filler, now)[0])).toEqual([
      '还有4天',
      '今天截止',
      '逾期1天',
      '逾期2天',
    ]);
  });

  test('the checker three days after that day; who has a report back three days, or until its day', () => {
    expect(words(once([told, received, verified]), section, reportDueAt - 1)).toEqual(['还有3天']);
    const facts = [told, received, verified, returned];
    const early = once(facts, reportDueAt - 10 * dayLength);
    const late = once(facts, reportDueAt - 1);
    expect(words(early, filler, reportDueAt - 1)).toEqual(['今天截止']);
    expect(words(late, filler, reportDueAt - 1)).toEqual(['还有3天']);
  });
});

test('counts are of all that stand in a tab, desks hold what waits for the member', () => {
  const heads = [once([]), once([told, received, verified]), once([told, received, verified, returned])];
  const found = heads.flatMap((head) => reportAtDesks(head, filler, reportDueAt));
  expect(reportTabCounts(found)).toEqual({ 'to-send': 1, sent: 1, 'to-review': 0, reviewed: 0, returned: 1 });
  expect(found.filter(isOnDesk).map(({ tab }) => tab)).toEqual(['to-send', 'returned']);
});
