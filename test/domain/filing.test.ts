/** The filing's facts as a model: whatever people and machine do in whatever order, no illegal path is walked (domain, states and actions). */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOfDay } from '../../shared/domain/calendar.ts';
import {
  decideApprove,
  decideArchive,
  decideArrive,
  decideRecover,
  decideReturn,
  decideSave,
  decideSubmit,
  decideWithdraw,
  evolve,
  type FilingFact,
  type FilingHead,
  newFiling,
  type ReviewStage,
  type Stage,
} from '../../shared/domain/filing.ts';
import { tallyChange } from '../../shared/domain/standing.ts';
import { anyEvaluation } from '../support/evaluations.ts';

const ref = { region: '360733', round: '2022-H1', department: '101', subject: '101P01' };
const dueAt = endOfDay('2022-07-10');
const fresh = (kind: FilingHead['kind'] = 'project') =>
  apply(newFiling(ref, { kind, unit: '101001', section: 'S01', dueAt, at: 0 }), {
    type: 'issued',
    kind,
    unit: '101001',
    section: 'S01',
    dueAt,
  });
const content = { targetVersion: 1, money: {}, rows: {}, texts: {} };
const evaluation = anyEvaluation();

function apply(head: FilingHead, fact: FilingFact, by: string | null = null, at = 0): FilingHead {
  return evolve(head, { seq: head.seq + 1, hash: `h${head.seq + 1}`, at, by, fact });
}

function did(head: FilingHead, decided: ReturnType<typeof decideSave>, by: string, at = 0): FilingHead {
  if (!decided.ok) throw new Error(decided.refusal.detail);
  return apply(head, decided.value, by, at);
}

const save = (head: FilingHead, by = 'filler') => did(head, decideSave(head, by, content, 'd'), by);
const submit = (head: FilingHead, at = 0, by = 'filler') =>
  did(head, decideSubmit(head, by, at, evaluation), by, at);
const arrive = (head: FilingHead, at: ReviewStage) => {
  const fact = decideArrive(head, { attempt: head.attempt, at, deskDueAt: dueAt });
  return fact === null ? head : apply(head, fact);
};
const approve = (head: FilingHead, by: string) => did(head, decideApprove(head, by, 'd', ''), by);
const codeOf = (decided: ReturnType<typeof decideSave>) => (decided.ok ? 'accepted' : decided.refusal.code);

describe('domain §8 · an action is possible only where its row says', () => {
  const at = (stage: Stage): FilingHead => ({ ...save(fresh()), stage });
  test.each([
    ['not-started', 'accepted', 'nothing-to-submit', 'wrong-stage', 'wrong-stage'],
    ['draft', 'accepted', 'accepted', 'wrong-stage', 'wrong-stage'],
    ['returned', 'accepted', 'accepted', 'wrong-stage', 'wrong-stage'],
    ['in-transit', 'in-transit', 'in-transit', 'in-transit', 'in-transit'],
    ['dept-review', 'wrong-stage', 'wrong-stage', 'accepted', 'accepted'],
    ['section-review', 'wrong-stage', 'wrong-stage', 'accepted', 'accepted'],
    ['approved', 'wrong-stage', 'wrong-stage', 'wrong-stage', 'wrong-stage'],
    ['archived', 'wrong-stage', 'wrong-stage', 'wrong-stage', 'wrong-stage'],
  ] as const)(
    '%s: save %s, submit %s, withdraw %s, approve %s',
    (stage, saved, sent, withdrawn, approved) => {
      const head = at(stage);
      expect(codeOf(decideSave(head, 'filler', content, 'd'))).toBe(saved);
      expect(codeOf(decideSubmit(head, 'filler', 0, evaluation))).toBe(sent);
      expect(codeOf(decideWithdraw(head, 'filler'))).toBe(withdrawn);
      expect(codeOf(decideApprove(head, 'reviewer', 'd', ''))).toBe(approved);
      expect(codeOf(decideReturn(head, 'reviewer', { reason: 'other', text: '请补充', pins: [] }))).toBe(
        approved,
      );
    },
  );
});

describe('domain §8 · withdraw only while nobody has acted since the submission', () => {
  test('at the department, before its decision', () => {
    const head = arrive(submit(save(fresh())), 'dept-review');
    expect(codeOf(decideWithdraw(head, 'filler'))).toBe('accepted');
  });
  test('not once the department has approved', () => {
    const head = arrive(approve(arrive(submit(save(fresh())), 'dept-review'), 'dept'), 'section-review');
    expect(codeOf(decideWithdraw(head, 'filler'))).toBe('wrong-stage');
  });
  test('overall expenditure can be taken back from the section', () => {
    const head = arrive(submit(save(fresh('overall'))), 'section-review');
    expect(codeOf(decideWithdraw(head, 'filler'))).toBe('accepted');
  });
});

