/** 我的待办 (domain §8): each member’s tabs over HTTP, from his own departments alone. */
import { describe, expect } from 'vitest';
import { plainObjects, pdf as stamped } from '../pdf/pdf-maker.ts';
import type { Bureau } from '../support/bureau.ts';
import { ReportCase } from '../support/reports-in.ts';
import { testInOpenRound as test } from '../support/test.ts';

type Tab = 'to-send' | 'sent' | 'to-review' | 'reviewed' | 'returned' | 'acted';
const todoTabs: readonly Tab[] = ['to-send', 'sent', 'to-review', 'reviewed', 'returned', 'acted'];

/** The subjects in a tab, gathered from all of its pages. */
async function inTab(bureau: Bureau, member: string, tab: Tab): Promise<readonly string[]> {
  const found: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await bureau.ask(member, 'readTodo', { query: { tab, ...(cursor && { cursor }) } });
    found.push(...page.items.map(({ subject }) => subject));
    cursor = page.cursor;
  }
  return found.sort();
}

describe('notice 1.1 · each sees his own: what tabs refuse and leave out', () => {
  test('no other tab, no cursor without a tab, none that means nothing or is not there', async ({
    bureau,
  }) => {
    const client = await bureau.as('101-reviewer');
    const unknown = { tab: '待审核' } as unknown as { tab: Tab };
    expect(await client('readTodo', { query: unknown })).toMatchObject({
      status: 400,
      problem: { issues: [{ pointer: '/query/tab', message: expect.stringContaining('栏目应为to-send') }] },
    });
    expect(await client('readTodo', { query: { cursor: '2022-H1' } })).toMatchObject({
      status: 400,
      problem: { issues: [{ message: '续页须写明栏目（tab）' }] },
    });
    for (const cursor of ['x', '2022', '2022-H1#101', '../2022-H1', ''])
      expect(await client('readTodo', { query: { tab: 'sent', cursor } })).toMatchObject({ status: 400 });
    for (const cursor of ['2021-H1', '2022-Q3'])
      expect(await client('readTodo', { query: { tab: 'sent', cursor } })).toMatchObject({
        status: 404,
        problem: { code: 'not-found' },
      });
  });

  test('who has no desk has empty tabs, and who works elsewhere finds nothing of this department', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('103P01');
    await filing.isFiled();
    for (const member of ['finance-office', 'auditor', 'archivist', 'admin']) {
      for (const tab of todoTabs) expect(await inTab(bureau, member, tab)).toEqual([]);
      expect((await bureau.ask(member, 'readTodo')).counts).toEqual(
        Object.fromEntries(todoTabs.map((tab) => [tab, 0])),
      );
    }
    for (const member of ['102-reviewer', '102001-filler', '103002-filler', '103-filler'])
      for (const tab of todoTabs) expect(await inTab(bureau, member, tab)).not.toContain('103P01');
  });
});

