/**
 * The one DynamoDB table, in the few ways the ledger uses it: get, query, get many, and transactions. Conditions that fail come back
 * as `false`; conflicts and throttling are tried again with jitter and then are a `Fault`. There is no scan and no delete.
 */
import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from '../contract/stream-key.ts';
import { Fault } from '../fault.ts';

export type Item = Record<string, NativeAttributeValue>;

/** An item has no attribute for what is null. */
export function withoutNull(item: object): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null));
}

/** One write of a transaction, in plain values; a write that changes nothing is a mere check of its condition. */
export interface Write {
  readonly key: Key;
  /** The whole new item; its key is added. */
  readonly put?: Item;
  /** Or counters to move, after setting `set`. */
  readonly add?: Readonly<Record<string, number | bigint>>;
  readonly set?: Item;
  readonly remove?: readonly string[];
  readonly when?: Condition;
}

/** `absent`: no such item yet; otherwise an expression over `values`, with `names` for words that DynamoDB keeps for itself. */
export type Condition =
  | 'absent'
  | { readonly expression: string; readonly values: Item; readonly names?: Readonly<Record<string, string>> };

export interface Table {
  get(key: Key, fresh: boolean): Promise<Item | undefined>;
  /** All items whose sort key begins with the key's, in order, over as many pages as it takes. */
  list(prefix: Key, fresh: boolean): Promise<readonly Item[]>;
  /** At most so many of them, from the last one backwards, or from the one before `before`. */
  latest(
    prefix: Key,
    page: { readonly before: Key | undefined; readonly atMost: number },
  ): Promise<readonly Item[]>;
  /** All items of a partition whose sort keys are not before the first and not after the last, in order. */
  range(first: Key, last: string, fresh: boolean): Promise<readonly Item[]>;
  /** Items on a desk of the `todo` index, oldest due first: keys only. */
  desk(desk: string): Promise<readonly Key[]>;
  getMany(keys: readonly Key[], fresh?: boolean): Promise<readonly Item[]>;
  /** All or nothing; false when a condition did not hold. */
  write(writes: readonly Write[]): Promise<boolean>;
}

const tries = 6;

export function openTable(name: string, config: DynamoDBClientConfig = {}): Table {
  const client = new DynamoDBClient(config);
  return {
    async get(key, fresh) {
      const command = new GetItemCommand({ TableName: name, Key: marshall(key), ConsistentRead: fresh });
      const { Item: item } = await guard('get', () => client.send(command));
      return item && unmarshall(item);
    },

    list: (prefix, fresh) =>
      pages(client, {
        TableName: name,
        ConsistentRead: fresh,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: marshall({ ':pk': prefix.pk, ':sk': prefix.sk }),
      }),

    async latest(prefix, { before, atMost }) {
      const command = new QueryCommand({
        TableName: name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: marshall({ ':pk': prefix.pk, ':sk': prefix.sk }),
        ExclusiveStartKey: before && marshall(before),
        ScanIndexForward: false,
        Limit: atMost,
      });
      const { Items: items = [] } = await guard('query', () => client.send(command));
      return items.map((item) => unmarshall(item));
    },
    range: ({ pk, sk }, last, fresh) =>
      pages(client, {
        TableName: name,
        ConsistentRead: fresh,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: marshall({ ':pk': pk, ':first': sk, ':last': last }),
      }),

    async desk(desk) {
      const items = await pages(client, {
        TableName: name,
        IndexName: 'todo',
        KeyConditionExpression: 'desk = :desk',
        ExpressionAttributeValues: marshall({ ':desk': desk }),
      });
      return items.map((item) => ({ pk: String(item['pk']), sk: String(item['sk']) }));
    },

    getMany: (keys, fresh = false) => getMany(client, name, keys, fresh),

    async write(writes) {
      const items = writes.map((write) => transactItem(name, write));
      return writeAll(client, items, 1);
    },
  };
}

