/** What people may do with a filing, when and how often (domain, states and actions; notice 2.2). */
import { describe, expect, test } from 'vitest';
import { daysLate, endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import {
  acts,
  errandFacts,
  type FactType,
  type FilingFact,
  type FilingHead,
  movesVersion,
  newFiling,
  returnReasons,
  type Stage,
  stageNames,
  stages,
} from '../../shared/domain/filing.ts';
import {
  approverOf,
  decideApprove,
  decideReturn,
  decideSave,
  decideSubmit,
  decideUndo,
  decideWithdraw,
  maySubmit,
  whyShut,
} from '../../shared/domain/filing-decisions.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import {
  apply,
  approved,
  arrived,
  dueAt,
  emptyContent,
  evaluation,
  filingRef,
  fresh,
  onTheWay,
  outcome,
  remark,
  returned,
  saved,
  sent,
  sentBack,
  undone,
  withdrawn,
} from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const day = 86_400_000;
const at = (stage: Stage): FilingHead => ({ ...saved(), stage });
const detailOf = (decided: ReturnType<typeof decideSave>) => (decided.ok ? '' : decided.refusal.detail);

describe('domain §8 · an action is possible only where its row says', () => {
  test.each([
    ['not-started', 'accepted', 'nothing-to-submit', 'wrong-stage', 'wrong-stage'],
    ['draft', 'accepted', 'accepted', 'wrong-stage', 'wrong-stage'],
    ['returned', 'accepted', 'accepted', 'wrong-stage', 'wrong-stage'],
    ['in-transit', 'in-transit', 'in-transit', 'in-transit', 'in-transit'],
    ['dept-review', 'wrong-stage', 'wrong-stage', 'accepted', 'accepted'],
    ['section-review', 'wrong-stage', 'wrong-stage', 'accepted', 'accepted'],
    ['approved', 'wrong-stage', 'wrong-stage', 'wrong-stage', 'wrong-stage'],
    ['archived', 'wrong-stage', 'wrong-stage', 'wrong-stage', 'wrong-stage'],
    ['exempt', 'wrong-stage', 'wrong-stage', 'wrong-stage', 'wrong-stage'],
  ] as const)(
    '%s: 暂存 %s, 送审 %s, 取消送审 %s, 审核 and 退回 %s',
    (stage, saves, sends, takes, reviews) => {
      const head = at(stage);
      expect(outcome(decideSave(head, 'filler', emptyContent, 'd'))).toBe(saves);
      expect(outcome(decideSubmit(head, 'filler', 0, evaluation))).toBe(sends);
      expect(outcome(maySubmit(head, 'filler'))).toBe(sends);
      expect(outcome(decideWithdraw(head, 'filler'))).toBe(takes);
      expect(outcome(decideApprove(head, 'reviewer', 'd', ''))).toBe(reviews);
      expect(outcome(decideReturn(head, 'reviewer', remark))).toBe(reviews);
    },
  );

  test.each([
    [
      '暂存',
      'archived',
      ['未填报', '填报中', '被退回'],
      () => decideSave(at('archived'), 'f', emptyContent, 'd'),
    ],
    ['送审', 'dept-review', ['填报中', '被退回'], () => decideSubmit(at('dept-review'), 'f', 0, evaluation)],
    ['取消送审', 'draft', ['待部门审核', '待财政审核'], () => decideWithdraw(at('draft'), 'f')],
    ['审核', 'returned', ['待部门审核', '待财政审核'], () => decideApprove(at('returned'), 'r', 'd', '')],
    ['退回', 'approved', ['待部门审核', '待财政审核'], () => decideReturn(at('approved'), 'r', remark)],
  ] as const)(
    'the refusal of %s at %s says where it stands and where it would do',
    (label, stage, from, decide) => {
      expect(detailOf(decide())).toBe(
        `填报现处于“${stageNames[stage]}”，不能“${label}”；只有在“${from.join('”或“')}”时可以办理，请刷新后查看。`,
      );
    },
  );
});

