/**
 * The filing against its model (domain §8): random people with right and wrong posts do random things on right and wrong versions while time
 * passes, over HTTP; after each step the system says what the model says, after each run counters, chains, four eyes and replay are right.
 * `MODEL_RUNS` and `MODEL_STEPS` make it a soak, `MODEL_SEED` repeats a run; seed and visited cells are printed.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../shared/aws/ledger.ts';
import { parseFilingId } from '../../shared/contract/field.ts';
import { endOfDay } from '../../shared/domain/calendar.ts';
import { type FilingFact, type FilingHead, newFiling } from '../../shared/domain/filing.ts';
import { evolve } from '../../shared/domain/filing-evolution.ts';
import { notice2022 } from '../../shared/notice/2022.ts';
import type { FilingEntry, Ledger } from '../../shared/ports.ts';
import { Bureau } from '../support/bureau.ts';
import { emptyContent, evaluation } from '../support/filings.ts';
import { Act, anyCommand, cell, type Model, wayTo } from './commands.ts';
import { countyOf, departmentsFor } from './county.ts';
import {
  type ModelAct,
  type ModelFiling,
  type ModelRound,
  modelActs,
  obligation,
  type RestingStage,
  restingStages,
  standingOf,
} from './filing-model.ts';

const setting = (name: string, otherwise: number) =>
  Number.parseInt(process.env[name] ?? String(otherwise), 10);
/** In each of the year's four rounds. */
const runsPerRound = setting('MODEL_RUNS', 1);
const steps = setting('MODEL_STEPS', 24);
const seed = setting('MODEL_SEED', 20_220_710);
/** For cells that chance has not led to. */
const spare = 24;

const departments = departmentsFor(runsPerRound + spare);
const visited = new Set<string>();
let bureau: Bureau;
let ledger: Ledger;
let runs = 0;
let round: ModelRound | undefined;

beforeAll(async () => {
  bureau = await Bureau.open('2022-07-01', countyOf(departments));
  const { awsUrl: endpoint, region, credentials, outputs } = bureau.runtime;
  ledger = openLedger(outputs['LedgerTable'] ?? '', { endpoint, region, credentials });
});
afterAll(() => bureau.close());

/** The round that the next run is in, opened on its day. */
async function roundFor(run: number): Promise<ModelRound> {
  const index = Math.floor(run / runsPerRound);
  const plan = notice2022.rounds[Math.min(index, 3)];
  if (plan === undefined) throw new Error('the notice has no such round');
  if (round?.key === plan.key) return round;
  if (run > 0) await bureau.on(plan.opensOn);
  await bureau.opens(plan.key, departments.length * 2);
  round = { key: plan.key, locks: index === 1, graceEndsAt: endOfDay(plan.graceEndsOn), open: true };
  return round;
}

function filingsOf({ key }: ModelRound, department: string): ModelFiling[] {
  const plan = notice2022.rounds.find((each) => each.key === key);
  const dueAt = endOfDay(plan?.dueOn ?? '');
  const given = { department, unit: `${department}001`, dueAt };
  return [
    obligation({ ...given, id: `360733-${key}-${department}-${department}P01`, kind: 'project' }),
    obligation({ ...given, id: `360733-${key}-${department}-${department}Z00`, kind: 'overall' }),
  ];
}

async function newModel(department: string, mayClose: boolean): Promise<Model> {
  const current = await roundFor(runs);
  return { round: current, filings: filingsOf(current, department), mayClose, visited };
}

test('random walks of random people end where the model says', async () => {
  console.log(`seed ${seed}, 4 × ${runsPerRound} runs of up to ${steps} steps`);
  await fc.assert(
    fc.asyncProperty(fc.commands(anyCommand(), { maxCommands: steps, size: 'max' }), async (walk) => {
      const turn = runs % runsPerRound;
      // The last round stays open for the cells that are left.
      const mayClose = turn === runsPerRound - 1 && runs < 3 * runsPerRound;
      const model = await newModel(departments[turn] ?? '', mayClose);
      runs += 1;
      await fc.asyncModelRun(() => ({ model, real: bureau }), walk);
      await audit(model);
    }),
    { seed, numRuns: 4 * runsPerRound, endOnFailure: true },
  );
}, 3_600_000);

