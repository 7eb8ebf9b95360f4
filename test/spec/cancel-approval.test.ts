/** 取消审核 (domain §8): the department's reviewer takes his approval back before the section acts, and the machine follows. */
import { describe, expect } from 'vitest';
import { testInOpenRound as test } from '../support/test.ts';

describe('notice 2.2c · the department takes its approval back', () => {
  test('to its own desk and on from there, in the same attempt, with every step in the history', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled();
    await filing.isApproved();
    expect((await filing.read('101-reviewer')).acts).toEqual(['undo']);
    const before = await bureau.ask('finance-office', 'readStanding', { params: { round: '2022-H1' } });
    expect(before.total.byStage).toMatchObject({ 'dept-review': 0, 'section-review': 1 });

    expect(await filing.isUndone('101-reviewer')).toMatchObject({ stage: 'in-transit' });
    expect(await filing.read('101-reviewer')).toMatchObject({
      stage: 'dept-review',
      attempt: 1,
      acts: ['approve', 'return'],
    });
    const after = await bureau.ask('finance-office', 'readStanding', { params: { round: '2022-H1' } });
    expect(after.total.byStage).toMatchObject({ 'dept-review': 1, 'section-review': 0, 'in-transit': 0 });
    const desk = async (member: string) =>
      (await bureau.ask(member, 'readTodo')).items.map(({ subject }) => subject);
    expect(await desk('101-reviewer')).toEqual(['101P01']);
    expect(await desk('s01-reviewer')).toEqual([]);

    await filing.isApproved();
    await filing.isApproved();
    const { facts, intact } = await filing.history();
    expect(facts).toEqual([
      'issued',
      'saved',
      'submitted',
      'arrived',
      'approved',
      'arrived',
      'undone',
      'arrived',
      'approved',
      'arrived',
      'approved',
      'archived',
    ]);
    expect(intact).toBe(true);
  });

  test('and may then return it, as if it had never passed', async ({ bureau }) => {
    const filing = bureau.halfYear('101P02');
    await filing.isFiled();
    await filing.isApproved();
    await filing.isUndone('101-reviewer');
    expect(await filing.isReturned()).toMatchObject({ stage: 'returned' });
    await filing.isFiled();
    expect(await filing.read()).toMatchObject({ stage: 'dept-review', attempt: 2 });
  });

  test('a broken execution meanwhile changes nothing', async ({ bureau }) => {
    const filing = bureau.halfYear('101P03');
    await filing.isFiled();
    await filing.isApproved();
    await filing.isUndone('101-reviewer');
    await filing.isAborted();
    await filing.isApproved();
    expect(await filing.stage()).toBe('section-review');
  });
});

describe('what cannot be taken back', () => {
  test('somebody else’s approval, or one on another version', async ({ bureau }) => {
    const filing = bureau.halfYear('102P01');
    await filing.isFiled();
    await filing.isApproved();
    const { version } = await filing.read();
    const call = { ...filing.params, version };
    expect((await filing.read('102-deputy')).acts).toEqual([]);
    expect(await bureau.refused('102-deputy', 'undoFiling', call)).toMatchObject({
      status: 403,
      code: 'not-yours',
      detail: '“取消审核”只能由作出审核的本人办理，请联系其办理。',
    });
    for (const member of ['102001-filler', 's02-reviewer'])
      expect(await bureau.refused(member, 'undoFiling', call)).toMatchObject({ code: 'not-yours' });
    expect(await bureau.refused('103-reviewer', 'undoFiling', call)).toMatchObject({ code: 'not-found' });
    const stale = { ...call, version: version - 1 };
    expect(await bureau.refused('102-reviewer', 'undoFiling', stale)).toMatchObject({ status: 412 });
  });

  test('once the section has returned it', async ({ bureau }) => {
    const filing = bureau.halfYear('102P01');
    await filing.isReturned();
    const { version } = await filing.read();
    expect(await bureau.refused('102-reviewer', 'undoFiling', { ...filing.params, version })).toMatchObject({
      status: 409,
      code: 'wrong-stage',
    });
  });

  test('the section’s own: the archive follows at once', async ({ bureau }) => {
    const filing = bureau.halfYear('102Z00');
    await filing.isFiled();
    await filing.isApproved();
    const { version } = await filing.read();
    for (const member of ['s02-reviewer', '102-reviewer'])
      expect(await bureau.refused(member, 'undoFiling', { ...filing.params, version })).toMatchObject({
        status: 409,
        code: 'wrong-stage',
        detail: expect.stringContaining('已归档'),
      });
  });

  test('of the section’s approval and the department’s change of mind at once, one happens', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('102P02');
    await filing.isFiled();
    await filing.isApproved();
    const { version, digest } = await filing.read();
    const [department, section] = await Promise.all(
      ['102-reviewer', 's02-reviewer'].map((id) => bureau.as(id)),
    );
    const [undo, approve] = await Promise.all([
      department?.('undoFiling', { ...filing.params, version }),
      section?.('approveFiling', { ...filing.params, version, body: { digest: digest ?? '' } }),
    ]);
    expect([undo?.ok, approve?.ok].filter(Boolean)).toHaveLength(1);
    await filing.rests();
    expect(await filing.stage()).toBe(undo?.ok ? 'dept-review' : 'archived');
  });
});
