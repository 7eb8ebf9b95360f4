/**
 * Notice 2.2a, 4.1 and 4.2 (domain §3): rounds are data of the year. The finance office plans one and sees beforehand what issuing it would
 * do; filings appear one day before it opens; while it is open its due day may be moved with a reason; closed, it keeps its summary.
 */
import { describe, expect } from 'vitest';
import { notice2022 } from '../../shared/notice/2022.ts';
import { Bureau } from '../support/bureau.ts';
import { smallCounty } from '../support/counties.ts';
import { test as plain } from '../support/test.ts';

const base = smallCounty('101', '102');
/** One of its projects is suspended: it is due all the same. */
const county = {
  ...base,
  subjects: base.subjects.map((subject) =>
    subject.code === '102P02' ? { ...subject, suspended: { stopPaymentOn: '2022-05-01' } } : subject,
  ),
};

const test = plain.extend<{ bureau: Bureau }>({
  bureau: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from its pattern, and this one needs nothing
    async ({}, use) => {
      const bureau = await Bureau.open('2022-06-20', county);
      await use(bureau);
      await bureau.close();
    },
    { scope: 'file' },
  ],
});

const [halfYear = expect.fail('the notice has no first round')] = notice2022.rounds;
const { report: _, ...withoutReport } = halfYear;
const next = {
  ...withoutReport,
  key: '2023-H1',
  title: '2023年上半年绩效监控',
  opensOn: '2023-07-01',
  dueOn: '2023-07-10',
  graceEndsOn: '2023-07-15',
  remindDays: [...halfYear.remindDays],
};
const params = { round: '2022-H1' };
const office = 'finance-office';

const readRound = (bureau: Bureau) => bureau.ask(office, 'readRound', { params });

describe('a plan of the notice’s shape', () => {
  const change = (bureau: Bureau, version = 0, over: object = {}, dryRun?: 'true') =>
    bureau.as(office).then((client) =>
      client('planRound', {
        version,
        query: dryRun ? { dryRun } : {},
        body: { ...halfYear, remindDays: [...halfYear.remindDays], ...over },
        key: bureau.key(),
      }),
    );

  test('dry run: what would be opened, by department, kind and money; nothing is written', async ({
    bureau,
  }) => {
    const reply = await change(bureau, 0, { title: '改过的名称' }, 'true');
    expect(reply).toMatchObject({
      ok: true,
      body: {
        round: '2022-H1',
        title: '改过的名称',
        state: 'planned',
        version: 0,
        outlook: {
          total: { obligations: 12, byKind: { overall: 2, project: 8, transfer: 2 } },
          departments: [
            { department: '101', obligations: 6 },
            { department: '102', obligations: 6 },
          ],
          withoutTargets: [],
          suspended: [{ department: '102', subject: '102P02' }],
          lateBefore: { round: '2021-H1', departments: [] },
        },
      },
    });
    if (!reply.ok) expect.fail();
    const days = reply.body.outlook.days.flatMap(({ remark }) => remark ?? []);
    expect(days).toEqual(['截止日2022-07-10为周日，日期不变']);
    expect(await readRound(bureau)).toMatchObject({ title: halfYear.title, version: 0 });
  });

  test('changed before it is issued; the answer shows all its fields', async ({ bureau }) => {
    const reply = await change(bureau, 0, {
      lockAfterGrace: true,
      closesOn: '2022-08-31',
      remindDays: [-2, 0],
    });
    expect(reply).toMatchObject({ ok: true, body: { version: 1 } });
    expect(await readRound(bureau)).toMatchObject({
      lockAfterGrace: true,
      closesOn: '2022-08-31',
      remindDays: [-2, 0],
      report: { period: 'half-year', dueOn: '2022-07-20' },
      ruleSet: 'RS-DEFAULT@1',
      fundsEntry: 'import-else-hand',
      allowNotYet: true,
      dueOverride: null,
      summary: null,
      version: 1,
    });
    expect(await change(bureau, 0)).toMatchObject({ ok: false, status: 412 });
    expect(await change(bureau, 1)).toMatchObject({ ok: true, body: { version: 2, lockAfterGrace: false } });
  });

  test('contradictory: one sentence per field that says what to do, and nothing is written', async ({
    bureau,
  }) => {
    const reply = await change(bureau, 2, { dueOn: '2022-06-30', cutoffMonth: 7, ruleSet: 'RS-NONE@1' });
    expect(reply).toMatchObject({ ok: false, status: 422, problem: { code: 'plan-contradicts' } });
    if (reply.ok) expect.fail();
    expect(reply.problem.issues?.map(({ pointer }) => pointer)).toEqual([
      '/opensOn',
      '/cutoffMonth',
      '/ruleSet',
    ]);
    expect(reply.problem.issues?.every(({ message }) => message.includes('请'))).toBe(true);
    expect(await readRound(bureau)).toMatchObject({ version: 2 });
    expect(await change(bureau, 2, { dueOn: '2022-02-30' })).toMatchObject({ ok: false, status: 400 });
  });

  test('of the next year is new data and no new code; nobody but the finance office plans', async ({
    bureau,
  }) => {
    const call = { version: 0, body: next, key: 'next-year' };
    expect(await bureau.refused('101-reviewer', 'planRound', call)).toMatchObject({ code: 'not-yours' });
    const planned = await bureau.ask(office, 'planRound', call);
    expect(planned).toMatchObject({ round: '2023-H1', fiscalYear: 2023, version: 1, report: null });
    expect(planned.outlook.lateBefore).toEqual({ round: '2022-H1', departments: [] });
    expect(await bureau.ask(office, 'planRound', call)).toEqual(planned);
    const { rounds } = await bureau.ask(office, 'listRounds');
    expect(rounds.map(({ round }) => round)).toContain('2023-H1');
  });
});

