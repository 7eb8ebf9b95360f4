/** 取消送审: the filler takes a filing back while nobody has acted on it. */
import { decideWithdraw } from '../../shared/domain/filing-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const withdrawFiling: UseCase<Ports, 'withdrawFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'withdraw', async (head) => decideWithdraw(head, request.member.id));
