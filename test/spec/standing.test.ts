/**
 * Notice 2.1 and 4.1 (domain §8, Standing): one row of counters per department says where a round stands, by count and by adjusted budget;
 * it adds up at every instant, equals a recount of the filings (I10), and can be had as of any earlier instant from the events (I9).
 */
import { describe, expect } from 'vitest';
import { type Stage, stages } from '../../shared/domain/filing.ts';
import { parseWan } from '../../shared/domain/money.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';
import { smallCounty } from '../support/counties.ts';
import { fen } from '../support/measured.ts';
import { test as plain } from '../support/test.ts';

const round = '2022-H1';
const params = { round };
const county = smallCounty('101', '102', '104');

const test = plain.extend<{ bureau: Bureau }>({
  bureau: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from its pattern, and this one needs nothing
    async ({}, use) => {
      const bureau = await Bureau.open('2022-07-01', county);
      await bureau.opens(round, county.subjects.length);
      await use(bureau);
      await bureau.close();
    },
    { scope: 'file' },
  ],
});

type Standing = Awaited<ReturnType<typeof standingOf>>;
type Totals = Standing['total'];

const standingOf = (bureau: Bureau, query: { asOf?: string } = {}) =>
  bureau.ask('finance-office', 'readStanding', { params, query });

/** What two boards must agree in: the filings' figures, without the instant and without what is only counted as it is now. */
const figures = ({ round: of, total, sections, departments }: Standing) => ({
  round: of,
  total,
  sections: sections.map(({ section, totals }) => ({ section, totals })),
  departments: departments.map(({ reports: _, dispositions: __, ...rest }) => rest),
});

function expectToAddUp({ total, sections, departments }: Standing): void {
  const all = [total, ...sections.map(({ totals }) => totals), ...departments.map(({ totals }) => totals)];
  for (const totals of all) {
    const counts = Object.values(totals.byStage).reduce((sum, count) => sum + count, 0);
    expect(counts).toBe(totals.obligations);
    expect(totals.due + (totals.byStage.exempt ?? 0)).toBe(totals.obligations);
    expect(
      amounts(
        totals,
        stages.filter((stage) => stage !== 'exempt'),
      ),
    ).toBe(parseWan(totals.money.due));
  }
  for (const parts of [sections, departments]) {
    const sum = (pick: (totals: Totals) => number) =>
      parts.reduce((whole, { totals }) => whole + pick(totals), 0);
    for (const stage of stages)
      expect(sum(({ byStage }) => byStage[stage] ?? 0)).toBe(total.byStage[stage] ?? 0);
    expect(sum(({ late }) => late)).toBe(total.late);
    expect(sum(({ overdue }) => overdue)).toBe(total.overdue);
    expect(sum(({ extended }) => extended)).toBe(total.extended);
  }
}

function amounts({ money }: Totals, which: readonly Stage[]): bigint {
  return which.reduce((sum, stage) => sum + fen(money.byStage[stage] ?? '0'), 0n);
}

const initialOf = (code: string) => {
  const { initial = {} } = county.subjects.find((subject) => subject.code === code) ?? {};
  return Object.values(initial).reduce((sum, amount) => sum + fen(amount), 0n);
};