describe('domain §8 · an approval holds for exactly what the reviewer was served', () => {
  const atDepartment = arrive(submit(save(fresh())), 'dept-review');
  test('for these bytes', () =>
    expect(codeOf(decideApprove(atDepartment, 'dept', 'd', ''))).toBe('accepted'));
  test.each(['', 'D', 'd '])('not for %j', (seen) =>
    expect(codeOf(decideApprove(atDepartment, 'dept', seen, ''))).toBe('not-what-you-saw'),
  );
});

describe('the lights on the head are those of the last submission', () => {
  const sent = submit(save(fresh()));
  test('kept through a return, gone with a withdrawal', () => {
    expect(fresh().evaluated).toBeNull();
    expect(sent.evaluated).toEqual({ seq: 3, lights: evaluation.lights });
    const there = arrive(sent, 'dept-review');
    const back = did(
      there,
      decideReturn(there, 'dept', { reason: 'other', text: '请补充依据', pins: [] }),
      'dept',
    );
    expect(back.evaluated).toEqual(sent.evaluated);
    expect(did(there, decideWithdraw(there, 'filler'), 'filler').evaluated).toBeNull();
  });
});

describe('domain §8 · four eyes, with no switch', () => {
  const atDepartment = arrive(submit(save(fresh())), 'dept-review');
  test('nobody reviews what he filled', () =>
    expect(codeOf(decideApprove(atDepartment, 'filler', 'd', ''))).toBe('same-person'));
  test('nobody reviews at two levels, in any attempt', () => {
    const atSection = arrive(approve(atDepartment, 'dept'), 'section-review');
    expect(codeOf(decideApprove(atSection, 'dept', 'd', ''))).toBe('same-person');
    const returned = did(
      atSection,
      decideReturn(atSection, 'section', { reason: 'other', text: '请补充依据', pins: [] }),
      'section',
    );
    expect(codeOf(decideSave(returned, 'section', content, 'd'))).toBe('same-person');
    expect(codeOf(decideSave(returned, 'filler', content, 'd'))).toBe('accepted');
  });
});

describe('domain §8 · late mark by the first submission, to the millisecond', () => {
  const lateBy = (head: FilingHead, at: number) => {
    const decided = decideSubmit(head, 'filler', at, evaluation);
    return decided.ok && decided.value.type === 'submitted' ? decided.value.daysLate : undefined;
  };
  test.each([
    [-1, 0],
    [0, 1],
    [1, 1],
  ])('%i ms from due: %i days', (offset, days) => expect(lateBy(save(fresh()), dueAt + offset)).toBe(days));
  test('after a return the first time stands', () => {
    const sent = arrive(submit(save(fresh()), dueAt - 1), 'dept-review');
    const returned = did(
      sent,
      decideReturn(sent, 'dept', { reason: 'other', text: '请补充依据', pins: [] }),
      'dept',
    );
    expect(lateBy(returned, dueAt + 864e5)).toBe(0);
  });
});

describe('a gate may be opened again and again', () => {
  const atDepartment = arrive(submit(save(fresh())), 'dept-review');
  const gate = { attempt: 1, at: 'dept-review', deskDueAt: dueAt } as const;
  test('already at the desk: only the token is renewed', () =>
    expect(decideArrive(atDepartment, gate)).toEqual({ type: 'token-renewed', at: 'dept-review' }));
  test('already decided: the errand stays, so the new token will be completed', () => {
    const approved = approve(atDepartment, 'dept');
    const renewed = arrive(approved, 'dept-review');
    expect(renewed).toMatchObject({ stage: 'in-transit', errand: { do: 'complete', gate: 'dept-review' } });
  });
  test('returned, withdrawn or filed anew: the attempt is over', () => {
    const back = did(atDepartment, decideWithdraw(atDepartment, 'filler'), 'filler');
    expect(decideArrive(back, gate)).toBeNull();
    expect(decideArrive(submit(back), gate)).toBeNull();
  });
});

