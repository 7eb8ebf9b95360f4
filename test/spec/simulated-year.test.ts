/**
 * Notice 2.1, 2.2a, 4.1 · the four rounds of 2022 on the virtual clock, in a county of three departments: an extension, late ones, a
 * suspended subject that never files, a locked round, a return, and a subject that joins in September. Every figure of the board stands in
 * the tables here and was computed by hand.
 */
import { describe, expect } from 'vitest';
import { Bureau } from '../support/bureau.ts';
import { smallCounty } from '../support/counties.ts';
import { test as plain } from '../support/test.ts';

const base = smallCounty('101', '102', '104');
const having = (...codes: readonly string[]) =>
  base.subjects
    .filter(({ code }) => codes.includes(code))
    .map((subject) =>
      subject.code === '102P01' ? { ...subject, suspended: { stopPaymentOn: '2022-05-01' } } : subject,
    );

/** Adjusted budgets in 万元: each Z00 795.75, 101P01 84.50, 101P02 94.50, 102P01 85.50, 104T01 183.85; 104P01, from September, 87.50. */
const founded = ['101Z00', '101P01', '101P02', '102Z00', '102P01', '104Z00', '104T01'];
const county = {
  ...base,
  subjects: having(...founded),
  rounds: base.rounds.map((plan) => (plan.key === '2022-Q3' ? { ...plan, lockAfterGrace: true } : plan)),
};

const test = plain.extend<{ bureau: Bureau }>({
  bureau: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from its pattern, and this one needs nothing
    async ({}, use) => {
      const bureau = await Bureau.open('2022-07-01', county);
      await use(bureau);
      await bureau.close();
    },
    { scope: 'file' },
  ],
});

const office = 'finance-office';
const filingOf = (bureau: Bureau, round: string, subject: string) =>
  bureau.filing(`360733-${round}-${subject.slice(0, 3)}-${subject}`);

/** Sent, and reviewed as far as the archive. */
async function passes(bureau: Bureau, round: string, ...subjects: readonly string[]): Promise<void> {
  const through = async (subject: string) => {
    const filing = filingOf(bureau, round, subject);
    if (['not-started', 'draft', 'returned'].includes(await filing.stage())) await filing.isFiled();
    while ((await filing.stage()) !== 'archived') await filing.isApproved();
  };
  await Promise.all(subjects.map(through));
}

const totalsOf = async (bureau: Bureau, round: string, asOf?: string) =>
  (await bureau.ask(office, 'readStanding', { params: { round }, query: asOf === undefined ? {} : { asOf } }))
    .total;

async function closes(bureau: Bureau, round: string) {
  const params = { round };
  const { version } = await bureau.ask(office, 'readRound', { params });
  const body = { reason: '报送期结束，未报单位另行通报' };
  return bureau.ask(office, 'closeRound', { params, version, body, key: bureau.key() });
}

const halfYearFigures = {
  obligations: 7,
  due: 7,
  filed: 6,
  approved: 5,
  late: 1,
  overdue: 1,
  extended: 1,
  filedRate: '85.71',
  coverage: '71.43',
  money: { due: '2835.60', filed: '2750.10', approved: '2566.25', filedRate: '96.98', coverage: '90.50' },
};

