/** Delegations (代办, domain §8): dated, never to the filler, not passed on, revocable; both names count for four eyes. */
import { describe, expect, test } from 'vitest';
import { deputyAt, holds, sees, whyNot, worksAt } from '../../shared/domain/authority.ts';
import { endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import {
  type Asked,
  type Delegation,
  decideDelegate,
  decideRevoke,
  isInForce,
  seesDelegation,
  withDelegated,
} from '../../shared/domain/delegation.ts';
import type { Member, Post } from '../../shared/domain/directory.ts';
import { decideApprove } from '../../shared/domain/filing-decisions.ts';
import { evolve } from '../../shared/domain/filing-evolution.ts';
import { onTheWay, outcome } from '../support/filings.ts';

const member = (id: string, ...posts: readonly Post[]): Member => ({
  id,
  region: '360733',
  name: `${id}某`,
  posts,
});
const reviews = { role: 'dept-reviewer', at: '101' } as const;
const giver = member('giver', reviews);
const deputy = member('deputy', { role: 'dept-reviewer', at: '102' });
const admin = member('admin', { role: 'admin', at: '360733' });
const departments = [
  { code: '101', name: '教育', section: 'S01', keyMonitoring: false },
  { code: '102', name: '卫健', section: 'S01', keyMonitoring: false },
];
const now = startOfDay('2022-07-05');
const asked: Asked = { ...reviews, fromOn: '2022-07-05', toOn: '2022-07-08' };
const decide = (from: Member, to: Member, bent: Partial<Asked> = {}) =>
  decideDelegate(from, to, { ...asked, ...bent }, departments, now);
const given: Delegation = {
  region: '360733',
  id: 'd1',
  giver: { id: 'giver', name: 'giver某' },
  deputy: { id: 'deputy', name: 'deputy某' },
  ...asked,
  givenAt: now,
  revokedAt: null,
  revokedBy: null,
  version: 1,
};

describe('domain §8 · what cannot be delegated', () => {
  const section = { role: 'section-reviewer', at: 'S01' } as const;
  test.each([
    ['a past first day', () => decide(giver, deputy, { fromOn: '2022-07-04' }), 'delegation-days'],
    ['a last day before the first', () => decide(giver, deputy, { toOn: '2022-07-04' }), 'delegation-days'],
    ['to oneself', () => decide(giver, giver), 'delegation-to-oneself'],
    ['a post that is not his', () => decide(deputy, giver), 'delegation-not-held'],
    [
      'what he holds for another',
      () => decide(withDelegated(deputy, [given], [giver], now), member('third')),
      'delegation-chained',
    ],
    [
      'to a filler of a unit of the department',
      () => decide(giver, member('f', { role: 'unit-filler', at: '101002' })),
      'delegation-to-filler',
    ],
    [
      'to the filler of the department',
      () => decide(giver, member('f', { role: 'dept-filler', at: '101' })),
      'delegation-to-filler',
    ],
    [
      'a section’s to a filler of any of its departments',
      () => decide(member('s', section), member('f', { role: 'unit-filler', at: '102001' }), section),
      'delegation-to-filler',
    ],
  ])('%s', (_, decided, code) => {
    expect(outcome(decided())).toBe(code);
  });

  test('to a colleague, or to a filler of another department, for one day or several', () => {
    expect(decide(giver, deputy)).toEqual({ ok: true, value: { ...given, id: undefined } });
    expect(outcome(decide(giver, member('f', { role: 'unit-filler', at: '102001' })))).toBe('accepted');
    expect(outcome(decide(giver, deputy, { toOn: '2022-07-05' }))).toBe('accepted');
  });
});

describe('domain §8 · while it is in force', () => {
  test.each([
    [startOfDay('2022-07-05') - 1, false],
    [startOfDay('2022-07-05'), true],
    [endOfDay('2022-07-08') - 1, true],
    [endOfDay('2022-07-08'), false],
  ])('at %i: %s', (at, inForce) => {
    expect(isInForce(given, at)).toBe(inForce);
    expect(worksAt(withDelegated(deputy, [given], [giver], at), reviews)).toBe(inForce);
  });

  test('not once it is revoked; not another than the deputy; and what is his own, he does in his own name', () => {
    expect(withDelegated(deputy, [{ ...given, revokedAt: now }], [giver], now)).toEqual(deputy);
    expect(withDelegated(admin, [given], [giver], now)).toEqual(admin);
    expect(withDelegated(deputy, [given], [{ ...giver, posts: [] }], now)).toEqual(deputy);
    expect(deputyAt(withDelegated(deputy, [given], [giver], now), reviews)?.for).toEqual(given.giver);
    const colleague = withDelegated({ ...deputy, posts: [reviews] }, [given], [giver], now);
    expect([worksAt(colleague, reviews), deputyAt(colleague, reviews)]).toEqual([true, undefined]);
  });

  test('it is for reviewing filings alone: neither a post of his own, nor a desk of another', () => {
    const acting = withDelegated(deputy, [given], [giver], now);
    expect(holds(acting, reviews)).toBe(false);
    expect(worksAt(acting, { role: 'section-reviewer', at: 'S01' })).toBe(false);
    expect(sees(acting, onTheWay.atDepartment())).toBe(true);
  });

  test('only the giver and the administrator revoke it, once', () => {
    expect(outcome(decideRevoke(given, deputy, now))).toBe('not-yours');
    expect(outcome(decideRevoke({ ...given, revokedAt: now }, giver, now))).toBe('delegation-revoked');
    for (const by of [giver, admin])
      expect(decideRevoke(given, by, now)).toMatchObject({
        value: { revokedAt: now, revokedBy: { id: by.id }, version: 2 },
      });
    expect([giver, deputy, admin, member('other')].map((each) => seesDelegation(each, given))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('domain §8 · four eyes count both', () => {
  const acting = withDelegated(deputy, [given], [giver], now);
  const head = onTheWay.atDepartment();

  test('neither who fills it, nor for one who has acted at another level', () => {
    expect(whyNot(deputy, 'approve', head)?.code).toBe('not-yours');
    expect(sees(deputy, head)).toBe(false);
    expect(whyNot(acting, 'approve', head)).toBeNull();
    const fills = { ...acting, posts: [...acting.posts, { role: 'unit-filler', at: '101001' } as const] };
    expect(whyNot(fills, 'approve', head)?.code).toBe('deputy-fills');
    const touched = { ...head, hands: [...head.hands, ['section-review', 'giver'] as const] };
    expect(whyNot(acting, 'approve', touched)?.code).toBe('giver-acted');
    expect(outcome(decideApprove({ ...head, hands: [['fill', 'deputy']] }, 'deputy', 'd', ''))).toBe(
      'same-person',
    );
  });

  const levels = ['fill', 'dept-review', 'section-review'] as const;
  const people = [[], ['deputy'], ['giver'], ['deputy', 'giver']] as const;
  test.each(levels.flatMap((level) => people.map((who) => [level, who] as const)))(
    'acted at %s before: %j',
    (level, who) => {
      const acted = { ...head, hands: who.map((id) => [level, id] as const) };
      const refused =
        whyNot(acting, 'approve', acted) !== null ||
        outcome(decideApprove(acted, 'deputy', 'd', '')) === 'same-person';
      expect(refused).toBe(who.length > 0 && level !== 'dept-review');
    },
  );

  test('after it neither of them acts at another level, and who acted stands last', () => {
    const fact = { type: 'approved', at: 'dept-review', digest: 'd', opinion: '' } as const;
    const after = evolve(head, { seq: 9, hash: 'h', at: now, by: 'deputy', onBehalfOf: 'giver', fact });
    expect(after.hands.slice(1)).toEqual([
      ['dept-review', 'giver'],
      ['dept-review', 'deputy'],
    ]);
    const atSection = { ...after, stage: 'section-review' } as const;
    for (const id of ['giver', 'deputy'])
      expect(outcome(decideApprove(atSection, id, 'd', ''))).toBe('same-person');
  });
});
