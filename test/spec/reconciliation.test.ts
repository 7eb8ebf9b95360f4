/**
 * Notice 4.1, every date is watched: ledger, executions, index, counters and archive may come apart in thirteen ways. All are planted among
 * filings that are well; two sightings a minute apart mend every one of them, and nothing that is well is touched.
 */
import { expect, test as plain } from 'vitest';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { driftNames } from '../../shared/domain/drift.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';
import { smallCounty } from '../support/counties.ts';
import { dumpOf, Saboteur } from '../support/saboteur.ts';

/** Of each kind, and how many are well. By hand: `DRIFT_EACH=20 DRIFT_WELL=1000`. */
const each = Number(process.env['DRIFT_EACH'] ?? 1);
const well = Number(process.env['DRIFT_WELL'] ?? 6);

/** Most of it passes while the filings are sent. */
const patience = 300_000;

const sabotages = {
  'execution-missing': 'missesExecution',
  'execution-ended': 'endsExecution',
  'execution-left-over': 'leavesExecution',
  'execution-outdated': 'outdatesExecution',
  'token-lost': 'losesToken',
  'desk-lost': 'losesDesk',
  'counters-off': 'miscounts',
  'copy-missing': 'losesCopy',
} as const;
type Sabotage = keyof typeof sabotages;
const bySabotage = Object.keys(sabotages) as Sabotage[];
/** What is planted while a decision is on its way. */
const onTheWay = ['errand-lost', 'errand-stuck'] as const;
const kinds = [...bySabotage, ...onTheWay];
type Kind = (typeof kinds)[number];

const departments = ['101', '102', '103'];
const perDepartment = Math.ceil((kinds.length * each + well) / departments.length);

/** Projects of one unit multiplied, so that there are enough of them in each department. */
function county() {
  const projects = departments.flatMap((department) => {
    const project = sampleCounty.subjects.find(({ code }) => code === `${department}P01`);
    if (project === undefined) throw new Error(`department ${department} has no project`);
    return Array.from({ length: perDepartment }, (_, index) => ({
      ...project,
      code: `${project.code}X${index}`,
      name: nameOf(index),
    }));
  });
  return { ...smallCounty(...departments), subjects: projects };
}

/** Twelve characters of its own: the forms begin with it, and texts that are alike would be noticed (V27). */
function nameOf(index: number): string {
  return String.fromCharCode(...Array.from({ length: 12 }, (_, at) => 0x4e00 + index * 12 + at));
}

interface Planted {
  readonly filings: readonly FilingCase[];
  readonly of: (kind: Kind) => readonly FilingCase[];
  readonly healthy: readonly FilingCase[];
}

const test = plain.extend<{ bureau: Bureau; saboteur: Saboteur; planted: Planted }>({
  bureau: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from its pattern, and this one needs nothing
    async ({}, use) => {
      const bureau = await Bureau.open('2022-07-01', county());
      await bureau.opens('2022-H1', county().subjects.length);
      await use(bureau);
      await bureau.close();
    },
    { scope: 'file' },
  ],
  saboteur: [
    async ({ bureau }, use) => {
      const saboteur = new Saboteur(bureau);
      await use(saboteur);
      saboteur.close();
    },
    { scope: 'file' },
  ],
  planted: [
    async ({ bureau }, use) => {
      const filings = county().subjects.map(({ code }) => bureau.halfYear(code));
      for (let from = 0; from < filings.length; from += 8)
        await Promise.all(filings.slice(from, from + 8).map((filing) => filing.isFiled()));
      const of = (kind: Kind) => filings.slice(kinds.indexOf(kind) * each, (kinds.indexOf(kind) + 1) * each);
      await use({ filings, of, healthy: filings.slice(kinds.length * each) });
    },
    { scope: 'file' },
  ],
});

/** Two passes, three minutes apart: the second one acts on what it sees again. */
async function twoPasses(bureau: Bureau): Promise<void> {
  await pass(bureau);
  await bureau.passes(180_000);
  await pass(bureau);
}

/** A pass that has begun after this call. */
async function pass(bureau: Bureau): Promise<void> {
  const { askedAt } = await bureau.ask('finance-office', 'askReconciliation', { body: {} });
  await bureau.until(async () => {
    const { reconciledAt } = await bureau.ask('finance-office', 'readOperations');
    return reconciledAt !== null && reconciledAt >= askedAt;
  });
}

test(
  'where all is well, with work at every stage under way, two passes change nothing in the ledger and find nothing',
  async ({ bureau, planted: { of, healthy } }) => {
    const [returned, withdrawn, passed] = healthy;
    await returned?.isReturned();
    await withdrawn?.isWithdrawn();
    await passed?.isApproved();
    for (const filing of of('copy-missing')) {
      await filing.isApproved();
      await filing.isApproved();
    }
    await bureau.runtime.settled();
    const before = await dumpOf(bureau);
    await twoPasses(bureau);
    expect(await dumpOf(bureau)).toEqual(before);
    expect(await bureau.ask('finance-office', 'readOperations')).toMatchObject({ drift: [], stuck: [] });
  },
  patience,
);

