/** 延期 (domain §8): asked for by the department with a reason, decided by the finance office, also after due; both dates are kept. */
import { describe, expect } from 'vitest';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { Bureau } from '../support/bureau.ts';
import { test as plain } from '../support/test.ts';

const round = '2022-H1';
const params = { round };
const reason = '经办人员住院治疗，材料无法按期汇总';

/** A county whose half-year round locks after grace and is to be closed at the end of July. */
const county = {
  ...sampleCounty,
  members: [
    ...sampleCounty.members,
    {
      id: 'finance-deputy',
      name: '钟某（示例）',
      posts: [{ role: 'finance-office' as const, at: sampleCounty.region.code }],
    },
  ],
  rounds: sampleCounty.rounds.map((plan) =>
    plan.key === round ? { ...plan, lockAfterGrace: true, closesOn: '2022-07-31' } : plan,
  ),
};

const test = plain.extend<{ bureau: Bureau }>({
  bureau: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from its pattern, and this one needs nothing
    async ({}, use) => {
      const bureau = await Bureau.open('2022-07-01', county);
      await bureau.opens(round);
      await use(bureau);
      await bureau.close();
    },
    { scope: 'file' },
  ],
});

interface Asked {
  readonly unit?: string;
  readonly subject?: string;
  readonly dueOn: string;
  readonly reason?: string;
}

async function call(bureau: Bureau, asked: Asked) {
  const { version } = await bureau.ask('finance-office', 'readRound', { params });
  return { params, version, body: { reason, ...asked }, key: bureau.key() };
}

const asks = async (bureau: Bureau, member: string, asked: Asked) =>
  bureau.ask(member, 'askExtension', await call(bureau, asked));

const refusal = async (bureau: Bureau, member: string, asked: Asked) =>
  bureau.refused(member, 'askExtension', await call(bureau, asked));

const grants = (bureau: Bureau, { extension, version }: { extension: string; version: number }) =>
  bureau.ask('finance-office', 'grantExtension', {
    params: { round, extension },
    version,
    body: {},
    key: bureau.key(),
  });

const total = async (bureau: Bureau) =>
  (await bureau.ask('finance-office', 'readStanding', { params })).total;

const toldTo = async (bureau: Bureau, member: string) =>
  (await bureau.ask(member, 'readMessages')).messages
    .filter(({ kind }) => kind === 'extension')
    .map(({ text }) => text);

describe('what cannot be asked for', () => {
  test.for([
    ['101001-filler', { subject: '101P01', dueOn: '2022-07-20' }, 403, 'not-yours', '部门经办或部门审核'],
    ['finance-office', { subject: '101P01', dueOn: '2022-07-20' }, 403, 'not-yours', '部门经办或部门审核'],
    ['101-filler', { subject: '101P99', dueOn: '2022-07-20' }, 404, 'not-found', '没有找到'],
    ['101-filler', { subject: '102P01', dueOn: '2022-07-20' }, 404, 'not-found', '不在您的管理范围'],
    ['101-filler', { subject: '101P01', dueOn: '2022-07-10' }, 422, 'extension-not-later', '2022-07-10'],
    ['101-filler', { subject: '101P01', dueOn: '2022-08-01' }, 422, 'extension-too-late', '2022-07-31'],
  ] as const)('%s asks for %j: %i %s', async ([member, asked, status, code, words], { bureau }) => {
    const problem = await refusal(bureau, member, asked);
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail).toContain(words);
  });

  test.for([
    [{ subject: '101P01', dueOn: '2022-07-20', reason: '太忙' }, '/reason', '原因至少5个字'],
    [{ subject: '101P01', dueOn: '7月20日' }, '/dueOn', '日期应为YYYY-MM-DD'],
    [{ dueOn: '2022-07-20' }, '', '请填单位或监控对象中的一个'],
    [{ unit: '101001', subject: '101P01', dueOn: '2022-07-20' }, '', '请填单位或监控对象中的一个'],
  ] as const)('%j is mended at %s: %s', async ([asked, pointer, message], { bureau }) => {
    expect(await refusal(bureau, '101-filler', asked)).toMatchObject({
      status: 400,
      issues: [{ pointer, message }],
    });
  });

  test('in a round that is not open, or on a version that is not the round’s', async ({ bureau }) => {
    const body = { subject: '101P01', dueOn: '2022-10-20', reason };
    const planned = { params: { round: '2022-Q3' }, version: 0, body };
    expect(await bureau.refused('101-filler', 'askExtension', planned)).toMatchObject({
      code: 'round-not-open',
      detail: expect.stringContaining('草稿'),
    });
    const stale = { params, version: 9, body };
    expect(await bureau.refused('101-filler', 'askExtension', stale)).toMatchObject({ status: 412 });
  });
});

