/** Notice 1.2: results are compared with the approved targets, causes are analysed, the year is forecast; and what was judged stays judged. */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect } from 'vitest';
import type { Bureau } from '../support/bureau.ts';
import type { WireContent } from '../support/contents.ts';
import { testInOpenRound as test } from '../support/test.ts';

/** A fifth of the pace spent, with everything that the rules then ask for. */
const behind = (content: WireContent): WireContent => ({
  ...content,
  money: Object.fromEntries(
    Object.entries(content.money).map(([row, each]) => [row, { ...each, executed: '2.00' }]),
  ),
  texts: {
    ...content.texts,
    slowReason: '招标推迟至8月',
    deviationAnalysis: '招标文件两次修改，开标推迟。',
    outlook: '四季度完成支付，全年可执行完毕。',
    measures: '倒排工期，按月调度。',
  },
});

const withRow = (content: WireContent, code: string, bent: object): WireContent => ({
  ...content,
  rows: { ...content.rows, [code]: { ...content.rows[code], ...bent } },
});

describe('lights are kept with the submission', () => {
  test('with rule, inputs, sentence and what would make them green; lists find them', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled(behind);
    const { evaluation, lights } = await filing.read();
    expect(lights).toEqual({ budget: 'red', goal: 'green', outlook: 'green', filing: 'red' });
    expect(evaluation?.budget).toMatchObject({
      ruleSet: 'RS-DEFAULT@1',
      ruleId: 'B-1',
      value: '14.20',
      light: 'red',
    });
    expect(evaluation?.budget.sentence).toContain('执行率7.10%，序时进度50.00%');
    expect(evaluation?.budget.toGreen).toContain('27.80万元');
    const red = await bureau.ask('101-reviewer', 'listFilings', {
      query: { round: '2022-H1', light: 'red' },
    });
    expect(red.filings.map((row) => row.filing)).toEqual([filing.id]);
    const blue = await bureau.ask('101-reviewer', 'listFilings', {
      query: { round: '2022-H1', light: 'blue' },
    });
    expect(blue.filings).toEqual([]);
  });

  test('a draft shows what it would be, before anything is sent', async ({ bureau }) => {
    const filing = bureau.halfYear('101P02');
    await filing.isFilled((content) => ({ ...content, money: behind(content).money }));
    const { evaluation, lights } = await filing.read('101002-filler');
    expect(lights).toBeNull();
    expect(evaluation?.lights.budget).toBe('red');
    expect(evaluation?.findings.map(({ rule, level }) => `${rule} ${level}`)).toContain('V10 explain');
  });

  test('another rule set changes nothing that was sent, and judges what is sent from then on', async ({
    bureau,
  }) => {
    const before = bureau.halfYear('102P01');
    await before.isFiled(behind);
    const { evaluation: kept } = await before.read();
    await roundIsJudgedBy(bureau, 'RS-PACE@1');
    const after = bureau.halfYear('107P02');
    await after.isFiled(behind);
    const judged = (await after.read()).evaluation;
    await roundIsJudgedBy(bureau, 'RS-DEFAULT@1');
    expect((await before.read()).evaluation).toEqual(kept);
    expect(kept).toMatchObject({ ruleSet: 'RS-DEFAULT@1', budget: { ruleId: 'B-1' }, verdict: null });
    expect(judged).toMatchObject({ ruleSet: 'RS-PACE@1', budget: { ruleId: 'P-1' }, verdict: 'abnormal' });
  });
});

describe('a rule that asks for an answer', () => {
  const far = (content: WireContent) => withRow(content, '12-01', { actual: '114' });

  test('stops a submission until it is answered, and says where', async ({ bureau }) => {
    const filing = bureau.halfYear('103P01');
    const { version } = await filing.isFilled(far);
    const problem = await bureau.refused('103001-filler', 'submitFiling', { ...filing.params, version });
    expect(problem).toMatchObject({ status: 422, code: 'checks-failed' });
    expect(problem.issues).toMatchObject([
      { rule: 'V20', level: 'explain', pointer: '/rows/12-01/actual', answerAt: '/rows/12-01/excessText' },
    ]);
  });

  test('answered, it sends; the reviewer reads rule and answer', async ({ bureau }) => {
    const filing = bureau.halfYear('103P01');
    await filing.isFiled((content) =>
      withRow(far(content), '12-01', { excessText: '抽检批次增加，合格率口径放宽' }),
    );
    const { evaluation } = await filing.read('103-reviewer');
    expect(evaluation?.findings).toMatchObject([
      { rule: 'V20', answer: { at: '/rows/12-01/excessText', text: '抽检批次增加，合格率口径放宽' } },
      { rule: 'V35', level: 'info' },
    ]);
  });

  test('a note of its own is kept with the filing', async ({ bureau }) => {
    const filing = bureau.halfYear('103P02');
    const slip = (content: WireContent) => ({
      ...withRow(content, '11-01', { actual: '96000', excessText: '按人次统计，口径有调整' }),
      texts: { ...content.texts, deviationAnalysis: '按人次统计后远超原定场次。' },
    });
    const { version } = await filing.isFilled(slip);
    const problem = await bureau.refused('103002-filler', 'submitFiling', { ...filing.params, version });
    expect(problem.issues).toMatchObject([{ rule: 'V23', answerAt: '/explanations' }]);
    const explanations = [{ rule: 'V23', cell: '/rows/11-01/actual', text: '单位由场改为人次，已报绩效股' }];
    await filing.isFiled((content) => ({ ...slip(content), explanations }));
    expect((await filing.read()).content?.explanations).toEqual(explanations);
  });
});

