/**
 * 暂存: keeps what has been entered so far. Only the form's own cells and their syntax are checked; nothing need be complete. What the
 * bureau has imported is laid over it.
 */
import type { Content } from '../../shared/domain/content.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { decideSave, whyShut } from '../../shared/domain/filing-decisions.ts';
import { fundsIssues, isImported, layFunds } from '../../shared/domain/funds.ts';
import { refusalWith } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';
import { strangerIssues } from '../../shared/domain/strangers.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const saveDraft: UseCase<Ports, 'saveDraft'> = (ports, request) =>
  actOnFiling(ports, request, 'save', async (head: FilingHead) => {
    const entered: Content = request.body;
    const { round, subject, target } = await ports.ledger.ground(head);
    const shut = whyShut(head, round, 'save', request.now);
    if (shut !== null) return deny(shut);
    const given = { fundsEntry: round.fundsEntry, imported: subject.imported[round.cutoffMonth] ?? null };
    const funds = isImported(given) ? given.imported : null;
    const issues = [
      ...strangerIssues(entered, subject, target),
      ...(funds === null ? [] : fundsIssues(entered, funds)),
    ];
    if (issues.length > 0) return deny(refusalWith('invalid-input', issues));
    const content = funds === null ? entered : layFunds(entered, funds);
    return decideSave(head, request.member.id, content, ports.ledger.digest(content));
  });
