/** What the state machine tells the ledger and what the ledger makes of it: gates opened twice, executions that broke, the archive. */
import { describe, expect, test } from 'vitest';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { decideArchive, decideArrive, decideRecover } from '../../shared/domain/filing-decisions.ts';
import {
  apply,
  approved,
  arrived,
  dueAt,
  fresh,
  onTheWay,
  returned,
  saved,
  sent,
  undone,
  withdrawn,
} from '../support/filings.ts';

const gate = { attempt: 1, at: 'dept-review', deskDueAt: dueAt + 5 } as const;
const renewed = { type: 'token-renewed', at: 'dept-review' };

describe('a gate puts the filing on a desk, once', () => {
  test('on its way: it arrives, with the date of that desk', () => {
    const head = { ...sent(), token: 'old' };
    const fact = decideArrive(head, gate);
    expect(fact).toEqual({ type: 'arrived', at: 'dept-review', deskDueAt: dueAt + 5 });
    expect(fact && apply(head, fact, null, 88)).toEqual({
      ...head,
      seq: head.seq + 1,
      hash: 'h4',
      stage: 'dept-review',
      stageAt: 88,
      errand: null,
      deskDueAt: dueAt + 5,
    });
  });
  test('already at the desk: only the token is renewed, and the desk keeps its time', () => {
    const head = onTheWay.atDepartment();
    expect(decideArrive(head, gate)).toEqual(renewed);
    expect(apply(head, { type: 'token-renewed', at: 'dept-review' })).toEqual({
      ...head,
      seq: head.seq + 1,
      hash: 'h5',
    });
  });
  test.each([
    ['dept-review', () => onTheWay.pastDepartment()],
    ['section-review', () => onTheWay.passed()],
  ] as const)('%s already decided: the errand stays, so the new token will be completed', (at, decided) => {
    const head = decided();
    expect(decideArrive(head, { ...gate, at })).toEqual({ type: 'token-renewed', at });
    expect(arrived(head, at)).toMatchObject({ stage: head.stage, errand: { do: 'complete', gate: at } });
  });
  test('past the department it arrives at the section', () =>
    expect(decideArrive(onTheWay.pastDepartment(), { ...gate, at: 'section-review' })).toEqual({
      type: 'arrived',
      at: 'section-review',
      deskDueAt: dueAt + 5,
    }));
  test('approved, it goes to no desk again', () => {
    expect(decideArrive(onTheWay.passed(), gate)).toBeNull();
    expect(decideArrive({ ...onTheWay.passed(), errand: null }, gate)).toBeNull();
  });
  test.each([
    ['withdrawn', () => withdrawn(onTheWay.atDepartment())],
    ['returned', () => returned(onTheWay.atDepartment(), 'dept')],
    ['filed anew', () => sent(withdrawn(onTheWay.atDepartment()))],
    ['on the next desk', () => onTheWay.atSection()],
    ['archived', () => onTheWay.inArchive()],
  ])('%s: this attempt is over', (_, head) => expect(decideArrive(head(), gate)).toBeNull());
  test('a gate of an attempt to come finds nothing', () =>
    expect(decideArrive(sent(), { ...gate, attempt: 2 })).toBeNull());
  describe('an approval that was taken back', () => {
    const back = () => undone(onTheWay.atSection());
    test('lies on the department’s desk again, with nothing left to tell', () => {
      expect(decideArrive(back(), gate)).toEqual({
        type: 'arrived',
        at: 'dept-review',
        deskDueAt: dueAt + 5,
      });
      expect(arrived(back(), 'dept-review')).toMatchObject({ stage: 'dept-review', errand: null });
    });
    test('the section’s gate, open once more, only hands over the token that ends it', () => {
      const head = arrived(back(), 'section-review');
      expect(head).toMatchObject({ stage: 'in-transit', errand: { do: 'fail', error: 'Undone' } });
      expect(arrived(head, 'dept-review').stage).toBe('dept-review');
    });
  });
  test('a renewed token leaves no errand but that of a decision', () => {
    const broken = { ...onTheWay.atDepartment(), errand: { do: 'start' } } as const;
    expect(apply(broken, { type: 'token-renewed', at: 'dept-review' }).errand).toBeNull();
  });
});