describe('domain §8 · what an action records', () => {
  test('暂存 keeps what was entered, with its digest', () =>
    expect(decideSave(fresh(), 'filler', emptyContent, 'digest')).toEqual({
      ok: true,
      value: { type: 'saved', content: emptyContent, digest: 'digest' },
    }));
  test('送审 sends exactly what was saved last, with days late and evaluation', () =>
    expect(decideSubmit(saved(), 'filler', dueAt, evaluation)).toEqual({
      ok: true,
      value: { type: 'submitted', digest: 'd', daysLate: 1, evaluation },
    }));
  test('取消送审 says nothing more', () =>
    expect(decideWithdraw(onTheWay.atDepartment(), 'filler')).toEqual({
      ok: true,
      value: { type: 'withdrawn' },
    }));
  test('审核 names its stage, the content that was seen and the opinion', () =>
    expect(decideApprove(onTheWay.atSection(), 'section', 'd', '同意')).toEqual({
      ok: true,
      value: { type: 'approved', at: 'section-review', digest: 'd', opinion: '同意' },
    }));
  test('退回 names its stage, reason, text and pins', () => {
    const given = {
      to: 'filler',
      reason: 'wrong-data',
      text: '执行数有误',
      pins: [{ pointer: '/money/fiscal/executed', text: '应为累计' }],
    } as const;
    expect(decideReturn(onTheWay.atDepartment(), 'dept', given)).toEqual({
      ok: true,
      value: { type: 'returned', at: 'dept-review', ...given },
    });
  });
  test('a draft without content is a defect, not a refusal', () => {
    const hollow = { ...saved(), content: null };
    expect(() => decideSubmit(hollow, 'filler', 0, evaluation)).toThrow('filing 101P01 of 2022-H1');
  });
});

