/** The way of every command on a round: the finance office alone, on the version it has seen, decided, appended. */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { holds } from '../../shared/domain/authority.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { RoundFact, RoundHead } from '../../shared/domain/round.ts';
import type { Request } from '../../shared/edge/endpoint.ts';
import { type Ports, viewOf } from './read-rounds.ts';

export async function actOnRound<N extends 'openRound' | 'closeRound'>(
  { ledger }: Ports,
  request: Request<N>,
  action: string,
  decide: (round: RoundHead) => Promise<Result<RoundFact>>,
): Promise<Result<AnswerOf<'openRound'>>> {
  const { member, params, now } = request;
  const post = { role: 'finance-office', at: member.region } as const;
  if (!holds(member, post)) return deny(refusal('not-yours', { action, who: roleNames[post.role] }));
  const head = await ledger.round({ region: member.region, round: params.round }, { fresh: true });
  if (head === undefined) return deny(refusal('not-found', { what: '这一轮监控任务' }));
  if (request.ifMatch !== head.version) return deny(refusal('stale-version', { current: head.version }));
  const decided = await decide(head);
  if (!decided.ok) return decided;
  const by = { id: member.id, name: member.name, post: roleNames[post.role] };
  const memo = request.memo<RoundHead>(viewOf);
  const after = await ledger.appendToRound(head, { fact: decided.value, at: now, by, memo });
  return after === undefined ? deny(refusal('moved-on')) : accept(viewOf(after));
}
