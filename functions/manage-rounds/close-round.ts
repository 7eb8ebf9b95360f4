/** 关闭: the finance office ends a round. Unfinished obligations stay 未报; what was returned may still be sent again. */
import { decideCloseRound } from '../../shared/domain/round.ts';
import { totalsOfTallies } from '../../shared/domain/standing.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnRound } from './act-on-round.ts';
import type { Ports } from './read-rounds.ts';

export const closeRound: UseCase<Ports, 'closeRound'> = (ports, request) =>
  actOnRound(ports, request, '关闭监控任务', async (round) => {
    const { body, now: at } = request;
    const totals = totalsOfTallies(await ports.ledger.tallies(round), at);
    return decideCloseRound(round, { reason: body.reason, totals, at });
  });
