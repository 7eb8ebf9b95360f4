/** Finds facts that the machines have not heard of, from the counters of each open round, and carries them out. */
import { formatDispositionId } from '../../shared/contract/disposition.ts';
import { formatFilingId, formatReportId } from '../../shared/contract/field.ts';
import { type RoundHead, yearsOf } from '../../shared/domain/round.ts';
import type { CountedDepartment } from '../../shared/domain/standing.ts';
import { mapFew } from '../../shared/edge/at-once.ts';
import { orLogged } from '../../shared/edge/or-logged.ts';
import { carryOutFiling, carryOutRound } from './carry-out.ts';
import { carryOutDisposition } from './carry-out-disposition.ts';
import { carryOutReport } from './carry-out-report.ts';
import type { Ports } from './ports.ts';

/** Younger errands are left to the stream, which is about to carry them out. */
const patience = 60_000;

interface Errand {
  readonly of: string;
  readonly carryOut: () => Promise<void>;
}

/** Answers how many errands were carried out. Departments without errands cost nothing beyond their row of counters. */
export async function sweep(ports: Ports): Promise<number> {
  const regions = await ports.ledger.regions();
  const rounds = (await Promise.all(regions.map((region) => ports.ledger.rounds(region)))).flat();
  const found = await Promise.all([
    ...rounds.map((round) => errandsIn(ports, round)),
    ...yearsOf(rounds).map(({ region, fiscalYear }) => errandsOfDispositions(ports, region, fiscalYear)),
  ]);
  const carried = await carryOutEach(found.flat());
  for (const region of regions) await ports.ledger.markSwept(region, ports.now());
  return carried;
}

/** One that cannot be carried out holds up none of the others; it stays where it is for the next sweep. */
async function carryOutEach(errands: readonly Errand[]): Promise<number> {
  let carried = 0;
  for (const { of, carryOut } of errands)
    carried += await orLogged({ errand: of }, 0, () => carryOut().then(() => 1));
  return carried;
}

async function errandsIn(ports: Ports, round: RoundHead): Promise<readonly Errand[]> {
  if (round.state === 'planned') return [];
  const own = { of: round.round, carryOut: () => carryOutRound(ports, round) };
  const tallies = await ports.ledger.tallies(round);
  return [
    ...(round.errand === null ? [] : [own]),
    ...(await errandsOfFilings(ports, round, tallies)),
    ...errandsOfReports(ports, round, tallies),
  ];
}

async function errandsOfFilings(
  ports: Ports,
  { region, round }: RoundHead,
  tallies: readonly CountedDepartment[],
): Promise<readonly Errand[]> {
  const waiting = tallies.filter(({ errands }) => errands > 0);
  // A department in which something cannot even be read holds up no other one.
  const heads = await mapFew(waiting, ({ department }) =>
    orLogged({ department }, [], () => ports.ledger.filings({ region, round, department })),
  );
  const old = heads.flat().filter((head) => head.errand !== null && head.stageAt <= ports.now() - patience);
  return old.map((head) => ({
    of: formatFilingId(head),
    carryOut: () => carryOutFiling(ports, head, head.seq),
  }));
}

/** A report's errand is idempotent at any age, and there is at most one to a department. */
function errandsOfReports(
  ports: Ports,
  { region, fiscalYear, report }: RoundHead,
  tallies: readonly CountedDepartment[],
): readonly Errand[] {
  if (report === null) return [];
  const waiting = tallies.filter(({ reports }) => reports.errands > 0);
  return waiting.map(({ department }) => {
    const ref = { region, fiscalYear, period: report.period, department };
    return { of: formatReportId(ref), carryOut: () => carryOutReport(ports, ref) };
  });
}

async function errandsOfDispositions(ports: Ports, region: string, year: number): Promise<readonly Errand[]> {
  const heads = await ports.dispositions.dispositionsIn(region, year);
  const old = heads.filter((head) => head.errand !== null && head.stateAt <= ports.now() - patience);
  return old.map((head) => ({
    of: formatDispositionId(head),
    carryOut: () => carryOutDisposition(ports, head),
  }));
}
