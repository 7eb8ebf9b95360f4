/**
 * Whether an item was there before a write, which is what tells INSERT from MODIFY. The answer comes from the write's own
 * condition where that settles it, else from what earlier writes showed, else from one read of the keys. All writes pass
 * the front, so what it remembers stays true; it remembers the most recent items only.
 */
import { AwsError, type Json } from '../parts.ts';
import type { EngineClient } from './engine-client.ts';
import type { KeyedWrite } from './item-keys.ts';
import { itemIdentity } from './item-keys.ts';
import { listIn, objectIn, textIn } from './shapes.ts';
import type { Table } from './tables.ts';

export interface Presence {
  /** For each write, whether its item exists now, or exists if the write will be accepted. */
  before(writes: readonly KeyedWrite[]): Promise<readonly boolean[]>;
  written(writes: readonly KeyedWrite[]): void;
  forget(writes: readonly KeyedWrite[]): void;
}

const REMEMBERED = 50_000;
/** BatchGetItem takes a hundred keys, which is also the most that one transaction writes. */
const KEYS_PER_READ = 100;

export function createPresence(engine: EngineClient): Presence {
  const known = new Map<string, boolean>();

  function remember(identity: string, present: boolean): void {
    known.delete(identity);
    known.set(identity, present);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  }

  async function read(writes: readonly KeyedWrite[]): Promise<void> {
    const wanted = [...new Map(writes.map((write) => [write.identity, write])).values()];
    for (let from = 0; from < wanted.length; from += KEYS_PER_READ) {
      const some = wanted.slice(from, from + KEYS_PER_READ);
      const found = await readKeys(engine, some);
      for (const { identity } of some) remember(identity, found.has(identity));
    }
  }

  return {
    async before(writes) {
      const implied = writes.map(impliedByCondition);
      const unknown = writes.filter((write, at) => implied[at] === undefined && !known.has(write.identity));
      if (unknown.length > 0) await read(unknown).catch(leaveToWrite);
      return writes.map((write, at) => implied[at] ?? known.get(write.identity) ?? false);
    },
    written(writes) {
      for (const { identity, kind } of writes) remember(identity, kind !== 'delete');
    },
    forget(writes) {
      for (const { identity } of writes) known.delete(identity);
    },
  };
}

/** A key of a wrong type cannot be read; the write will be refused for it, in words that speak of the write. */
function leaveToWrite(error: unknown): void {
  if (!(error instanceof AwsError) || error.status !== 400) throw error;
}

/**
 * `attribute_not_exists(pk)` as one of the parts that must all hold means: new, if accepted; `attribute_exists(pk)`
 * means: there already. Conditions with OR or NOT settle nothing here.
 */
function impliedByCondition(write: KeyedWrite): boolean | undefined {
  const { condition, names, tableSettings } = write;
  if (condition === undefined || /\b(?:or|not)\b/i.test(condition)) return undefined;
  for (const [, negated, path = ''] of condition.matchAll(
    /\battribute_(not_)?exists\s*\(\s*([#\w]+)\s*\)/g,
  )) {
    const attribute = path.startsWith('#') ? textIn(names[path]) : path;
    if (attribute !== undefined && tableSettings.keyNames.includes(attribute)) return negated === undefined;
  }
  return undefined;
}

async function readKeys(engine: EngineClient, writes: readonly KeyedWrite[]): Promise<ReadonlySet<string>> {
  const tables = new Map<Table, Json[]>();
  for (const { tableSettings, key } of writes)
    tables.set(tableSettings, [...(tables.get(tableSettings) ?? []), key]);
  const found = new Set<string>();
  const byName = new Map([...tables.keys()].map((table) => [table.name, table]));
  let asked: Json = Object.fromEntries(
    [...tables].map(([table, keys]) => [table.name, keysOnly(table, keys)]),
  );
  while (Object.keys(asked).length > 0) {
    const answer = await engine.call('BatchGetItem', { RequestItems: asked });
    for (const [name, items] of Object.entries(objectIn(answer['Responses']))) {
      const table = byName.get(name);
      if (table === undefined) continue;
      for (const item of listIn(items)) found.add(itemIdentity(table, objectIn(item)));
    }
    asked = objectIn(answer['UnprocessedKeys']);
  }
  return found;
}

function keysOnly(table: Table, keys: readonly Json[]): Json {
  const aliases = table.keyNames.map((name, at) => [`#k${at}`, name] as const);
  return {
    Keys: keys,
    ConsistentRead: true,
    ProjectionExpression: aliases.map(([alias]) => alias).join(),
    ExpressionAttributeNames: Object.fromEntries(aliases),
  };
}