describe('domain §8 · the system archives what is approved, and nothing else', () => {
  test('with the digest of what was approved', () =>
    expect(decideArchive(onTheWay.passed())).toEqual({ type: 'archived', digest: 'd' }));
  test.each([
    'not-started',
    'draft',
    'returned',
    'in-transit',
    'dept-review',
    'section-review',
    'archived',
  ] as const)('not at %s', (stage) => expect(decideArchive({ ...onTheWay.passed(), stage })).toBeNull());
  test('approved without content is a defect', () =>
    expect(() => decideArchive({ ...onTheWay.passed(), content: null })).toThrow('without content'));
});

describe('a broken execution is taken up where the ledger stands', () => {
  const runOf = ({ attempt, recovery }: FilingHead) => ({ attempt, recovery });
  const recovered = (head: FilingHead) => {
    const fact = decideRecover(head, runOf(head), 'FAILED');
    return fact === null ? null : apply(head, fact);
  };

  test.each([
    ['on its way to the first desk', () => sent(), undefined],
    ['on the department’s desk', onTheWay.atDepartment, 'dept-review'],
    ['past the department', onTheWay.pastDepartment, 'after-dept-review'],
    ['on the section’s desk', onTheWay.atSection, 'section-review'],
    ['taken back by the department', () => undone(onTheWay.atSection()), 'dept-review'],
    ['approved, not yet archived', onTheWay.passed, 'after-section-review'],
  ] as const)('%s', (_, head, resumeFrom) =>
    expect(recovered(head())?.errand).toEqual({ do: 'start', resumeFrom }),
  );

  test('it is one recovery more, without the lost token, and the filing stays where it is', () => {
    const head = { ...onTheWay.atDepartment(), token: 'lost' };
    expect(recovered(head)).toEqual({
      ...head,
      seq: head.seq + 1,
      hash: 'h5',
      recovery: 1,
      errand: { do: 'start', resumeFrom: 'dept-review' },
      token: null,
    });
  });
  test('the cause is kept', () =>
    expect(decideRecover(sent(), { attempt: 1, recovery: 0 }, 'TIMED_OUT')).toEqual({
      type: 'recovered',
      cause: 'TIMED_OUT',
    }));
  test.each([
    ['past the department', onTheWay.pastDepartment, 'after-dept-review'],
    ['on its way to the first desk', () => sent(), undefined],
  ] as const)('broken again before it could start: still %s', (_, head, resumeFrom) => {
    const once = recovered(head());
    expect(once && recovered(once)).toMatchObject({ recovery: 2, errand: { do: 'start', resumeFrom } });
  });
  test('what was settled with the machine resumes from nowhere in particular', () =>
    expect(recovered({ ...sent(), errand: null })?.errand).toEqual({ do: 'start', resumeFrom: undefined }));

  test.each([
    ['not-started', false],
    ['draft', false],
    ['returned', false],
    ['in-transit', true],
    ['dept-review', true],
    ['section-review', true],
    ['approved', true],
    ['archived', false],
  ] as const)('at %s there is something to recover: %s', (stage, isOpen) => {
    const head = { ...onTheWay.atDepartment(), stage };
    expect(decideRecover(head, runOf(head), 'FAILED') !== null).toBe(isOpen);
  });
  test('an old run is left alone', () => {
    const head = { ...sent(withdrawn(onTheWay.atDepartment())), recovery: 1 };
    expect(decideRecover(head, { attempt: 1, recovery: 1 }, 'FAILED')).toBeNull();
    expect(decideRecover(head, { attempt: 2, recovery: 0 }, 'FAILED')).toBeNull();
    expect(decideRecover(head, { attempt: 2, recovery: 1 }, 'FAILED')).not.toBeNull();
  });
});

test('overall expenditure arrives at the section without a department', () => {
  const head = arrived(sent(saved(fresh('overall'))), 'section-review');
  expect(approved(head, 'section').stage).toBe('approved');
});