async function pages(
  client: DynamoDBClient,
  input: ConstructorParameters<typeof QueryCommand>[0],
): Promise<Item[]> {
  const found: Item[] = [];
  let from: QueryStart;
  do {
    const command: QueryCommand = new QueryCommand({ ...input, ExclusiveStartKey: from });
    const page = await guard('query', () => client.send(command));
    found.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}
type QueryStart = ConstructorParameters<typeof QueryCommand>[0]['ExclusiveStartKey'];

/** A batch takes at most 100 keys; what DynamoDB leaves over is asked for again. */
async function getMany(
  client: DynamoDBClient,
  name: string,
  keys: readonly Key[],
  fresh: boolean,
): Promise<Item[]> {
  const found: Item[] = [];
  let rest = keys.map((key) => marshall(key));
  while (rest.length > 0) {
    const batch = rest.slice(0, 100);
    const command = new BatchGetItemCommand({
      RequestItems: { [name]: { Keys: batch, ConsistentRead: fresh } },
    });
    const page = await guard('batch get', () => client.send(command));
    found.push(...(page.Responses?.[name] ?? []).map((item) => unmarshall(item)));
    rest = [...(page.UnprocessedKeys?.[name]?.Keys ?? []), ...rest.slice(100)];
  }
  return found;
}

async function writeAll(client: DynamoDBClient, items: TransactWriteItem[], turn: number): Promise<boolean> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw faultOf('write', error);
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
    if (codes.includes('ConditionalCheckFailed')) return false;
    if (turn === tries) throw faultOf('write', error);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** turn));
    return writeAll(client, items, turn + 1);
  }
}

async function guard<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw faultOf(what, error);
  }
}

/** What may pass by itself is a fault; what AWS calls our mistake is a defect and goes up as it is. */
function faultOf(what: string, error: unknown): unknown {
  const isOurMistake =
    error instanceof Error && ['ValidationException', 'AccessDeniedException'].includes(error.name);
  return isOurMistake ? error : new Fault(`ledger ${what}`, error);
}

function transactItem(table: string, write: Write): TransactWriteItem {
  const condition = conditionOf(write.when);
  const when = { TableName: table, ...condition.expression };
  if (write.put !== undefined) {
    const item = marshall({ ...write.put, ...write.key }, { removeUndefinedValues: true });
    return { Put: { ...when, Item: item, ...namesOf(condition.names), ...valuesOf(condition.values) } };
  }
  const key = { Key: marshall(write.key) };
  const update = updateOf(write);
  if (update.expression === '') {
    const { ConditionExpression = '' } = condition.expression;
    const check = { ...when, ...key, ConditionExpression };
    return { ConditionCheck: { ...check, ...namesOf(condition.names), ...valuesOf(condition.values) } };
  }
  return {
    Update: {
      ...when,
      ...key,
      UpdateExpression: update.expression,
      ...namesOf({ ...condition.names, ...update.names }),
      ...valuesOf({ ...condition.values, ...update.values }),
    },
  };
}

type Values = Record<string, AttributeValue>;

type Names = Readonly<Record<string, string>>;

/** DynamoDB refuses an empty map, of names as of values. */
function namesOf(names: Names): { ExpressionAttributeNames?: Record<string, string> } {
  return Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {};
}

function valuesOf(values: Item): { ExpressionAttributeValues?: Values } {
  return Object.keys(values).length > 0 ? { ExpressionAttributeValues: marshall(values) } : {};
}

function conditionOf(when: Condition | undefined): {
  expression: { ConditionExpression?: string };
  names: Names;
  values: Item;
} {
  if (when === undefined) return { expression: {}, names: {}, values: {} };
  if (when === 'absent')
    return { expression: { ConditionExpression: 'attribute_not_exists(pk)' }, names: {}, values: {} };
  const { expression, names = {}, values } = when;
  return { expression: { ConditionExpression: expression }, names, values };
}

function updateOf(write: Write): { expression: string; names: Record<string, string>; values: Item } {
  const names: Record<string, string> = {};
  const values: Item = {};
  const clause = (word: string, fields: Item, join: string, mark: string) => {
    const parts = Object.entries(fields).map(([field, value], index) => {
      names[`#${mark}${index}`] = field;
      values[`:${mark}${index}`] = value;
      return `#${mark}${index}${join}:${mark}${index}`;
    });
    return parts.length > 0 ? `${word} ${parts.join(', ')}` : '';
  };
  const removed = (write.remove ?? []).map((field, index) => {
    names[`#r${index}`] = field;
    return `#r${index}`;
  });
  const expression = [
    clause('SET', write.set ?? {}, ' = ', 's'),
    clause('ADD', write.add ?? {}, ' ', 'a'),
    removed.length > 0 ? `REMOVE ${removed.join(', ')}` : '',
  ];
  return { expression: expression.filter(Boolean).join(' '), names, values };
}
