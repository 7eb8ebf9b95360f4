/** Since when each fact of a region has been waiting that its state machine has yet to hear of: found by the counters, as the sweep does. */
import type { Instant } from '../../shared/domain/calendar.ts';
import { type RoundHead, yearsOf } from '../../shared/domain/round.ts';
import type { CountedDepartment } from '../../shared/domain/standing.ts';
import { orLogged } from '../../shared/edge/or-logged.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';
import type { OperationsLedger } from '../../shared/ports-operations.ts';

interface Ports {
  readonly ledger: OperationsLedger;
  readonly dispositions: DispositionLedger;
}

/** Anything that has a machine, and since when it has been as it is; null where that cannot be read. */
type Errands = readonly { readonly errand: object | null; readonly at: Instant | null }[];

export async function errandsOf(ports: Ports, region: string): Promise<readonly (Instant | null)[]> {
  const rounds = (await ports.ledger.rounds(region)).filter(({ state }) => state !== 'planned');
  const found = await Promise.all([
    ...rounds.map((round) => ofFilings(ports, round)),
    ...rounds.map((round) => ofReports(ports, round)),
    ...yearsOf(rounds).map(({ fiscalYear }) => ofDispositions(ports, region, fiscalYear)),
  ]);
  return found.flat().flatMap(({ errand, at }) => (errand === null ? [] : [at]));
}

async function ofFilings(ports: Ports, round: RoundHead): Promise<Errands> {
  const busy = (await ports.ledger.tallies(round)).filter(({ errands }) => errands > 0);
  return (await Promise.all(busy.map((tally) => ofDepartment(ports, round, tally)))).flat();
}

/** Where a filing cannot be read, the counter at least says how many wait. */
async function ofDepartment(
  { ledger }: Ports,
  { region, round }: RoundHead,
  { department, errands }: CountedDepartment,
): Promise<Errands> {
  const unread = Array.from({ length: errands }, () => ({ errand: {}, at: null }));
  return orLogged<Errands>({ department }, unread, async () => {
    const heads = await ledger.filings({ region, round, department });
    return heads.map(({ errand, stageAt }) => ({ errand, at: stageAt }));
  });
}

async function ofReports({ ledger }: Ports, { region, fiscalYear, report }: RoundHead): Promise<Errands> {
  if (report === null) return [];
  const heads = await ledger.reports({ region, fiscalYear, period: report.period });
  return heads.map(({ errand, stateAt }) => ({ errand, at: stateAt }));
}

async function ofDispositions({ dispositions }: Ports, region: string, year: number): Promise<Errands> {
  const heads = await dispositions.dispositionsIn(region, year);
  return heads.map(({ errand, stateAt }) => ({ errand, at: stateAt }));
}
