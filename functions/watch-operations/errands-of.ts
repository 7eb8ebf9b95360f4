/** Since when each fact of a region has been waiting that its state machine has yet to hear of: found by the counters, as the sweep does. */
import type { Instant } from '../../shared/domain/calendar.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';
import type { OperationsLedger } from '../../shared/ports-operations.ts';

interface Ports {
  readonly ledger: OperationsLedger;
  readonly dispositions: DispositionLedger;
}

/** Anything that has a machine, and since when it has been as it is. */
type Errands = readonly { readonly errand: object | null; readonly at: Instant }[];

export async function errandsOf(ports: Ports, region: string): Promise<readonly Instant[]> {
  const rounds = (await ports.ledger.rounds(region)).filter(({ state }) => state !== 'planned');
  const years = [...new Set(rounds.map(({ fiscalYear }) => fiscalYear))];
  const found = await Promise.all([
    ...rounds.map((round) => ofFilings(ports, round)),
    ...rounds.map((round) => ofReports(ports, round)),
    ...years.map((year) => ofDispositions(ports, region, year)),
  ]);
  return found.flat().flatMap(({ errand, at }) => (errand === null ? [] : at));
}

async function ofFilings({ ledger }: Ports, round: RoundHead): Promise<Errands> {
  const busy = (await ledger.tallies(round)).filter(({ errands }) => errands > 0);
  const heads = await Promise.all(
    busy.map(({ department }) => ledger.filings({ region: round.region, round: round.round, department })),
  );
  return heads.flat().map(({ errand, stageAt }) => ({ errand, at: stageAt }));
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
