/** Stamped reports as rules (§10): lateness by receipt, four eyes, what stays in place while another file is looked at, and retention. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportFact, ReportHead } from '../../shared/domain/report.ts';
import {
  decideConfirm,
  decideHold,
  decideKeepReport,
  decideNarrate,
  decideOverdue,
  decideReceive,
  decideRefuse,
  decideReportRecover,
  decideReportReturn,
  decideRetain,
  decideTell,
  decideVerify,
  decideWait,
  decideWaive,
  editNarrative,
  outcomeOf,
} from '../../shared/domain/report-decisions.ts';
import {
  isReportLate,
  reportDaysLate,
  reportResumePoint,
  reportTallyChange,
} from '../../shared/domain/report-views.ts';
import type { Result } from '../../shared/domain/result.ts';
import { afterFact, clearSight, expectedReport, reportDueAt, uploadOf } from '../support/reports.ts';

const ticks = { seal: true, date: true, signature: true };

function take(head: ReportHead, decided: Result<ReportFact> | ReportFact | null, at?: number): ReportHead {
  if (decided === null) throw new Error('nothing to do');
  if ('type' in decided) return afterFact(head, decided, at);
  if (!decided.ok) throw new Error(decided.refusal.detail);
  return afterFact(head, decided.value, at);
}
const codeOf = (decided: Result<ReportFact>) => (decided.ok ? 'accepted' : decided.refusal.code);

const received = (head: ReportHead, id: string, more: Parameters<typeof uploadOf>[1] = {}) =>
  take(head, decideReceive(head, uploadOf(id, more)));
const filed = (head: ReportHead, id: string, more: Parameters<typeof uploadOf>[1] = {}) => {
  const pending = received(head, id, more);
  return take(pending, decideVerify(pending, id, clearSight));
};
const confirmed = (head: ReportHead, by = 's01-reviewer') =>
  take(head, decideConfirm(head, by, head.filed?.sha256 ?? '', { ticks, opinion: '' }));
const archived = (head: ReportHead) => {
  const checked = confirmed(head);
  return take(checked, decideKeepReport(checked, '2052-07-20'));
};

describe('lateness, by receipt', () => {
  test.each([
    ['a millisecond before', -1, 0],
    ['at the due instant', 0, 1],
    ['a millisecond after', 1, 1],
    ['a day after', 86_400_000, 2],
  ])('%s the end of 07-20', (_, offset, days) => {
    const head = filed(expectedReport, 'a', { receivedAt: reportDueAt + offset });
    expect(reportDaysLate(head)).toBe(days);
    expect(isReportLate(head)).toBe(days > 0);
  });

  test('what was found wanting does not count, and the first good file stands when another takes its place', () => {
    const pending = received(expectedReport, 'a', { receivedAt: reportDueAt - 1 });
    const refused = take(pending, decideRefuse(pending, 'a', '报告文件设有密码'));
    expect(refused.firstUploadedAt).toBeNull();
    const good = filed(refused, 'b', { receivedAt: reportDueAt + 5 });
    expect(reportDaysLate(good)).toBe(1);
    const better = filed(good, 'c', { receivedAt: reportDueAt + 9 * 86_400_000, reason: '更换清晰扫描件' });
    expect(reportDaysLate(better)).toBe(1);
  });

  test('a missing one is marked once, from the due instant on, and not while a file is being looked at', () => {
    expect(decideOverdue(expectedReport, reportDueAt - 1)).toBeNull();
    const marked = take(expectedReport, decideOverdue(expectedReport, reportDueAt));
    expect(isReportLate(marked)).toBe(true);
    expect(decideOverdue(marked, reportDueAt + 1)).toBeNull();
    expect(decideOverdue(received(expectedReport, 'a'), reportDueAt)).toBeNull();
  });
});

describe('a file in its place', () => {
  test('a second upload while the first is being looked at is refused by its own sentence', () => {
    expect(codeOf(decideReceive(received(expectedReport, 'a'), uploadOf('b')))).toBe('report-being-checked');
  });

  test('replacing wants a reason, except where there is nothing or it came back', () => {
    const uploaded = filed(expectedReport, 'a');
    expect(codeOf(decideReceive(uploaded, uploadOf('b')))).toBe('report-replacing-needs-reason');
    const returned = take(
      uploaded,
      decideReportReturn(uploaded, 's01-reviewer', { reason: 'no-seal', text: '第6页没有公章' }),
    );
    const again = filed(returned, 'b');
    expect(again).toMatchObject({ state: 'uploaded', filed: { id: 'b', replaces: 'a' } });
  });

  test('a replacement that is found wanting leaves the file and the state as they were', () => {
    for (const head of [filed(expectedReport, 'a'), archived(filed(expectedReport, 'a'))]) {
      const pending = received(head, 'b', { reason: '更换清晰扫描件' });
      const refused = take(pending, decideRefuse(pending, 'b', '报告文件是空文件'));
      expect(refused).toMatchObject({ state: head.state, filed: head.filed, kept: head.kept });
      expect(outcomeOf(refused, 'b')).toBe('refused');
      expect(outcomeOf(refused, 'a')).toBe('uploaded');
    }
  });

  test('an archived report that gets another file is with the checker again, and the old file stays kept', () => {
    const head = archived(filed(expectedReport, 'a'));
    const again = filed(head, 'b', { reason: '监控数据更正' });
    expect(again).toMatchObject({ state: 'uploaded', kept: { upload: 'a' }, attempt: 1 });
    expect(archived(again).kept?.upload).toBe('b');
  });
});

describe('the check', () => {
  const head = filed(expectedReport, 'a');

  test('is not for who has uploaded any file of this report', () => {
    const replaced = filed(head, 'b', {
      reason: '更换清晰扫描件',
      by: { id: 'other', name: '王五', post: '部门经办' },
    });
    for (const by of ['101-filler', 'other']) {
      const seen = replaced.filed?.sha256 ?? '';
      expect(codeOf(decideConfirm(replaced, by, seen, { ticks, opinion: '' }))).toBe('report-same-person');
      expect(codeOf(decideReportReturn(replaced, by, { reason: 'other', text: '请重新扫描' }))).toBe(
        'report-same-person',
      );
    }
  });

  test('holds for exactly the file that was seen, with all three ticks', () => {
    const seen = head.filed?.sha256 ?? '';
    expect(codeOf(decideConfirm(head, 'x', 'another', { ticks, opinion: '' }))).toBe(
      'report-not-what-you-saw',
    );
    for (const missing of ['seal', 'date', 'signature']) {
      const some = { ...ticks, [missing]: false };
      expect(codeOf(decideConfirm(head, 'x', seen, { ticks: some, opinion: '' }))).toBe(
        'report-ticks-missing',
      );
    }
    expect(
      codeOf(decideConfirm(received(head, 'b', { reason: '更换扫描件' }), 'x', seen, { ticks, opinion: '' })),
    ).toBe('report-being-checked');
    expect(codeOf(decideConfirm(expectedReport, 'x', seen, { ticks, opinion: '' }))).toBe(
      'report-wrong-state',
    );
  });
});

describe('retention and hold', () => {
  const head = archived(filed(expectedReport, 'a'));

  test('longer, never shorter', () => {
    expect(codeOf(decideRetain(head, '2052-07-20', '延长保管'))).toBe('report-retention-shorter');
    expect(codeOf(decideRetain(head, '2040-01-01', '缩短保管'))).toBe('report-retention-shorter');
    expect(take(head, decideRetain(head, '2082-07-20', '列入永久')).kept?.retainUntil).toBe('2082-07-20');
    expect(codeOf(decideRetain(expectedReport, '2082-07-20', '列入永久'))).toBe('report-not-archived');
  });

  test('a hold is set once and lifted once', () => {
    expect(codeOf(decideHold(head, false, '诉讼结束'))).toBe('report-held-already');
    const held = take(head, decideHold(head, true, '涉及诉讼'));
    expect(codeOf(decideHold(held, true, '涉及诉讼'))).toBe('report-held-already');
    expect(take(held, decideHold(held, false, '诉讼结束')).held).toBe(false);
  });
});

test('edits: an empty text takes one back, and what was not sent stays as it was', () => {
  const [one, two, three] = ['一', '二', '三'].map((text) => ({ text, basis: 'old' }));
  if (!(one && two && three)) throw new Error('three edits');
  const edits = { a: { text: '', basis: 'new' }, c: three };
  expect(editNarrative({ a: one, b: two }, edits)).toEqual({ b: two, c: three });
});

/** Whatever anybody tries in whatever order, as far as the rules let him. */
const steps = fc.array(
  fc.record({
    act: fc.constantFrom(
      'receive',
      'verify',
      'refuse',
      'confirm',
      'return',
      'archive',
      'wait-upload',
      'wait-confirm',
      'overdue',
      'tell',
      'waive',
      'narrate',
      'hold',
      'recover',
    ),
    by: fc.constantFrom('u1', 'u2', 'c1', 'c2'),
    reason: fc.constantFrom('', '更换清晰扫描件'),
    at: fc.integer({ min: -3, max: 3 }),
  }),
  { maxLength: 40 },
);
type Step = (typeof steps extends fc.Arbitrary<infer S> ? S : never)[number];

