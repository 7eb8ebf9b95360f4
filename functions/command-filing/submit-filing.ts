/**
 * 送审: evaluates what was saved and records the submission with the evaluation and the server's time; where it goes next is the state
 * machine's business.
 */
import { evaluate } from '../../shared/domain/evaluation.ts';
import { decideSubmit, maySubmit, whyShut } from '../../shared/domain/filing-decisions.ts';
import { groundOf } from '../../shared/domain/ground.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';
import { hindrances } from './hindrances.ts';

export const submitFiling: UseCase<Ports, 'submitFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'submit', async (head, fresh) => {
    const { member, now } = request;
    const allowed = maySubmit(head, member.id);
    if (!allowed.ok) return allowed;
    const [content, given, beside] = await Promise.all([
      ports.ledger.content(head),
      ports.ledger.ground(head),
      ports.ledger.beside(head, { fresh }),
    ]);
    const shut = whyShut(head, given.round, 'submit', now);
    if (shut !== null) return deny(shut);
    if (content === undefined) return deny(refusal('nothing-to-submit'));
    const evaluation = evaluate(content, groundOf(given, beside));
    return hindrances(evaluation, 'checks-failed') ?? decideSubmit(head, member.id, now, evaluation);
  });
