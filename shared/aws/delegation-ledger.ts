/** Delegations in the ledger. Nothing of one is ever lost: revoking it writes by whom and when. */
import * as z from 'zod/mini';
import { delegationItem, delegationKey, isDelegationKey } from '../contract/delegation.ts';
import { keyOf, memberItem } from '../contract/item.ts';
import { type Delegation, delegationMessage } from '../domain/delegation.ts';
import type { Member } from '../domain/directory.ts';
import type { CalendarLedger } from '../ports.ts';
import { telling } from './messages.ts';
import { type Condition, type Item, type Table, withoutNull } from './table.ts';

export function delegationLedger(
  table: Table,
): Pick<CalendarLedger, 'delegations' | 'delegate' | 'revokeDelegation'> {
  return {
    async delegations(region) {
      return delegationsAmong(await table.list(keyOf.members(region), true));
    },
    delegate: (given) => writeTold(table, given, 'absent'),
    revokeDelegation: (before, after) =>
      writeTold(table, after, { expression: 'version = :version', values: { ':version': before.version } }),
  };
}

/** In one transaction with what the deputy is told of it. */
function writeTold(table: Table, delegation: Delegation, when: Condition): Promise<boolean> {
  return table.write([
    { key: delegationKey(delegation), put: itemOf(delegation), when },
    telling(delegation.region, delegationMessage(delegation)),
  ]);
}

/** Of the items of members, the members with their own posts. */
export function membersAmong(items: readonly Item[]): readonly Member[] {
  return items.filter((item) => !isDelegation(item)).map((item) => z.parse(memberItem, item));
}

/** And what stands beside them. */
export function delegationsAmong(items: readonly Item[]): readonly Delegation[] {
  return items.filter(isDelegation).map((item) => z.parse(delegationItem, item));
}

function isDelegation(item: Item): boolean {
  return isDelegationKey(String(item['sk']));
}

function itemOf(delegation: Delegation): Item {
  return withoutNull(z.encode(delegationItem, delegation));
}
