/** Domain §8: what the system tells a person he finds in his list, latest first; what he has read is marked, and is nobody else's business. */
import { describe, expect } from 'vitest';
import { openCalendarLedger } from '../../shared/aws/calendar-ledger.ts';
import type { Bureau } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

const params = { round: '2022-H1' };

describe('催报', () => {
  test('reaches who has not sent and who reviews him, of the chosen departments alone', async ({
    bureau,
  }) => {
    await bureau.halfYear('101P01').isFiled();
    const { version } = await bureau.ask('finance-office', 'readRound', { params });
    const body = { departments: ['101', '102'] };
    await bureau.ask('finance-office', 'urgeRound', { params, version, body, key: 'urge-1' });
    await bureau.until(async () => (await bureau.messages('101-reviewer')).length === 1);
    expect((await bureau.messages('101-reviewer')).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'urging 绩效股催报：2022年上半年绩效监控将于7月10日截止（还有9天），所辖单位还有5份监控填报未送审，请督促办理。',
    ]);
    expect((await bureau.messages('101001-filler')).map(({ text }) => text)).toEqual([
      '绩效股催报：2022年上半年绩效监控将于7月10日截止（还有9天），您还有1份监控填报未送审，请尽快办理。',
    ]);
    expect(await bureau.messages('103001-filler')).toEqual([]);
    expect(await bureau.messages('finance-office')).toEqual([]);
  });

  test('repeated under its key it is one; a department that was urged rests for an hour', async ({
    bureau,
  }) => {
    const { version } = await bureau.ask('finance-office', 'readRound', { params });
    const urge = (departments: string[], key?: string) => ({
      params,
      version,
      body: { departments },
      ...(key && { key }),
    });
    await bureau.ask('finance-office', 'urgeRound', urge(['101', '102'], 'urge-1'));
    expect(await bureau.refused('finance-office', 'urgeRound', urge(['102', '103']))).toMatchObject({
      status: 409,
      code: 'urged-lately',
      detail: '部门102一小时内已经催报过，请从名单中去掉后再催报。',
    });
    await bureau.on('2022-07-01', '10:30:00');
    await bureau.ask('finance-office', 'urgeRound', urge(['102', '103']));
    await bureau.until(async () => (await bureau.messages('103001-filler')).length === 1);
    expect(await bureau.messages('101-reviewer')).toHaveLength(1);
  });

  test('is the finance office’s alone, and names departments that there are', async ({ bureau }) => {
    const { version } = await bureau.ask('finance-office', 'readRound', { params });
    const urge = (departments: string[]) => ({ params, version, body: { departments } });
    expect(await bureau.refused('101-reviewer', 'urgeRound', urge(['101']))).toMatchObject({
      code: 'not-yours',
    });
    expect(await bureau.refused('finance-office', 'urgeRound', urge(['999']))).toMatchObject({
      code: 'not-found',
      detail: expect.stringContaining('部门999'),
    });
    expect(await bureau.refused('finance-office', 'urgeRound', urge(['104', '104']))).toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('消息标为已读', () => {
  test('marks what is named, once or often, and leaves the others', async ({ bureau }) => {
    const [latest, older] = await bureau.messages('102-reviewer');
    if (latest === undefined || older === undefined) throw new Error('two were expected');
    expect([latest.read, older.read]).toEqual([false, false]);
    expect(latest.at > older.at).toBe(true);
    for (let turn = 0; turn < 2; turn += 1)
      await bureau.ask('102-reviewer', 'markRead', { body: { messages: [older.id] } });
    expect((await bureau.messages('102-reviewer')).map(({ read }) => read)).toEqual([false, true]);
  });

  test('another’s message cannot be marked, nor is one of mine beside it', async ({ bureau }) => {
    const [foreign] = await bureau.messages('103001-filler');
    const [own] = await bureau.messages('102-reviewer');
    const body = { messages: [own?.id ?? '', foreign?.id ?? ''].sort() };
    const [first, second] = body.messages;
    expect(first).not.toBe(second);
    expect(await bureau.refused('102-reviewer', 'markRead', { body })).toMatchObject({ code: 'not-found' });
    expect((await bureau.messages('102-reviewer'))[0]?.read).toBe(false);
  });
});

test('a long list comes in pages, each message once, latest first', async ({ bureau }) => {
  const { awsUrl: endpoint, region, credentials, outputs } = bureau.runtime;
  const ledger = openCalendarLedger(outputs['LedgerTable'] ?? '', { endpoint, region, credentials });
  const told = Array.from({ length: 120 }, (_, index) => ({
    event: `test/${index}`,
    to: '105-reviewer',
    at: Date.parse('2022-07-01T00:00:00Z') + Math.floor(index / 2),
    kind: 'urging' as const,
    text: '请督促办理。',
    round: '2022-H1',
    filing: null,
  }));
  expect(await ledger.tell('360733', told)).toBe(120);
  expect(await ledger.tell('360733', told)).toBe(0);
  const pages: string[][] = [];
  let query: { cursor?: string } | undefined = {};
  while (query !== undefined) {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(bureau, query);
    pages.push(page.messages.map(({ id }) => id));
    query = page.cursor === null ? undefined : { cursor: page.cursor };
  }
  expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(new Set(pages.flat()).size).toBe(120);
  expect(pages.flat()).toEqual(pages.flat().sort().reverse());
});

function pageOf(bureau: Bureau, query: { cursor?: string }) {
  return bureau.ask('105-reviewer', 'readMessages', { query });
}
