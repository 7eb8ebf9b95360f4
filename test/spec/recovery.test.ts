/** Notice 4.1, every date is watched: whatever breaks in between, no filing stands still and nothing is done twice. */
import { describe, expect } from 'vitest';
import type { Bureau, FilingCase } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

const archivedPath = [
  'issued',
  'saved',
  'submitted',
  'arrived',
  'approved',
  'arrived',
  'approved',
  'archived',
];

describe('an execution that is aborted', () => {
  test('while the department reviews: the filing stays on its desk and goes on', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled();
    await filing.isAborted();
    expect(await filing.stage()).toBe('dept-review');
    await filing.isApproved();
    await filing.isApproved();
    const { facts, intact } = await filing.history();
    expect(facts.filter((fact) => fact !== 'recovered' && fact !== 'token-renewed')).toEqual(archivedPath);
    expect(facts).toContain('recovered');
    expect(intact).toBe(true);
  });

  test('while the section reviews overall expenditure: the same', async ({ bureau }) => {
    const filing = bureau.halfYear('101Z00');
    await filing.isFiled();
    await filing.isAborted();
    await filing.isApproved();
    expect(await filing.stage()).toBe('archived');
  });
});

describe('a fact that the workflow could not be told of', () => {
  test('is counted as filed at once, and carried out when the sweep finds it', async ({ bureau }) => {
    const { faults, usage } = bureau.runtime;
    const reader = usage.snapshot().find(({ principal }) => principal.includes('AdvanceWorkflow'))?.principal;
    if (reader === undefined) throw new Error('the workflow has not been told of anything yet');
    const filing = bureau.halfYear('102P01');
    const { version } = await filing.isFilled();
    faults.inject({ error: 'InternalServerError', principal: reader, probability: 1 });
    await bureau.ask('102001-filler', 'submitFiling', { ...filing.params, version, key: bureau.key() });
    const { total } = await bureau.ask('102-filler', 'readStanding', { params: { round: '2022-H1' } });
    expect(total.byStage).toMatchObject({ 'in-transit': 1 });
    expect(total.filed).toBe(1);
    faults.clear();
    await bureau.on('2022-07-01', '11:00:00');
    await filing.rests();
    expect(await filing.stage()).toBe('dept-review');
  });
});

describe('a ledger that throttles, conflicts and answers too late', () => {
  test('ten filings go through, each step once', async ({ bureau }) => {
    const { faults } = bureau.runtime;
    const filings = ['103', '104', '105', '106', '107']
      .flatMap((d) => [`${d}P01`, `${d}P02`])
      .map((code) => bureau.halfYear(code));
    const write = { operation: 'TransactWriteItems' } as const;
    await Promise.all(filings.map((filing) => filing.isFilled()));
    faults.inject({ ...write, error: 'ThrottlingException', probability: 0.1, seed: 1 });
    faults.inject({ ...write, error: 'TransactionCanceled:TransactionConflict', probability: 0.2, seed: 2 });
    faults.inject({ ...write, error: 'timeout-after-commit', probability: 0.1, seed: 3 });
    for (const filing of filings) await throughTrouble(bureau, filing);
    faults.clear();
    for (const filing of filings) {
      const { facts, intact } = await filing.history();
      expect(facts.filter((fact) => fact !== 'token-renewed')).toEqual(archivedPath);
      expect(intact).toBe(true);
    }
    const { departments } = await bureau.ask('finance-office', 'readStanding', {
      params: { round: '2022-H1' },
    });
    expect(departments.slice(2, 7).map(({ totals }) => totals.archived)).toEqual([2, 2, 2, 2, 2]);
  });
});

/** Every command is repeated with its own key until it is answered, as a client does that was told to try again. */
async function throughTrouble(bureau: Bureau, filing: FilingCase): Promise<void> {
  const { department, unit } = await filing.read();
  await insist(bureau, `${unit}-filler`, 'submitFiling', filing);
  await insist(bureau, `${department}-reviewer`, 'approveFiling', filing);
  await insist(bureau, await filing.reviewer(), 'approveFiling', filing);
}

async function insist(
  bureau: Bureau,
  member: string,
  act: 'submitFiling' | 'approveFiling',
  filing: FilingCase,
): Promise<void> {
  const { version, digest } = await filing.read();
  const call = { ...filing.params, version, key: bureau.key() };
  const client = await bureau.as(member);
  await bureau.until(async () => {
    const reply =
      act === 'submitFiling'
        ? await client(act, call)
        : await client(act, { ...call, body: { digest: digest ?? '', opinion: '' } });
    if (!reply.ok && reply.status !== 503) throw new Error(JSON.stringify(reply.problem));
    return reply.ok;
  });
  await bureau.until(async () => {
    await bureau.runtime.clock.advanceTo(bureau.runtime.clock.now() + 2_000);
    return !['in-transit', 'approved'].includes(await filing.stage());
  });
}