describe('granted before the day', () => {
  test('a unit’s filings move at once: due, todo, standing and history', async ({ bureau }) => {
    const asked = await asks(bureau, '101-filler', { unit: '101001', dueOn: '2022-07-20' });
    expect(asked).toMatchObject({
      state: 'asked',
      stateName: '待批准',
      department: '101',
      unit: '101001',
      subject: null,
      version: 1,
    });
    expect(await toldTo(bureau, 'finance-office')).toEqual([
      '2022年上半年绩效监控：部门101申请将单位101001的2份监控填报延期至7月20日，请审批。',
    ]);
    expect(await toldTo(bureau, '101-reviewer')).toEqual([]);
    await bureau.halfYear('101P03').isFilled();
    expect(await grants(bureau, asked)).toMatchObject({ state: 'granted', version: 2 });

    const filing = await bureau.halfYear('101P01').read();
    expect(filing).toMatchObject({
      dueAt: '2022-07-20T16:00:00.000Z',
      deskDueAt: '2022-07-20T16:00:00.000Z',
      extended: true,
    });
    expect(await bureau.halfYear('101Z00').read()).toMatchObject({
      dueAt: '2022-07-10T16:00:00.000Z',
      extended: false,
    });
    expect(await total(bureau)).toMatchObject({ extended: 2, late: 0, obligations: 66 });
    const { events, intact } = await bureau.ask('finance-office', 'readEvents', {
      params: { filing: filing.filing },
    });
    expect(intact).toBe(true);
    expect(events).toMatchObject([
      { type: 'issued', detail: { dueAt: '2022-07-10T16:00:00.000Z' } },
      {
        type: 'extended',
        by: { id: 'finance-office', post: '绩效股' },
        detail: { dueAt: '2022-07-20T16:00:00.000Z', extension: asked.extension },
      },
    ]);
    for (const member of ['101-filler', '101-reviewer', '101001-filler'])
      expect(await toldTo(bureau, member)).toEqual([
        '2022年上半年绩效监控：单位101001的2份监控填报延期至7月20日的申请已批准，请在新的截止日前送审。',
      ]);
    expect(await toldTo(bureau, '101002-filler')).toEqual([]);
  });

  test('what is due later stands later on its desk', async ({ bureau }) => {
    const subjects = async () =>
      (await bureau.ask('102001-filler', 'readTodo')).items.map(({ subject }) => subject);
    expect(await subjects()).toEqual(['102P01', '102P03']);
    await grants(bureau, await asks(bureau, '102-reviewer', { subject: '102P01', dueOn: '2022-07-12' }));
    expect(await subjects()).toEqual(['102P03', '102P01']);
  });
});

