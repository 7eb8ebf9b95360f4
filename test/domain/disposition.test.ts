/** Dispositions (notice 3.1, domain §9): who may do what when, what blocks closing by kind, and how the machine's desks are reached. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Member, Role } from '../../shared/domain/directory.ts';
import {
  actsFor,
  type DispositionDesk,
  type DispositionFact,
  type DispositionHead,
  decideArriveAt,
  decideCancel,
  decideCheck,
  decideClose,
  decideFeedback,
  decideLift,
  decideNotify,
  decidePropose,
  decideRecoverDisposition,
  dispositionDesks,
  dispositionStateNames,
  evolveDisposition,
  isOpen,
  isOverdue,
  newDisposition,
  sumsOf,
} from '../../shared/domain/disposition.ts';
import {
  type DispositionKind,
  dispositionKinds,
  type ExecutionRecord,
  type RecordGround,
  recordIssues,
} from '../../shared/domain/execution-record.ts';
import type { Result } from '../../shared/domain/result.ts';
import { filingRef, outcome } from '../support/filings.ts';

const ref = { filing: filingRef, number: 1 };
const given = (kind: DispositionKind) =>
  ({
    kind,
    subjectKind: 'project',
    unit: '101001',
    section: 'S01',
    indicator: null,
    targetVersion: 1,
    cause: '政策变化，项目无法实施',
    requirement: '按程序调减预算',
  }) as const;

const file = 'a'.repeat(64);
const records: Readonly<Record<DispositionKind, ExecutionRecord>> = {
  reduce: {
    kind: 'reduce',
    amount: 12_000_000n,
    documentNo: '会财预〔2022〕31号',
    documentOn: '2022-07-20',
    proof: [file],
  },
  suspend: {
    kind: 'suspend',
    suspensionNo: '会财绩〔2022〕12号',
    suspendedOn: '2022-07-18',
    stopPaymentNo: '会财库〔2022〕5号',
    stopPaymentOn: '2022-07-19',
    stoppedAmount: 30_000_000n,
    cutAmount: 0n,
    noCutReason: '待审计结论后再定',
    procurementRunning: true,
    procurementHandling: '合同已中止履行',
    proof: [file],
  },
  accountability: {
    kind: 'accountability',
    basis: 'fiscal-violations',
    receiver: '会昌县纪委监委',
    handOverNo: '会财监〔2022〕3号',
    handedOverOn: '2022-07-21',
    result: '已出具移送回执',
    proof: [],
  },
  rectify: { kind: 'rectify', done: '补充合同与验收资料', result: '资料齐全，进度恢复', proof: [file] },
};
/** 78 adjusted, 31.2 spent. */
const ground: RecordGround = {
  adjusted: 78_000_000n,
  executed: 31_200_000n,
  kept: new Set([file]),
  today: '2022-07-22',
};

type Step = (head: DispositionHead) => Result<DispositionFact> | DispositionFact | null;

function apply(
  head: DispositionHead | ReturnType<typeof newDisposition>,
  fact: DispositionFact,
  by: string | null,
) {
  return evolveDisposition(head, { seq: head.seq + 1, hash: `h${head.seq + 1}`, at: head.seq + 1, by, fact });
}

function proposed(kind: DispositionKind = 'reduce', by = 'reviewer'): DispositionHead {
  const decided = decidePropose([], given(kind));
  if (!decided.ok) throw new Error(decided.refusal.detail);
  return apply(newDisposition(ref), decided.value, by);
}

function led(head: DispositionHead, by: string | null, step: Step): DispositionHead {
  const outcome = step(head);
  if (outcome === null) throw new Error(`nothing to do at ${head.state}`);
  if ('ok' in outcome && !outcome.ok) throw new Error(outcome.refusal.detail);
  return apply(head, 'ok' in outcome ? outcome.value : outcome, by);
}

const arrive =
  (desk: DispositionDesk, recovery = 0): Step =>
  (head) =>
    decideArriveAt(head, desk, recovery);
const ordered = (kind: DispositionKind = 'reduce') =>
  led(proposed(kind), 'office', (head) => decideNotify(head, 'office', '2022-08-05', '2022-07-22'));