describe('domain §8 · a filing before and after each fact', () => {
  const given = { kind: 'project', unit: '101001', section: 'S01', adjusted: 0n, dueAt } as const;

  test('an obligation begins 未填报, with nobody’s hand on it, on the desk of its filler until the due day', () => {
    expect(newFiling(filingRef, { ...given, at: 5 })).toEqual({
      ...filingRef,
      ...given,
      seq: 0,
      version: 0,
      hash: '',
      stage: 'not-started',
      stageAt: 5,
      extended: false,
      attempt: 0,
      recovery: 0,
      errand: null,
      token: null,
      deskDueAt: dueAt,
      content: null,
      firstSentAt: null,
      evaluated: null,
      reopenings: 0,
      inForce: null,
      returnedBy: null,
      touched: false,
      hands: [],
    });
  });
  test('issued: numbered, and nothing else', () =>
    expect(fresh()).toEqual({
      ...newFiling(filingRef, { ...given, at: 0 }),
      seq: 1,
      version: 1,
      hash: 'h1',
    }));

  const facts: Readonly<Record<string, FilingFact>> = {
    saved: { type: 'saved', content: emptyContent, digest: 'e' },
    submitted: { type: 'submitted', digest: 'd', daysLate: 0, evaluation },
    withdrawn: { type: 'withdrawn' },
    approved: { type: 'approved', at: 'dept-review', digest: 'd', opinion: '' },
    returned: { type: 'returned', at: 'section-review', ...remark },
    archived: { type: 'archived', digest: 'd' },
  };
  const follow = (head: FilingHead, name: keyof typeof facts, by: string | null = 'filler') => {
    const fact = facts[name];
    if (fact === undefined) throw new Error(`no fact ${name}`);
    return apply(head, fact, by, 77);
  };
  /** The head with number, version and hash moved on, as every fact of a person leaves it. */
  const moved = (head: FilingHead) => ({
    ...head,
    seq: head.seq + 1,
    version: head.seq + 1,
    hash: `h${head.seq + 1}`,
  });

  test('first 暂存: 填报中 from that moment', () => {
    const head = fresh();
    expect(follow(head, 'saved')).toEqual({
      ...moved(head),
      stage: 'draft',
      stageAt: 77,
      content: { seq: 2, digest: 'e' },
      hands: [['fill', 'filler']],
    });
  });
  test.each([
    ['填报中', () => saved()],
    ['被退回', () => returned(onTheWay.atDepartment(), 'dept', 9)],
  ])('暂存 again: %s stays, since when it was', (_, before) => {
    const head = before();
    expect(follow(head, 'saved')).toEqual({
      ...moved(head),
      content: { seq: head.seq + 1, digest: 'e' },
      // Whoever has acted last stands last.
      hands: [...head.hands.slice(1), ['fill', 'filler']],
    });
  });
  test('送审: on its way, the machine is to start, and anew at each attempt', () => {
    const head = { ...saved(), recovery: 2, touched: true };
    expect(follow(head, 'submitted')).toEqual({
      ...moved(head),
      stage: 'in-transit',
      stageAt: 77,
      attempt: 1,
      recovery: 0,
      errand: { do: 'start' },
      touched: false,
      firstSentAt: 77,
      evaluated: { seq: 3, lights: evaluation.lights },
    });
  });
  test('送审 weighs it by what was sent, 取消送审 leaves that, and the register’s figure stands until then', () => {
    const head = { ...saved(), adjusted: 60_000_000n };
    const fact = { type: 'submitted', digest: 'd', daysLate: 0 } as const;
    const after = apply(head, { ...fact, evaluation: { ...evaluation, adjusted: 54_000_000n } });
    expect(apply(head, { type: 'saved', content: emptyContent, digest: 'e' }).adjusted).toBe(60_000_000n);
    expect([after.adjusted, apply(after, { type: 'withdrawn' }).adjusted]).toEqual([
      54_000_000n,
      54_000_000n,
    ]);
  });
  test('取消送审: 填报中 again, due as before, and the machine is to end', () => {
    const head = { ...onTheWay.atDepartment(), deskDueAt: dueAt + 3 * day };
    expect(follow(head, 'withdrawn')).toEqual({
      ...moved(head),
      stage: 'draft',
      stageAt: 77,
      deskDueAt: dueAt,
      firstSentAt: null,
      evaluated: null,
      errand: { do: 'fail', error: 'Withdrawn' },
    });
  });
  test('审核 of the department: on its way, no longer to be taken back', () => {
    const head = onTheWay.atDepartment();
    expect(follow(head, 'approved', 'dept')).toEqual({
      ...moved(head),
      stage: 'in-transit',
      stageAt: 77,
      errand: { do: 'complete', gate: 'dept-review' },
      touched: true,
      hands: [
        ['fill', 'filler'],
        ['dept-review', 'dept'],
      ],
    });
  });
  test('审核 of the section: 终审通过', () => {
    expect(onTheWay.passed()).toMatchObject({
      stage: 'approved',
      errand: { do: 'complete', gate: 'section-review' },
      hands: [
        ['fill', 'filler'],
        ['dept-review', 'dept'],
        ['section-review', 'section'],
      ],
    });
  });
  test('退回: with its filler, and the machine is to end', () => {
    const head = onTheWay.atSection();
    expect(follow(head, 'returned', 'section')).toEqual({
      ...moved(head),
      stage: 'returned',
      stageAt: 77,
      deskDueAt: dueAt,
      errand: { do: 'fail', error: 'Returned' },
      returnedBy: 'section',
      hands: [...head.hands, ['section-review', 'section']],
    });
  });
  test('归档: at rest, with nothing to tell the machine', () => {
    const head = { ...onTheWay.passed(), token: 'token' };
    expect(follow(head, 'archived', null)).toEqual({
      ...moved(head),
      version: head.version,
      stage: 'archived',
      stageAt: 77,
      errand: null,
      token: null,
    });
  });
  test('who acts at two levels would be known by both, and the machine by none', () => {
    const head = onTheWay.atDepartment();
    expect(follow(head, 'approved').hands).toEqual([
      ['fill', 'filler'],
      ['dept-review', 'filler'],
    ]);
    expect(follow(head, 'approved', null).hands).toEqual([['fill', 'filler']]);
  });
  test('who acts twice at one level has one hand on it', () => {
    expect(saved(saved()).hands).toEqual([['fill', 'filler']]);
    expect(saved(saved(), 'colleague').hands).toEqual([
      ['fill', 'filler'],
      ['fill', 'colleague'],
    ]);
  });
});

describe('the version is that of content and decisions', () => {
  test.each<[FactType, boolean]>([
    ['issued', true],
    ['saved', true],
    ['submitted', true],
    ['withdrawn', true],
    ['approved', true],
    ['returned', true],
    ['undone', true],
    ['exempted', true],
    ['due-again', true],
    ['reopened', true],
    ['arrived', false],
    ['token-renewed', false],
    ['archived', false],
    ['extended', false],
    ['recovered', false],
  ])('%s moves it: %s', (type, moves) => expect(movesVersion({ type })).toBe(moves));
  test('arriving at a desk stales nobody’s screen', () => {
    const head = sent();
    expect(arrived(head, 'dept-review')).toMatchObject({ seq: head.seq + 1, version: head.version });
  });
  test('only what a person did and what broke is told to the machine', () =>
    expect(errandFacts).toEqual([
      'submitted',
      'withdrawn',
      'approved',
      'returned',
      'undone',
      'token-renewed',
      'recovered',
    ]));
});

