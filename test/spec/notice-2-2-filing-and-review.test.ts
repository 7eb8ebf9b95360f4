import { describe, expect } from 'vitest';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { test } from '../support/test.ts';

describe('notice 2.1 · coverage 100 %', () => {
  test('issuing a round creates one obligation for every subject, in every department', async ({
    bureau,
  }) => {
    await bureau.opens('2022-H1');
    const { total, departments } = await bureau.ask('finance-office', 'readStanding', {
      params: { round: '2022-H1' },
    });
    expect(total).toMatchObject({ obligations: sampleCounty.subjects.length, filed: 0, filedRate: '0.00' });
    expect(departments.map((each) => each.totals.obligations)).toEqual(sampleCounty.departments.map(() => 6));
  });
});

describe('notice 2.2a · fill before 07-10', () => {
  test('a filing sent on 07-10 at 23:59:59 is on time', async ({ bureau }) => {
    await bureau.on('2022-07-10', '23:59:00');
    const filing = bureau.halfYear('104P01');
    expect(await filing.isFiled()).toMatchObject({ daysLate: 0 });
  });

  test('a filing first sent on 07-11 is one day late, and the standing says so', async ({ bureau }) => {
    await bureau.on('2022-07-11', '00:00:00');
    const filing = bureau.halfYear('104P02');
    expect(await filing.isFiled()).toMatchObject({ daysLate: 1 });
    const { total } = await bureau.ask('finance-office', 'readStanding', { params: { round: '2022-H1' } });
    expect(total.late).toBe(1);
  });

  test('what was sent in time and taken back was not filed: the next submission counts', async ({
    bureau,
  }) => {
    const late = async () =>
      (await bureau.ask('finance-office', 'readStanding', { params: { round: '2022-H1' } })).total.late;
    const filing = bureau.halfYear('104P01');
    await filing.isWithdrawn();
    expect(await filing.isFiled()).toMatchObject({ daysLate: 1 });
    expect(await late()).toBe(2);
    await filing.isWithdrawn();
    expect(await late()).toBe(1);
  });

  test('what does not hold cannot be sent: each cell is named, and the draft stays', async ({ bureau }) => {
    const filing = bureau.halfYear('101P02');
    const { version } = await filing.isFilled((content) => ({
      ...content,
      texts: { ...content.texts, goalReview: '略' },
    }));
    const problem = await bureau.refused('101002-filler', 'submitFiling', { ...filing.params, version });
    expect(problem).toMatchObject({
      status: 422,
      code: 'checks-failed',
      issues: [{ rule: 'V24', pointer: '/texts/goalReview' }],
    });
    expect(await filing.read()).toMatchObject({ stage: 'draft', version });
  });
});

describe('notice 2.2b · overall expenditure: department → finance section', () => {
  test('it goes straight to the section and then into the archive', async ({ bureau }) => {
    const filing = bureau.halfYear('103Z00');
    await filing.isFiled();
    expect(await filing.stage()).toBe('section-review');
    await filing.isApproved();
    expect(await filing.stage()).toBe('archived');
    const { facts, intact } = await filing.history();
    expect(facts).toEqual(['issued', 'saved', 'submitted', 'arrived', 'approved', 'archived']);
    expect(intact).toBe(true);
  });

  test('a unit cannot fill it: for him it does not exist', async ({ bureau }) => {
    const problem = await bureau.refused('103001-filler', 'readFiling', bureau.halfYear('103Z00').params);
    expect(problem).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('notice 2.2c · project and transfer: unit → department → finance section', () => {
  test.for(['101P01', '101T01'])(
    '%s passes both desks, its archived digest is the approved one',
    async (subject, { bureau }) => {
      const filing = bureau.halfYear(subject);
      const { digest } = await filing.isFiled();
      expect(await filing.stage()).toBe('dept-review');
      await filing.isApproved();
      expect(await filing.stage()).toBe('section-review');
      await filing.isApproved();
      expect(await filing.read()).toMatchObject({ stage: 'archived', digest });
      const { facts, intact } = await filing.history();
      expect(facts).toEqual([
        'issued',
        'saved',
        'submitted',
        'arrived',
        'approved',
        'arrived',
        'approved',
        'archived',
      ]);
      expect(intact).toBe(true);
    },
  );

  test('returned by the section it takes the full path again', async ({ bureau }) => {
    const filing = bureau.halfYear('102P01');
    await filing.isFiled();
    await filing.isApproved();
    expect(await filing.isReturned()).toMatchObject({ stage: 'returned' });
    await filing.isFiled();
    expect(await filing.stage()).toBe('dept-review');
    await filing.isApproved();
    await filing.isApproved();
    expect(await filing.read()).toMatchObject({ stage: 'archived', attempt: 2 });
  });

  test('taken back before the department acts, it lies with its filler again', async ({ bureau }) => {
    const filing = bureau.halfYear('102P02');
    await filing.isFiled();
    expect(await filing.isWithdrawn()).toMatchObject({ stage: 'draft' });
    await filing.isFiled();
    expect(await filing.stage()).toBe('dept-review');
  });
});

describe('notice 1.1 · each department sees and chases its own', () => {
  test('the desk of each post lists what waits there, oldest due first', async ({ bureau }) => {
    const mine = await bureau.ask('105001-filler', 'readTodo');
    expect(mine.items.map((item) => item.subject)).toEqual(['105P01', '105P03']);
    await bureau.halfYear('105P01').isFiled();
    expect((await bureau.ask('105001-filler', 'readTodo')).items.map((item) => item.subject)).toEqual([
      '105P03',
    ]);
    expect((await bureau.ask('105-reviewer', 'readTodo')).items.map((item) => item.subject)).toEqual([
      '105P01',
    ]);
  });

  test('a department’s list and standing hold its own rows only', async ({ bureau }) => {
    const { filings } = await bureau.ask('106-reviewer', 'listFilings', { query: { round: '2022-H1' } });
    expect(new Set(filings.map((filing) => filing.department))).toEqual(new Set(['106']));
    const { departments } = await bureau.ask('106-filler', 'readStanding', { params: { round: '2022-H1' } });
    expect(departments.map((each) => each.department)).toEqual(['106']);
  });

  test('the finance office pages through the county, a department a page', async ({ bureau }) => {
    const first = await bureau.ask('finance-office', 'listFilings', { query: { round: '2022-H1' } });
    expect(first).toMatchObject({ cursor: '102', filings: { length: 6 } });
    const next = await bureau.ask('finance-office', 'listFilings', {
      query: { round: '2022-H1', cursor: '102' },
    });
    expect(new Set(next.filings.map((filing) => filing.department))).toEqual(new Set(['102']));
  });
});

describe('notice 4.1 · where the round stands', () => {
  test('the stages always add up to the obligations, department by department', async ({ bureau }) => {
    const { total, departments } = await bureau.ask('finance-office', 'readStanding', {
      params: { round: '2022-H1' },
    });
    for (const totals of [total, ...departments.map((each) => each.totals)]) {
      const sum = Object.values(totals.byStage).reduce((all, count) => all + count, 0);
      expect(sum).toBe(totals.obligations);
    }
    const rows = await Promise.all(
      departments.map(async ({ department, totals }) => {
        const { filings } = await bureau.ask('finance-office', 'listFilings', {
          query: { round: '2022-H1', department },
        });
        const count = (stage: string) => filings.filter((filing) => filing.stage === stage).length;
        return Object.entries(totals.byStage).every(([stage, n]) => count(stage) === n);
      }),
    );
    expect(rows).toEqual(departments.map(() => true));
  });
});
