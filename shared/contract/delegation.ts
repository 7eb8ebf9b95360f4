/** Delegations (代办): their paths and bodies, and the item beside the deputy's member. */
import * as z from 'zod/mini';
import { type Delegation, delegableRoles } from '../domain/delegation.ts';
import { instant, memberId } from './field.ts';
import { absentOr, keyOf } from './item.ts';
import type { Key } from './stream-key.ts';

const nothing = z.strictObject({});
const day = z.iso.date('日期应为YYYY-MM-DD');
const role = z.enum(delegableRoles, '可以委托的岗位为dept-reviewer或section-reviewer');
const signatory = z.strictObject({ id: memberId, name: z.string() });
const delegationId = z.string().check(z.regex(/^[\w.@-]{1,200}$/, '代办编号格式不正确'));

const delegation = z.strictObject({
  delegation: delegationId,
  giver: signatory,
  deputy: signatory,
  role,
  roleName: z.string(),
  at: z.string(),
  fromOn: day,
  toOn: day,
  givenAt: instant,
  revokedAt: z.nullable(instant),
  revokedBy: z.nullable(signatory),
  inForce: z.boolean(),
  version: z.int(),
});

const onDelegation = { query: nothing, answer: delegation } as const;

export const delegationRoutes = {
  listDelegations: {
    ...onDelegation,
    method: 'GET',
    path: '/api/directory/delegations',
    summary: '代办：我委托的和委托给我的',
    params: nothing,
    body: nothing,
    answer: z.strictObject({ delegations: z.array(delegation) }),
  },
  delegate: {
    ...onDelegation,
    method: 'POST',
    path: '/api/directory/delegations',
    idempotent: true,
    summary: '委托代办：在起止日期内由他人代行本人的审核岗位',
    params: nothing,
    body: z.strictObject({
      deputy: memberId,
      role,
      at: z.string().check(z.regex(/^(?:\d{3}|[\w-]{1,20})$/, '岗位所在代码格式不正确')),
      fromOn: day,
      toOn: day,
    }),
  },
  revokeDelegation: {
    ...onDelegation,
    method: 'POST',
    path: '/api/directory/delegations/{delegation}/revoke',
    command: true,
    summary: '撤销代办',
    params: z.strictObject({ delegation: delegationId }),
    body: nothing,
  },
} as const;

export const delegationItem = z.object({
  region: z.string(),
  id: z.string(),
  giver: z.strictObject({ id: z.string(), name: z.string() }),
  deputy: z.strictObject({ id: z.string(), name: z.string() }),
  role: z.enum(delegableRoles),
  at: z.string(),
  fromOn: z.string(),
  toOn: z.string(),
  givenAt: z.int(),
  revokedAt: absentOr(z.int()),
  revokedBy: absentOr(z.strictObject({ id: z.string(), name: z.string() })),
  version: z.int(),
}) satisfies z.ZodMiniType<Delegation>;

/** Right behind the deputy's member, so that one query reads both. */
export function delegationKey({ region, deputy, id }: Pick<Delegation, 'region' | 'deputy' | 'id'>): Key {
  const { pk, sk } = keyOf.member(region, deputy.id);
  return { pk, sk: `${sk}${deputyMark}${id}` };
}

/** The last key that a delegation beside this member can have. */
export function lastDelegation(member: Key): string {
  return `${member.sk}${deputyMark}~`;
}

export function isDelegationKey(sk: string): boolean {
  return sk.includes(deputyMark);
}

/** No id of a member has a `#`. */
const deputyMark = '#DEPUTY#';
