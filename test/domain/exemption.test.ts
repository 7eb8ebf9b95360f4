/** Exemptions (domain §3): a reason, an open round, and nothing filed yet; counted as an obligation, never as due. */
import { describe, expect, test } from 'vitest';
import { deskOf } from '../../shared/domain/authority.ts';
import { daysOverdue, decideExempt, decideInclude } from '../../shared/domain/exemption.ts';
import { type FilingHead, stages } from '../../shared/domain/filing.ts';
import { decideSave } from '../../shared/domain/filing-decisions.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { tallyChange } from '../../shared/domain/standing.ts';
import {
  arrived,
  did,
  dueAt,
  emptyContent,
  fresh,
  onTheWay,
  outcome,
  returned,
  saved,
  sent,
  withdrawn,
} from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const open: RoundHead = { ...halfYear, state: 'open' };
const reason = '项目已并入其他项目';
const exempted = (head: FilingHead, at = 0) => did(head, decideExempt(head, open, reason), 'office', at);
const dueAgain = (head: FilingHead) => did(head, decideInclude(head, open, reason), 'office');

describe('what cannot be exempted', () => {
  test.each(stages.filter((stage) => stage !== 'not-started' && stage !== 'draft'))('at %s', (stage) =>
    expect(outcome(decideExempt({ ...saved(), stage }, open, reason))).toBe(
      stage === 'in-transit' ? 'in-transit' : 'wrong-stage',
    ),
  );
  test('what was returned, sent again and taken back: it has been filed', () => {
    const back = withdrawn(arrived(sent(returned(onTheWay.atDepartment(), 'dept')), 'dept-review'));
    expect(back.stage).toBe('draft');
    expect(outcome(decideExempt(back, open, reason))).toBe('filed-before');
  });
  test.each(['planned', 'closed'] as const)(
    'nothing, and nothing taken back, in a round that is %s',
    (state) => {
      expect(outcome(decideExempt(fresh(), { ...open, state }, reason))).toBe('round-not-open');
      expect(outcome(decideInclude(exempted(fresh()), { ...open, state }, reason))).toBe('round-not-open');
    },
  );
  test('only what is exempt is due again', () =>
    expect(stages.filter((stage) => decideInclude({ ...saved(), stage }, open, reason).ok)).toEqual([
      'exempt',
    ]));
});

describe('exempt', () => {
  test.each([
    ['未填报', () => fresh()],
    ['填报中', () => saved()],
    ['taken back before anybody has reviewed', () => withdrawn(onTheWay.atDepartment())],
  ])('%s: on nobody’s desk, and taken back as it was', (_, before) => {
    const head = before();
    const relieved = exempted(head, 7);
    expect(relieved).toMatchObject({
      stage: 'exempt',
      stageAt: 7,
      version: head.seq + 1,
      content: head.content,
    });
    expect(deskOf(relieved)).toBeNull();
    expect(dueAgain(relieved)).toMatchObject({ stage: head.stage, content: head.content, hands: head.hands });
  });
  test('nobody fills it', () =>
    expect(outcome(decideSave(exempted(fresh()), 'filler', emptyContent, 'd'))).toBe('wrong-stage'));
  test('it is never late, and what is due again is', () => {
    expect(daysOverdue(exempted(fresh()), dueAt + 1)).toBe(0);
    expect(daysOverdue(dueAgain(exempted(fresh())), dueAt)).toBe(1);
  });
  test('counters move with it', () =>
    expect(tallyChange(saved(), exempted(saved())).counts).toEqual({
      draft: -1,
      exempt: 1,
      'unsent/2022-07-10': -1,
    }));
});