describe('a broken execution is taken up where the ledger stands', () => {
  const run = (head: FilingHead) => ({ attempt: head.attempt, recovery: head.recovery });
  const recovered = (head: FilingHead) => {
    const fact = decideRecover(head, run(head), 'FAILED');
    return fact && apply(head, fact).errand;
  };
  const sent = submit(save(fresh()));
  const atDepartment = arrive(sent, 'dept-review');
  const passed = approve(atDepartment, 'dept');
  const atSection = arrive(passed, 'section-review');
  test.each([
    ['on its way to the first desk', sent, undefined],
    ['on the department’s desk', atDepartment, 'dept-review'],
    ['past the department', passed, 'after-dept-review'],
    ['on the section’s desk', atSection, 'section-review'],
    ['approved, not yet archived', approve(atSection, 'section'), 'after-section-review'],
  ] as const)('%s', (_, head, resumeFrom) => expect(recovered(head)).toEqual({ do: 'start', resumeFrom }));
  test('an old run, or a filing at rest, is left alone', () => {
    expect(decideRecover(atDepartment, { attempt: 0, recovery: 0 }, 'FAILED')).toBeNull();
    expect(decideRecover(save(fresh()), { attempt: 0, recovery: 0 }, 'FAILED')).toBeNull();
  });
});

describe('random command sequences', () => {
  const legal: Readonly<Record<Stage, readonly Stage[]>> = {
    'not-started': ['draft'],
    draft: ['in-transit'],
    returned: ['in-transit'],
    'in-transit': ['dept-review', 'section-review'],
    'dept-review': ['in-transit', 'returned', 'draft'],
    'section-review': ['approved', 'returned', 'draft'],
    approved: ['archived'],
    archived: [],
  };
  const people = fc.constantFrom('filler', 'dept', 'section', 'other');
  const command = fc.oneof(
    people.map((by) => (head: FilingHead) => [decideSave(head, by, content, 'd'), by] as const),
    people.map((by) => (head: FilingHead) => [decideSubmit(head, by, 0, evaluation), by] as const),
    people.map((by) => (head: FilingHead) => [decideWithdraw(head, by), by] as const),
    people.map((by) => (head: FilingHead) => [decideApprove(head, by, 'd', ''), by] as const),
    people.map(
      (by) => (head: FilingHead) =>
        [decideReturn(head, by, { reason: 'other', text: '请补充依据', pins: [] }), by] as const,
    ),
    fc
      .constantFrom('dept-review' as const, 'section-review' as const)
      .map(
        (at) => (head: FilingHead) =>
          [decideArrive(head, { attempt: head.attempt, at, deskDueAt: dueAt }), null] as const,
      ),
    fc.constant((head: FilingHead) => [decideArchive(head), null] as const),
    fc.constant(
      (head: FilingHead) =>
        [decideRecover(head, { attempt: head.attempt, recovery: head.recovery }, 'FAILED'), null] as const,
    ),
  );

  type Command = (
    head: FilingHead,
  ) => readonly [ReturnType<typeof decideSave> | FilingFact | null, string | null];

  /** Every head that the commands lead through; what is refused leads nowhere. */
  function walk(commands: readonly Command[]): readonly FilingHead[] {
    const path = [fresh()];
    for (const decide of commands) {
      const head = path.at(-1) ?? fresh();
      const [decided, by] = decide(head);
      const fact = decided !== null && 'ok' in decided ? (decided.ok ? decided.value : null) : decided;
      if (fact !== null) path.push(apply(head, fact, by));
    }
    return path;
  }
  const walks = (check: (path: readonly FilingHead[]) => void) =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => check(walk(commands))),
      { numRuns: 2000 },
    );

  test('walk only legal steps, numbered without a gap', () =>
    walks((path) => {
      for (const [index, head] of path.entries()) {
        expect(head.seq).toBe(index + 1);
        const before = path[index - 1]?.stage ?? head.stage;
        expect(before === head.stage || legal[before].includes(head.stage)).toBe(true);
      }
    }));

  test('keep the counters true at every step', () =>
    walks((path) => {
      const counts: Record<string, number> = { 'not-started': 1 };
      for (const [index, head] of path.slice(1).entries()) {
        for (const [name, step] of Object.entries(tallyChange(path[index] ?? null, head))) {
          counts[name] = (counts[name] ?? 0) + step;
        }
        const { errands = 0, ...stages } = counts;
        expect(Object.entries(stages).filter(([, count]) => count !== 0)).toEqual([[head.stage, 1]]);
        expect(errands).toBe(head.errand === null ? 0 : 1);
      }
    }));

  test('let nobody act at two levels', () =>
    walks((path) => {
      const hands = path.at(-1)?.hands ?? [];
      expect(new Set(hands.map(([, member]) => member)).size).toBe(hands.length);
    }));
});
