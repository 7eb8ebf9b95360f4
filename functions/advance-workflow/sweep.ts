/** Finds facts that the machines have not heard of, from the counters of each open round, and carries them out. */
import type { RoundHead } from '../../shared/domain/round.ts';
import type { CountedDepartment } from '../../shared/domain/standing.ts';
import { carryOutFiling, carryOutRound } from './carry-out.ts';
import { carryOutDisposition } from './carry-out-disposition.ts';
import { carryOutReport } from './carry-out-report.ts';
import type { Ports } from './ports.ts';

/** Younger errands are left to the stream, which is about to carry them out. */
const patience = 60_000;

/** Answers how many errands were carried out. Departments without errands cost nothing beyond their row of counters. */
export async function sweep(ports: Ports): Promise<number> {
  const regions = await ports.ledger.regions();
  const rounds = (await Promise.all(regions.map((region) => ports.ledger.rounds(region)))).flat();
  const counts = await Promise.all([
    ...rounds.map((round) => sweepRound(ports, round)),
    ...yearsOf(rounds).map(([region, year]) => sweepDispositions(ports, region, year)),
  ]);
  for (const region of regions) await ports.ledger.markSwept(region, ports.now());
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sweepRound(ports: Ports, round: RoundHead): Promise<number> {
  if (round.state === 'planned') return 0;
  if (round.errand !== null) await carryOutRound(ports, round);
  const tallies = await ports.ledger.tallies(round);
  let carried = Number(round.errand !== null);
  for (const { department } of tallies.filter((tally) => tally.errands > 0)) {
    const heads = await ports.ledger.filings({ region: round.region, round: round.round, department });
    const old = heads.filter((head) => head.errand !== null && head.stageAt <= ports.now() - patience);
    for (const head of old) await carryOutFiling(ports, head, head.seq);
    carried += old.length;
  }
  return carried + (await sweepReports(ports, round, tallies));
}

/** A report's errand is idempotent at any age, and there is at most one to a department. */
async function sweepReports(
  ports: Ports,
  { region, fiscalYear, report }: RoundHead,
  tallies: readonly CountedDepartment[],
): Promise<number> {
  if (report === null) return 0;
  const waiting = tallies.filter(({ reports }) => reports.errands > 0);
  for (const { department } of waiting)
    await carryOutReport(ports, { region, fiscalYear, period: report.period, department });
  return waiting.length;
}

/** Each region's years in which there is a round. */
function yearsOf(rounds: readonly RoundHead[]): readonly (readonly [string, number])[] {
  const years = new Map(
    rounds.map(({ region, fiscalYear }) => [`${region} ${fiscalYear}`, [region, fiscalYear] as const]),
  );
  return [...years.values()];
}

async function sweepDispositions(ports: Ports, region: string, year: number): Promise<number> {
  const heads = await ports.dispositions.dispositionsIn(region, year);
  const old = heads.filter((head) => head.errand !== null && head.stateAt <= ports.now() - patience);
  for (const head of old) await carryOutDisposition(ports, head);
  return old.length;
}
