/**
 * Notice 4.1, every date is watched: a burst of filings while functions fail, the ledger throttles and answers too late, records of the stream
 * are lost and executions are aborted. Then the clock alone goes on, and nothing is stuck: every filing is where its acknowledged acts have
 * led it, for whoever asks and for whoever counts again.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { openStandingLedger } from '../../shared/aws/standing-ledger.ts';
import type { RouteName } from '../../shared/contract/api.ts';
import type { Call } from '../../shared/contract/client.ts';
import type { Stage } from '../../shared/domain/filing.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';
import { smallCounty } from '../support/counties.ts';
import { Saboteur } from '../support/saboteur.ts';

const departments = ['101', '102'];
const county = smallCounty(...departments);
const minute = 60_000;

/** What is done to a filing, one act a wave, and where that leads it when all is well. */
const lives: readonly { readonly acts: readonly Act[]; readonly ends: Stage }[] = [
  { acts: ['submit'], ends: 'dept-review' },
  { acts: ['submit', 'approve'], ends: 'section-review' },
  { acts: ['submit', 'approve', 'approve'], ends: 'archived' },
  { acts: ['submit', 'return'], ends: 'returned' },
  { acts: ['submit', 'withdraw'], ends: 'draft' },
  { acts: ['submit', 'return', 'submit'], ends: 'dept-review' },
];
type Act = 'submit' | 'approve' | 'return' | 'withdraw';

test('after a burst of mixed filings in the worst of weather nothing is stuck, and every filing is where its chain says', async () => {
  const bureau = await Bureau.open('2022-07-01', county);
  const saboteur = new Saboteur(bureau);
  try {
    await bureau.opens('2022-H1', county.subjects.length);
    const projects = county.subjects.filter(({ kind }) => kind !== 'overall');
    const filings = projects.map(({ code }, index) => ({
      filing: bureau.halfYear(code),
      life: lives[index % lives.length] ?? { acts: [], ends: 'not-started' as const },
    }));
    await Promise.all(filings.map(({ filing }) => filing.isFilled()));
    let aborted = 0;
    for (const wave of [0, 1, 2]) {
      weather(bureau, wave);
      await Promise.all(
        filings.map(async ({ filing, life }) => {
          const act = life.acts[wave];
          if (act !== undefined) await insist(bureau, filing, act);
        }),
      );
      aborted += await abortSome(bureau);
      // Where all of it fails, the stream has given up before the weather gets better.
      await bureau.passes((wave === 1 ? 12 : 3) * minute);
      bureau.runtime.faults.clear();
      await allAtRest(bureau, saboteur, filings);
    }
    expect(aborted).toBeGreaterThanOrEqual(3);
    expect(await lostRecords(bureau)).toBeGreaterThan(0);
    await bureau.passes(16 * minute);
    await bureau.runtime.settled();

    const { stuck, errands, news, sweptAt } = await bureau.ask('admin', 'readOperations');
    expect(Date.parse(sweptAt ?? '')).toBeGreaterThan(bureau.runtime.clock.now() - 5 * minute);
    expect({ stuck, errands, news }).toEqual({
      ...{ stuck: [], errands: { count: 0, oldestAt: null }, news: { count: 0, oldestAt: null } },
    });
    for (const { filing, life } of filings) {
      expect(await filing.stage(), `${filing.id} ${life.acts.join(' ')}`).toBe(life.ends);
      expect(await saboteur.isLookedAfter(filing), filing.id).toBe(true);
      const { facts, intact } = await filing.history();
      expect(intact, filing.id).toBe(true);
      const acts = facts.filter((fact) => ['submitted', 'approved', 'returned', 'withdrawn'].includes(fact));
      expect(acts, filing.id).toHaveLength(life.acts.length);
    }
    await expectReplayed(bureau);
  } finally {
    saboteur.close();
    await bureau.close();
  }
}, 240_000);

