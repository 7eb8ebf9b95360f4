/** How the system is: what waits, what has drifted and was mended, when somebody last looked. */
import { holds } from '../../shared/domain/authority.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import { type Member, roleNames } from '../../shared/domain/directory.ts';
import { driftNames } from '../../shared/domain/drift.ts';
import { type Refusal, refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Bus, Now } from '../../shared/ports.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';
import type { DeadLetters, OperationsLedger } from '../../shared/ports-operations.ts';
import { errandsOf } from './errands-of.ts';

export interface Ports {
  readonly ledger: OperationsLedger;
  readonly dispositions: DispositionLedger;
  readonly deadLetters: DeadLetters;
  readonly bus: Bus;
  readonly now: Now;
}

/** Who looks after the system, and who answers for the rounds. */
const watchers = ['admin', 'finance-office'] as const;

export function whyNotWatching(member: Member, action: string): Refusal | null {
  if (watchers.some((role) => holds(member, { role, at: member.region }))) return null;
  return refusal('not-yours', { action, who: watchers.map((role) => roleNames[role]).join('或') });
}

export const readOperations: UseCase<Ports, 'readOperations'> = async (ports, { member }) => {
  const refused = whyNotWatching(member, '查看运行情况');
  if (refused !== null) return deny(refused);
  const { ledger } = ports;
  const { region } = member;
  const [errands, news, sightings, pass, sweptAt, count, some] = await Promise.all([
    errandsOf(ports, region),
    ledger.untoldSince(region),
    ledger.sightings(region),
    ledger.lastPass(region),
    ledger.sweptAt(region),
    ports.deadLetters.count(),
    ports.deadLetters.some(),
  ]);
  const unhealed = sightings.filter(({ healedAt, lastAt }) => healedAt === null && lastAt >= (pass?.at ?? 0));
  return accept({
    errands: outbox(errands),
    news: outbox(news),
    stuck: [...new Set([...(pass?.givenUp ?? []), ...unhealed.map(({ of }) => of)])],
    drift: [...sightings]
      .sort((a, b) => b.lastAt - a.lastAt || a.kind.localeCompare(b.kind) || a.of.localeCompare(b.of))
      .map(({ state: _, ...sighting }) => ({ ...sighting, kindName: driftNames[sighting.kind] })),
    deadLetters: { count, some: [...some] },
    sweptAt: sweptAt ?? null,
    reconciledAt: pass?.at ?? null,
  });
};

/** How many wait, and since when the first of them does. */
function outbox(since: readonly (Instant | null)[]): {
  readonly count: number;
  readonly oldestAt: Instant | null;
} {
  const known = since.filter((at) => at !== null);
  return { count: since.length, oldestAt: known.length === 0 ? null : Math.min(...known) };
}
