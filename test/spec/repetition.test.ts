/** The same command again, at the same time, by two people: one effect, and everybody is told how it stands. */
import { describe, expect } from 'vitest';
import { testInOpenRound as test } from '../support/test.ts';

describe('Idempotency-Key', () => {
  test('twenty at once and one afterwards: one effect, the same answer', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    const { version } = await filing.isFilled();
    const client = await bureau.as('101001-filler');
    const call = { ...filing.params, version, key: 'send-once' };
    const replies = await Promise.all(Array.from({ length: 20 }, () => client('submitFiling', call)));
    await filing.rests();
    const after = await client('submitFiling', call);
    for (const reply of replies) expect(reply).toEqual(after);
    expect(after).toMatchObject({ ok: true, status: 200, body: { stage: 'in-transit' } });
    expect((await filing.history()).facts).toEqual(['issued', 'saved', 'submitted', 'arrived']);
  });

  test('the same key for another body: 409', async ({ bureau }) => {
    const filing = bureau.halfYear('101P03');
    await filing.isFiled();
    const { version, digest } = await filing.read();
    const call = { ...filing.params, version, key: 'review-once' };
    const approve = { ...call, body: { digest: digest ?? '', opinion: '同意' } };
    expect(await bureau.ask('101-reviewer', 'approveFiling', approve)).toMatchObject({ stage: 'in-transit' });
    await filing.rests();
    const problem = await bureau.refused('101-reviewer', 'approveFiling', {
      ...call,
      body: { digest: digest ?? '', opinion: '不同意' },
    });
    expect(problem).toMatchObject({ status: 409, code: 'key-reused' });
    expect(await bureau.ask('101-reviewer', 'approveFiling', approve)).toMatchObject({ stage: 'in-transit' });
  });

  test('keys are each member’s own', async ({ bureau }) => {
    const [first, second] = [bureau.halfYear('102P01'), bureau.halfYear('102P02')];
    const drafts = [await first.isFilled(), await second.isFilled()];
    await bureau.ask('102001-filler', 'submitFiling', {
      ...first.params,
      version: drafts[0]?.version ?? 0,
      key: 'mine',
    });
    await bureau.ask('102002-filler', 'submitFiling', {
      ...second.params,
      version: drafts[1]?.version ?? 0,
      key: 'mine',
    });
    expect([await first.stage(), await second.stage()]).not.toContain('draft');
  });
});

describe('Idempotency-Key, a day later', () => {
  test('is forgotten: the old answer is not given again, and the key is free', async ({ bureau }) => {
    const filing = bureau.halfYear('105P01');
    const { version } = await filing.isFilled();
    const call = { ...filing.params, version, key: 'of-one-day' };
    await bureau.ask('105001-filler', 'submitFiling', call);
    await filing.rests();
    await bureau.on('2022-07-03');
    expect(await bureau.refused('105001-filler', 'submitFiling', call)).toMatchObject({
      code: 'stale-version',
    });
    const other = bureau.halfYear('105P03');
    const draft = await other.isFilled();
    const again = { ...other.params, version: draft.version, key: 'of-one-day' };
    expect(await bureau.ask('105001-filler', 'submitFiling', again)).toMatchObject({ stage: 'in-transit' });
  });
});

describe('two people at one filing', () => {
  test('a second reviewer’s late click changes nothing and says so', async ({ bureau }) => {
    const filing = bureau.halfYear('103P01');
    await filing.isFiled();
    const { version } = await filing.read();
    await filing.isApproved('103-reviewer');
    const problem = await bureau.refused('103-deputy', 'returnFiling', {
      ...filing.params,
      version,
      body: { reason: 'other', text: '请补充佐证材料' },
    });
    expect(problem).toMatchObject({ status: 412, code: 'stale-version' });
    expect(await filing.stage()).toBe('section-review');
  });

  test('approve against return at the same moment: exactly one of them, thirty times', async ({ bureau }) => {
    const filing = bureau.halfYear('104P01');
    for (let turn = 0; turn < 30; turn += 1) {
      await filing.isFiled();
      const { version, digest } = await filing.read();
      const [approver, returner] = [await bureau.as('104-reviewer'), await bureau.as('104-deputy')];
      const replies = await Promise.all([
        approver('approveFiling', { ...filing.params, version, body: { digest: digest ?? '', opinion: '' } }),
        returner('returnFiling', {
          ...filing.params,
          version,
          body: { reason: 'other', text: '请补充佐证材料' },
        }),
      ]);
      expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
      expect(replies.find((reply) => !reply.ok)?.status).toSatisfy(
        (status) => status === 409 || status === 412,
      );
      await filing.rests();
      if ((await filing.stage()) === 'section-review') await filing.isReturned();
    }
    expect((await filing.history()).intact).toBe(true);
  });
});
