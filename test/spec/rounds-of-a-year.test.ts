/** Across rounds (notice 2.2a): every figure is cumulative, so what was approved last stands beside what is said now. */
import { describe, expect } from 'vitest';
import type { WireContent } from '../support/contents.ts';
import { test as plain } from '../support/test.ts';

/** The half-year round has been approved for two projects, the third quarter is open. */
const test = plain.extend<{ third: string }>({
  third: [
    async ({ bureau }, use) => {
      await bureau.opens('2022-H1');
      for (const subject of ['101P01', '101P02']) {
        const filing = bureau.halfYear(subject);
        await filing.isFiled();
        await filing.isApproved();
        await filing.isApproved();
      }
      await bureau.on('2022-10-03');
      await bureau.opens('2022-Q3');
      await use('360733-2022-Q3-101-');
    },
    { scope: 'file' },
  ],
});

const withRow = (content: WireContent, code: string, bent: object): WireContent => ({
  ...content,
  rows: { ...content.rows, [code]: { ...content.rows[code], ...bent } },
});

describe('notice 2.2a · the third quarter means January to September', () => {
  test('what was approved last stands beside each cell', async ({ bureau, third }) => {
    const filing = bureau.filing(`${third}101P01`);
    const before = await filing.read('101001-filler');
    expect(before).toMatchObject({
      cutoffMonth: 9,
      periodLabel: '1—9月',
      content: null,
      last: { round: '2022-H1' },
    });
    expect(before.last?.content.rows['11-01']).toMatchObject({ actual: '24' });
    await filing.isFiled();
    const { evaluation, lights } = await filing.read();
    expect(evaluation).toMatchObject({ pace: '75.00', rate: '75.01' });
    expect(lights?.filing).toBe('green');
    const { against, cells } = await bureau.ask('101-reviewer', 'compareFiling', {
      ...filing.params,
      query: { with: 'last-round' },
    });
    expect(against).toBe('2022-H1');
    expect(cells.filter((cell) => cell.pointer.startsWith('/rows/'))).toMatchObject([
      { pointer: '/rows/11-01/actual', before: '24', after: '36', difference: '12' },
    ]);
  });

  test('a cumulative value that falls, payments that fall and a text pasted from the last round are asked about', async ({
    bureau,
    third,
  }) => {
    const filing = bureau.filing(`${third}101P02`);
    const { last } = await filing.read();
    const { version } = await filing.isFilled((content) => ({
      ...withRow(content, '11-01', { actual: '18' }),
      money: { ...content.money, fiscal: { ...content.money['fiscal'], executed: '10.00' } },
      texts: {
        ...content.texts,
        goalReview: last?.content.texts.goalReview,
        slowReason: '退回上年多付款项',
        deviationAnalysis: '台账更正后数值下降。',
        outlook: '全年仍可完成。',
        measures: '逐月核对台账。',
      },
    }));
    const problem = await bureau.refused('101002-filler', 'submitFiling', { ...filing.params, version });
    const asked = problem.issues?.map(({ rule, answerAt }) => `${rule} ${answerAt}`);
    expect(asked).toEqual(
      expect.arrayContaining(['V05 /texts/refundReason', 'V19 /explanations', 'V27 /explanations']),
    );
  });
});