describe('domain §8 · withdraw only while nobody has acted since the submission', () => {
  test('at the department, before its decision', () =>
    expect(outcome(decideWithdraw(onTheWay.atDepartment(), 'filler'))).toBe('accepted'));
  test('not once the department has approved', () =>
    expect(outcome(decideWithdraw(onTheWay.atSection(), 'filler'))).toBe('wrong-stage'));
  test('not while the decision of the department is on its way', () =>
    expect(outcome(decideWithdraw(onTheWay.pastDepartment(), 'filler'))).toBe('in-transit'));
  test('overall expenditure can be taken back from the section', () => {
    const head = arrived(sent(saved(fresh('overall'))), 'section-review');
    expect(outcome(decideWithdraw(head, 'filler'))).toBe('accepted');
  });
  test('again possible once a returned filing has been sent anew', () => {
    const back = returned(onTheWay.atSection(), 'section');
    const again = arrived(sent(back), 'dept-review');
    expect(outcome(decideWithdraw(again, 'filler'))).toBe('accepted');
  });
});

describe('domain §8 · cancel approval: the same reviewer, before the section acts', () => {
  test('back on its way to the department, and the machine is to be told', () => {
    const head = onTheWay.atSection();
    expect(decideUndo(head, 'dept', 'dept')).toEqual({
      ok: true,
      value: { type: 'undone', at: 'dept-review' },
    });
    expect(apply(head, { type: 'undone', at: 'dept-review' }, 'dept', 77)).toEqual({
      ...head,
      seq: head.seq + 1,
      version: head.seq + 1,
      hash: `h${head.seq + 1}`,
      stage: 'in-transit',
      stageAt: 77,
      errand: { do: 'fail', error: 'Undone' },
    });
  });
  test.each([
    ['another reviewer', 'deputy', 'dept'],
    ['where nobody has approved', 'dept', null],
  ])('not by %s', (_, by, approver) => {
    const decided = decideUndo(onTheWay.atSection(), by, approver);
    expect(detailOf(decided)).toBe('“取消审核”只能由作出审核的本人办理，请联系其办理。');
  });
  test.each([
    ['draft', 'wrong-stage'],
    ['returned', 'wrong-stage'],
    ['in-transit', 'in-transit'],
    ['dept-review', 'wrong-stage'],
    ['approved', 'wrong-stage'],
    ['archived', 'wrong-stage'],
  ] as const)('at %s: %s', (stage, code) =>
    expect(outcome(decideUndo(at(stage), 'dept', 'dept'))).toBe(code),
  );
  test('taken back, the filler still cannot withdraw: somebody has acted', () => {
    const head = arrived(undone(onTheWay.atSection()), 'dept-review');
    expect(head.stage).toBe('dept-review');
    expect(outcome(decideWithdraw(head, 'filler'))).toBe('wrong-stage');
  });
  test('it may be approved or returned again, by either reviewer of the department', () => {
    const head = arrived(undone(onTheWay.atSection()), 'dept-review');
    expect(outcome(decideApprove(head, 'dept', 'd', ''))).toBe('accepted');
    expect(outcome(decideReturn(head, 'deputy', remark))).toBe('accepted');
  });

  test('a return to the department leaves nothing to take back', () => {
    expect(did(['submitted', 'f'], ['approved', 'dept'], ['returned', 's'])).toBeNull();
  });

  const did = (...facts: readonly (readonly [FactType, string | null])[]) =>
    approverOf(facts.map(([type, id]) => ({ fact: { type }, by: id === null ? null : { id } })));
  test('the approver is whose approval stands last', () => {
    expect(did(['submitted', 'f'], ['approved', 'dept'], ['arrived', null])).toBe('dept');
    expect(did(['approved', 'dept'], ['returned', 's'], ['submitted', 'f'], ['approved', 'deputy'])).toBe(
      'deputy',
    );
  });
  test('there is none before an approval, after it was taken back, or in a new attempt', () => {
    expect(did()).toBeNull();
    expect(did(['submitted', 'f'], ['arrived', null])).toBeNull();
    expect(did(['approved', 'dept'], ['undone', 'dept'])).toBeNull();
    expect(did(['approved', 'dept'], ['submitted', 'f'])).toBeNull();
  });
});