describe('decided once', () => {
  test('a denial needs words; what is decided is not decided again', async ({ bureau }) => {
    const { extension, version } = await asks(bureau, '103-filler', {
      subject: '103P01',
      dueOn: '2022-07-20',
    });
    const deny = { params: { round, extension }, version, body: { opinion: '' } };
    expect(await bureau.refused('103-reviewer', 'denyExtension', deny)).toMatchObject({ code: 'not-yours' });
    expect(await bureau.refused('finance-office', 'denyExtension', deny)).toMatchObject({
      status: 422,
      code: 'extension-needs-opinion',
    });
    const worded = { ...deny, body: { opinion: '时间充足，不予延期' }, key: 'deny-once' };
    const denied = await bureau.ask('finance-office', 'denyExtension', worded);
    expect(denied).toMatchObject({ state: 'denied', opinion: '时间充足，不予延期' });
    expect(await bureau.ask('finance-office', 'denyExtension', worded)).toEqual(denied);
    expect(await bureau.refused('finance-office', 'grantExtension', { ...deny, key: 'again' })).toMatchObject(
      {
        status: 409,
        code: 'extension-decided',
        detail: expect.stringContaining('未批准'),
      },
    );
    expect(await bureau.halfYear('103P01').read()).toMatchObject({ extended: false });
    expect(await toldTo(bureau, '103-filler')).toEqual([
      '2022年上半年绩效监控：103P01的监控填报延期至7月20日的申请未批准，请按原截止日办理，理由见延期申请。',
    ]);
  });

  test('of two finance officers at once one wins', async ({ bureau }) => {
    const { extension, version } = await asks(bureau, '104-filler', {
      subject: '104P01',
      dueOn: '2022-07-20',
    });
    const before = (await total(bureau)).extended;
    const clients = await Promise.all(['finance-office', 'finance-deputy'].map((id) => bureau.as(id)));
    const replies = await Promise.all(
      clients.map((client) =>
        client('grantExtension', { params: { round, extension }, version, body: { opinion: '' } }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await total(bureau)).extended).toBe(before + 1);
    const { facts } = await bureau.halfYear('104P01').history();
    expect(facts).toEqual(['issued', 'extended']);
  });
});

describe('who sees it', () => {
  const listed = async (bureau: Bureau, member: string) =>
    (await bureau.ask(member, 'listExtensions', { params })).extensions.map(
      ({ department, unit, subject }) => `${department} ${unit} ${subject}`,
    );
  test('the finance office and the auditor all of them', async ({ bureau }) => {
    const all = ['101 101001 null', '102 102001 102P01', '103 103001 103P01', '104 104001 104P01'];
    expect((await listed(bureau, 'finance-office')).sort()).toEqual(all);
    expect((await listed(bureau, 'auditor')).sort()).toEqual(all);
  });
  test('a department its own, a unit its own, others nothing', async ({ bureau }) => {
    expect(await listed(bureau, '101-reviewer')).toEqual(['101 101001 null']);
    expect(await listed(bureau, '101001-filler')).toEqual(['101 101001 null']);
    expect(await listed(bureau, '101002-filler')).toEqual([]);
    expect(await listed(bureau, '105-reviewer')).toEqual([]);
    expect(await listed(bureau, 'admin')).toEqual([]);
  });
});

describe('after the day', () => {
  test('granted after a late submission it takes the late mark back', async ({ bureau }) => {
    await bureau.on('2022-07-12');
    expect(await bureau.halfYear('105P01').isFiled()).toMatchObject({ daysLate: 2 });
    expect((await total(bureau)).late).toBe(1);
    await grants(bureau, await asks(bureau, '105-filler', { subject: '105P01', dueOn: '2022-07-12' }));
    expect(await total(bureau)).toMatchObject({ late: 0 });
    expect(await bureau.halfYear('105P01').read()).toMatchObject({ daysLate: 0, stage: 'dept-review' });
  });

  test('locked after grace: refused with what to do, saved all the same, and taken once extended', async ({
    bureau,
  }) => {
    await bureau.on('2022-07-16', '00:00:00');
    const filing = bureau.halfYear('106P01');
    const { version } = await filing.isFilled();
    const problem = await bureau.refused('106001-filler', 'submitFiling', { ...filing.params, version });
    expect(problem).toMatchObject({ status: 409, code: 'round-locked' });
    expect(problem.detail).toContain('申请延期');
    await grants(bureau, await asks(bureau, '106-filler', { subject: '106P01', dueOn: '2022-07-16' }));
    expect(await filing.isFiled()).toMatchObject({ daysLate: 0 });
  });

  test('what was returned may be sent again although the round is locked', async ({ bureau }) => {
    const filing = bureau.halfYear('105P01');
    await filing.isReturned();
    await filing.isFiled();
    expect(await filing.stage()).toBe('dept-review');
  });
});