describe('notice 2.2c · tabs follow a filing', () => {
  test('filed, returned, sent again, passed, and in the archive', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    const filler = await filing.filler();
    /** The tabs of a member in which the filing stands. */
    const tabs = async (member: string) => {
      const each = todoTabs.map(async (tab) =>
        (await inTab(bureau, member, tab)).includes('101P01') ? [tab] : [],
      );
      return (await Promise.all(each)).flat();
    };
    expect(await tabs(filler)).toEqual(['to-send']);
    expect(await tabs('101-reviewer')).toEqual([]);
    await filing.isFiled();
    expect(await tabs(filler)).toEqual(['sent', 'acted']);
    expect(await tabs('101-reviewer')).toEqual(['to-review']);
    await filing.isReturned();
    expect(await tabs(filler)).toEqual(['returned']);
    expect(await tabs('101-reviewer')).toEqual(['returned', 'acted']);
    expect(await tabs('101-deputy')).toEqual([]);
    await filing.isFiled();
    expect(await tabs('101-reviewer')).toEqual(['to-review']);
    await filing.isApproved('101-deputy');
    expect(await tabs('101-deputy')).toEqual(['reviewed', 'acted']);
    expect(await tabs('101-reviewer')).toEqual(['acted']);
    expect(await tabs('s01-reviewer')).toEqual(['to-review']);
    await filing.isApproved();
    expect(await tabs('s01-reviewer')).toEqual(['reviewed', 'acted']);
    expect(await tabs(filler)).toEqual(['sent', 'acted']);
  });

  test('counts say what the tabs hold, and each row whose it is and how long there is', async ({
    bureau,
  }) => {
    for (const member of ['101001-filler', '101-filler', '101-reviewer', '101-deputy', 's01-reviewer']) {
      const { items, counts, cursor } = await bureau.ask(member, 'readTodo');
      const held = await Promise.all(
        todoTabs.map(async (tab) => [tab, (await inTab(bureau, member, tab)).length] as const),
      );
      expect(counts).toEqual(Object.fromEntries(held));
      expect(cursor).toBeNull();
      expect(items.map(({ deskDueAt }) => deskDueAt)).toEqual(items.map(({ deskDueAt }) => deskDueAt).sort());
    }
    const draft = await bureau.ask('101001-filler', 'readTodo', { query: { tab: 'to-send' } });
    expect(draft.counts).toBeNull();
    expect(draft.items[0]).toMatchObject({ post: '单位经办（101001）', countdown: '还有9天' });
    const done = await bureau.ask('101001-filler', 'readTodo', { query: { tab: 'sent' } });
    expect(done.items.find(({ subject }) => subject === '101P01')).toMatchObject({ countdown: null });
  });

  test('2.2d a stamped report lies before its department, then before whoever checks it, and comes back when it is returned', async ({
    bureau,
  }) => {
    const desk = async (member: string) => {
      const { reports } = await bureau.ask(member, 'readTodo');
      const own = reports.filter(({ department }) => department === '105');
      return own.map(({ post, tab, task, countdown }) => [post, tab, task, countdown]);
    };
    const filler = '部门经办（105）';
    await bureau.on('2022-07-06');
    expect(await desk('105-filler')).toEqual([
      [filler, 'to-send', '撰写报告并登记党委（党组）会议', '还有14天'],
    ]);
    for (const stranger of [
      '105-reviewer',
      '105001-filler',
      '101-filler',
      's01-reviewer',
      'auditor',
      'admin',
    ])
      expect([stranger, await desk(stranger)]).toEqual([stranger, []]);
    const report = new ReportCase(bureau, '105');
    await report.isWaived();
    await report.isTold('2022-07-05');
    expect((await desk('105-filler'))[0]?.[2]).toBe('打印盖章后扫描上传');
    await report.isUploaded(stamped(plainObjects()));
    expect(await desk('105-filler')).toEqual([]);
    const { section } = await report.read();
    const checker = `${section.toLowerCase()}-reviewer`;
    expect(await desk(checker)).toEqual([
      [`业务股室审核（${section}）`, 'to-review', '核对公章、日期和签字', '还有17天'],
    ]);
    expect((await desk('finance-office')).map(([, tab]) => tab)).toEqual(['to-review']);
    await report.isReturned(checker);
    expect(await desk('105-filler')).toEqual([[filler, 'returned', '按退回意见改正后重新上传', '还有14天']]);
    expect(await desk(checker)).toEqual([]);
  });

  test('2.2d counts of reports say what their tabs hold, on the first page of each', async ({ bureau }) => {
    for (const member of ['105-filler', '101-filler', 's01-reviewer', 'finance-office', 'auditor']) {
      const { reportCounts } = await bureau.ask(member, 'readTodo');
      for (const [tab, count] of Object.entries(reportCounts ?? {})) {
        const page = await bureau.ask(member, 'readTodo', { query: { tab: tab as Tab } });
        expect([member, tab, page.reports.length, page.reportCounts]).toEqual([member, tab, count, null]);
      }
    }
    const again = { query: { tab: 'returned', cursor: '2022-H1' } } as const;
    expect((await bureau.ask('105-filler', 'readTodo', again)).reports).toEqual([]);
  });

  test('the days that are left end with the last one: 今天截止, and 逾期 from midnight on', async ({
    bureau,
  }) => {
    const words = async () => {
      const { items } = await bureau.ask('104001-filler', 'readTodo', { query: { tab: 'to-send' } });
      return [...new Set(items.map(({ countdown }) => countdown))];
    };
    await bureau.on('2022-07-10', '23:59:59');
    expect(await words()).toEqual(['今天截止']);
    await bureau.on('2022-07-11', '00:00:00');
    expect(await words()).toEqual(['逾期1天']);
  });

  test('a page is a round, the latest first, and the counts are of all of them', async ({ bureau }) => {
    await bureau.on('2022-10-01');
    await bureau.opens('2022-Q3');
    const page = (cursor?: string) =>
      bureau.ask('104001-filler', 'readTodo', { query: { tab: 'to-send', ...(cursor && { cursor }) } });
    const [latest, before] = [await page(), await page('2022-H1')];
    expect(latest.cursor).toBe('2022-H1');
    expect(before.cursor).toBeNull();
    expect(new Set(latest.items.map(({ round }) => round))).toEqual(new Set(['2022-Q3']));
    expect(new Set(before.items.map(({ round }) => round))).toEqual(new Set(['2022-H1']));
    const { counts } = await bureau.ask('104001-filler', 'readTodo');
    expect(counts?.['to-send']).toBe(latest.items.length + before.items.length);
  });
});