/** Functions that fail, more or less; in the second wave the one that tells the machines fails always, so that all its records are lost. */
function weather({ runtime: { faults, usage } }: Bureau, wave: number): void {
  const write = { operation: 'TransactWriteItems' } as const;
  faults.inject({ ...write, error: 'ThrottlingException', probability: 0.1, seed: wave + 1 });
  faults.inject({
    ...write,
    error: 'TransactionCanceled:TransactionConflict',
    probability: 0.1,
    seed: wave + 2,
  });
  faults.inject({ ...write, error: 'timeout-after-commit', probability: 0.1, seed: wave + 3 });
  const principals = usage.snapshot().map(({ principal }) => principal);
  for (const name of ['AdvanceWorkflow', 'OpenTask', 'ArchiveFiling', 'Notify', 'Recover']) {
    const principal = principals.find((each) => each.includes(name));
    const isLost = name === 'AdvanceWorkflow' && wave === 1;
    if (principal !== undefined)
      faults.inject({ error: 'InternalServerError', principal, probability: isLost ? 1 : 0.3, seed: wave });
  }
}

/** As a client does that is told to try again: with its own key, until it is answered. */
async function insist(bureau: Bureau, filing: FilingCase, act: Act): Promise<void> {
  const { version, digest } = await filing.read();
  const call = { ...filing.params, version, key: bureau.key() };
  const filler = await filing.filler();
  const send = async <N extends RouteName>(member: string, name: N, more: Call<N>) => {
    const client = await bureau.as(member);
    await bureau.until(async () => {
      const reply = await client(name, more);
      if (!reply.ok && reply.status !== 503) throw new Error(`${name}: ${JSON.stringify(reply.problem)}`);
      return reply.ok;
    });
  };
  switch (act) {
    case 'submit':
      return send(filler, 'submitFiling', call);
    case 'withdraw':
      return send(filler, 'withdrawFiling', call);
    case 'approve':
      return send(await filing.reviewer(), 'approveFiling', {
        ...call,
        body: { digest: digest ?? '', opinion: '同意' },
      });
    case 'return':
      return send(await filing.reviewer(), 'returnFiling', {
        ...call,
        body: { to: 'filler', reason: 'thin-analysis', text: '请补充执行进度偏慢的原因', pins: [] },
      });
  }
}

/** Ends up to three running executions as an operator would, or a deployment gone wrong. */
async function abortSome({ runtime }: Bureau): Promise<number> {
  const { awsUrl: endpoint, region, credentials, outputs } = runtime;
  const client = new SFNClient({ endpoint, region, credentials });
  const stateMachineArn = outputs['FilingReviewMachine'];
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
  );
  const some = executions.filter((_, index) => index % 3 === 0).slice(0, 3);
  for (const { executionArn } of some) await client.send(new StopExecutionCommand({ executionArn }));
  client.destroy();
  return some.length;
}

/** How many records of the stream were given up. */
async function lostRecords({ folder }: Bureau): Promise<number> {
  const letters = (await readFile(join(folder, 'dead-letters.jsonl'), 'utf8')).trim().split('\n');
  return letters.filter((letter) => letter.includes('TriggersLedgerStream')).length;
}

/** Lets the clock go on, a quarter of an hour at a time, until recovery, sweep and reconciliation have done their work. */
async function allAtRest(
  bureau: Bureau,
  saboteur: Saboteur,
  filings: readonly { readonly filing: FilingCase }[],
): Promise<void> {
  for (let quarter = 0; quarter < 8; quarter += 1) {
    await bureau.passes(16 * minute);
    await bureau.runtime.settled();
    const rest = await Promise.all(filings.map(({ filing }) => saboteur.isLookedAfter(filing)));
    if (rest.every(Boolean)) return;
  }
  throw new Error('two hours have passed, and something is still not looked after');
}

/** Every head is what its chain adds up to, and the counters are what the heads add up to. */
async function expectReplayed(bureau: Bureau): Promise<void> {
  const { awsUrl: endpoint, region, credentials, outputs, clock } = bureau.runtime;
  const ledger = openStandingLedger(outputs['LedgerTable'] ?? '', { endpoint, region, credentials });
  const round = { region: '360733', round: '2022-H1' };
  const replayed = await ledger.filingsAt(round, departments, clock.now());
  for (const head of replayed) {
    const present = await ledger.filing(head, { fresh: true });
    const { errand: _, token: __, deskDueAt: ___, ...kept } = head;
    expect(present, head.subject).toMatchObject(kept);
  }
  const { total } = await bureau.ask('finance-office', 'readStanding', { params: { round: '2022-H1' } });
  const stages = replayed.map(({ stage }) => stage);
  for (const stage of new Set(stages))
    expect(total.byStage[stage], stage).toBe(stages.filter((each) => each === stage).length);
  expect(replayed).toHaveLength(county.subjects.length);
}
