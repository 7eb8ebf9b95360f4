/** The way of every command on a disposition: found, his, on the version seen, decided, appended. */
import { holds, sees } from '../../shared/domain/authority.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { type Member, type Post, roleNames } from '../../shared/domain/directory.ts';
import {
  belongingOf,
  type DispositionAct,
  type DispositionFact,
  type DispositionHead,
  type DispositionRef,
  decideCancel,
  decideCheck,
  decideClose,
  decideLift,
  decideNotify,
  postsFor,
  whyNotHis,
} from '../../shared/domain/disposition.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import { fiscalYearOf } from '../../shared/domain/round.ts';
import { addWorkingDays } from '../../shared/domain/working-days.ts';
import type { Request, UseCase } from '../../shared/edge/endpoint.ts';
import type { Actor, Ledger, Now } from '../../shared/ports.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';
import { type View, viewOf } from './view.ts';

export interface Ports {
  readonly ledger: Ledger;
  readonly dispositions: DispositionLedger;
  readonly now: Now;
}

type CommandName =
  | 'notifyDisposition'
  | 'feedbackDisposition'
  | 'checkDisposition'
  | 'closeDisposition'
  | 'cancelDisposition'
  | 'liftDisposition';

/** Working days for carrying a disposition out, where the finance office names no other day (domain §9). */
const usualDays = 10;

export async function actOnDisposition<N extends CommandName>(
  { dispositions }: Ports,
  request: Request<N>,
  act: DispositionAct,
  decide: (head: DispositionHead) => Result<DispositionFact> | Promise<Result<DispositionFact>>,
): Promise<Result<View>> {
  const { member, params, ifMatch, now } = request;
  const found = await visibleDisposition(dispositions, member, params.disposition);
  if (!found.ok) return found;
  const head = found.value;
  const refused = whyNotHis(member, act, head);
  if (refused !== null) return deny(refused);
  if (ifMatch !== head.version) return deny(refusal('stale-version', { current: head.version }));
  const decided = await decide(head);
  if (!decided.ok) return decided;
  const memo = request.memo<DispositionHead>((after) => viewOf(after, member, now));
  const by = actorOf(member, postsFor(act, head));
  const after = await dispositions.appendToDisposition(head, { fact: decided.value, at: now, by, memo });
  return after === undefined ? deny(refusal('moved-on')) : accept(viewOf(after, member, now));
}

/** Outside his scope it does not exist. */
export async function visibleDisposition(
  dispositions: DispositionLedger,
  member: Member,
  ref: DispositionRef,
): Promise<Result<DispositionHead>> {
  const head = await dispositions.disposition(ref);
  return head !== undefined && sees(member, belongingOf(head))
    ? accept(head)
    : deny(refusal('not-found', { what: '这项处置' }));
}

/** Who acts, with the post under which he does. */
export function actorOf(member: Member, under: readonly Post[]): Actor {
  const post = under.find((each) => holds(member, each));
  if (post === undefined) throw new Error(`${member.id} acts under a post that is not his`);
  return { id: member.id, name: member.name, post: roleNames[post.role] };
}

export const notifyDisposition: UseCase<Ports, 'notifyDisposition'> = (ports, request) =>
  actOnDisposition(ports, request, 'notify', (head) => {
    const today = dayOf(request.now);
    const dueOn = request.body.dueOn ?? addWorkingDays(today, usualDays);
    return decideNotify(head, request.member.id, dueOn, today);
  });

export const checkDisposition: UseCase<Ports, 'checkDisposition'> = (ports, request) =>
  actOnDisposition(ports, request, 'check', (head) => decideCheck(head, request.member.id, request.body));

export const closeDisposition: UseCase<Ports, 'closeDisposition'> = (ports, request) =>
  actOnDisposition(ports, request, 'close', async (head) => {
    const { region, round, department, subject } = head.filing;
    const registered = await ports.ledger.subject(region, fiscalYearOf(round), department, subject);
    const targetVersion = registered?.targetVersion ?? head.targetVersion;
    return decideClose(head, request.member.id, { targetVersion, opinion: request.body.opinion });
  });

export const cancelDisposition: UseCase<Ports, 'cancelDisposition'> = (ports, request) =>
  actOnDisposition(ports, request, 'cancel', (head) => decideCancel(head, request.body.reason));

export const liftDisposition: UseCase<Ports, 'liftDisposition'> = (ports, request) =>
  actOnDisposition(ports, request, 'lift', (head) => decideLift(head, request.body.reason));
