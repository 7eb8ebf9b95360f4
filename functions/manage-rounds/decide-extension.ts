/** 批准延期, 不批准延期: the finance office decides; granted, the due of every filing concerned moves in the same moment. */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { holds } from '../../shared/domain/authority.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { concernedBy, decideExtension, type Extension } from '../../shared/domain/extension.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Request, UseCase } from '../../shared/edge/endpoint.ts';
import { viewOf } from './read-extensions.ts';
import type { Ports } from './read-rounds.ts';

type Decisions = 'grantExtension' | 'denyExtension';
type Answer = AnswerOf<Decisions>;

/** While people save their drafts, heads move under a decision; it is then taken again on the present ones. */
const tries = 4;

export const grantExtension: UseCase<Ports, 'grantExtension'> = (ports, request) =>
  decide(ports, request, 'granted');
export const denyExtension: UseCase<Ports, 'denyExtension'> = (ports, request) =>
  decide(ports, request, 'denied');

async function decide<N extends Decisions>(
  ports: Ports,
  request: Request<N>,
  decision: 'granted' | 'denied',
): Promise<Result<Answer>> {
  const { member } = request;
  const post = { role: 'finance-office', at: member.region } as const;
  if (!holds(member, post))
    return deny(refusal('not-yours', { action: '批准延期', who: roleNames[post.role] }));
  for (let turn = 1; turn <= tries; turn += 1) {
    const outcome = await attempt(ports, request, decision);
    if (outcome !== undefined) return outcome;
  }
  return deny(refusal('moved-on'));
}

/** Undefined where somebody else was faster, with the extension or with one of its filings. */
async function attempt<N extends Decisions>(
  { ledger }: Ports,
  { member, params, body, ifMatch, now, memo }: Request<N>,
  decision: 'granted' | 'denied',
): Promise<Result<Answer> | undefined> {
  const ref = { region: member.region, round: params.round };
  const [round, before] = await Promise.all([
    ledger.round(ref, { fresh: true }),
    ledger.extension({ ...ref, id: params.extension }),
  ]);
  if (round === undefined || before === undefined)
    return deny(refusal('not-found', { what: '这项延期申请' }));
  const by = { id: member.id, name: member.name };
  const decided = decideExtension(before, decision, { round, opinion: body.opinion, by, at: now });
  if (!decided.ok) return decided;
  if (ifMatch !== before.version) return deny(refusal('stale-version', { current: before.version }));
  const heads = concernedBy(before, await ledger.filings(before));
  const after = await ledger.decideExtension(before, decided.value, {
    heads,
    at: now,
    by: { ...by, post: roleNames['finance-office'] },
    memo: memo<Extension>(viewOf),
  });
  return after && accept(viewOf(after));
}
