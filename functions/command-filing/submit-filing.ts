/** 送审: runs the checks and records the submission with the server's time; where it goes next is the state machine's business. */
import { decideSubmit } from '../../shared/domain/filing.ts';
import { refusal, refusalWith } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';
import { acceptsFilings, notInState } from '../../shared/domain/round.ts';
import { validate } from '../../shared/domain/validation.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const submitFiling: UseCase<Ports, 'submitFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'submit', async (head) => {
    const decided = decideSubmit(head, request.member.id, request.now);
    if (!decided.ok) return decided;
    const [content, { round, subject, target }] = await Promise.all([
      ports.ledger.content(head),
      ports.ledger.ground(head),
    ]);
    // What was filed once may always be sent again, even when its round has been closed since.
    if (head.attempt === 0 && !acceptsFilings(round, request.now)) return deny(notInState(round));
    if (content === undefined) return deny(refusal('nothing-to-submit'));
    const issues = validate(content, {
      kind: subject.kind,
      target,
      cutoffMonth: round.cutoffMonth,
      emphasis: round.emphasis,
    });
    return issues.length > 0 ? deny(refusalWith('checks-failed', issues)) : decided;
  });
