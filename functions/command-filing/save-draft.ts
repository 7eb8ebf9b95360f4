/** 暂存: keeps what has been entered so far. Only the form's own cells and their syntax are checked; nothing need be complete. */
import type { Content } from '../../shared/domain/content.ts';
import { decideSave, type FilingHead, whyShut } from '../../shared/domain/filing.ts';
import { refusalWith } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';
import { strangerIssues } from '../../shared/domain/validation.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const saveDraft: UseCase<Ports, 'saveDraft'> = (ports, request) =>
  actOnFiling(ports, request, 'save', async (head: FilingHead) => {
    const content: Content = request.body;
    const { round, subject, target } = await ports.ledger.ground(head);
    const shut = whyShut(head, round, 'save', request.now);
    if (shut !== null) return deny(shut);
    const strangers = strangerIssues(content, subject.kind, target);
    if (strangers.length > 0) return deny(refusalWith('invalid-input', strangers));
    return decideSave(head, request.member.id, content, ports.ledger.digest(content));
  });
