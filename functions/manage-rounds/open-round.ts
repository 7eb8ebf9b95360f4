/** 下达: the finance office issues a round; its state machine then creates every obligation (notice 2.1, coverage 100 %). */
import { holds } from '../../shared/domain/authority.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import { decideOpenRound, type RoundHead } from '../../shared/domain/round.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { type Ports, viewOf } from './read-rounds.ts';

export const openRound: UseCase<Ports, 'openRound'> = async ({ ledger }, request) => {
  const { member, params, now } = request;
  const post = { role: 'finance-office', at: member.region } as const;
  if (!holds(member, post))
    return deny(refusal('not-yours', { action: '下达监控任务', who: roleNames[post.role] }));
  const head = await ledger.round({ region: member.region, round: params.round }, { fresh: true });
  if (head === undefined) return deny(refusal('not-found', { what: '这一轮监控任务' }));
  if (request.ifMatch !== head.version) return deny(refusal('stale-version', { current: head.version }));
  const decided = decideOpenRound(head);
  if (!decided.ok) return decided;
  const by = { id: member.id, name: member.name, post: roleNames[post.role] };
  const memo = request.memo<RoundHead>(viewOf);
  const after = await ledger.appendToRound(head, { fact: decided.value, at: now, by, memo });
  return after === undefined ? deny(refusal('moved-on')) : accept(viewOf(after));
};
