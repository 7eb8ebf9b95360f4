/** The way of every command on a round: the finance office alone, on the version it has seen, decided, appended. */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { holds } from '../../shared/domain/authority.ts';
import { type Member, roleNames } from '../../shared/domain/directory.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { RoundFact, RoundHead } from '../../shared/domain/round.ts';
import type { Request } from '../../shared/edge/endpoint.ts';
import { type Ports, viewOf } from './read-rounds.ts';

export async function actOnRound<N extends 'openRound' | 'moveDue' | 'urgeRound' | 'closeRound'>(
  ports: Ports,
  request: Request<N>,
  action: string,
  decide: (round: RoundHead) => Promise<Result<RoundFact>>,
): Promise<Result<AnswerOf<'openRound'>>> {
  const { member, params } = request;
  const mine = asOffice(member, action);
  if (!mine.ok) return mine;
  const head = await ports.ledger.round({ region: member.region, round: params.round }, { fresh: true });
  if (head === undefined) return deny(refusal('not-found', { what: '这一轮监控任务' }));
  const decided = await decideOn(request, head, decide);
  if (!decided.ok) return decided;
  const after = await append(ports, request, head, decided.value);
  return after.ok ? accept(viewOf(after.value)) : after;
}

const office = 'finance-office';

/** Rounds are the finance office's alone. */
export function asOffice(member: Member, action: string): Result<Member> {
  if (holds(member, { role: office, at: member.region })) return accept(member);
  return deny(refusal('not-yours', { action, who: roleNames[office] }));
}

/** Decides on the version that was seen. */
export async function decideOn(
  { ifMatch }: Pick<Request<'openRound'>, 'ifMatch'>,
  head: RoundHead,
  decide: (round: RoundHead) => Promise<Result<RoundFact>>,
): Promise<Result<RoundFact>> {
  return ifMatch === head.version ? decide(head) : deny(refusal('stale-version', { current: head.version }));
}

/** Appends what was decided. `answer` is what a repetition of the command is to be answered. */
export async function append(
  { ledger }: Ports,
  { member, now, memo }: Pick<Request<'openRound'>, 'member' | 'now' | 'memo'>,
  head: RoundHead,
  fact: RoundFact,
  answer: (after: RoundHead) => unknown = viewOf,
): Promise<Result<RoundHead>> {
  const by = { id: member.id, name: member.name, post: roleNames[office] };
  const after = await ledger.appendToRound(head, { fact, at: now, by, memo: memo<RoundHead>(answer) });
  return after === undefined ? deny(refusal('moved-on')) : accept(after);
}