describe('by count and by money', () => {
  test('issued: everything is due at the budget of the register, nothing is filed', async ({ bureau }) => {
    const standing = await standingOf(bureau);
    const budget = county.subjects.reduce((sum, { code }) => sum + initialOf(code), 0n);
    expect(fen(standing.total.money.due)).toBe(budget);
    expect(standing.total).toMatchObject({ due: 18, filed: 0, filedRate: '0.00', coverage: '0.00' });
    expect(standing.sections.map(({ section, totals }) => [section, totals.due])).toEqual([
      ['S01', 6],
      ['S02', 12],
    ]);
    expectToAddUp(standing);
  });

  test('sent with a cut budget, it weighs what was sent: 12 万元 less of the 84.50', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled((content) => ({
      ...content,
      money: {
        ...content.money,
        fiscal: {
          initial: '60.00',
          adjustment: '-12.00',
          adjustKind: 'cut',
          adjustReason: '项目政策取消',
          executed: '30.00',
          forecast: '48.00',
        },
      },
    }));
    const { departments } = await standingOf(bureau);
    const { totals } = departments.find(({ department }) => department === '101') ?? expect.fail();
    expect(totals.money).toMatchObject({ filed: '72.50', approved: '0.00' });
    const others = ['101P02', '101P03', '101P04', '101Z00', '101T01'];
    const due = others.reduce((sum, code) => sum + initialOf(code), fen('72.5'));
    expect(fen(totals.money.due)).toBe(due);
    expect(totals).toMatchObject({ filed: 1, due: 6, filedRate: '16.67' });
  });

  test('approved, it is covered: one of six, and its share of the money', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isApproved();
    await filing.isApproved();
    const { departments } = await standingOf(bureau);
    const { totals } = departments.find(({ department }) => department === '101') ?? expect.fail();
    expect(totals).toMatchObject({ approved: 1, coverage: '16.67' });
    const share = (7_250_000_000n * 2n * 100n + fen(totals.money.due)) / (2n * fen(totals.money.due));
    expect(totals.money.coverage).toBe(`${share / 100n}.${String(share % 100n).padStart(2, '0')}`);
  });

  test('a unit and a section see their own rows alone, and the sum of those', async ({ bureau }) => {
    const section = await bureau.ask('s02-reviewer', 'readStanding', { params });
    expect(section.departments.map(({ department }) => department)).toEqual(['102', '104']);
    expect(section.total.due).toBe(12);
    const unit = await bureau.ask('104001-filler', 'readStanding', { params });
    expect(unit.departments.map(({ department }) => department)).toEqual(['104']);
  });
});

describe('who holds what since when', () => {
  test('desk by desk, the longest holder first', async ({ bureau }) => {
    const before = bureau.runtime.clock.now();
    await bureau.halfYear('102P01').isFiled();
    const query = { department: '102' };
    const { departments } = await bureau.ask('finance-office', 'readHolders', { params, query });
    const [row] = departments;
    expect(departments).toHaveLength(1);
    expect(row?.desks.map(({ role, at, filings }) => `${role} ${at} ${filings}`).sort()).toEqual([
      'dept-filler 102 1',
      'dept-reviewer 102 1',
      'unit-filler 102001 1',
      'unit-filler 102002 3',
    ]);
    const last = row?.desks.at(-1);
    expect(last).toMatchObject({ role: 'dept-reviewer', oldest: '360733-2022-H1-102-102P01', overdue: 0 });
    expect(Date.parse(last?.since ?? '')).toBeGreaterThanOrEqual(before);
  });
  test('a unit sees its own desk alone; another department’s are not there', async ({ bureau }) => {
    const { departments } = await bureau.ask('102002-filler', 'readHolders', { params });
    expect(departments.flatMap(({ desks }) => desks.map(({ at }) => at))).toEqual(['102002']);
    const query = { department: '101' };
    expect(await bureau.refused('102002-filler', 'readHolders', { params, query })).toMatchObject({
      status: 404,
    });
  });
});