function decideStep(head: ReportHead, { act, by, reason, at }: Step): Result<ReportFact> | ReportFact | null {
  const hand = { id: by, name: by, post: '部门经办' };
  const pending = head.pending?.id ?? 'none';
  switch (act) {
    case 'receive':
      return decideReceive(
        head,
        uploadOf(`f${head.seq}`, { reason, by: hand, receivedAt: reportDueAt + at }),
      );
    case 'verify':
      return decideVerify(head, pending, clearSight);
    case 'refuse':
      return decideRefuse(head, pending, '报告文件设有密码');
    case 'confirm':
      return decideConfirm(head, by, head.filed?.sha256 ?? '', { ticks, opinion: '' });
    case 'return':
      return decideReportReturn(head, by, { reason: 'other', text: '请重新扫描' });
    case 'archive':
      return decideKeepReport(head, '2052-07-20');
    case 'wait-upload':
      return decideWait(head, { attempt: head.attempt, for: 'upload' });
    case 'wait-confirm':
      return decideWait(head, { attempt: head.attempt, for: 'confirm' });
    case 'overdue':
      return decideOverdue(head, reportDueAt + at);
    case 'tell':
      return decideTell(head, {
        heldOn: '2022-07-14',
        minutes: '',
        conclusion: '',
        plannedOn: null,
        plannedReason: '',
      });
    case 'waive':
      return decideWaive(head, '系统切换');
    case 'narrate':
      return decideNarrate(head, {}, 'digest');
    case 'hold':
      return decideHold(head, !head.held, '涉及诉讼');
    default:
      return decideReportRecover(head, head, 'FAILED');
  }
}

