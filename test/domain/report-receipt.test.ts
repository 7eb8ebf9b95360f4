/** Receipts of a report (2.2d): what is confirmed, with which digest, how late; and that what comes later changes none of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayLength } from '../../shared/domain/calendar.ts';
import type { ReportFact } from '../../shared/domain/report.ts';
import { reportReceipts } from '../../shared/domain/report-receipt.ts';
import { clearSight, reportDueAt, uploadOf } from '../support/reports.ts';

const id = '360733-2022-HY-101';
const expected: ReportFact = {
  type: 'expected',
  round: '2022-H1',
  name: '人社局',
  section: 'S01',
  dueAt: reportDueAt,
};
const received = (upload: string, receivedAt: number, replaces: string | null = null): ReportFact => ({
  type: 'received',
  upload: { ...uploadOf(upload, { receivedAt }), replaces },
});
const verified = (upload: string): ReportFact => ({ type: 'verified', upload, sight: clearSight });
const confirmed = (upload: string): ReportFact => ({
  type: 'confirmed',
  upload,
  ticks: { seal: true, date: true, signature: true },
  opinion: '',
});
const archived = (upload: string): ReportFact => ({
  type: 'archived',
  upload,
  sha256: upload.padEnd(64, '0'),
  retainUntil: '2052-07-18',
});
const by = { id: '101-filler', name: '李四', post: '部门经办' };
const receipts = (facts: readonly ReportFact[]) =>
  reportReceipts(
    id,
    facts.map((fact, index) => ({ seq: index + 1, at: index, by, hash: `h${index + 1}`, fact })),
  );
const told = (facts: readonly ReportFact[]) =>
  receipts(facts).map(({ actName, digest, daysLate }) => [actName, digest.slice(0, 1), daysLate]);

test('nothing is confirmed of what is expected, written, told, refused, returned or waited for', () => {
  const facts: ReportFact[] = [
    expected,
    { type: 'narrated', narrative: {}, digest: 'd' },
    { type: 'waived', reason: '系统切换' },
    { type: 'waiting', for: 'upload' },
    { type: 'overdue' },
  ];
  expect(receipts(facts)).toEqual([]);
  const refused: ReportFact = { type: 'refused', upload: 'a', why: '设有密码' };
  const returned: ReportFact = { type: 'returned', upload: 'b', reason: 'no-seal', text: '缺章' };
  const more = [
    received('a', reportDueAt - 1),
    refused,
    received('b', reportDueAt - 1),
    verified('b'),
    returned,
  ];
  expect(told([...facts, ...more]).map(([act]) => act)).toEqual(['收到', '收到', '上传']);
});

test('received, found good, confirmed and archived bear the SHA-256 of the file, their number and their event’s hash', () => {
  const facts = [expected, received('a', reportDueAt - 1), verified('a'), confirmed('a'), archived('a')];
  expect(told(facts)).toEqual([
    ['收到', 'a', 0],
    ['上传', 'a', 0],
    ['核对', 'a', null],
    ['归档', 'a', null],
  ]);
  expect(receipts(facts)[3]).toEqual({
    number: `${id}-000005`,
    document: id,
    act: 'archived',
    actName: '归档',
    at: 4,
    by: { name: '李四', post: '部门经办' },
    digest: 'a'.padEnd(64, '0'),
    daysLate: null,
    seq: 5,
    hash: 'h5',
  });
});

test('on time until the last millisecond of its day, one day late from then on', () => {
  const late = (receivedAt: number) => told([expected, received('a', receivedAt)])[0]?.[2];
  expect(
    [reportDueAt - 1, reportDueAt, reportDueAt + dayLength - 1, reportDueAt + dayLength].map(late),
  ).toEqual([0, 1, 1, 2]);
});

test('the first good file decides on lateness: a bad one before it does not, a replacement after it neither', () => {
  const facts: ReportFact[] = [
    expected,
    received('a', reportDueAt - 1),
    { type: 'refused', upload: 'a', why: '设有密码' },
    received('b', reportDueAt + 2 * dayLength),
    verified('b'),
    received('c', reportDueAt + 9 * dayLength, 'b'),
    verified('c'),
  ];
  expect(told(facts)).toEqual([
    ['收到', 'a', 0],
    ['收到', 'b', 3],
    ['上传', 'b', 3],
    ['收到', 'c', 3],
    ['上传', 'c', 3],
  ]);
});

test('a receipt is the same however its chain goes on', () => {
  const facts: readonly ReportFact[] = [
    expected,
    received('a', reportDueAt + 1),
    verified('a'),
    received('b', reportDueAt + 5 * dayLength, 'a'),
    verified('b'),
    confirmed('b'),
    archived('b'),
  ];
  const all = receipts(facts);
  fc.assert(
    fc.property(fc.nat(facts.length), (length) => {
      const early = receipts(facts.slice(0, length));
      expect(early).toEqual(all.slice(0, early.length));
    }),
  );
});

test('a fact of a file that was never received is a defect', () => {
  expect(() => receipts([expected, verified('x')])).toThrow('never received');
});
