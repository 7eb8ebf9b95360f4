/**
 * The way of every command on a filing: load it, ask whether this member may do this to this version, decide, append. Reads are cheap
 * ones first; before anything is refused they are made again afresh, so that nobody is refused on yesterday's news.
 */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import { deputyAt, fillerPost, reviewerPost, sees, whyNot } from '../../shared/domain/authority.ts';
import { daysLate, type Instant } from '../../shared/domain/calendar.ts';
import { type Member, type Post, roleNames } from '../../shared/domain/directory.ts';
import { type Act, acts, type FilingFact, type FilingHead, stageNames } from '../../shared/domain/filing.ts';
import { type Refusal, refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Request } from '../../shared/edge/endpoint.ts';
import type { Actor, Ledger } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: Ledger;
  readonly now: () => Instant;
}

/** The routes that answer with a receipt. */
export type CommandName =
  | 'saveDraft'
  | 'submitFiling'
  | 'withdrawFiling'
  | 'approveFiling'
  | 'returnFiling'
  | 'undoFiling'
  | 'exemptFiling'
  | 'includeFiling'
  | 'reopenFiling';
type Receipt = AnswerOf<CommandName>;

/** Decides on the head as it was read; called a second time, `fresh`, before a refusal is believed. */
type Decide = (head: FilingHead, fresh: boolean) => Promise<Result<FilingFact>>;

export async function actOnFiling<N extends CommandName>(
  { ledger }: Ports,
  request: Request<N>,
  act: Act,
  decide: Decide,
): Promise<Result<Receipt>> {
  const { params, member, now } = request;
  const attempt = async (fresh: boolean): Promise<Result<Receipt>> => {
    const head = await ledger.filing(params.filing, { fresh });
    if (head === undefined || !sees(member, head)) return deny(missing());
    const refused = whyRefused(request, act, head);
    if (refused !== null) return deny(refused);
    const decided = await decide(head, fresh);
    if (!decided.ok) return decided;
    const memo = request.memo<FilingHead>((after) => receiptOf(after, now));
    const after = await ledger.appendToFiling(head, {
      fact: decided.value,
      at: now,
      by: actorOf(member, act, head),
      memo,
    });
    return after === undefined ? deny(refusal('moved-on')) : accept(receiptOf(after, now));
  };
  const first = await attempt(false);
  return first.ok ? first : attempt(true);
}

function missing(): Refusal {
  return refusal('not-found', { what: '这份填报' });
}

function whyRefused(
  request: { member: Member; ifMatch: number },
  act: Act,
  head: FilingHead,
): Refusal | null {
  if (request.ifMatch !== head.version) return refusal('stale-version', { current: head.version });
  return whyNot(request.member, act, head);
}

/** Who acts, with the post under which he does. */
function actorOf(member: Member, act: Act, head: FilingHead): Actor {
  const post = postFor(act, head);
  const giver = deputyAt(member, post)?.for;
  return { id: member.id, name: member.name, post: roleNames[post.role], ...(giver && { for: giver }) };
}

function postFor(act: Act, head: FilingHead): Post {
  const { level } = acts[act];
  if (level === 'office') return { role: 'finance-office', at: head.region };
  if (level === 'fill') return fillerPost(head);
  const reviewing = act === 'undo' || head.stage === 'dept-review' ? 'dept-review' : 'section-review';
  return reviewerPost(head, reviewing);
}

function receiptOf(head: FilingHead, at: Instant): Receipt {
  return {
    filing: formatFilingId(head),
    version: head.version,
    stage: head.stage,
    stageName: stageNames[head.stage],
    at,
    digest: head.content?.digest ?? null,
    daysLate: head.firstSentAt === null ? 0 : daysLate(head.firstSentAt, head.dueAt),
    hash: head.hash,
  };
}
