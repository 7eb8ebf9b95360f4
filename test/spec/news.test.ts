/** Domain §8: whom a fact concerns is told of it, once, whoever delivers it how often; by codes, never by what somebody wrote. */
import { describe, expect } from 'vitest';
import { deliveredAgain } from '../support/delivered-again.ts';
import { testInOpenRound as test } from '../support/test.ts';

const written = '执行进度偏慢的原因没有写清楚';

describe('a returned filing', () => {
  test('is told to its filler, with the code of the reason and without what the reviewer wrote', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled();
    await filing.isReturned(written);
    await bureau.until(async () => (await bureau.messages('101001-filler')).length === 1);
    expect(await bureau.messages('101001-filler')).toMatchObject([
      {
        kind: 'returned',
        text: '2022年上半年绩效监控：101P01的监控填报被部门退回（分析不充分），请修改后重新送审。',
        round: '2022-H1',
        filing: filing.id,
      },
    ]);
    for (const other of ['101002-filler', '101-filler', '101-reviewer', 'finance-office'])
      expect(await bureau.messages(other)).toEqual([]);
  });

  test('is told once, though the stream delivers the news six times, also at once', async ({ bureau }) => {
    await deliveredAgain(bureau, 'filing/2022-H1/101/101P01/5');
    expect(await bureau.messages('101001-filler')).toHaveLength(1);
  });

  test('is told of again when it is returned again', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled();
    await filing.isReturned();
    await bureau.until(async () => (await bureau.messages('101001-filler')).length === 2);
  });
});

describe('news that the stream could not deliver', () => {
  test('is told by the sweep', async ({ bureau }) => {
    const { faults, usage } = bureau.runtime;
    const teller = usage.snapshot().find(({ principal }) => principal.includes('Notify'))?.principal;
    if (teller === undefined) throw new Error('nobody has been told anything yet');
    const filing = bureau.halfYear('102P01');
    await filing.isFiled();
    faults.inject({ error: 'InternalServerError', principal: teller, probability: 1 });
    await filing.isReturned();
    await bureau.on('2022-07-01', '10:00:00');
    expect(await bureau.messages('102001-filler')).toEqual([]);
    faults.clear();
    await bureau.on('2022-07-01', '12:00:00');
    await bureau.until(async () => (await bureau.messages('102001-filler')).length === 1);
  });
});

test('an extension is told to who decides, and decided to who asked and to who fills', async ({ bureau }) => {
  const params = { round: '2022-H1' };
  const { version } = await bureau.ask('finance-office', 'readRound', { params });
  const { extension } = await bureau.ask('103-reviewer', 'askExtension', {
    params,
    version,
    body: { subject: '103P01', dueOn: '2022-07-15', reason: written },
  });
  const ofKind = async (member: string) =>
    (await bureau.messages(member)).filter(({ kind }) => kind === 'extension');
  await bureau.until(async () => (await ofKind('finance-office')).length === 1);
  await bureau.ask('finance-office', 'grantExtension', {
    params: { ...params, extension },
    version: 1,
    body: { opinion: '' },
  });
  await bureau.until(async () => (await ofKind('103001-filler')).length === 1);
  expect(await ofKind('103-reviewer')).toHaveLength(1);
  expect(JSON.stringify(await ofKind('103001-filler'))).not.toContain(written);
});
