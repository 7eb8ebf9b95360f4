/**
 * 调整截止日: the finance office moves the due day of an open round. The round's own fact comes first; its filings follow at once in slices,
 * and where that breaks off the round's machine goes on with it the next time it wakes.
 */
import { dayOf } from '../../shared/domain/calendar.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { decideOverride } from '../../shared/domain/round-plan.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnRound } from './act-on-round.ts';
import type { Ports } from './read-rounds.ts';

export const moveDue: UseCase<Ports, 'moveDue'> = async (ports, request) => {
  const { member, params, body, now } = request;
  const moved = await actOnRound(ports, request, '调整截止日', async (round) =>
    decideOverride(round, body, dayOf(now)),
  );
  if (!moved.ok) return moved;
  const by = { id: member.id, name: member.name, post: roleNames['finance-office'] };
  const round = await ports.ledger.round({ region: member.region, round: params.round }, { fresh: true });
  if (round !== undefined) await ports.ledger.followDue(round, { at: now, by });
  return moved;
};
