/** Reopening (domain §8): a new version of the same obligation, while the archived one stays in force for every figure. */
import { describe, expect, test } from 'vitest';
import { deskOf } from '../../shared/domain/authority.ts';
import { endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import { decideReopen, editionsOf, headInForce } from '../../shared/domain/edition.ts';
import { decideExempt } from '../../shared/domain/exemption.ts';
import { type FilingHead, isUnsent, stages } from '../../shared/domain/filing.ts';
import { decideApprove, decideSave, decideSubmit, whyShut } from '../../shared/domain/filing-decisions.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { tallyChange } from '../../shared/domain/standing.ts';
import {
  approved,
  archived,
  arrived,
  dueAt,
  emptyContent,
  evaluation,
  onTheWay,
  outcome,
  reopened,
  returned,
  saved,
  sent,
  withdrawn,
} from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const open: RoundHead = { ...halfYear, state: 'open' };

/** Its new version on the way through both desks, with the content that was saved at the beginning. */
const again = {
  atDepartment: () => arrived(sent(saved(reopened())), 'dept-review'),
  atSection: () => arrived(approved(again.atDepartment(), 'dept'), 'section-review'),
  inArchive: () => archived(approved(again.atSection(), 'section')),
};

test.each(stages.filter((stage) => stage !== 'archived'))('at %s there is nothing to reopen', (stage) =>
  expect(outcome(decideReopen({ ...onTheWay.inArchive(), stage }, '汇总口径有误'))).toBe(
    stage === 'in-transit' ? 'in-transit' : 'wrong-stage',
  ),
);

describe('reopened', () => {
  test('a draft of the archived content on the desk of its filler, never due before three days are over', () => {
    const before = onTheWay.inArchive();
    expect(reopened(before, startOfDay('2022-08-01'))).toEqual({
      ...before,
      seq: before.seq + 1,
      version: before.seq + 1,
      hash: `h${before.seq + 1}`,
      stage: 'draft',
      stageAt: startOfDay('2022-08-01'),
      deskDueAt: endOfDay('2022-08-04'),
      evaluated: null,
      touched: false,
      reopenings: 1,
      inForce: { contentSeq: before.content?.seq, evaluated: before.evaluated, adjusted: before.adjusted },
    });
    expect(deskOf(reopened())).toEqual({ role: 'unit-filler', at: '101001' });
    expect(reopened(before, 0).deskDueAt).toBe(dueAt);
  });
  test('four eyes hold over any version', () => {
    expect(outcome(decideSave(reopened(), 'dept', emptyContent, 'd'))).toBe('same-person');
    expect(outcome(decideSubmit(reopened(), 'section', 0, evaluation))).toBe('same-person');
    expect(outcome(decideApprove(again.atDepartment(), 'filler', 'd', ''))).toBe('same-person');
  });
  test('the first sending stands for lateness, also when the new version is taken back', () => {
    expect(sent(reopened(), dueAt + 1).firstSentAt).toBe(reopened().firstSentAt);
    expect(withdrawn(again.atDepartment()).firstSentAt).toBe(reopened().firstSentAt);
  });
  test('it may be sent when the round is locked or closed', () =>
    expect(whyShut(reopened(), { ...open, state: 'closed' }, 'submit', dueAt)).toBeNull());
  test('it cannot be exempted, and nobody is reminded that it was never sent', () => {
    expect(outcome(decideExempt(reopened(), open, '项目已取消'))).toBe('filed-before');
    expect(isUnsent(reopened())).toBe(false);
    expect(isUnsent(saved())).toBe(true);
  });
});

describe('the archived version is in force until the new one is archived', () => {
  const inForce = (head: FilingHead) => {
    const { stage, content, evaluated } = headInForce(head);
    return { stage, contentSeq: content?.seq, evaluated };
  };
  const first = inForce(onTheWay.inArchive());
  test.each([
    ['a draft', () => reopened()],
    ['saved', () => saved(reopened())],
    ['at the department', again.atDepartment],
    ['returned', () => returned(again.atDepartment(), 'dept')],
    ['approved', () => approved(again.atSection(), 'section')],
  ])('%s', (_, head) => {
    expect(inForce(head())).toEqual(first);
    const { counts, money } = tallyChange(onTheWay.inArchive(), { ...head(), errand: null });
    expect([counts, money]).toEqual([{ reopened: 1 }, {}]);
  });
  test('then it is superseded', () => {
    const head = again.inArchive();
    expect(head.inForce).toBeNull();
    expect(inForce(head)).toEqual({
      stage: 'archived',
      contentSeq: head.content?.seq,
      evaluated: head.evaluated,
    });
    expect(head.content?.seq).toBeGreaterThan(onTheWay.inArchive().content?.seq ?? 0);
    expect(tallyChange(approved(again.atSection(), 'section'), head).counts).toEqual({
      reopened: -1,
      errands: -1,
    });
  });
  test('what was never reopened is in force as it is', () =>
    expect(headInForce(onTheWay.atSection())).toEqual(onTheWay.atSection()));
  test('it may be reopened once more', () =>
    expect(reopened(again.inArchive())).toMatchObject({
      reopenings: 2,
      inForce: { contentSeq: again.inArchive().content?.seq },
    }));
});

test('every archived version is found in the events, with what it said and when it was sent', () => {
  const types = [
    'issued',
    'saved',
    'submitted',
    'returned',
    'saved',
    'submitted',
    'approved',
    'archived',
  ] as const;
  const more = ['reopened', 'submitted', 'archived', 'reopened', 'saved'] as const;
  const entries = [...types, ...more].map((type, index) => ({
    seq: index + 1,
    at: 100 + index,
    fact: { type },
  }));
  expect(editionsOf(entries)).toEqual([
    { number: 1, contentSeq: 5, submittedSeq: 6, sentAt: 105, archivedAt: 107 },
    { number: 2, contentSeq: 5, submittedSeq: 10, sentAt: 109, archivedAt: 110 },
  ]);
  expect(editionsOf([])).toEqual([]);
});
