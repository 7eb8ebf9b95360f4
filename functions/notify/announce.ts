/** Announces the facts of a batch on the event bus. Their keys say everything that the rest of the world may hear, so nothing is read. */

import { formatDispositionId } from '../../shared/contract/disposition.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import { factOf, type Key } from '../../shared/contract/stream-key.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { Announcement, Bus } from '../../shared/ports.ts';

export interface Recorded {
  readonly key: Key;
  readonly at: Instant;
}

export async function announce(bus: Bus, facts: readonly Recorded[]): Promise<void> {
  await bus.announce(facts.flatMap((fact) => announcementOf(fact) ?? []));
}

function announcementOf({ key, at }: Recorded): Announcement | undefined {
  const fact = factOf(key);
  if (fact === undefined) return undefined;
  const { seq, type } = fact;
  if ('filing' in fact) {
    const { region, round, department, subject } = fact.filing;
    const filing = formatFilingId(fact.filing);
    const detail = { fact: type, filing, seq, region, round, department, subject };
    return { id: `${filing}/${seq}`, kind: 'Filing Fact', at, detail };
  }
  if ('report' in fact) {
    const { region, fiscalYear, period, department } = fact.report;
    const detail = { fact: type, seq, region, fiscalYear, period, department };
    return { id: `${region}-${fiscalYear}-${period}-${department}/${seq}`, kind: 'Report Fact', at, detail };
  }
  if ('disposition' in fact) {
    const { region, round, department, subject } = fact.disposition.filing;
    const disposition = formatDispositionId(fact.disposition);
    const detail = { fact: type, disposition, seq, region, round, department, subject };
    return { id: `${disposition}/${seq}`, kind: 'Disposition Fact', at, detail };
  }
  const { region, round } = fact.round;
  const detail = { fact: type, seq, region, round };
  return { id: `${region}-${round}/${seq}`, kind: 'Round Fact', at, detail };
}