const executing = (kind: DispositionKind = 'reduce') => led(ordered(kind), null, arrive('executing'));
const answered = (kind: DispositionKind = 'reduce') =>
  led(executing(kind), 'clerk', (head) => decideFeedback(head, records[kind]));
const checking = (kind: DispositionKind = 'reduce') => led(answered(kind), null, arrive('checking'));
const closing = (kind: DispositionKind = 'reduce') =>
  led(
    led(checking(kind), 'section', (head) => decideCheck(head, 'section', { verdict: 'pass', text: '' })),
    null,
    arrive('closing'),
  );
const closed = (kind: DispositionKind = 'reduce') =>
  led(closing(kind), 'office', (head) => decideClose(head, 'office', { targetVersion: 2, opinion: '' }));

describe('the way of a disposition', () => {
  test('from the proposal to the closing, desk by desk', () => {
    const states = [proposed(), ordered(), executing(), answered(), checking(), closing(), closed()];
    expect(states.map(({ state }) => dispositionStateNames[state])).toEqual([
      '拟处置',
      '流转中',
      '执行中',
      '流转中',
      '待核查',
      '待办结',
      '已办结',
    ]);
    expect(states.map(({ errand }) => errand?.do ?? null)).toEqual([
      null,
      'start',
      null,
      'complete',
      null,
      null,
      'complete',
    ]);
  });

  test('one open order per filing; the next one after it is closed or cancelled', () => {
    expect(outcome(decidePropose([executing()], given('rectify')))).toBe('disposition-open');
    expect(outcome(decidePropose([closed(), proposed()], given('rectify')))).toBe('disposition-open');
    expect(outcome(decidePropose([closed()], given('rectify')))).toBe('accepted');
  });

  test('ordered by another person than whoever proposed it, and not into the past', () => {
    const head = proposed('reduce', 'office');
    expect(outcome(decideNotify(head, 'office', '2022-08-05', '2022-07-22'))).toBe('same-person');
    expect(outcome(decideNotify(head, 'chief', '2022-07-21', '2022-07-22'))).toBe('disposition-due-past');
    expect(outcome(decideNotify(head, 'chief', '2022-07-22', '2022-07-22'))).toBe('accepted');
    expect(outcome(decideNotify(executing(), 'chief', '2022-08-05', '2022-07-22'))).toBe(
      'disposition-not-there',
    );
  });

  test('checked and closed by another person than whoever carried it out', () => {
    expect(outcome(decideCheck(checking(), 'clerk', { verdict: 'pass', text: '' }))).toBe('same-person');
    expect(outcome(decideClose(closing(), 'clerk', { targetVersion: 2, opinion: '' }))).toBe('same-person');
  });

  test('sent back, it lies with the department again and is answered anew', () => {
    const back = led(checking(), 'section', (head) =>
      decideCheck(head, 'section', { verdict: 'return', text: '文号与附件不符' }),
    );
    expect(back).toMatchObject({ state: 'in-transit', errand: { do: 'fail', error: 'SentBack' } });
    const again = led(back, null, arrive('executing'));
    expect(again).toMatchObject({ state: 'executing', errand: null });
    expect(outcome(decideFeedback(again, records.reduce))).toBe('accepted');
  });

  test('a reduction closes only on adjusted targets (3.1.1); the other kinds ask for none', () => {
    expect(outcome(decideClose(closing(), 'office', { targetVersion: 1, opinion: '' }))).toBe(
      'targets-not-adjusted',
    );
    for (const kind of ['suspend', 'accountability', 'rectify'] as const)
      expect(outcome(decideClose(closing(kind), 'office', { targetVersion: 1, opinion: '' }))).toBe(
        'accepted',
      );
  });

  test('cancelled from any desk, never once closed or while it is on its way', () => {
    for (const head of [proposed(), executing(), checking(), closing()])
      expect(outcome(decideCancel(head, '情况已变化'))).toBe('accepted');
    expect(outcome(decideCancel(answered(), '情况已变化'))).toBe('in-transit');
    expect(outcome(decideCancel(closed(), '情况已变化'))).toBe('disposition-not-there');
  });

  test('a closed suspension is lifted once', () => {
    const head = closed('suspend');
    const lifted = led(head, 'office', (each) => decideLift(each, '整改到位'));
    expect(lifted.lifted).toBe(true);
    expect(outcome(decideLift(lifted, '整改到位'))).toBe('nothing-suspended');
    expect(outcome(decideLift(closed('reduce'), '整改到位'))).toBe('nothing-suspended');
    expect(outcome(decideLift(closing('suspend'), '整改到位'))).toBe('nothing-suspended');
  });

  test('overdue from midnight after its day, as long as it is open', () => {
    const midnight = Date.parse('2022-08-06T00:00:00+08:00');
    expect(isOverdue(executing(), midnight - 1)).toBe(false);
    expect(isOverdue(executing(), midnight)).toBe(true);
    expect(isOverdue(closed(), midnight)).toBe(false);
    expect(isOverdue(proposed(), midnight)).toBe(false);
  });
});

