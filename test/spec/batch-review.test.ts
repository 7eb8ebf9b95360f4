/** 批量审核 (domain §8): ticked rows only, one result for each; what holds a surprise is opened first. */
import { describe, expect } from 'vitest';
import type { Call } from '../../shared/contract/client.ts';
import type { Bureau } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

type Item = NonNullable<Call<'reviewMany'>['body']>['items'][number];

async function ticked(bureau: Bureau, subject: string, opened = false): Promise<Item> {
  const { filing, version, digest } = await bureau.halfYear(subject).read();
  return { filing, version, digest: digest ?? '', act: 'approve', opinion: '同意', opened };
}

const sends = async (bureau: Bureau, member: string, items: readonly Item[], key = bureau.key()) =>
  (await bureau.ask(member, 'reviewMany', { body: { items: [...items] }, key })).rows;

type Rows = Awaited<ReturnType<typeof sends>>;
const said = (rows: Rows) =>
  rows.map((row) => `${row.filing.slice(-6)} ${row.ok ? row.receipt.stage : row.problem.code}`);

const facts = async (bureau: Bureau, subject: string) => (await bureau.halfYear(subject).history()).facts;

describe('what is no batch', () => {
  test.for([
    [[], '请至少勾选一份填报'],
    [['101P01', '101P01'], '同一份填报不能勾选两次'],
    [Array.from({ length: 101 }, (_, index) => `101P${index}`), '一次最多办理100份填报'],
  ] as const)('%j: nothing is done', async ([subjects, message], { bureau }) => {
    const items = subjects.map((subject): Item => {
      const filing = `360733-2022-H1-101-${subject}`;
      return { filing, version: 1, digest: 'd', act: 'approve' };
    });
    expect(await bureau.refused('101-reviewer', 'reviewMany', { body: { items } })).toMatchObject({
      status: 400,
      issues: [{ pointer: '/items', message }],
    });
  });

  test('a return wants its reason and words, as a single one does', async ({ bureau }) => {
    const row = { filing: '360733-2022-H1-101-101P01', version: 1, digest: 'd', act: 'return' as const };
    const items = [{ ...row, reason: 'other' as const, text: '不行' }];
    const problem = await bureau.refused('101-reviewer', 'reviewMany', { body: { items } });
    expect(problem).toMatchObject({ status: 400, issues: [{ pointer: '/items/0/text' }] });
  });
});

describe('one result for each row, in order', () => {
  test('approved, returned, refused: none has a bearing on another, and what was not ticked stays', async ({
    bureau,
  }) => {
    for (const subject of ['101P01', '101P02', '101P03', '101P04', '101T01', '102P01'])
      await bureau.halfYear(subject).isFiled();
    const stale = await ticked(bureau, '101P03');
    const items: readonly Item[] = [
      await ticked(bureau, '102P01'),
      await ticked(bureau, '101P01'),
      { ...stale, version: stale.version - 1 },
      { ...(await ticked(bureau, '101P04')), digest: 'of something else' },
      {
        filing: '360733-2022-H1-101-101P02',
        version: (await ticked(bureau, '101P02')).version,
        digest: (await ticked(bureau, '101P02')).digest,
        act: 'return',
        reason: 'no-evidence',
        text: '请补充佐证材料',
      },
      await ticked(bureau, '101Z00'),
    ];
    const rows = await sends(bureau, '101-reviewer', items, 'batch-1');
    expect(said(rows)).toEqual([
      '102P01 not-found',
      '101P01 in-transit',
      '101P03 stale-version',
      '101P04 not-what-you-saw',
      '101P02 returned',
      '101Z00 wrong-stage',
    ]);
    expect(rows.every((row) => row.ok || row.problem.detail.length > 10)).toBe(true);
    expect(await facts(bureau, '101P02')).toEqual(['issued', 'saved', 'submitted', 'arrived', 'returned']);
    for (const subject of ['101P03', '101P04', '101T01', '102P01'])
      expect(await facts(bureau, subject)).toEqual(['issued', 'saved', 'submitted', 'arrived']);

    await bureau.halfYear('101P01').rests();
    expect(await sends(bureau, '101-reviewer', items, 'batch-1')).toEqual(rows);
    expect((await facts(bureau, '101P01')).filter((fact) => fact === 'approved')).toHaveLength(1);
    const other = await sends(bureau, '101-reviewer', items.slice(1, 2), 'batch-1');
    expect(said(other)).toEqual(['101P01 key-reused']);
  });

  test('a filler’s ticks are refused row by row: four eyes and posts hold', async ({ bureau }) => {
    const items = [await ticked(bureau, '101P03')];
    expect(said(await sends(bureau, '101-filler', items))).toEqual(['101P03 not-yours']);
    expect(said(await sends(bureau, 's01-reviewer', items))).toEqual(['101P03 not-yours']);
  });

  test('a whole department’s rows at once, for the section too', async ({ bureau }) => {
    const subjects = ['103P01', '103P02', '103P03', '103P04', '103T01'];
    for (const subject of subjects) await bureau.halfYear(subject).isFiled();
    for (const [member, stage] of [
      ['103-reviewer', 'section-review'],
      ['s02-reviewer', 'archived'],
    ] as const) {
      const items = await Promise.all(subjects.map((subject) => ticked(bureau, subject)));
      const rows = await sends(bureau, member, items);
      expect(rows.map(({ ok }) => ok)).toEqual(subjects.map(() => true));
      for (const subject of subjects) {
        await bureau.halfYear(subject).rests();
        expect(await bureau.halfYear(subject).stage()).toBe(stage);
      }
    }
  });
});

describe('a row that holds a surprise is opened first', () => {
  test('a late mark', async ({ bureau }) => {
    await bureau.on('2022-07-11');
    await bureau.halfYear('104P01').isFiled();
    const rows = await sends(bureau, '104-reviewer', [await ticked(bureau, '104P01')]);
    expect(rows).toMatchObject([
      { ok: false, problem: { code: 'open-it-first', detail: expect.stringContaining('逾期标记') } },
    ]);
    expect(await bureau.halfYear('104P01').stage()).toBe('dept-review');
    const opened = await sends(bureau, '104-reviewer', [await ticked(bureau, '104P01', true)]);
    expect(said(opened)).toEqual(['104P01 in-transit']);
  });
});
