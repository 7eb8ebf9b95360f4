/**
 * 安排监控任务: the finance office plans a round or changes its plan, from data of the notice's shape, and is told what issuing it would do.
 * With `dryRun` that is all: nothing is written.
 */
import { accept } from '../../shared/domain/result.ts';
import { fieldsOf, type RoundHead } from '../../shared/domain/round.ts';
import { decidePlan, newRound } from '../../shared/domain/round-plan.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { append, asOffice, decideOn } from './act-on-round.ts';
import { outlookOn } from './outlook-on.ts';
import { type Ports, viewOf } from './read-rounds.ts';

export const planRound: UseCase<Ports, 'planRound'> = async (ports, request) => {
  const { member, body: plan, query } = request;
  const mine = asOffice(member, '安排监控任务');
  if (!mine.ok) return mine;
  const ref = { region: member.region, round: plan.key };
  const [rounds, known] = await Promise.all([
    ports.ledger.rounds(member.region),
    ports.ledger.round(ref, { fresh: true }),
  ]);
  const head = known ?? newRound(ref, plan);
  const decided = await decideOn(request, head, async (round) => decidePlan(round, plan, rounds));
  if (!decided.ok) return decided;
  const outlook = await outlookOn(ports.ledger, member.region, plan);
  const answer = (after: RoundHead) => ({ ...viewOf(after), outlook });
  if (query.dryRun === 'true') return accept(answer({ ...head, ...fieldsOf(plan) }));
  const after = await append(ports, request, head, decided.value, answer);
  return after.ok ? accept(answer(after.value)) : after;
};