describe('domain §8 · return with pins', () => {
  test('pins come back to the filler, and the resend shows fixed, not fixed, also changed', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('104P01');
    await filing.isFiled();
    const { version } = await filing.read();
    const pins = [
      { pointer: '/rows/11-01', text: '与台账不符' },
      { pointer: '/texts/goalReview', text: '太笼统' },
    ];
    const body = { reason: 'wrong-data', text: '请核对两处内容', pins } as const;
    await bureau.ask('104-reviewer', 'returnFiling', { ...filing.params, version, body });
    expect((await filing.read('104001-filler')).returned).toMatchObject({
      reason: '数据有误',
      text: '请核对两处内容',
      pins,
    });
    await filing.isFiled((content) => ({
      ...withRow(content, '11-01', { actual: '25' }),
      texts: { ...content.texts, problems: '台账登记滞后。' },
    }));
    expect((await filing.read()).returned).toBeNull();
    const { against, cells } = await bureau.ask('104-reviewer', 'compareFiling', {
      ...filing.params,
      query: { with: 'attempt' },
    });
    expect(against).toBe('第1次送审');
    expect(cells).toMatchObject([
      {
        pointer: '/rows/11-01/actual',
        label: '1—6月完成值',
        before: '24',
        after: '25',
        difference: '1',
        mark: 'fixed',
        pin: '与台账不符',
      },
      { pointer: '/texts/goalReview', mark: 'not-fixed', pin: '太笼统' },
      { pointer: '/texts/problems', before: null, mark: 'also-changed', pin: null },
    ]);
  });

  test('a pin that lies beside the form is refused, and nothing is returned', async ({ bureau }) => {
    const filing = bureau.halfYear('104P03');
    await filing.isFiled();
    const { version } = await filing.read();
    const body = {
      reason: 'other',
      text: '请核对内容',
      pins: [{ pointer: '/rows/99-01', text: '？' }],
    } as const;
    const problem = await bureau.refused('104-reviewer', 'returnFiling', { ...filing.params, version, body });
    expect(problem).toMatchObject({ code: 'invalid-input', issues: [{ pointer: '/pins/0/pointer' }] });
    expect(await filing.stage()).toBe('dept-review');
  });
});

describe('domain §8 · an approval holds for exactly what was served', () => {
  test('another digest, and nothing is approved', async ({ bureau }) => {
    const filing = bureau.halfYear('105P01');
    await filing.isFiled();
    const { version, digest } = await filing.read();
    const body = { digest: `${digest?.slice(0, -1)}_`, opinion: '同意' };
    const problem = await bureau.refused('105-reviewer', 'approveFiling', {
      ...filing.params,
      version,
      body,
    });
    expect(problem).toMatchObject({ status: 409, code: 'not-what-you-saw' });
    expect(await filing.stage()).toBe('dept-review');
  });
});

describe('compared with the target', () => {
  test('each row’s promise stands beside what has been reached', async ({ bureau }) => {
    const filing = bureau.halfYear('106P01');
    await filing.isFilled();
    const { cells } = await bureau.ask('106001-filler', 'compareFiling', {
      ...filing.params,
      query: { with: 'target' },
    });
    expect(cells.slice(0, 2)).toMatchObject([
      { pointer: '/rows/11-01/actual', before: '≥48场', after: '24' },
      { pointer: '/rows/12-01/actual', before: '≥95%', after: '95' },
    ]);
  });

  test('nothing was approved before the first round of the year', async ({ bureau }) => {
    const filing = bureau.halfYear('106P02');
    await filing.isFilled();
    const call = { ...filing.params, query: { with: 'last-round' } } as const;
    expect(await bureau.refused('106002-filler', 'compareFiling', call)).toMatchObject({
      status: 404,
      code: 'nothing-to-compare',
    });
    const wide = { ...filing.params, query: { with: 'attempt', attempt: '7' } } as const;
    expect(await bureau.refused('106002-filler', 'compareFiling', wide)).toMatchObject({
      code: 'nothing-to-compare',
    });
  });
});

/** As a new version of the round's plan would do it; the API for it belongs to the finance office's calendar. */
async function roundIsJudgedBy({ runtime }: Bureau, ruleSet: string): Promise<void> {
  const { awsUrl: endpoint, region, credentials } = runtime;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  await client.send(
    new UpdateItemCommand({
      TableName: runtime.outputs['LedgerTable'],
      Key: { pk: { S: '360733#ROUNDS' }, sk: { S: 'HEAD#2022-H1' } },
      UpdateExpression: 'SET ruleSet = :name',
      ExpressionAttributeValues: { ':name': { S: ruleSet } },
    }),
  );
  client.destroy();
}