describe('issued early', () => {
  test('filings appear one day before the round opens, read-only till then', async ({ bureau }) => {
    const { version } = await readRound(bureau);
    await bureau.ask(office, 'openRound', { params, version, key: bureau.key() });
    await bureau.runtime.settled();
    expect(await bureau.refused(office, 'readStanding', { params })).toMatchObject({ status: 404 });
    await bureau.on('2022-06-29', '23:59:00');
    expect(await bureau.refused(office, 'readStanding', { params })).toMatchObject({ status: 404 });
    await bureau.on('2022-06-30', '00:00:30');
    await bureau.until(async () => {
      const reply = await (await bureau.as(office))('readStanding', { params });
      return reply.ok && reply.body.total.obligations === county.subjects.length;
    });
    const filing = bureau.halfYear('101P01');
    const body = { targetVersion: 1, money: {}, rows: {}, texts: {} };
    const save = { ...filing.params, version: 1, body };
    expect(await bureau.refused('101001-filler', 'saveDraft', save)).toMatchObject({
      code: 'round-not-open',
    });
    await bureau.on('2022-07-01', '00:00:01');
    await filing.isFiled();
  });
  test('what is issued is not planned any more', async ({ bureau }) => {
    const { version } = await readRound(bureau);
    const body = { ...halfYear, remindDays: [...halfYear.remindDays] };
    expect(await bureau.refused(office, 'planRound', { version, body })).toMatchObject({
      code: 'round-not-open',
    });
  });
});

