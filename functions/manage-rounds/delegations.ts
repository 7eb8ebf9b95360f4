/** 代办 (domain §8): who reviews is away for some days and names his deputy; he or the administrator takes that back at any time. */
import type { AnswerOf } from '../../shared/contract/api.ts';
import {
  type Delegation,
  decideDelegate,
  decideRevoke,
  isInForce,
  seesDelegation,
} from '../../shared/domain/delegation.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './read-rounds.ts';

export const listDelegations: UseCase<Ports, 'listDelegations'> = async ({ ledger }, { member, now }) => {
  const all = await ledger.delegations(member.region);
  const seen = all.filter((each) => seesDelegation(member, each));
  return accept({ delegations: seen.map((each) => viewOf(each, now)) });
};

export const delegate: UseCase<Ports, 'delegate'> = async ({ ledger }, { member, body, now }) => {
  const [members, departments, before] = await Promise.all([
    ledger.members(member.region, now),
    ledger.departments(member.region),
    ledger.delegations(member.region),
  ]);
  const deputy = members.find(({ id }) => id === body.deputy);
  if (deputy === undefined) return deny(refusal('not-found', { what: '这名代办人' }));
  const decided = decideDelegate(member, deputy, body, departments, now);
  if (!decided.ok) return decided;
  const given = { ...decided.value, id: idOf(decided.value, before) };
  if (await ledger.delegate(given)) return accept(viewOf(given, now));
  const same = before.find(({ id }) => id === given.id);
  return same === undefined ? deny(refusal('too-busy')) : accept(viewOf(same, now));
};

/** Once or often the same; after a revocation it is another one. */
function idOf(given: Omit<Delegation, 'id'>, before: readonly Delegation[]): string {
  const { giver, deputy, role, at, fromOn, toOn } = given;
  const name = `${giver.id}.${deputy.id}.${role}.${at}.${fromOn}.${toOn}.`;
  const revoked = before.filter((each) => each.id.startsWith(name) && each.revokedAt !== null);
  return `${name}${revoked.length + 1}`;
}

export const revokeDelegation: UseCase<Ports, 'revokeDelegation'> = async (
  { ledger },
  { member, params, ifMatch, now },
) => {
  const all = await ledger.delegations(member.region);
  const before = all.find((each) => each.id === params.delegation && seesDelegation(member, each));
  if (before === undefined) return deny(refusal('not-found', { what: '这项代办' }));
  const decided = decideRevoke(before, member, now);
  if (!decided.ok) return decided;
  if (ifMatch !== before.version) return deny(refusal('stale-version', { current: before.version }));
  const written = await ledger.revokeDelegation(before, decided.value);
  return written ? accept(viewOf(decided.value, now)) : deny(refusal('delegation-revoked'));
};

function viewOf({ region: _, id, ...rest }: Delegation, now: number): AnswerOf<'delegate'> {
  return { delegation: id, ...rest, roleName: roleNames[rest.role], inForce: isInForce(rest, now) };
}
