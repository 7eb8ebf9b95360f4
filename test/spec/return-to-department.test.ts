/** 退回主管部门 (domain §8): the section may return to the department what the department has passed; the machine leads it there. */
import { describe, expect } from 'vitest';
import { testInOpenRound as test } from '../support/test.ts';

const body = { to: 'department', reason: 'contradiction', text: '与部门汇总数不一致' } as const;

describe('notice 2.2c · what cannot be returned to the department', () => {
  test('what lies before the department itself, and overall expenditure, which no department reviews', async ({
    bureau,
  }) => {
    for (const [subject, member] of [
      ['101P01', '101-reviewer'],
      ['101Z00', 's01-reviewer'],
    ] as const) {
      const filing = bureau.halfYear(subject);
      await filing.isFiled();
      const { version } = await filing.read();
      expect(await bureau.refused(member, 'returnFiling', { ...filing.params, version, body })).toMatchObject(
        {
          status: 409,
          code: 'no-department',
          detail: expect.stringContaining('请改为退回填报人'),
        },
      );
    }
  });

  test('without text, to nowhere, by somebody else, on another version', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isApproved();
    const { version } = await filing.read();
    const call = { ...filing.params, version, body };
    const client = await bureau.as('s01-reviewer');
    const bad: unknown[] = [
      { ...body, text: '短' },
      { ...body, to: 'archive' },
    ];
    for (const each of bad)
      expect(await client('returnFiling', { ...call, body: each as typeof body })).toMatchObject({
        status: 400,
      });
    expect(await bureau.refused('101-reviewer', 'returnFiling', call)).toMatchObject({ code: 'not-yours' });
    expect(await bureau.refused('s02-reviewer', 'returnFiling', call)).toMatchObject({ code: 'not-found' });
    expect(await bureau.refused('s01-reviewer', 'returnFiling', { ...call, version: 1 })).toMatchObject({
      status: 412,
    });
  });
});

describe('notice 2.2c · returned to the department', () => {
  test('it lies on the department’s desk in the same attempt, with the reason beside it, and the full path follows', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('102P01');
    await filing.isFiled();
    await filing.isApproved();
    const pins = [{ pointer: '/rows', text: '指标完成值与部门台账不符' }];
    expect(await filing.isReturned(body.text, pins, 'department')).toMatchObject({ stage: 'in-transit' });
    expect(await filing.read('102-reviewer')).toMatchObject({
      stage: 'dept-review',
      attempt: 1,
      acts: ['approve', 'return'],
      returned: { to: 'department', text: body.text, pins, by: expect.any(String) },
    });
    const { items } = await bureau.ask('102-reviewer', 'readTodo');
    expect(items.map(({ subject }) => subject)).toEqual(['102P01']);
    const { version } = await filing.read();
    const taken = await bureau.refused('102001-filler', 'withdrawFiling', { ...filing.params, version });
    expect(taken).toMatchObject({ code: 'wrong-stage' });

    const { held } = await bureau.ask('102-reviewer', 'readEvents', filing.params);
    expect(held).toMatchObject({
      present: { holder: 'dept-review', since: expect.any(String) },
      byLevel: { fill: { daysLate: 0 }, 'section-review': { daysLate: 0 } },
    });

    await filing.isReturned('请按部门台账更正指标完成值');
    await filing.isFiled();
    expect(await filing.read()).toMatchObject({ stage: 'dept-review', attempt: 2, returned: null });
    await filing.isApproved();
    await filing.isApproved();
    const { facts, intact } = await filing.history();
    expect(facts.slice(2)).toEqual([
      'submitted',
      'arrived',
      'approved',
      'arrived',
      'returned',
      'arrived',
      'returned',
      'saved',
      'submitted',
      'arrived',
      'approved',
      'arrived',
      'approved',
      'archived',
    ]);
    expect(intact).toBe(true);
  });

  test('passed on again, there is no return to be seen any more', async ({ bureau }) => {
    const filing = bureau.halfYear('102P02');
    await filing.isFiled();
    await filing.isApproved();
    await filing.isReturned(body.text, [], 'department');
    await filing.isApproved();
    expect(await filing.read()).toMatchObject({ stage: 'section-review', attempt: 1, returned: null });
  });

  test('a broken execution meanwhile changes nothing', async ({ bureau }) => {
    const filing = bureau.halfYear('102P03');
    await filing.isFiled();
    await filing.isApproved();
    await filing.isReturned(body.text, [], 'department');
    await filing.isAborted();
    await filing.isApproved();
    expect(await filing.stage()).toBe('section-review');
  });
});