describe('dueOverride', () => {
  const move = async (bureau: Bureau, dueOn: string) => {
    const { version } = await readRound(bureau);
    return bureau.ask(office, 'moveDue', {
      params,
      version,
      body: { dueOn, reason: '系统停机两天' },
      key: bureau.key(),
    });
  };
  test('moves every filing without an extension of its own, and says why', async ({ bureau }) => {
    const round = await readRound(bureau);
    const asked = await bureau.ask('102-filler', 'askExtension', {
      params,
      version: round.version,
      body: { subject: '102P01', dueOn: '2022-07-20', reason: '经办人员住院治疗' },
    });
    await bureau.ask(office, 'grantExtension', {
      params: { ...params, extension: asked.extension },
      version: asked.version,
      body: {},
    });
    await bureau.on('2022-07-09');
    expect(await move(bureau, '2022-07-12')).toMatchObject({
      dueOn: '2022-07-12',
      graceEndsOn: '2022-07-15',
      dueOverride: { plannedOn: '2022-07-10', reason: '系统停机两天' },
    });
    const dueAt = '2022-07-12T16:00:00.000Z';
    expect(await bureau.halfYear('101P01').read()).toMatchObject({ dueAt, extended: false, daysLate: 0 });
    expect(await bureau.halfYear('102Z00').read()).toMatchObject({ dueAt, deskDueAt: dueAt });
    expect(await bureau.halfYear('102P01').read()).toMatchObject({
      dueAt: '2022-07-20T16:00:00.000Z',
      extended: true,
    });
    expect((await bureau.halfYear('102Z00').history()).facts).toEqual(['issued', 'due-moved']);
  });
  test('what is sent on the moved day is in time, and the machine reminds by it', async ({ bureau }) => {
    await bureau.on('2022-07-12', '23:59:00');
    expect(await bureau.halfYear('101P02').isFiled()).toMatchObject({ daysLate: 0 });
    await bureau.on('2022-07-13', '00:00:30');
    expect(await bureau.halfYear('101P03').isFiled()).toMatchObject({ daysLate: 1 });
    const told = async () =>
      (await bureau.ask('102002-filler', 'readMessages')).messages.map(({ text }) => text);
    await bureau.on('2022-07-13', '09:00:30');
    await bureau.until(async () => (await told()).some((text) => text.includes('已于7月12日截止')));
    const { total } = await bureau.ask(office, 'readStanding', { params });
    expect(total).toMatchObject({ late: 1, extended: 1, overdue: 8 });
  });
  test('not into the past, not to the same day', async ({ bureau }) => {
    const { version } = await readRound(bureau);
    for (const dueOn of ['2022-07-12', '2022-07-01']) {
      const body = { dueOn, reason: '系统停机两天' };
      expect(await bureau.refused(office, 'moveDue', { params, version, body })).toMatchObject({
        status: 422,
        code: 'override-out-of-range',
      });
    }
  });
});

describe('the same extension asked twice', () => {
  test('is refused while the first one waits, for the subject and for its unit; decided, it may be asked again', async ({
    bureau,
  }) => {
    const { version } = await readRound(bureau);
    const ask = (asked: { subject?: string; unit?: string }, dueOn: string) =>
      bureau.as('102-filler').then((client) =>
        client('askExtension', {
          params,
          version,
          body: { ...asked, dueOn, reason: '资料仍在补充收集中' },
        }),
      );
    const first = await ask({ subject: '102P04' }, '2022-07-25');
    if (!first.ok) expect.fail();
    for (const again of [{ subject: '102P04' }, { unit: '102002' }])
      expect(await ask(again, '2022-07-26')).toMatchObject({
        ok: false,
        status: 409,
        problem: { code: 'extension-asked', detail: expect.stringContaining('2022-07-25') },
      });
    await bureau.ask(office, 'denyExtension', {
      params: { ...params, extension: first.body.extension },
      version: first.body.version,
      body: { opinion: '请按期办理' },
    });
    const replies = await Promise.all([1, 2, 3].map(() => ask({ subject: '102P04' }, '2022-07-26')));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('closed', () => {
  test('it keeps how it stood: totals, what is unfinished, late and lights', async ({ bureau }) => {
    const { version } = await readRound(bureau);
    const { total } = await bureau.ask(office, 'readStanding', { params });
    const body = { reason: '报送期结束，未报单位另行通报' };
    const closed = await bureau.ask(office, 'closeRound', { params, version, body, key: bureau.key() });
    expect(closed.summary).toMatchObject({ reason: body.reason, unfinished: 12, totals: total });
    await bureau.on('2022-09-01');
    expect((await readRound(bureau)).summary).toEqual(closed.summary);
  });
  test('next year’s plan says who was late or never sent', async ({ bureau }) => {
    const call = { version: 1, query: { dryRun: 'true' as const }, body: next };
    const { outlook } = await bureau.ask(office, 'planRound', call);
    expect(outlook.lateBefore.departments).toEqual([
      expect.objectContaining({ department: '101', late: 1, unsent: 3, units: ['101001', '101002'] }),
      expect.objectContaining({ department: '102', late: 0, unsent: 6, units: ['102001', '102002'] }),
    ]);
  });
});
