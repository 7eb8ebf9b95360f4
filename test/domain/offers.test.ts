/** What is offered is exactly what would be accepted: the same rules, asked beforehand (domain §8). */
import { describe, expect, test } from 'vitest';
import type { Member, Post } from '../../shared/domain/directory.ts';
import { decideExempt } from '../../shared/domain/exemption.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { offersOf } from '../../shared/domain/offers.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import {
  arrived,
  did,
  dueAt,
  fresh,
  onTheWay,
  reopened,
  returned,
  saved,
  sent,
  sentBack,
} from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const open: RoundHead = { ...halfYear, state: 'open' };
const posts: Readonly<Record<string, Post>> = {
  filler: { role: 'unit-filler', at: '101001' },
  dept: { role: 'dept-reviewer', at: '101' },
  section: { role: 'section-reviewer', at: 'S01' },
  office: { role: 'finance-office', at: '360733' },
};
const member = (id: string, post: Post | undefined = posts[id]): Member => ({
  id,
  region: '360733',
  name: id,
  posts: post === undefined ? [] : [post],
});
const offered = (who: Member, head: FilingHead, round = open) =>
  offersOf(who, head, { round, approver: 'dept', now: dueAt - 1 });
const exempt = () => did(fresh(), decideExempt(fresh(), open, '项目已取消'), 'office');

describe('to whom, where', () => {
  test.each<[string, () => FilingHead, string, readonly string[]]>([
    ['未填报', fresh, 'filler', ['save']],
    ['未填报', fresh, 'dept', []],
    ['未填报', fresh, 'office', ['exempt']],
    ['填报中', saved, 'filler', ['save', 'submit']],
    ['填报中', saved, 'office', ['exempt']],
    ['流转中', sent, 'filler', []],
    ['待部门审核', onTheWay.atDepartment, 'filler', ['withdraw']],
    ['待部门审核', onTheWay.atDepartment, 'dept', ['approve', 'return']],
    ['待部门审核', onTheWay.atDepartment, 'section', []],
    ['待财政审核', onTheWay.atSection, 'filler', []],
    ['待财政审核', onTheWay.atSection, 'dept', ['undo']],
    ['待财政审核', onTheWay.atSection, 'section', ['approve', 'return']],
    ['退回部门', () => arrived(sentBack(onTheWay.atSection()), 'dept-review'), 'dept', ['approve', 'return']],
    ['被退回', () => returned(onTheWay.atSection(), 'section'), 'filler', ['save', 'submit']],
    ['被退回', () => returned(onTheWay.atSection(), 'section'), 'office', []],
    ['已归档', onTheWay.inArchive, 'office', ['reopen']],
    ['已归档', onTheWay.inArchive, 'section', []],
    ['重新开放', reopened, 'filler', ['save', 'submit']],
    ['重新开放', reopened, 'office', []],
    ['免报', exempt, 'office', ['include']],
    ['免报', exempt, 'filler', []],
  ])('%s: %s', (_, head, who, acts) => expect(offered(member(who), head())).toEqual(acts));
});

test('nothing to who has acted at another level, whatever his post', () => {
  expect(offered(member('filler', posts['dept']), onTheWay.atDepartment())).toEqual([]);
  expect(offered(member('dept', posts['section']), onTheWay.atSection())).toEqual([]);
  expect(offered(member('dept', posts['filler']), returned(onTheWay.atDepartment(), 'dept'))).toEqual([]);
});

test('in a closed round only what was returned or reopened is sent, and nothing is exempted', () => {
  const closed: RoundHead = { ...open, state: 'closed' };
  expect(offered(member('filler'), saved(), closed)).toEqual([]);
  expect(offered(member('office'), saved(), closed)).toEqual([]);
  expect(offered(member('filler'), returned(onTheWay.atDepartment(), 'dept'), closed)).toEqual([
    'save',
    'submit',
  ]);
  expect(offered(member('filler'), reopened(), closed)).toEqual(['save', 'submit']);
  expect(offered(member('office'), onTheWay.inArchive(), closed)).toEqual(['reopen']);
});