function checkLaws(before: ReportHead, fact: ReportFact, head: ReportHead, by: string): void {
  expect(head.seq).toBe(before.seq + 1);
  expect(head.version === before.version || head.version === head.seq).toBe(true);
  // A file that counts is in place wherever the state says so, and nothing is looked at once it has been confirmed.
  if (['uploaded', 'checked', 'archived'].includes(head.state)) expect(head.filed).not.toBeNull();
  if (head.state === 'checked') expect(head.pending).toBeNull();
  if (before.firstUploadedAt !== null) expect(head.firstUploadedAt).toBe(before.firstUploadedAt);
  if (before.kept !== null) expect(head.kept).not.toBeNull();
  if (fact.type === 'confirmed') expect(before.uploaders).not.toContain(by);
  // Liveness: a pending file or an unfinished state always has something that brings the machine there.
  if (head.state === 'archived' && head.pending === null) expect(head.errand).toBeNull();
  if (head.pending !== null) expect(head.errand).not.toBeNull();
  if (head.state === 'checked') expect(head.errand).not.toBeNull();
  expect(reportResumePoint(head) === undefined).toBe(
    head.pending === null && !['uploaded', 'checked'].includes(head.state),
  );
}

function factOf(decided: Result<ReportFact> | ReportFact | null): ReportFact | null {
  if (decided === null || 'type' in decided) return decided;
  return decided.ok ? decided.value : null;
}

type Counters = ReadonlyMap<string, number>;
const moved = (counters: Counters, change: ReturnType<typeof reportTallyChange>): Counters =>
  new Map([...counters, ...change.map(([name, by]) => [name, (counters.get(name) ?? 0) + by] as const)]);

function walked(walk: readonly Step[]): { readonly head: ReportHead; readonly counters: Counters } {
  let head = expectedReport;
  let counters: Counters = moved(new Map(), reportTallyChange(null, head));
  for (const step of walk) {
    const fact = factOf(decideStep(head, step));
    if (fact === null) continue;
    const after = afterFact(head, fact);
    checkLaws(head, fact, after, step.by);
    counters = moved(counters, reportTallyChange(head, after));
    head = after;
  }
  return { head, counters };
}

test('whatever is tried in whatever order, the laws hold and the counters add up', () => {
  fc.assert(
    fc.property(steps, (walk) => {
      const { head, counters } = walked(walk);
      const recount = moved(new Map(), reportTallyChange(null, head));
      for (const [name, count] of counters) expect(count).toBe(recount.get(name) ?? 0);
    }),
    { numRuns: 2000 },
  );
});
