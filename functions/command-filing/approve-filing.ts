/** 审核: the reviewer approves exactly the version he was shown; its digest goes into the event. */
import { decideApprove } from '../../shared/domain/filing.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const approveFiling: UseCase<Ports, 'approveFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'approve', async (head) =>
    decideApprove(head, request.member.id, request.body.opinion),
  );