describe('the year 2022', { timeout: 300_000 }, () => {
  test('half-year: one extended, one late, one suspended and overdue', async ({ bureau }) => {
    const round = '2022-H1';
    await bureau.opens(round, 7);
    await bureau.on('2022-07-05');
    await passes(bureau, round, '101Z00', '101P01', '101P02', '102Z00');
    const { version } = await bureau.ask(office, 'readRound', { params: { round } });
    const body = { subject: '104T01', dueOn: '2022-07-20', reason: '上级资金分配文件刚刚下达' };
    const asked = await bureau.ask('104-filler', 'askExtension', { params: { round }, version, body });
    await bureau.ask(office, 'grantExtension', {
      params: { round, extension: asked.extension },
      version: asked.version,
      body: {},
    });
    await bureau.on('2022-07-12');
    expect(await totalsOf(bureau, round)).toMatchObject({ filed: 4, late: 0, overdue: 2, extended: 1 });
    await passes(bureau, round, '104Z00');
    const extended = filingOf(bureau, round, '104T01');
    expect(await extended.isFiled()).toMatchObject({ daysLate: 0 });
    await extended.isApproved();
    expect(await totalsOf(bureau, round)).toMatchObject(halfYearFigures);
    await bureau.on('2022-07-31');
    const { summary } = await closes(bureau, round);
    expect(summary).toMatchObject({ unfinished: 2, totals: halfYearFigures });
  });

  test('third quarter: a subject of September is due, one return, and after grace the round is locked', async ({
    bureau,
  }) => {
    const round = '2022-Q3';
    await bureau.on('2022-09-15');
    await bureau.runtime.invoke('found-county', { ...county, subjects: having(...founded, '104P01') });
    await bureau.on('2022-10-01');
    await bureau.opens(round, 8);
    await bureau.on('2022-10-08');
    await passes(bureau, round, '101Z00', '101P01', '101P02', '102Z00', '104Z00');
    const fresh = filingOf(bureau, round, '104P01');
    await fresh.isFiled();
    await fresh.isReturned();
    expect(await totalsOf(bureau, round)).toMatchObject({ filed: 6, approved: 5, byStage: { returned: 1 } });
    await passes(bureau, round, '104P01');
    await bureau.on('2022-10-16', '00:00:01');
    const locked = filingOf(bureau, round, '104T01');
    const { version } = await locked.isFilled();
    expect(
      await bureau.refused('104002-filler', 'submitFiling', { ...locked.params, version }),
    ).toMatchObject({
      code: 'round-locked',
    });
    expect(await totalsOf(bureau, round)).toMatchObject({
      obligations: 8,
      filed: 6,
      approved: 6,
      late: 0,
      overdue: 2,
      extended: 0,
      byStage: { draft: 1, 'not-started': 1, archived: 6 },
      filedRate: '75.00',
      money: { due: '2923.10', filed: '2653.75', approved: '2653.75', coverage: '90.79' },
    });
    expect((await closes(bureau, round)).summary).toMatchObject({ unfinished: 2 });
  });

  test('fourth quarter, first time: one is two days late', async ({ bureau }) => {
    const round = '2022-Q4-1';
    await bureau.on('2022-11-01');
    await bureau.opens(round, 8);
    await bureau.on('2022-11-09');
    await passes(bureau, round, '101Z00', '101P02', '102Z00', '104Z00', '104P01', '104T01');
    await bureau.on('2022-11-12');
    expect(await filingOf(bureau, round, '101P01').isFiled()).toMatchObject({ daysLate: 2 });
    await passes(bureau, round, '101P01');
    expect(await totalsOf(bureau, round)).toMatchObject({
      filed: 7,
      approved: 7,
      late: 1,
      overdue: 1,
      coverage: '87.50',
      money: { approved: '2837.60', coverage: '97.08' },
    });
  });

  test('fourth quarter, second time; and the half-year stands as it stood', async ({ bureau }) => {
    const round = '2022-Q4-2';
    await bureau.on('2022-12-01');
    await bureau.opens(round, 8);
    await bureau.on('2022-12-09');
    await passes(bureau, round, '101Z00', '101P01', '101P02', '102Z00', '104Z00', '104P01', '104T01');
    expect(await totalsOf(bureau, round)).toMatchObject({
      filed: 7,
      approved: 7,
      late: 0,
      overdue: 0,
      extended: 0,
      money: { due: '2923.10', filed: '2837.60', filedRate: '97.08' },
    });
    await bureau.on('2022-12-11');
    expect(await totalsOf(bureau, round)).toMatchObject({ overdue: 1 });
    expect((await closes(bureau, round)).summary).toMatchObject({ unfinished: 1 });
    expect(await totalsOf(bureau, '2022-H1', '2022-07-12')).toMatchObject(halfYearFigures);
    expect((await totalsOf(bureau, '2022-H1')).obligations).toBe(7);
  });
});
