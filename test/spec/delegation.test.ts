/** 代办 (domain §8): a reviewer who is away names a deputy for some days; both names stand in the history. */
import { describe, expect } from 'vitest';
import type { Bureau } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

const body = {
  deputy: '102-reviewer',
  role: 'dept-reviewer',
  at: '101',
  fromOn: '2022-07-01',
  toOn: '2022-07-03',
} as const;
const approval = async (bureau: Bureau, subject: string) => {
  const filing = bureau.halfYear(subject);
  const { version, digest } = await filing.read();
  return { ...filing.params, version, body: { digest: digest ?? '', opinion: '同意' } };
};

const told = async (bureau: Bureau) => {
  const { messages } = await bureau.ask('102-reviewer', 'readMessages');
  return messages.filter(({ kind }) => kind === 'delegation').map(({ text }) => text);
};

describe('notice 2.2c · who may not act for a reviewer', () => {
  test('past days, oneself, a filler of the department, nobody known, a post of another', async ({
    bureau,
  }) => {
    for (const [bent, status, code] of [
      [{ fromOn: '2022-06-30' }, 422, 'delegation-days'],
      [{ toOn: '2022-06-30' }, 422, 'delegation-days'],
      [{ deputy: '101-reviewer' }, 422, 'delegation-to-oneself'],
      [{ deputy: '101001-filler' }, 403, 'delegation-to-filler'],
      [{ deputy: 'nobody' }, 404, 'not-found'],
      [{ at: '102' }, 403, 'delegation-not-held'],
    ] as const)
      expect(await bureau.refused('101-reviewer', 'delegate', { body: { ...body, ...bent } })).toMatchObject({
        status,
        code,
      });
    const office = { ...body, role: 'finance-office' } as unknown as typeof body;
    expect(await bureau.refused('101-reviewer', 'delegate', { body: office })).toMatchObject({ status: 400 });
  });
});

describe('notice 2.2c · a deputy', () => {
  test('reviews with both names, passes nothing on, and is none once it is revoked or over', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled();
    await bureau.halfYear('101P03').isFiled();
    const before = await bureau.refused('102-reviewer', 'approveFiling', await approval(bureau, '101P01'));
    expect(before).toMatchObject({ code: 'not-found' });

    const given = await bureau.ask('101-reviewer', 'delegate', { body });
    expect(given).toMatchObject({ inForce: true, version: 1, deputy: { id: '102-reviewer' } });
    expect(await bureau.ask('101-reviewer', 'delegate', { body })).toEqual(given);
    const chained = { ...body, deputy: '103-reviewer' };
    expect(await bureau.refused('102-reviewer', 'delegate', { body: chained })).toMatchObject({
      code: 'delegation-chained',
    });

    expect(await told(bureau)).toEqual([
      `${given.giver.name}委托您于7月1日至7月3日代办的部门审核（101），请在待办中办理。`,
    ]);
    const { items } = await bureau.ask('102-reviewer', 'readTodo');
    expect(items.map(({ subject }) => subject).sort()).toEqual(['101P01', '101P03']);
    expect(items[0]?.post).toMatch(/^部门审核（101）（代.+）$/);
    await filing.isApproved('102-reviewer');
    const { events, intact } = await bureau.ask('finance-office', 'readEvents', filing.params);
    expect(events.find(({ type }) => type === 'approved')?.by).toMatchObject({
      id: '102-reviewer',
      post: '部门审核',
      for: { id: '101-reviewer', name: given.giver.name },
    });
    expect(intact).toBe(true);

    const revoke = { params: { delegation: given.delegation }, version: 1, body: {} };
    expect(await bureau.refused('103-reviewer', 'revokeDelegation', revoke)).toMatchObject({
      code: 'not-found',
    });
    expect(await bureau.refused('102-reviewer', 'revokeDelegation', revoke)).toMatchObject({
      code: 'not-yours',
    });
    const stale = { ...revoke, version: 7 };
    expect(await bureau.refused('101-reviewer', 'revokeDelegation', stale)).toMatchObject({ status: 412 });
    const signedIn = await bureau.as('102-reviewer');
    await bureau.ask('admin', 'revokeDelegation', revoke);
    expect((await told(bureau))[0]).toMatch(/已撤销，不需要再办理。$/);
    expect(await signedIn('approveFiling', await approval(bureau, '101P03'))).toMatchObject({ status: 404 });
    expect((await bureau.ask('102-reviewer', 'readTodo')).items).toEqual([]);

    const again = await bureau.ask('101-reviewer', 'delegate', { body });
    expect(again.delegation).not.toBe(given.delegation);
    await bureau.on('2022-07-03', '23:59:59');
    expect((await bureau.ask('102-reviewer', 'readTodo')).items).toHaveLength(1);
    await bureau.on('2022-07-04', '00:00:00');
    expect(
      await bureau.refused('102-reviewer', 'approveFiling', await approval(bureau, '101P03')),
    ).toMatchObject({
      status: 404,
    });
    const { delegations } = await bureau.ask('101-reviewer', 'listDelegations');
    expect(delegations.map(({ inForce }) => inForce)).toEqual([false, false]);
    expect((await bureau.ask('103-reviewer', 'listDelegations')).delegations).toEqual([]);
  });
});
