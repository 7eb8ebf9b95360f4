/** 退回: back to the filler, with a reason that says what to change. */
import { decideReturn } from '../../shared/domain/filing.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const returnFiling: UseCase<Ports, 'returnFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'return', async (head) =>
    decideReturn(head, request.member.id, request.body.reason, request.body.text),
  );
