/** 催报: the finance office urges departments on; who is told, and of how many filings, is made from the ledger when it is told. */
import { refusal } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';
import { decideUrge } from '../../shared/domain/round.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnRound } from './act-on-round.ts';
import type { Ports } from './read-rounds.ts';

export const urgeRound: UseCase<Ports, 'urgeRound'> = (ports, request) =>
  actOnRound(ports, request, '催报', async (round) => {
    const { departments } = request.body;
    const known = new Set((await ports.ledger.departments(round.region)).map(({ code }) => code));
    const unknown = departments.find((code) => !known.has(code));
    if (unknown !== undefined) return deny(refusal('not-found', { what: `部门${unknown}` }));
    return decideUrge(round, departments, request.now);
  });
