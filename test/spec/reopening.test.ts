/** 重新开放 (domain §8, §11): a new version of an archived filing, while the archived one counts for every figure until it is archived too. */
import { describe, expect } from 'vitest';
import type { Bureau } from '../support/bureau.ts';
import type { WireContent } from '../support/contents.ts';
import { tablesIn } from '../support/form-files.ts';
import { standardTable } from '../support/standard-table.ts';
import { testInOpenRound as test } from '../support/test.ts';

const reason = '执行数汇总口径有误';
const round = '2022-H1';
const ofDepartment = async (bureau: Bureau, code: string) => {
  const { departments } = await bureau.ask('finance-office', 'readStanding', { params: { round } });
  const found = departments.find(({ department }) => department === code);
  if (found === undefined) throw new Error(`no department ${code}`);
  return found.totals;
};
/** The same form with other words in it. */
const saying = (words: string) => (content: WireContent) => ({
  ...content,
  texts: { ...content.texts, goalReview: words },
});

describe('what cannot be reopened', () => {
  test('by others, without a reason, on another version, or where nothing is archived', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    const early = { ...filing.params, version: 1, body: { reason } };
    expect(await bureau.refused('finance-office', 'reopenFiling', early)).toMatchObject({
      status: 409,
      code: 'wrong-stage',
      detail: expect.stringContaining('只有在“已归档”时可以办理'),
    });
    await filing.isArchived();
    const { version } = await filing.read();
    const call = { ...filing.params, version, body: { reason } };
    for (const member of ['101001-filler', '101-reviewer', 's01-reviewer', 'auditor'])
      expect(await bureau.refused(member, 'reopenFiling', call)).toMatchObject({
        status: 403,
        code: 'not-yours',
      });
    expect(await bureau.refused('102-reviewer', 'reopenFiling', call)).toMatchObject({ code: 'not-found' });
    expect(
      await bureau.refused('finance-office', 'reopenFiling', { ...call, body: { reason: '短' } }),
    ).toMatchObject({
      status: 400,
    });
    expect(await bureau.refused('finance-office', 'reopenFiling', { ...call, version: 1 })).toMatchObject({
      status: 412,
    });
    expect((await filing.read()).acts).toEqual(['reopen']);
  });
});

describe('notice 3.2 · a reopened filing', () => {
  test('is a draft of its filler, while coverage and lights stay and the standing adds up', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    const before = await ofDepartment(bureau, '101');
    const { lights, firstSentAt, digest } = await filing.read();
    expect(await filing.isReopened(reason)).toMatchObject({ stage: 'draft' });
    expect(await filing.read('101001-filler')).toMatchObject({
      stage: 'draft',
      edition: 2,
      reopened: true,
      lights,
      firstSentAt,
      digest,
      reopening: { reason, by: expect.any(String) },
      acts: ['save', 'submit'],
    });
    const during = await ofDepartment(bureau, '101');
    expect(during).toEqual({ ...before, reopened: 1 });
    expect(Object.values(during.byStage).reduce((a, b) => a + b, 0)).toBe(during.obligations);
    const { items } = await bureau.ask('101001-filler', 'readTodo');
    expect(items.map(({ subject }) => subject)).toContain('101P01');
  });

  test('takes the full path again, four eyes over both versions, and is not taken for late', async ({
    bureau,
  }) => {
    await bureau.on('2022-07-20');
    const filing = bureau.halfYear('101P01');
    await filing.isFiled(saying('更正后：完成6次培训，进度正常。'));
    expect(await filing.read()).toMatchObject({
      stage: 'dept-review',
      attempt: 2,
      daysLate: 0,
      reopened: true,
    });
    const { version } = await filing.read();
    const summary = await bureau.ask('finance-office', 'exportRound', {
      params: { round },
      query: { department: '101' },
    });
    const [, details] = await tablesIn(summary.bytes);
    expect(details?.rows.find((row) => row.includes('101P01'))).toContain('已归档');

    await filing.isApproved();
    await filing.isApproved();
    expect(await filing.read()).toMatchObject({
      stage: 'archived',
      edition: 2,
      reopened: false,
      firstSentAt: expect.anything(),
    });
    expect((await filing.read()).version).toBeGreaterThan(version);
    expect(await ofDepartment(bureau, '101')).toMatchObject({ archived: 1, reopened: 0, late: 0 });
    const { facts, intact } = await filing.history();
    expect(facts.filter((fact) => fact === 'archived' || fact === 'reopened')).toEqual([
      'archived',
      'reopened',
      'archived',
    ]);
    expect(intact).toBe(true);
  });

  test('leaves the superseded version in the standard tables as deleted, under its own id', async ({
    bureau,
  }) => {
    const { rows } = await standardTable(bureau, 'finance-office', { table: 'info', department: '101' });
    const { indicators } = await bureau.halfYear('101P01').read();
    const own = rows.filter((row) => row['项目代码'] === '101P01');
    expect(own).toHaveLength(2 * indicators.length);
    expect(new Set(own.map((row) => row['id'])).size).toBe(own.length);
    const [code = ''] = indicators.map((each) => each.code);
    const id = `360733-2022-H1-101-101P01`;
    expect(own.find((row) => row['id'] === `${id}-${code}`)).toMatchObject({
      is_deleted: '1',
      task_id: id,
      报送日期: '2022-07-01',
    });
    expect(own.find((row) => row['id'] === `${id}-v2-${code}`)).toMatchObject({
      is_deleted: '0',
      task_id: id,
      报送日期: '2022-07-20',
    });
    const tasks = await standardTable(bureau, 'finance-office', { table: 'task', department: '101' });
    expect(tasks.rows.filter((row) => row['项目代码'] === '101P01')).toHaveLength(1);
  });

  test('can be compared with what was archived, cell by cell', async ({ bureau }) => {
    const { against, cells } = await bureau.ask('auditor', 'compareFiling', {
      ...bureau.halfYear('101P01').params,
      query: { with: 'attempt' },
    });
    expect(against).toBe('第1次送审');
    expect(cells.map(({ pointer }) => pointer)).toEqual(['/texts/goalReview']);
  });
});

test('the next round compares with the version in force, and then with the one that superseded it', async ({
  bureau,
}) => {
  const filing = bureau.halfYear('102P01');
  const before = await filing.read();
  const late = await bureau.ask('102001-filler', 'saveDraft', {
    ...filing.params,
    version: before.version,
    body: { targetVersion: before.targetVersion, money: {}, rows: {}, texts: {} },
  });
  expect(late.stage).toBe('draft');
  await filing.isArchived();
  const first = (await filing.read()).content;
  await filing.isReopened();
  await filing.isFilled(saying('更正后：完成9次培训，进度正常。'));
  await bureau.on('2022-10-01');
  await bureau.opens('2022-Q3');
  const next = bureau.filing('360733-2022-Q3-102-102P01');
  expect((await next.read()).last).toEqual({ round, content: first });
  await filing.isArchived(saying('更正后：完成9次培训，进度正常。'));
  expect((await next.read()).last?.content.texts.goalReview).toBe('更正后：完成9次培训，进度正常。');
});
