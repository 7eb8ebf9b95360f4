/**
 * Delegations (代办, domain §8): for some days somebody reviews filings for another, at a post of the other's. Both names stand in what he does,
 * and both count for four eyes. Never to who fills what the post reviews, never passed on; either the giver or the administrator revokes it.
 */
import { deputyAt, holds } from './authority.ts';
import { type Day, dayOf, endOfDay, type Instant, startOfDay } from './calendar.ts';
import { type Department, type Member, type Post, roleNames } from './directory.ts';
import type { Signatory } from './extension.ts';
import { dayWords, type Message } from './message.ts';
import { type Refusal, refusal } from './refusal.ts';
import { accept, deny, type Result } from './result.ts';

/** The posts that can be given: those that review. */
export const delegableRoles = ['dept-reviewer', 'section-reviewer'] as const;
export type DelegableRole = (typeof delegableRoles)[number];

export interface Delegation {
  readonly region: string;
  readonly id: string;
  readonly giver: Signatory;
  readonly deputy: Signatory;
  readonly role: DelegableRole;
  readonly at: string;
  /** Its first and its last day. */
  readonly fromOn: Day;
  readonly toOn: Day;
  readonly givenAt: Instant;
  readonly revokedAt: Instant | null;
  readonly revokedBy: Signatory | null;
  readonly version: number;
}

export type Asked = Pick<Delegation, 'role' | 'at' | 'fromOn' | 'toOn'>;

export function isInForce(
  { fromOn, toOn, revokedAt }: Pick<Delegation, 'fromOn' | 'toOn' | 'revokedAt'>,
  now: Instant,
): boolean {
  return revokedAt === null && now >= startOfDay(fromOn) && now < endOfDay(toOn);
}

/** A member with the posts that he holds for others at this moment; who has lost a post himself has nobody there. */
export function withDelegated(
  member: Member,
  delegations: readonly Delegation[],
  givers: readonly Member[],
  now: Instant,
): Member {
  const delegated = delegations
    .filter((each) => each.deputy.id === member.id && isInForce(each, now))
    .filter((each) => givers.some((giver) => giver.id === each.giver.id && holds(giver, each)))
    .map(({ role, at, giver }) => ({ role, at, for: giver }));
  return delegated.length === 0 ? member : { ...member, delegated };
}

/** `deputy` as the directory has him, with his own posts alone. */
export function decideDelegate(
  giver: Member,
  deputy: Member,
  asked: Asked,
  departments: readonly Department[],
  now: Instant,
): Result<Omit<Delegation, 'id'>> {
  const refused =
    whyNotHis(giver, asked) ?? whyNoSuchDays(asked, now) ?? whyNotTo(giver, deputy, asked, departments);
  if (refused !== null) return deny(refused);
  const { role, at, fromOn, toOn } = asked;
  return accept({
    region: giver.region,
    giver: { id: giver.id, name: giver.name },
    deputy: { id: deputy.id, name: deputy.name },
    ...{ role, at, fromOn, toOn },
    givenAt: now,
    revokedAt: null,
    revokedBy: null,
    version: 1,
  });
}

/** What one holds for another cannot be passed on. */
function whyNotHis(giver: Member, post: Post): Refusal | null {
  if (holds(giver, post)) return null;
  return refusal(deputyAt(giver, post) === undefined ? 'delegation-not-held' : 'delegation-chained');
}

function whyNoSuchDays({ fromOn, toOn }: Asked, now: Instant): Refusal | null {
  const today = dayOf(now);
  return fromOn < today || toOn < fromOn ? refusal('delegation-days', { today }) : null;
}

function whyNotTo(
  giver: Member,
  deputy: Member,
  { role, at }: Asked,
  departments: readonly Department[],
): Refusal | null {
  if (deputy.id === giver.id) return refusal('delegation-to-oneself');
  const reviewed = departments.filter(
    ({ code, section }) => at === (role === 'dept-reviewer' ? code : section),
  );
  const fills = deputy.posts.some(
    (post) =>
      (post.role === 'unit-filler' || post.role === 'dept-filler') &&
      reviewed.some(({ code }) => post.at.slice(0, 3) === code),
  );
  return fills ? refusal('delegation-to-filler', { name: deputy.name }) : null;
}

/** Whoever has neither given nor received it does not see it, but for the administrator. */
export function seesDelegation(member: Member, { giver, deputy }: Delegation): boolean {
  return member.id === giver.id || member.id === deputy.id || isAdmin(member);
}

export function decideRevoke(before: Delegation, by: Member, now: Instant): Result<Delegation> {
  if (by.id !== before.giver.id && !isAdmin(by))
    return deny(refusal('not-yours', { action: '撤销代办', who: `委托人${before.giver.name}或系统管理员` }));
  if (before.revokedAt !== null) return deny(refusal('delegation-revoked'));
  const revokedBy = { id: by.id, name: by.name };
  return accept({ ...before, revokedAt: now, revokedBy, version: before.version + 1 });
}

/** What the deputy is told, once when it is given and once when it is taken back. */
export function delegationMessage(delegation: Delegation): Message {
  const { id, giver, deputy, role, at, fromOn, toOn, givenAt, revokedAt } = delegation;
  const days = `${dayWords(fromOn)}至${dayWords(toOn)}`;
  const what = `${giver.name}委托您于${days}代办的${roleNames[role]}（${at}）`;
  return {
    event: `delegation/${id}/${revokedAt === null ? 'given' : 'revoked'}`,
    to: deputy.id,
    at: revokedAt ?? givenAt,
    kind: 'delegation',
    text: revokedAt === null ? `${what}，请在待办中办理。` : `${what}已撤销，不需要再办理。`,
    round: null,
    filing: null,
  };
}

function isAdmin(member: Member): boolean {
  return holds(member, { role: 'admin', at: member.region });
}
