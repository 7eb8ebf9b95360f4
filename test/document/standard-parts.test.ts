/** A department too large for one answer of the gateway: its tables come in parts that fit, and together they are the whole. */
import { describe, expect, test } from 'vitest';
import { exportStandardTables } from '../../functions/exchange-documents/export-standard-tables.ts';
import { type FilingHead, newFiling } from '../../shared/domain/filing.ts';
import { evolve } from '../../shared/domain/filing-evolution.ts';
import type { TargetVersion } from '../../shared/domain/subject.ts';
import type { FilingEntry } from '../../shared/ports.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { anyEvaluation } from '../support/evaluations.ts';
import { halfYear } from '../support/rounds.ts';
import { indicator } from './sample-forms.ts';

type UseCase = typeof exportStandardTables;
type Ports = Parameters<UseCase>[0];
type Request = Parameters<UseCase>[1];

const region = '360733';
const round = '2022-H1';
const departments = ['101', '102'].map((code) => ({
  code,
  name: `部门${code}`,
  section: 'S01',
  keyMonitoring: false,
}));
const subjectsEach = 12;
const indicators = Array.from({ length: 60 }, (_, index) => indicator(`11-${String(index + 10)}`));
const target: TargetVersion = { subject: '', version: 1, goalText: '总体目标'.repeat(500), indicators };
const content = { targetVersion: 1, money: {}, rows: {}, texts: {} };

function sentHead(department: string, number: number): FilingHead {
  const subject = `${department}P${String(number).padStart(2, '0')}`;
  const ref = { region, round, department, subject };
  const given = {
    kind: 'project',
    unit: `${department}001`,
    section: 'S01',
    adjusted: 0n,
    dueAt: 9,
    at: 0,
  } as const;
  const fact = { type: 'submitted', digest: 'd', daysLate: 0, evaluation: anyEvaluation() } as const;
  return evolve(newFiling(ref, given), { seq: 3, hash: 'h', at: 5, by: null, fact });
}

const entry = (seq: number, fact: FilingEntry['fact']): FilingEntry => ({
  seq,
  at: seq,
  by: null,
  fact,
  prevHash: '',
  hash: '',
});

const ledger: Ports['ledger'] = {
  round: async () => ({ ...halfYear, state: 'open' }),
  departments: async () => departments,
  regionName: async () => '会昌县',
  subjects: async () => [],
  unit: async () => undefined,
  target: async () => target,
  filings: async ({ department }) =>
    Array.from({ length: subjectsEach }, (_, index) => sentHead(department, subjectsEach - index)),
  events: async () => ({
    intact: true,
    entries: [
      entry(1, { type: 'issued', kind: 'project', unit: '', section: '', adjusted: 0n, dueAt: 9 }),
      entry(2, { type: 'saved', digest: 'd' }),
      entry(3, { type: 'submitted', digest: 'd', daysLate: 0, evaluation: 'e' }),
    ],
  }),
  contentAt: async () => content,
  ground: async (head) => ({
    round: (await ledger.round(head)) ?? expect.fail(),
    subject: {
      code: head.subject,
      name: '',
      kind: 'project',
      department: head.department,
      unit: head.unit,
      targetVersion: 1,
      initial: {},
      parent: null,
      keyMonitoring: false,
      suspended: null,
      imported: {},
    },
    target,
  }),
  files: async () => [],
};

function ask(query: Request['query']) {
  return exportStandardTables(
    { ledger },
    {
      params: { round },
      query,
      body: {},
      member: { id: 'm', region, name: '某', posts: [{ role: 'finance-office', at: region }] },
      now: 0,
      ifMatch: 0,
      key: undefined,
      fingerprint: '',
      memo: () => undefined,
    },
  );
}

async function parts(table: Request['query']['table']) {
  const found: { bytes: Uint8Array; cursor: string | null }[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const part = await ask({ table, cursor });
    if (!part.ok) throw new Error(part.refusal.detail);
    found.push(part.value);
    cursor = part.value.cursor;
  }
  return found;
}

describe('parts', () => {
  test('fit into an answer, follow one another, and are the whole', async () => {
    const found = await parts('info');
    expect(found.map(({ cursor }) => cursor)).toEqual(['101-101P09', '102', '102-102P09', null]);
    for (const { bytes } of found) expect(bytes.length).toBeLessThan(4_200_000);
    const all = Buffer.concat(found.map(({ bytes }) => bytes));
    expect(all.indexOf('\ufeff')).toBe(0);
    expect(all.lastIndexOf('\ufeff')).toBe(0);
    const read = await readTables(all);
    if (!read.ok) throw new Error(read.problem.detail);
    const [head, ...rows] = read.tables[0]?.rows ?? [];
    expect(head?.slice(0, 2)).toEqual(['id', 'task_id']);
    const expected = departments.flatMap(({ code }) =>
      Array.from({ length: subjectsEach }, (_, number) =>
        indicators.map((each) => {
          const subject = `${code}P${String(number + 1).padStart(2, '0')}`;
          return `${region}-${round}-${code}-${subject}-${each.code}`;
        }),
      ).flat(),
    );
    expect(rows.map(([id]) => id)).toEqual(expected);
  });

  test('a table of short rows is one part for each department', async () => {
    expect((await parts('task')).map(({ cursor }) => cursor)).toEqual(['102', null]);
  });

  test('a place to go on that is nobody’s is not found', async () => {
    expect(await ask({ table: 'task', cursor: '999' })).toMatchObject({
      ok: false,
      refusal: { code: 'not-found' },
    });
  });
});