describe('as of an earlier instant', () => {
  test('the counters of then, recomputed from the events, at every step of a filing’s life', async ({
    bureau,
  }) => {
    const seen: Standing[] = [];
    const note = async () => seen.push(await standingOf(bureau));
    const project = bureau.halfYear('104P01');
    const steps: (() => Promise<unknown>)[] = [
      () => project.isFilled(),
      () => project.isFiled(),
      () => project.isReturned(),
      () => project.isFiled(),
      () => project.isApproved(),
      () => project.isApproved(),
      () => bureau.halfYear('104P02').isFiled(),
      () => bureau.halfYear('104P02').isWithdrawn(),
      () => bureau.halfYear('104Z00').isFiled(),
      () => extends104P03(bureau),
      () => bureau.on('2022-07-12'),
      () => bureau.halfYear('104P03').isFiled(),
      () => bureau.halfYear('104P04').isFiled(),
    ];
    await note();
    for (const step of steps) {
      await step();
      await note();
    }
    for (const then of seen)
      expect(figures(await standingOf(bureau, { asOf: then.asOf }))).toEqual(figures(then));
    expect(seen.at(-1)?.total).toMatchObject({ late: 1, extended: 1, overdue: 12 });
  });

  test('a day means its end; before the issue there was nothing; the future is now', async ({ bureau }) => {
    const first = await standingOf(bureau, { asOf: '2022-07-01' });
    expect(first).toMatchObject({ asOf: '2022-07-01T15:59:59.999Z', total: { late: 0 } });
    expect(await standingOf(bureau, { asOf: '2022-06-30' })).toMatchObject({
      total: { obligations: 0, filedRate: null },
    });
    expect(figures(await standingOf(bureau, { asOf: '2099-01-01' }))).toEqual(
      figures(await standingOf(bureau)),
    );
  });

  test('reports and dispositions are counted as they are now, and as of an earlier day not at all', async ({
    bureau,
  }) => {
    const now = await standingOf(bureau);
    expect(now).toMatchObject({ reports: { expected: 3, in: 0, late: 0, archived: 0 }, dispositions: 0 });
    expect(now.departments.map(({ reports }) => reports?.expected)).toEqual([1, 1, 1]);
    const then = await standingOf(bureau, { asOf: '2022-07-01' });
    for (const row of [then, ...then.sections, ...then.departments])
      expect(row).toMatchObject({ reports: null, dispositions: null });
  });

  test('is for the finance office and the auditor', async ({ bureau }) => {
    const query = { asOf: '2022-07-01' };
    expect(await bureau.refused('101-reviewer', 'readStanding', { params, query })).toMatchObject({
      code: 'not-yours',
    });
    expect(
      await bureau.refused('auditor', 'readStanding', { params, query: { asOf: '昨天' } }),
    ).toMatchObject({
      status: 400,
    });
    expect((await bureau.ask('auditor', 'readStanding', { params, query })).departments).toHaveLength(3);
  });
});

async function extends104P03(bureau: Bureau): Promise<void> {
  const { version } = await bureau.ask('finance-office', 'readRound', { params });
  const body = { subject: '104P03', dueOn: '2022-07-15', reason: '经办人员住院治疗' };
  const asked = await bureau.ask('104-filler', 'askExtension', { params, version, body });
  await bureau.ask('finance-office', 'grantExtension', {
    params: { round, extension: asked.extension },
    version: asked.version,
    body: {},
  });
}

describe('I10 · board totals are a recount, whatever happens at once', () => {
  test('people of three departments at the same time: it adds up at each look, and equals the filings in the end', async ({
    bureau,
  }) => {
    const rest = county.subjects.map(({ code }) => bureau.halfYear(code));
    let busy = true;
    const looks = (async () => {
      let count = 0;
      for (; busy; count += 1) expectToAddUp(await standingOf(bureau));
      return count;
    })();
    await Promise.all(rest.map((filing, index) => goesOn(filing, index)));
    busy = false;
    expect(await looks).toBeGreaterThan(5);
    await bureau.runtime.settled();
    const { total } = await standingOf(bureau);
    const filings = await Promise.all(rest.map((filing) => filing.read()));
    for (const stage of stages)
      expect([stage, total.byStage[stage] ?? 0]).toEqual([
        stage,
        filings.filter((each) => each.stage === stage).length,
      ]);
    expect(total.late).toBe(
      filings.filter(({ daysLate, firstSentAt }) => firstSentAt !== null && daysLate > 0).length,
    );
    expect(total.extended).toBe(filings.filter(({ extended }) => extended).length);
    for (const light of ['red', 'yellow', 'green', 'blue'] as const)
      expect(total.lights[light]).toBe(filings.filter(({ lights }) => lights?.filing === light).length);
    const weighed = filings.map((each) => (each.firstSentAt === null ? undefined : each.totals?.adjusted));
    const sum = filings.reduce(
      (whole, { subject }, index) =>
        whole + (weighed[index] === undefined ? initialOf(subject) : fen(weighed[index] ?? '')),
      0n,
    );
    expect(fen(total.money.due)).toBe(sum);
  });
});

/** Each filing goes another part of its way; what another test has moved already goes on from there. */
async function goesOn(filing: FilingCase, index: number): Promise<void> {
  const home = ['not-started', 'draft', 'returned'];
  if (home.includes(await filing.stage()) && index % 5 !== 4) await filing.isFiled();
  if ((await filing.stage()) === 'dept-review' && index % 3 === 0) {
    await filing.isReturned();
    await filing.isFiled();
  }
  if (['dept-review', 'section-review'].includes(await filing.stage()) && index % 2 === 0)
    await filing.isApproved();
}
