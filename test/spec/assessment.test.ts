/** 3.3 How the monitoring was done counts: figures from the ledger, each opening what is behind it, each open to an answer. */
import { describe, expect } from 'vitest';
import type { Bureau } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

const year = '2022';
async function figuresOf(bureau: Bureau, department: string, member = 'finance-office') {
  const { departments } = await bureau.ask(member, 'readAssessment', {
    params: { year },
    query: { department },
  });
  const figures = departments[0]?.figures ?? [];
  return Object.fromEntries(figures.map(({ name, value, part, whole }) => [name, [value, part, whole]]));
}

describe('3.3 assessment', () => {
  test('a department’s figures are what happened to its filings, and open to them', async ({ bureau }) => {
    const [straight, returned, late] = [
      bureau.halfYear('101P01'),
      bureau.halfYear('101P02'),
      bureau.halfYear('101P03'),
    ];
    await straight.isFiled();
    await straight.isApproved();
    await straight.isApproved();
    await returned.isFiled();
    await returned.isReturned();
    await returned.isFiled();
    await returned.isApproved();
    await returned.isApproved();
    await bureau.on('2022-07-13');
    await late.isFiled();
    const due = (
      await bureau.ask('finance-office', 'listFilings', { query: { round: '2022-H1', department: '101' } })
    ).filings;
    const unsent = due.length - 3;
    const figures = await figuresOf(bureau, '101');
    expect(figures).toMatchObject({
      coverage: [expect.any(String), '2', `${due.length}`],
      'on-time': [expect.any(String), '2', `${due.length}`],
      'days-late': [`${3 * (unsent + 1)}`, `${unsent + 1}`, `${due.length}`],
      returned: ['33.33', '1', '3'],
      'first-pass': ['50.00', '1', '2'],
      corrected: ['0.00', '0', '2'],
      rectified: [null, '0', '0'],
      disposed: [null, '0', '0'],
      reports: ['0.00', '0', '1'],
      forecast: [null, '0.00', '0.00'],
    });
    const { rows, departments } = await bureau.ask('101-reviewer', 'readAssessment', {
      params: { year },
      query: { department: '101', figure: 'returned' },
    });
    expect(departments.map(({ department }) => department)).toEqual(['101']);
    expect(rows?.filter(({ counts }) => counts)).toEqual([
      { document: returned.id, counts: true, value: '1次退回' },
    ]);
    expect(rows).toHaveLength(3);
  });

  test('the county’s departments come a few at a time', async ({ bureau }) => {
    const first = await bureau.ask('auditor', 'readAssessment', { params: { year } });
    const rest = await bureau.ask('auditor', 'readAssessment', {
      params: { year },
      query: { cursor: first.cursor ?? '' },
    });
    const codes = [...first.departments, ...rest.departments].map(({ department }) => department);
    expect(first.departments).toHaveLength(8);
    expect(rest.cursor).toBeNull();
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes).toHaveLength(11);
  });

  test('a department answers to a figure; the answer stays beside it, once, with name and time', async ({
    bureau,
  }) => {
    const call = {
      params: { year },
      body: { department: '102', figure: 'returned', text: '退回系系统录入错误所致。' },
    } as const;
    const said = await bureau.ask('102-reviewer', 'commentAssessment', call);
    expect(await bureau.ask('102-reviewer', 'commentAssessment', call)).toEqual(said);
    expect(said.by.post).toBe('部门审核');
    const { departments } = await bureau.ask('finance-office', 'readAssessment', {
      params: { year },
      query: { department: '102' },
    });
    expect(departments[0]?.comments).toEqual([said]);
  });
});

describe('who may', () => {
  test('a department sees its own alone, a unit and a section nothing', async ({ bureau }) => {
    const own = await bureau.ask('103-filler', 'readAssessment', { params: { year } });
    expect(own.departments.map(({ department }) => department)).toEqual(['103']);
    const foreign = { params: { year }, query: { department: '104' } };
    for (const member of ['103-filler', '104001-filler', 's01-reviewer', 'admin'])
      expect((await bureau.refused(member, 'readAssessment', foreign)).status).toBe(404);
    expect(
      (await bureau.refused('finance-office', 'readAssessment', { params: { year: '2021' } })).status,
    ).toBe(404);
  });

  test('nobody comments for another department, nor the finance office for any', async ({ bureau }) => {
    const body = { department: '104', figure: 'coverage', text: '情况有特殊原因' } as const;
    for (const member of ['103-filler', 'finance-office', '104001-filler', 'auditor'])
      expect((await bureau.refused(member, 'commentAssessment', { params: { year }, body })).status).toBe(
        404,
      );
  });

  test('a figure is opened with its department, and a comment has words', async ({ bureau }) => {
    const open = { params: { year }, query: { figure: 'coverage' } } as const;
    expect((await bureau.refused('finance-office', 'readAssessment', open)).status).toBe(400);
    const body = { department: '104', figure: 'coverage', text: '不服' } as const;
    const refused = await bureau.refused('104-filler', 'commentAssessment', { params: { year }, body });
    expect(refused.issues?.[0]?.message).toBe('申诉内容至少5个字');
  });
});