test('every act has been tried at every stage', async () => {
  const found = visited.size;
  let next = runsPerRound;
  for (const stage of restingStages) {
    const missing = () => modelActs.filter((act) => !visited.has(cell(stage, act)));
    while (missing().length > 0) {
      const model = await newModel(departments[next] ?? '', false);
      next += 1;
      await tryAll(model, stage, missing());
      await audit(model);
    }
  }
  const cells = restingStages.flatMap((stage) => modelActs.map((act) => cell(stage, act)));
  console.log(`${found} of ${cells.length} cells by chance, the others on the shortest way:`);
  console.table(
    Object.fromEntries(
      restingStages.map((stage) => [
        stage,
        Object.fromEntries(modelActs.map((act) => [act, visited.has(cell(stage, act)) ? '✓' : '–'])),
      ]),
    ),
  );
  expect(cells.filter((each) => !visited.has(each))).toEqual([]);
}, 600_000);

/** On the shortest way to a stage, and there one act after the other until it moves on. */
async function tryAll(model: Model, stage: RestingStage, missing: readonly ModelAct[]): Promise<void> {
  for (const step of wayTo[stage]) await new Act(step, 0, 0, true, false).run(model, bureau);
  for (const act of missing) {
    await new Act(act, 0, 0, true, false).run(model, bureau);
    if (model.filings[0]?.stage !== stage) return;
  }
}

/** Counters, chains, four eyes and the ledger's present, after a walk. */
async function audit({ round: { key }, filings }: Model): Promise<void> {
  const department = filings[0]?.department ?? '';
  const { departments: rows } = await bureau.ask('finance-office', 'readStanding', {
    params: { round: key },
  });
  const totals = rows.find((row) => row.department === department)?.totals;
  expect(totals).toMatchObject(standingOf(filings));
  for (const { id } of filings) {
    const { entries, intact } = await ledger.events(parse(id));
    expect(intact).toBe(true);
    expectFourEyes(entries);
    await expectReplayed(id, entries);
  }
}

function parse(id: string) {
  const ref = parseFilingId(id);
  if (ref === undefined) throw new Error(`no filing ${id}`);
  return ref;
}

/** By the events alone: nobody at two levels. */
function expectFourEyes(entries: readonly FilingEntry[]): void {
  const levels = new Map<string, Set<string>>();
  for (const { by, fact } of entries) {
    const level =
      fact.type === 'saved' || fact.type === 'submitted'
        ? 'fill'
        : fact.type === 'approved' || fact.type === 'returned'
          ? fact.at
          : null;
    if (by !== null && level !== null) levels.set(by.id, (levels.get(by.id) ?? new Set()).add(level));
  }
  for (const [id, own] of levels) expect([...own], `${id} acted at two levels`).toHaveLength(1);
}

/** The events, applied one after the other, lead to the head that is there; what the machine is told and by which token is no fact. */
async function expectReplayed(id: string, entries: readonly FilingEntry[]): Promise<void> {
  const head = await ledger.filing(parse(id), { fresh: true });
  const [first] = entries;
  if (head === undefined || first?.fact.type !== 'issued') throw new Error(`${id} was never issued`);
  const { kind, unit, section, adjusted, dueAt } = first.fact;
  const born = newFiling(parse(id), { kind, unit, section, adjusted, dueAt, at: first.at });
  const replayed = entries.reduce<FilingHead>(
    (before, { seq, hash, at, by, fact }) =>
      evolve(before, { seq, hash, at, by: by?.id ?? null, fact: whole(fact) }),
    born,
  );
  expect(comparable(replayed)).toEqual(comparable(head));
}

/** What stands beside its event is not needed to tell where the filing is. */
function whole(fact: FilingEntry['fact']): FilingFact {
  if (fact.type === 'saved') return { ...fact, content: emptyContent };
  return fact.type === 'submitted' ? { ...fact, evaluation } : fact;
}

function comparable({ errand: _, token: __, adjusted: ___, evaluated, inForce, ...rest }: FilingHead) {
  return {
    ...rest,
    evaluatedSeq: evaluated?.seq,
    inForce: inForce && { contentSeq: inForce.contentSeq, seq: inForce.evaluated.seq },
  };
}
