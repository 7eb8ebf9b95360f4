/**
 * Imports in the ledger. Accepting is one transaction: the head (only if it is still the one decided on) and the next event of the
 * region's chain. Bringing the register after it takes many; each of them checks that the import is still the one being applied, so
 * that somebody slow can never write over what came later.
 */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { importEventBody } from '../contract/event.ts';
import {
  departmentItem,
  importsHeadItem,
  keyOf,
  sectionItem,
  signInItem,
  subjectItem,
  targetItem,
  unitItem,
} from '../contract/item.ts';
import type { Key } from '../contract/stream-key.ts';
import { evolveImports, type ImportsHead, type ImportTable, noImports } from '../domain/imports.ts';
import type { Register, Registered } from '../domain/register.ts';
import type { Subject, TargetVersion } from '../domain/subject.ts';
import type { ImportLedger } from '../ports.ts';
import { readChainOf } from './chain.ts';
import { membersAmong } from './delegation-ledger.ts';
import { memory, memoWrites } from './memory.ts';
import { itemsOf, register } from './register.ts';
import { roundLedger } from './round-ledger.ts';
import { sealOnto } from './seal.ts';
import { type Condition, type Item, openTable, type Table, type Write } from './table.ts';

/** A transaction takes 100 writes; one of them is the check of the head. */
const mostWrites = 99;
/** Targets read at a time: of a whole county they would stand in memory twice, as they came and as they were parsed. */
const readAtOnce = 100;

export function openImportLedger(tableName: string, config: DynamoDBClientConfig = {}): ImportLedger {
  const table = openTable(tableName, config);
  const { member } = register(table);
  const { rounds } = roundLedger(table);
  return { member, rounds, ...memory(table), ...importsOf(table) };
}

function importsOf(table: Table): Omit<ImportLedger, 'member' | 'recall' | 'rounds'> {
  return {
    async importsHead(region) {
      const item = await table.get(keyOf.imports(region), true);
      return item === undefined ? noImports(region) : { region, ...z.parse(importsHeadItem, item) };
    },

    async appendToImports(before, entry) {
      const { seq, body, hash, at } = sealOnto(before, entry);
      const after = evolveImports(before, { seq, hash, at, fact: entry.fact });
      const written = await table.write([
        { key: keyOf.imports(after.region), put: headItem(after), when: unchanged(before) },
        {
          key: keyOf.importEvent(after.region, seq, entry.fact.type),
          put: { body, hash: Buffer.from(hash, 'base64url') },
          when: 'absent',
        },
        ...memoWrites(after, entry),
      ]);
      return written ? after : undefined;
    },

    imports: (region) => readChainOf(table, keyOf.importEvents(region), importEventBody),

    registerFor: (region, year, of, named) => readRegister(table, { region, year, of, named }),

    async applyImport(head, year, changes) {
      const check: Write = { key: keyOf.imports(head.region), when: unchanged(head) };
      for (const writes of packed(head.region, year, changes)) {
        if (!(await table.write([check, ...writes]))) return false;
      }
      return true;
    },
  };
}

function headItem(head: ImportsHead): Item {
  const { applying, ...item } = z.encode(importsHeadItem, head);
  return applying ? { ...item, applying } : item;
}

function unchanged(head: ImportsHead): Condition {
  return head.seq === 0 ? 'absent' : { expression: 'seq = :seq', values: { ':seq': head.seq } };
}

function writesOf(region: string, year: number, things: readonly Registered[]): readonly Write[] {
  return things.flatMap((thing) =>
    itemsOf(region, year, thing).map(([key, put]) => ({ key, put, ...conditionOf(region, thing, key) })),
  );
}

/** A version of targets is never written over, and an account never taken from another county's member. */
function conditionOf(region: string, thing: Registered, key: Key): { readonly when?: Condition } {
  if (thing.type === 'target') return { when: 'absent' };
  if (thing.type !== 'member' || key.pk !== keyOf.signIn(thing.value.id).pk) return {};
  const expression = 'attribute_not_exists(pk) OR #region = :region';
  return { when: { expression, names: { '#region': 'region' }, values: { ':region': region } } };
}

/** Changes in as few transactions as they fit in, none of them torn; made one by one, for together they are as large as the county. */
function* packed(
  region: string,
  year: number,
  changes: readonly (readonly Registered[])[],
): Generator<readonly Write[]> {
  let pack: Write[] = [];
  for (const things of changes) {
    const writes = writesOf(region, year, things);
    if (pack.length + writes.length > mostWrites) {
      yield pack;
      pack = [];
    }
    pack.push(...writes);
  }
  if (pack.length > 0) yield pack;
}

interface Asked {
  readonly region: string;
  readonly year: number;
  readonly of: ImportTable;
  readonly named: readonly string[] | undefined;
}

async function readRegister(table: Table, asked: Asked): Promise<Register> {
  const { region, of } = asked;
  const [sections, departments, units] = await Promise.all([
    list(table, keyOf.sections(region), sectionItem),
    list(table, keyOf.departments(region), departmentItem),
    list(table, keyOf.units(region), unitItem),
  ]);
  const members = of === 'members' ? membersAmong(await table.list(keyOf.members(region), true)) : [];
  const subjects = of === 'members' ? [] : await readSubjects(table, asked, departments);
  return {
    sections,
    departments,
    units,
    members,
    takenAccounts: of === 'members' ? await takenAccounts(table, region, asked.named ?? []) : [],
    subjects,
    targets: of === 'targets' ? await readTargets(table, asked, subjects) : [],
  };
}

async function list<S extends z.ZodMiniType>(table: Table, prefix: Key, schema: S): Promise<z.output<S>[]> {
  const items = await table.list(prefix, true);
  return items.map((item) => z.parse(schema, item));
}

async function readSubjects(
  table: Table,
  { region, year }: Asked,
  departments: readonly { readonly code: string }[],
): Promise<readonly Subject[]> {
  const lists = departments.map(({ code }) => list(table, keyOf.subjects(region, year, code), subjectItem));
  return (await Promise.all(lists)).flat();
}

async function readTargets(
  table: Table,
  { region, year, named }: Asked,
  subjects: readonly Subject[],
): Promise<readonly TargetVersion[]> {
  const wanted = named && new Set(named);
  const keys = subjects
    .filter(({ code, targetVersion }) => targetVersion > 0 && (wanted?.has(code) ?? true))
    .map(({ department, code, targetVersion }) =>
      keyOf.target(region, year, department, code, targetVersion),
    );
  const targets: TargetVersion[] = [];
  for (let from = 0; from < keys.length; from += readAtOnce) {
    const items = await table.getMany(keys.slice(from, from + readAtOnce), true);
    for (const item of items) targets.push(z.parse(targetItem, item));
  }
  return targets;
}

/** Accounts that a member of another county signs in with. */
async function takenAccounts(
  table: Table,
  region: string,
  accounts: readonly string[],
): Promise<readonly string[]> {
  const items = await table.getMany(accounts.map(keyOf.signIn), true);
  const signIns = items.map((item) => z.parse(signInItem, item));
  return signIns.filter((each) => each.region !== region).map((each) => each.member);
}
