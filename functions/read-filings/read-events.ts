/** 审核情况: who did what when, in order, with the chain that proves it. */
import { formatFilingId } from '../../shared/contract/field.ts';
import { timeHeld } from '../../shared/domain/held.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import { wireEvents } from '../../shared/edge/wire-events.ts';
import type { Ports } from './read-me.ts';

export const readEvents: UseCase<Ports, 'readEvents'> = async ({ ledger }, { member, params, now }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const { entries, intact } = await ledger.events(found.value);
  return accept({
    filing: formatFilingId(found.value),
    events: wireEvents(entries),
    intact,
    held: timeHeld(entries, now),
  });
};
