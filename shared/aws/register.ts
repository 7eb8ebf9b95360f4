/** The county's register in the ledger: directory, members, subjects, approved targets and planned rounds. Names change, codes do not. */
import * as z from 'zod/mini';
import { lastDelegation } from '../contract/delegation.ts';
import {
  departmentItem,
  keyOf,
  memberItem,
  regionItem,
  sectionItem,
  signInItem,
  subjectItem,
  targetItem,
  unitItem,
} from '../contract/item.ts';
import type { Key } from '../contract/stream-key.ts';
import { isInForce, withDelegated } from '../domain/delegation.ts';
import type { Registered } from '../domain/register.ts';
import type { TargetVersion } from '../domain/subject.ts';
import type { Ledger } from '../ports.ts';
import { delegationsAmong, membersAmong } from './delegation-ledger.ts';
import { inSlices } from './in-slices.ts';
import { readOnce } from './read-once.ts';
import { roundItem } from './round-ledger.ts';
import type { Item, Table } from './table.ts';

type Register = Pick<
  Ledger,
  | 'regions'
  | 'regionName'
  | 'member'
  | 'members'
  | 'department'
  | 'departments'
  | 'unit'
  | 'subjects'
  | 'subject'
  | 'target'
  | 'register'
>;

export function register(table: Table): Register {
  /** Which region a signed-in subject belongs to never changes, so it is looked up once; the member is read every time (a revoked post stops at once). */
  const signIns = new Map<string, Key>();
  /** A version of targets never changes either. */
  const targets = new Map<string, TargetVersion>();
  return {
    async regions() {
      const items = await table.list(keyOf.regions, false);
      return items.map((item) => z.parse(regionItem, item).code);
    },

    async regionName(code) {
      const item = await table.get(keyOf.region(code), false);
      return item && z.parse(regionItem, item).name;
    },

    async member(subject, at) {
      const key = await readOnce(signIns, subject, () => memberKey(table, subject));
      if (key === undefined) return undefined;
      const items = await table.range(key, lastDelegation(key), false);
      const [own] = membersAmong(items);
      const given = delegationsAmong(items).filter((each) => isInForce(each, at));
      if (own === undefined || given.length === 0) return own;
      const givers = given.map(({ giver }) => table.get(keyOf.member(own.region, giver.id), false));
      return withDelegated(own, given, membersAmong(defined(await Promise.all(givers))), at);
    },

    async members(region, at) {
      const items = await table.list(keyOf.members(region), false);
      const [all, given] = [membersAmong(items), delegationsAmong(items)];
      return all.map((member) => withDelegated(member, given, all, at));
    },

    async department(region, code) {
      const item = await table.get(keyOf.department(region, code), false);
      return item && z.parse(departmentItem, item);
    },

    async departments(region) {
      const items = await table.list(keyOf.departments(region), false);
      return items.map((item) => z.parse(departmentItem, item));
    },

    async unit(region, code) {
      const item = await table.get(keyOf.unit(region, code), false);
      return item && z.parse(unitItem, item);
    },

    async subjects(region, year, department) {
      const items = await table.list(keyOf.subjects(region, year, department), false);
      return items.map((item) => z.parse(subjectItem, item));
    },

    async subject(region, year, department, code) {
      const item = await table.get(keyOf.subject(region, year, department, code), false);
      return item && z.parse(subjectItem, item);
    },

    async target(region, year, subject) {
      const key = keyOf.target(region, year, subject.department, subject.code, subject.targetVersion);
      return readOnce(targets, `${key.pk} ${key.sk}`, () => readTarget(table, key));
    },

    async register(region, year, things) {
      const items = things.flatMap((thing) => itemsOf(region, year, thing));
      const fresh = await inSlices(items, ([key, put]) => table.write([{ key, put, when: 'absent' }]));
      return fresh.filter(Boolean).length;
    },
  };
}

async function readTarget(table: Table, key: Key): Promise<TargetVersion | undefined> {
  const item = await table.get(key, false);
  return item && z.parse(targetItem, item);
}

async function memberKey(table: Table, subject: string): Promise<Key | undefined> {
  const item = await table.get(keyOf.signIn(subject), false);
  if (item === undefined) return undefined;
  const { region, member } = z.parse(signInItem, item);
  return keyOf.member(region, member);
}

/** The items that a thing is kept as. */
export function itemsOf(region: string, year: number, thing: Registered): readonly (readonly [Key, Item])[] {
  switch (thing.type) {
    case 'region':
      return [[keyOf.region(region), z.encode(regionItem, { code: region, name: thing.name })]];
    case 'department':
      return [[keyOf.department(region, thing.value.code), z.encode(departmentItem, thing.value)]];
    case 'unit':
      return [[keyOf.unit(region, thing.value.code), z.encode(unitItem, thing.value)]];
    case 'section':
      return [[keyOf.section(region, thing.value.code), z.encode(sectionItem, thing.value)]];
    case 'member':
      return [
        [keyOf.member(region, thing.value.id), z.encode(memberItem, thing.value)],
        [keyOf.signIn(thing.value.id), z.encode(signInItem, { region, member: thing.value.id })],
      ];
    case 'subject': {
      const { department, code } = thing.value;
      return [[keyOf.subject(region, year, department, code), z.encode(subjectItem, thing.value)]];
    }
    case 'target': {
      const { subject, version } = thing.value;
      return [
        [keyOf.target(region, year, thing.department, subject, version), z.encode(targetItem, thing.value)],
      ];
    }
    case 'round':
      return [[keyOf.round(thing.value), roundItem(thing.value)]];
  }
}

function defined(items: readonly (Item | undefined)[]): readonly Item[] {
  return items.filter((item) => item !== undefined);
}