describe('the machine', () => {
  test('arrives once; the same gate again only brings a token', () => {
    expect(decideArriveAt(executing(), 'executing', 0)).toEqual({ type: 'token-renewed', at: 'executing' });
  });

  test('a gate that opens again after its decision hands its token over', () => {
    expect(decideArriveAt(answered(), 'executing', 0)).toEqual({ type: 'token-renewed', at: 'executing' });
    expect(decideArriveAt(closed(), 'closing', 0)).toEqual({ type: 'token-renewed', at: 'closing' });
    const back = led(checking(), 'section', (head) =>
      decideCheck(head, 'section', { verdict: 'return', text: '文号与附件不符' }),
    );
    expect(decideArriveAt(back, 'checking', 0)).toEqual({ type: 'token-renewed', at: 'checking' });
  });

  test('another run, or a cancelled disposition, is over', () => {
    expect(decideArriveAt(executing(), 'executing', 1)).toBeNull();
    const cancelled = led(executing(), 'office', (head) => decideCancel(head, '情况已变化'));
    for (const desk of dispositionDesks) expect(decideArriveAt(cancelled, desk, 0)).toBeNull();
  });

  test.each([
    ['ordered', ordered, undefined, 'executing'],
    ['executing', executing, undefined, 'executing'],
    ['answered', answered, 'checking', 'checking'],
    ['checking', checking, 'checking', 'checking'],
    ['closing', closing, 'closing', 'closing'],
  ] as const)('broken while %s, it is taken up where it was', (_, make, resumeFrom, desk) => {
    const broken = make();
    const fact = decideRecoverDisposition(broken, 0, 'FAILED');
    const head = led(broken, null, () => fact);
    expect(head).toMatchObject({ recovery: 1, errand: { do: 'start', resumeFrom } });
    expect(decideRecoverDisposition(head, 0, 'FAILED')).toBeNull();
    expect(decideArriveAt(head, 'executing', 0)).toBeNull();
    expect(['arrived', 'token-renewed']).toContain(decideArriveAt(head, desk, 1)?.type);
  });

  test('what was not ordered, is closed or cancelled has nothing to recover', () => {
    for (const head of [proposed(), closed()]) expect(decideRecoverDisposition(head, 0, 'FAILED')).toBeNull();
  });
});

describe('what blocks closing, by kind', () => {
  const places = (record: ExecutionRecord, on: Partial<RecordGround> = {}) =>
    recordIssues(record, { ...ground, ...on }).map(({ pointer }) => pointer);

  test.each(dispositionKinds)('a whole record of %s', (kind) => expect(places(records[kind])).toEqual([]));

  test.each([
    ['nothing cut', { amount: 0n }, ['/amount']],
    ['all that is left cut', { amount: 46_800_000n }, []],
    ['one 分 more', { amount: 46_800_001n }, ['/amount']],
    ['less than nothing', { amount: -1n }, ['/amount', '/amount']],
    ['a document of tomorrow', { documentOn: '2022-07-23' }, ['/documentOn']],
    ['no proof', { proof: [] }, ['/proof']],
    ['a proof that is not kept', { proof: [file, 'b'.repeat(64)] }, ['/proof/1']],
  ])('a reduction with %s', (_, bent, wrong) => {
    if (records.reduce.kind !== 'reduce') throw new Error('not a reduction');
    expect(places({ ...records.reduce, ...bent })).toEqual(wrong);
  });

  test.each([
    ['nothing cut and no reason', { noCutReason: '' }, ['/noCutReason']],
    ['something cut', { noCutReason: '', cutAmount: 1n }, []],
    ['running procurement left open', { procurementHandling: '' }, ['/procurementHandling']],
    ['no procurement', { procurementHandling: '', procurementRunning: false }, []],
    ['more stopped than is left', { stoppedAmount: 46_800_001n }, ['/stoppedAmount']],
    [
      'days to come',
      { suspendedOn: '2022-07-23', stopPaymentOn: '2022-07-24' },
      ['/suspendedOn', '/stopPaymentOn'],
    ],
  ])('a suspension with %s', (_, bent, wrong) => {
    if (records.suspend.kind !== 'suspend') throw new Error('not a suspension');
    expect(places({ ...records.suspend, ...bent })).toEqual(wrong);
  });

  test('the sentence names what is left of the budget', () => {
    if (records.reduce.kind !== 'reduce') throw new Error('not a reduction');
    expect(recordIssues({ ...records.reduce, amount: 50_000_000n }, ground)[0]?.message).toBe(
      '金额不能超过尚未执行的预算46.80万元（调整后预算78.00万元－累计执行31.20万元），请核对后更正',
    );
  });
});

