/**
 * The filing that a file belongs to, as this member may deal with it: outside his scope it does not exist. Evidence is brought by its
 * filler while it may be saved, proof of a disposition by whoever carries that out.
 */
import { whyNotAttachableNow, whyNotHisToAttach } from '../../shared/domain/attachment.ts';
import { fillerPost, holds } from '../../shared/domain/authority.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { Member, Post } from '../../shared/domain/directory.ts';
import { executors } from '../../shared/domain/disposition.ts';
import type { FilingHead, FilingRef } from '../../shared/domain/filing.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import { acceptsFilings, notInState } from '../../shared/domain/round.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { AttachmentLedger, Attachments, Now } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: AttachmentLedger;
  readonly attachments: Attachments;
  readonly now: Now;
}

/** A filing and the post under which somebody may bring files to it; `refusedNow` says why nothing new is taken at this instant. */
interface Bringing {
  readonly head: FilingHead;
  readonly post: Post;
  readonly refusedNow: Refusal | null;
}

export async function ownFiling(
  ports: Ports,
  member: Member,
  ref: FilingRef,
  now: Instant,
): Promise<Result<Bringing>> {
  const found = await visibleFiling(ports.ledger, member, ref);
  if (!found.ok) return found;
  const head = found.value;
  const notHis = whyNotHisToAttach(member, head);
  const refusedNow = notHis ?? (await whyNotNow(ports, head, now));
  if (refusedNow === null) return accept({ head, post: fillerPost(head), refusedNow });
  const post = await executorPost(ports, member, ref);
  if (post !== undefined) return accept({ head, post, refusedNow: null });
  return notHis === null ? accept({ head, post: fillerPost(head), refusedNow }) : deny(notHis);
}

/** Why nothing can be attached at this instant: what cannot be saved needs no evidence. */
async function whyNotNow({ ledger }: Ports, head: FilingHead, now: Instant): Promise<Refusal | null> {
  const refused = whyNotAttachableNow(head);
  // What was filed once may be mended even when its round has been closed since.
  if (refused !== null || head.attempt > 0) return refused;
  const round = await ledger.round(head);
  if (round === undefined) throw new Error(`filing ${head.subject} has lost its round ${head.round}`);
  return acceptsFilings(round, now) ? null : notInState(round);
}

/** The post under which he carries out a disposition of this filing, if one is being carried out. */
async function executorPost({ ledger }: Ports, member: Member, ref: FilingRef): Promise<Post | undefined> {
  const post = executors(ref.department).find((each) => holds(member, each));
  return post !== undefined && (await ledger.isBeingAnswered(ref)) ? post : undefined;
}
