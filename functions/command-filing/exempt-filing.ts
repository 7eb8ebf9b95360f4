/** 免报, 取消免报: the finance office alone, with its reason, while the round is open (domain §3). */
import { decideExempt, decideInclude } from '../../shared/domain/exemption.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const exemptFiling: UseCase<Ports, 'exemptFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'exempt', async (head) => {
    const { round } = await ports.ledger.ground(head);
    return decideExempt(head, round, request.body.reason);
  });

export const includeFiling: UseCase<Ports, 'includeFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'include', async (head) => {
    const { round } = await ports.ledger.ground(head);
    return decideInclude(head, round, request.body.reason);
  });