describe('domain §8 · the section may return to the department instead', () => {
  const toDepartment = { ...remark, to: 'department' } as const;
  test.each([
    ['the department itself', onTheWay.atDepartment, 'dept', 'no-department'],
    [
      'of overall expenditure',
      () => arrived(sent(saved(fresh('overall'))), 'section-review'),
      's',
      'no-department',
    ],
    ['by who has filled it', onTheWay.atSection, 'filler', 'same-person'],
    ['from the archive', onTheWay.inArchive, 'section', 'wrong-stage'],
  ])('not %s', (_, head, by, code) => expect(outcome(decideReturn(head(), by, toDepartment))).toBe(code));
  test('on its way to the department in the same attempt, with the reviewer’s hand on it, and the machine is to be told', () => {
    const head = onTheWay.atSection();
    expect(sentBack(head, 'section', 77)).toEqual({
      ...head,
      seq: head.seq + 1,
      version: head.seq + 1,
      hash: `h${head.seq + 1}`,
      stage: 'in-transit',
      stageAt: 77,
      errand: { do: 'fail', error: 'ReturnedToDepartment' },
      returnedBy: 'section',
      hands: [...head.hands, ['section-review', 'section']],
    });
  });
  test('there it is approved again or returned to the filler; the filler cannot take it back', () => {
    const head = arrived(sentBack(onTheWay.atSection()), 'dept-review');
    expect(head).toMatchObject({ stage: 'dept-review', errand: null, attempt: 1 });
    expect(outcome(decideApprove(head, 'dept', 'd', ''))).toBe('accepted');
    expect(outcome(decideReturn(head, 'deputy', remark))).toBe('accepted');
    expect(outcome(decideWithdraw(head, 'filler'))).toBe('wrong-stage');
    expect(outcome(decideApprove(head, 'section', 'd', ''))).toBe('same-person');
  });
  test('a gate of the section that opens once more hands its token over', () => {
    const head = sentBack(onTheWay.atSection());
    expect(arrived(head, 'section-review')).toMatchObject({ stage: 'in-transit', errand: head.errand });
  });
  test('sent again, nobody has returned it', () => {
    const back = returned(arrived(sentBack(onTheWay.atSection()), 'dept-review'), 'dept');
    expect([back.returnedBy, sent(back).returnedBy]).toEqual(['dept', null]);
  });
});

describe('domain §8 · an approval holds for exactly what the reviewer was served', () => {
  test('for these bytes', () =>
    expect(outcome(decideApprove(onTheWay.atDepartment(), 'dept', 'd', ''))).toBe('accepted'));
  test.each(['', 'D', 'd '])('not for %j', (seen) =>
    expect(outcome(decideApprove(onTheWay.atDepartment(), 'dept', seen, ''))).toBe('not-what-you-saw'),
  );
  test('who may not review at all is told so first', () =>
    expect(outcome(decideApprove(onTheWay.atDepartment(), 'filler', 'D', ''))).toBe('same-person'));
});

describe('the lights on the head are those of the last submission', () => {
  test('none before the first', () => expect(fresh().evaluated).toBeNull());
  test('kept through a return', () => {
    const there = onTheWay.atDepartment();
    expect(there.evaluated).toEqual({ seq: 3, lights: evaluation.lights });
    expect(returned(there, 'dept').evaluated).toEqual(there.evaluated);
  });
  test('gone with a withdrawal', () => expect(withdrawn(onTheWay.atDepartment()).evaluated).toBeNull());
});

