/** 立即核对: asks for a reconciliation. It is asked for on the event bus, and found there by the function that does it. */
import { reconciliationAsked } from '../../shared/domain/announcement.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { type Ports, whyNotWatching } from './read-operations.ts';

export const askReconciliation: UseCase<Ports, 'askReconciliation'> = async ({ bus }, { member, now }) => {
  const refused = whyNotWatching(member, '立即核对');
  if (refused !== null) return deny(refused);
  const { region } = member;
  await bus.announce([{ id: `${region}/${now}`, kind: reconciliationAsked, at: now, detail: { region } }]);
  return accept({ askedAt: now });
};
