/** 下达: the finance office issues a round; its state machine then creates every obligation (notice 2.1, coverage 100 %). */
import { decideOpenRound } from '../../shared/domain/round.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnRound } from './act-on-round.ts';
import type { Ports } from './read-rounds.ts';

export const openRound: UseCase<Ports, 'openRound'> = (ports, request) =>
  actOnRound(ports, request, '下达监控任务', async (round) => decideOpenRound(round));
