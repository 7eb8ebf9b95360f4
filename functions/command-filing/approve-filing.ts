/**
 * 审核: the reviewer approves exactly what he was served, named by its digest. The finance section's approval is the last one, so
 * every check runs once more before it.
 */
import { evaluate } from '../../shared/domain/evaluation.ts';
import { decideApprove } from '../../shared/domain/filing-decisions.ts';
import { groundOf } from '../../shared/domain/ground.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';
import { hindrances } from './hindrances.ts';

export const approveFiling: UseCase<Ports, 'approveFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'approve', async (head, fresh) => {
    const { digest, opinion } = request.body;
    const decided = decideApprove(head, request.member.id, digest, opinion);
    if (!decided.ok || head.stage !== 'section-review') return decided;
    const [content, given, beside] = await Promise.all([
      ports.ledger.content(head),
      ports.ledger.ground(head),
      ports.ledger.beside(head, { alone: true, fresh }),
    ]);
    if (content === undefined) return deny(refusal('nothing-to-submit'));
    return hindrances(evaluate(content, groundOf(given, beside)), 'recheck-failed') ?? decided;
  });