describe('whose it is', () => {
  const member = (role: Role, at: string, id = 'x'): Member => ({
    id,
    region: '360733',
    name: '某人',
    posts: [{ role, at }],
  });
  test.each([
    ['dept-reviewer', '101', ['feedback']],
    ['dept-filler', '101', ['feedback']],
    ['dept-reviewer', '102', []],
    ['section-reviewer', 'S01', []],
    ['finance-office', '360733', ['cancel']],
    ['unit-filler', '101001', []],
    ['admin', '360733', []],
  ] as const)('while it is carried out, a %s of %s may %j', (role, at, acts) =>
    expect(actsFor(member(role, at), executing())).toEqual(acts),
  );

  test('the office cancels and orders what another has proposed', () => {
    expect(actsFor(member('finance-office', '360733'), proposed())).toEqual(['notify', 'cancel']);
    expect(actsFor(member('finance-office', '360733', 'reviewer'), proposed())).toEqual(['cancel']);
  });
});

test('sums count closed ones by what they say, suspensions until they are lifted', () => {
  const lifted = led(closed('suspend'), 'office', (each) => decideLift(each, '整改到位'));
  expect(sumsOf([closed(), closed('suspend'), lifted, closed('accountability'), executing()])).toEqual({
    open: 1,
    reduced: 12_000_000n,
    stopped: 60_000_000n,
    suspended: 1,
    handedOver: 1,
  });
});

/** What people and the machine may try, each as somebody else. */
const tries: readonly (readonly [string | null, Step])[] = [
  ['office', (head) => decideNotify(head, 'office', '2022-08-05', '2022-07-22')],
  ['clerk', (head) => decideFeedback(head, records[head.kind])],
  ['section', (head) => decideCheck(head, 'section', { verdict: 'pass', text: '' })],
  ['section', (head) => decideCheck(head, 'section', { verdict: 'return', text: '文号不符' })],
  ['office', (head) => decideClose(head, 'office', { targetVersion: 2, opinion: '' })],
  ['office', (head) => decideCancel(head, '情况已变化')],
  [null, (head) => decideRecoverDisposition(head, head.recovery, 'FAILED')],
  ...dispositionDesks.map((desk): readonly [null, Step] => [
    null,
    (head) => decideArriveAt(head, desk, head.recovery),
  ]),
];

/** The head after a try; the same where it was refused. */
function tried(head: DispositionHead, [by, step]: (typeof tries)[number]): DispositionHead {
  const decided = step(head);
  if (decided === null || ('ok' in decided && !decided.ok)) return head;
  return apply(head, 'ok' in decided ? decided.value : decided, by);
}

test('whatever is tried in whatever order, what is over stays over and versions only grow', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...tries), { maxLength: 40 }), (walk) => {
      const last = walk.reduce((head, each) => {
        const next = tried(head, each);
        expect(next.version).toBeGreaterThanOrEqual(head.version);
        if (!isOpen(head)) expect(next.state).toBe(head.state);
        return next;
      }, proposed());
      expect(last.dueOn === null).toBe(last.seq === 1 || (last.state === 'cancelled' && last.seq === 2));
    }),
  );
});