describe('domain §8 · four eyes, with no switch', () => {
  test('nobody reviews what he filled', () => {
    expect(outcome(decideApprove(onTheWay.atDepartment(), 'filler', 'd', ''))).toBe('same-person');
    expect(outcome(decideReturn(onTheWay.atSection(), 'filler', remark))).toBe('same-person');
  });
  test('nobody reviews at two levels', () =>
    expect(outcome(decideApprove(onTheWay.atSection(), 'dept', 'd', ''))).toBe('same-person'));
  test('nobody fills, sends or takes back what he has reviewed, in any attempt', () => {
    const back = returned(onTheWay.atSection(), 'section');
    expect(outcome(decideSave(back, 'section', emptyContent, 'd'))).toBe('same-person');
    expect(outcome(decideSubmit(back, 'dept', 0, evaluation))).toBe('same-person');
    const again = arrived(sent(back), 'dept-review');
    expect(outcome(decideWithdraw(again, 'section'))).toBe('same-person');
    expect(outcome(decideApprove(again, 'section', 'd', ''))).toBe('same-person');
  });
  test('each may act at his own level again', () => {
    const again = arrived(sent(saved(returned(onTheWay.atSection(), 'section'))), 'dept-review');
    expect(outcome(decideApprove(again, 'dept', 'd', ''))).toBe('accepted');
  });
  test('the refusal names the act and asks for another person', () => {
    expect(detailOf(decideApprove(onTheWay.atDepartment(), 'filler', 'd', ''))).toContain('“审核”');
    expect(detailOf(decideReturn(onTheWay.atDepartment(), 'filler', remark))).toContain('“退回”');
    expect(
      detailOf(decideSave(returned(onTheWay.atDepartment(), 'dept'), 'dept', emptyContent, 'd')),
    ).toContain('“暂存”');
  });
});

describe('domain §8 · late mark by the first submission, to the millisecond', () => {
  const lateBy = (head: FilingHead, sentAt: number) => {
    const decided = decideSubmit(head, 'filler', sentAt, evaluation);
    return decided.ok && decided.value.type === 'submitted' ? decided.value.daysLate : undefined;
  };
  test.each([
    [-1, 0],
    [0, 1],
    [1, 1],
    [day, 2],
  ])('%i ms from due: %i days', (offset, days) => expect(lateBy(saved(), dueAt + offset)).toBe(days));
  test('after a return the first time stands', () => {
    const back = returned(arrived(sent(saved(), dueAt - 1), 'dept-review'), 'dept');
    expect(lateBy(back, dueAt + day)).toBe(0);
    expect(sent(back, dueAt + day).firstSentAt).toBe(dueAt - 1);
  });
  test('withdrawn is not filed: the next submission counts', () => {
    const taken = withdrawn(arrived(sent(saved(), dueAt - 1), 'dept-review'));
    expect(taken.firstSentAt).toBeNull();
    expect(lateBy(taken, dueAt)).toBe(1);
  });
  test('who takes back a resend has been filed all the same', () => {
    const back = returned(arrived(sent(saved(), dueAt - 1), 'dept-review'), 'dept');
    const taken = withdrawn(arrived(sent(back, dueAt + day), 'dept-review'));
    expect(lateBy(taken, dueAt + 2 * day)).toBe(0);
  });
});

describe('domain §8 · a resend has its own date: the later of due and return + 3 days', () => {
  const dueAgain = (returnedAt: number) => returned(onTheWay.atDepartment(), 'dept', returnedAt).deskDueAt;
  test.each([
    ['2022-07-04', '2022-07-10'],
    ['2022-07-07', '2022-07-10'],
    ['2022-07-08', '2022-07-11'],
    ['2022-07-13', '2022-07-16'],
  ])('returned on %s, due on %s', (on, due) => {
    expect(dueAgain(startOfDay(on))).toBe(endOfDay(due));
    expect(dueAgain(endOfDay(on) - 1)).toBe(endOfDay(due));
  });
  test('the due day of the obligation stays', () =>
    expect(returned(onTheWay.atDepartment(), 'dept', dueAt + 9 * day).dueAt).toBe(dueAt));
});

