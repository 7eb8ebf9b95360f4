/** The filing that a file belongs to, as this member may deal with it: outside his scope it does not exist. */
import { whyNotAttachableNow, whyNotHisToAttach } from '../../shared/domain/attachment.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { Member } from '../../shared/domain/directory.ts';
import type { FilingHead, FilingRef } from '../../shared/domain/filing.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { deny, type Result } from '../../shared/domain/result.ts';
import { acceptsFilings, notInState } from '../../shared/domain/round.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { AttachmentLedger, Attachments, Now } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: AttachmentLedger;
  readonly attachments: Attachments;
  readonly now: Now;
}

/** The filing that this member fills in, wherever it stands now. */
export async function ownFiling(ports: Ports, member: Member, ref: FilingRef): Promise<Result<FilingHead>> {
  const found = await visibleFiling(ports.ledger, member, ref);
  if (!found.ok) return found;
  const refused = whyNotHisToAttach(member, found.value);
  return refused === null ? found : deny(refused);
}

/** Why nothing can be attached at this instant: what cannot be saved needs no evidence. */
export async function whyNotNow({ ledger }: Ports, head: FilingHead, now: Instant): Promise<Refusal | null> {
  const refused = whyNotAttachableNow(head);
  // What was filed once may be mended even when its round has been closed since.
  if (refused !== null || head.attempt > 0) return refused;
  const round = await ledger.round(head);
  if (round === undefined) throw new Error(`filing ${head.subject} has lost its round ${head.round}`);
  return acceptsFilings(round, now) ? null : notInState(round);
}