test(
  'ten kinds of drift among filings that are well are mended at the second sighting, and nothing else is touched',
  async ({ bureau, saboteur, planted: { of, healthy } }) => {
    for (const filing of of('errand-stuck')) await saboteur.breaksToken(filing);
    for (const filing of of('errand-stuck')) await approve(bureau, filing);
    const { faults, usage } = bureau.runtime;
    const relay =
      usage.snapshot().find(({ principal }) => principal.includes('AdvanceWorkflow'))?.principal ?? '';
    faults.inject({ error: 'InternalServerError', principal: relay, probability: 1 });
    for (const filing of of('errand-lost')) {
      await approve(bureau, filing);
      await saboteur.losesErrand(filing);
    }
    faults.clear();
    // An errand is stuck only when it is ten minutes old.
    await bureau.passes(660_000);
    for (const kind of bySabotage) for (const filing of of(kind)) await saboteur[sabotages[kind]](filing);
    const before = await seqs(saboteur, healthy);
    await twoPasses(bureau);

    const { drift } = await bureau.ask('finance-office', 'readOperations');
    const healed = (kind: Kind) =>
      drift.filter((sighting) => sighting.kind === kind && sighting.healedAt !== null).map(({ of }) => of);
    for (const kind of kinds.filter((kind) => kind !== 'counters-off'))
      expect(healed(kind), kind).toEqual(expect.arrayContaining(of(kind).map(({ id }) => id)));
    const departmentsOff = of('counters-off').map(({ id }) => id.slice(0, '360733-2022-H1-101'.length));
    expect(healed('counters-off').sort()).toEqual([...new Set(departmentsOff)].sort());
    const wrong = new Set([...kinds.flatMap(of).map(({ id }) => id), ...departmentsOff]);
    expect(drift.filter(({ of }) => !wrong.has(of))).toEqual([]);
    expect(await seqs(saboteur, healthy)).toEqual(before);
  },
  patience,
);

test(
  'a round, a report and a disposition whose execution has gone are started again',
  async ({ bureau, saboteur, planted: { healthy } }) => {
    const answered = healthy[3] ?? healthy[0];
    if (answered === undefined) throw new Error('a filing was expected');
    const disposition = await answered.isDisposed();
    await saboteur.stopsMachines('2022-H1', '101', disposition);
    await twoPasses(bureau);
    const { drift } = await bureau.ask('admin', 'readOperations');
    const stopped = ['round-stopped', 'report-stopped', 'disposition-stopped'] as const;
    expect(drift.filter(({ kind }) => stopped.some((each) => each === kind))).toMatchObject(
      [
        { kind: 'disposition-stopped', of: disposition },
        { kind: 'report-stopped', of: '360733-2022-HY-101' },
        { kind: 'round-stopped', of: '360733-2022-H1' },
      ].map((each) => ({
        ...each,
        kindName: driftNames[each.kind as (typeof stopped)[number]],
        healedAt: expect.any(String),
      })),
    );
    await bureau.runtime.settled();
    expect(await saboteur.machinesRun('2022-H1', '101', disposition)).toEqual([true, true, true]);
  },
  patience,
);

test(
  'afterwards every filing in review has its execution, its desk and its token, and the counters are right: nothing is stuck',
  async ({ bureau, saboteur, planted: { filings } }) => {
    await bureau.until(async () => (await unwell(saboteur, filings)).length === 0);
    await twoPasses(bureau);
    const { stuck, errands, news, sweptAt } = await bureau.ask('admin', 'readOperations');
    expect(sweptAt).not.toBeNull();
    expect({ stuck, errands: errands.count, news: news.count }).toEqual({ stuck: [], errands: 0, news: 0 });
  },
  patience,
);

test('how the system is, is the business of who looks after it', async ({ bureau }) => {
  expect(await bureau.refused('101-reviewer', 'readOperations')).toMatchObject({ code: 'not-yours' });
  expect(await bureau.refused('101-reviewer', 'askReconciliation', { body: {} })).toMatchObject({
    code: 'not-yours',
  });
});

async function approve(bureau: Bureau, filing: FilingCase): Promise<void> {
  const { version, digest, department } = await filing.read();
  const body = { digest: digest ?? '', opinion: '同意' };
  await bureau.ask(`${department}-reviewer`, 'approveFiling', { ...filing.params, version, body });
}

function seqs(saboteur: Saboteur, filings: readonly FilingCase[]): Promise<readonly unknown[]> {
  return Promise.all(filings.map(async (filing) => (await saboteur.head(filing))['seq']));
}

/** Filings that lie in review with nobody looking after them. */
async function unwell(saboteur: Saboteur, filings: readonly FilingCase[]): Promise<readonly string[]> {
  const found = await Promise.all(
    filings.map(async (filing) => ({ filing, isWell: await saboteur.isLookedAfter(filing) })),
  );
  return found.filter(({ isWell }) => !isWell).map(({ filing }) => filing.id);
}
