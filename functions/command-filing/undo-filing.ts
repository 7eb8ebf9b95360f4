/** 取消审核: the department's reviewer takes his own approval back, as long as the section has not acted. */
import { approverOf, decideUndo } from '../../shared/domain/filing-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const undoFiling: UseCase<Ports, 'undoFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'undo', async (head) => {
    const { entries } = await ports.ledger.events(head);
    return decideUndo(head, request.member.id, approverOf(entries));
  });