describe('domain §8 · an extension moves the effective due, also after due', () => {
  const later = dueAt + 5 * day;
  const extended = (head: FilingHead, until = later) =>
    apply(head, { type: 'extended', extension: 'x', dueAt: until }, 'finance-office', 99);
  test.each([
    ['未填报', () => fresh()],
    ['填报中', () => saved()],
    ['被退回', () => returned(onTheWay.atDepartment(), 'dept')],
  ])('%s: the day of its desk moves with it, its version stays', (_, before) => {
    const head = before();
    expect(extended(head)).toEqual({
      ...head,
      seq: head.seq + 1,
      hash: `h${head.seq + 1}`,
      dueAt: later,
      extended: true,
      deskDueAt: later,
    });
  });
  test('a day to send again that is later already stays', () => {
    const back = returned(onTheWay.atDepartment(), 'dept', later);
    expect(extended(back)).toMatchObject({ dueAt: later, deskDueAt: back.deskDueAt });
  });
  test.each([
    ['at the department', onTheWay.atDepartment],
    ['in the archive', onTheWay.inArchive],
  ])('%s: the reviewer’s day is his own', (_, on) =>
    expect(extended(on())).toMatchObject({ dueAt: later, deskDueAt: on().deskDueAt }),
  );
  test('who sent late is late no longer, or less', () => {
    const late = sent(saved(), dueAt + day);
    const days = ({ firstSentAt, dueAt: due }: FilingHead) => daysLate(firstSentAt ?? 0, due);
    expect([days(late), days(extended(late, dueAt + day)), days(extended(late))]).toEqual([2, 1, 0]);
  });
  test('the machine is told nothing', () => expect(extended(sent()).errand).toEqual({ do: 'start' }));
});

describe('domain §3, §8 · when a round takes no filing', () => {
  const open: RoundHead = { ...halfYear, state: 'open' };
  const closed: RoundHead = { ...halfYear, state: 'closed' };
  const locking: RoundHead = { ...open, lockAfterGrace: true };
  const graceOver = endOfDay('2022-07-15');
  const why = (head: FilingHead, round: RoundHead, act: 'save' | 'submit', now: number) =>
    whyShut(head, round, act, now)?.code ?? 'open';
  const taken = () => withdrawn(onTheWay.atDepartment());
  const back = () => returned(onTheWay.atDepartment(), 'dept');
  const takenAgain = () => withdrawn(arrived(sent(back()), 'dept-review'));

  test.each([
    ['begun', () => saved(), 'round-not-open'],
    ['withdrawn', taken, 'round-not-open'],
    ['returned', back, 'open'],
    ['returned, sent again and taken back', takenAgain, 'open'],
  ])('closed: what is %s: %s', (_, head, code) => {
    expect(why(head(), closed, 'save', graceOver)).toBe(code);
    expect(why(head(), closed, 'submit', graceOver)).toBe(code);
  });
  test.each([
    ['save', -1, 'open'],
    ['save', 0, 'open'],
    ['submit', -1, 'open'],
    ['submit', 0, 'round-locked'],
  ] as const)('locked after grace, %s at %i ms from its end: %s', (act, offset, code) =>
    expect(why(saved(), locking, act, graceOver + offset)).toBe(code),
  );
  test('without the lock it is taken and marked', () =>
    expect(why(saved(), open, 'submit', graceOver + 9 * day)).toBe('open'));
  test.each([
    ['withdrawn', taken],
    ['returned', back],
  ])('the lock is for first submissions: what was %s goes through', (_, head) =>
    expect(why(head(), locking, 'submit', graceOver)).toBe('open'),
  );
  test('an extension opens the lock until its own day', () => {
    const until = graceOver + 5 * day;
    const head = apply(saved(), { type: 'extended', extension: 'x', dueAt: until });
    expect(why(head, locking, 'submit', until - 1)).toBe('open');
    expect(why(head, locking, 'submit', until)).toBe('round-locked');
  });
  test('the refusal names the day and says to ask for an extension', () =>
    expect(whyShut(saved(), locking, 'submit', graceOver)?.detail).toBe(
      '监控任务2022-H1的宽限期已于2022-07-15结束，逾期未报的不能再送审，已暂存的内容保持不变；请由主管部门向绩效股申请延期，批准后再送审。',
    ));
  test.each(['save', 'submit'] as const)('before it opens there is no %s', (act) =>
    expect(why(saved(), open, act, startOfDay('2022-07-01') - 1)).toBe('round-not-open'),
  );
});

test('every act starts at a stage that there is, and every reason of a return has its words', () => {
  for (const { from } of Object.values(acts)) expect(stages).toEqual(expect.arrayContaining([...from]));
  expect(Object.keys(returnReasons)).toHaveLength(6);
});

test('a filing that passed both desks went through every level once', () =>
  expect(approved(onTheWay.atSection(), 'section').hands.map(([level]) => level)).toEqual([
    'fill',
    'dept-review',
    'section-review',
  ]));
