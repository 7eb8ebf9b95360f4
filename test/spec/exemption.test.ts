/** 免报 (domain §3, §8): the finance office relieves an obligation, with its reason; it is counted and no longer due. */
import { describe, expect } from 'vitest';
import type { Bureau } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

const reason = '项目已并入其他项目，不再单独实施';
const total = async (bureau: Bureau) =>
  (await bureau.ask('finance-office', 'readStanding', { params: { round: '2022-H1' } })).total;
const version = 1;

describe('notice 2.1 · coverage is of what is due', () => {
  test('nobody else exempts, and not without a reason', async ({ bureau }) => {
    const call = { ...bureau.halfYear('101P01').params, version, body: { reason } };
    for (const member of ['101001-filler', '101-reviewer', 's01-reviewer', 'auditor'])
      expect(await bureau.refused(member, 'exemptFiling', call)).toMatchObject({
        status: 403,
        code: 'not-yours',
        detail: '“免报”只能由绩效股（360733）办理，请联系其办理。',
      });
    expect(await bureau.refused('102-reviewer', 'exemptFiling', call)).toMatchObject({ code: 'not-found' });
    for (const bad of ['', '太短'])
      expect(
        await bureau.refused('finance-office', 'exemptFiling', { ...call, body: { reason: bad } }),
      ).toMatchObject({
        status: 400,
        issues: [{ pointer: '/reason', message: '原因至少5个字' }],
      });
    const stale = { ...call, version: 7 };
    expect(await bureau.refused('finance-office', 'exemptFiling', stale)).toMatchObject({ status: 412 });
  });

  test('what lies before a reviewer is not exempted, nor what was returned', async ({ bureau }) => {
    const filing = bureau.halfYear('102P01');
    await filing.isFiled();
    const call = async () => ({ ...filing.params, version: (await filing.read()).version, body: { reason } });
    expect(await bureau.refused('finance-office', 'exemptFiling', await call())).toMatchObject({
      status: 409,
      code: 'wrong-stage',
      detail: '填报现处于“待部门审核”，不能“免报”；只有在“未填报”或“填报中”时可以办理，请刷新后查看。',
    });
    await filing.isReturned();
    await filing.isFiled();
    await filing.isWithdrawn();
    expect(await bureau.refused('finance-office', 'exemptFiling', await call())).toMatchObject({
      status: 409,
      code: 'filed-before',
    });
  });

  test('exempt, it is on no todo list, late for nobody and out of every rate; taken back, it is due', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    const before = await total(bureau);
    const call = { ...filing.params, version, body: { reason }, key: bureau.key() };
    expect(await bureau.ask('finance-office', 'exemptFiling', call)).toMatchObject({
      stage: 'exempt',
      stageName: '免报',
    });
    const after = await total(bureau);
    expect(after).toMatchObject({ obligations: before.obligations, due: before.due - 1 });
    expect(after.byStage).toMatchObject({ exempt: 1, 'not-started': before.byStage['not-started'] - 1 });
    expect(Object.values(after.byStage).reduce((a, b) => a + b, 0)).toBe(after.obligations);

    const { items } = await bureau.ask('101001-filler', 'readTodo');
    expect(items.map(({ subject }) => subject)).not.toContain('101P01');
    expect((await filing.read('101001-filler')).acts).toEqual([]);
    expect((await filing.read()).acts).toEqual(['include']);
    const { version: now } = await filing.read();
    expect(
      await bureau.refused('101001-filler', 'submitFiling', { ...filing.params, version: now }),
    ).toMatchObject({
      code: 'wrong-stage',
    });

    const back = { ...filing.params, version: now, body: { reason: '项目恢复实施' } };
    expect(await bureau.refused('101-reviewer', 'includeFiling', back)).toMatchObject({ code: 'not-yours' });
    expect(await bureau.ask('finance-office', 'includeFiling', back)).toMatchObject({ stage: 'not-started' });
    expect(await total(bureau)).toMatchObject({ obligations: before.obligations, due: before.due });
    expect(await filing.history()).toEqual({ facts: ['issued', 'exempted', 'due-again'], intact: true });
  });

  test('rates are shares of what is due', async ({ bureau }) => {
    const ofDepartment = async () => {
      const { departments } = await bureau.ask('103-reviewer', 'readStanding', {
        params: { round: '2022-H1' },
      });
      return departments[0]?.totals;
    };
    await bureau.halfYear('103P01').isFiled();
    expect(await ofDepartment()).toMatchObject({ obligations: 6, due: 6, filed: 1, filedRate: '16.67' });
    for (const subject of ['103P02', '103P03'])
      await bureau.ask('finance-office', 'exemptFiling', {
        ...bureau.halfYear(subject).params,
        version,
        body: { reason },
      });
    expect(await ofDepartment()).toMatchObject({ obligations: 6, due: 4, filed: 1, filedRate: '25.00' });
  });
});
