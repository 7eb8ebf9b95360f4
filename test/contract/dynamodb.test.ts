/**
 * What the product relies on in DynamoDB, asked through the unmodified client. By default the embedded one answers. To ask
 * another, give CONTRACT_DYNAMODB_ENDPOINT and CONTRACT_DYNAMODB_TABLE, a table of the shape that `ddb-desk.ts` makes
 * (region and credentials come from the usual AWS variables). Streams and units have suites of their own.
 */
import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDesk, tableSettings } from './ddb-desk.ts';

type Item = Record<string, AttributeValue>;

const elsewhere = process.env['CONTRACT_DYNAMODB_ENDPOINT'];
const TableName = process.env['CONTRACT_DYNAMODB_TABLE'] ?? 'contract';
const run = randomUUID();
let client: DynamoDBClient;
let stop: () => Promise<void>;

beforeAll(async () => {
  if (elsewhere !== undefined) {
    const outside = new DynamoDBClient({ endpoint: elsewhere, maxAttempts: 1 });
    client = outside;
    stop = async () => outside.destroy();
    return;
  }
  const desk = await startDesk({ tables: [tableSettings(TableName)] });
  client = desk.client();
  stop = desk.stop;
});

afterAll(() => stop());

let subjects = 0;
/** A key that no other test uses. */
function newKey(sk = '0'): Item {
  subjects += 1;
  return { pk: { S: `${run}#${subjects}` }, sk: { S: sk } };
}

async function put(item: Item): Promise<void> {
  await client.send(new PutItemCommand({ TableName, Item: item }));
}

async function read(Key: Item): Promise<Item | undefined> {
  return (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
}

function transact(TransactItems: TransactWriteItem[], ClientRequestToken?: string) {
  return client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => new Error('The call was accepted.'),
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error : new Error(String(error));
}

async function canceled(promise: Promise<unknown>): Promise<TransactionCanceledException> {
  const error = await failure(promise);
  if (!(error instanceof TransactionCanceledException)) throw error;
  return error;
}

describe('conditions', () => {
  test('a put that must be new is refused the second time, with the item that is there', async () => {
    const key = newKey();
    const once = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };
    await client.send(new PutItemCommand({ ...once, Item: { ...key, title: { S: 'first' } } }));
    const error = await failure(
      client.send(
        new PutItemCommand({
          ...once,
          Item: { ...key, title: { S: 'second' } },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toHaveProperty('Item', { ...key, title: { S: 'first' } });
    expect(await read(key)).toEqual({ ...key, title: { S: 'first' } });
  });

  test('an update on a stale version is refused with the old item; the right version goes through once', async () => {
    const key = newKey();
    await put({ ...key, version: { N: '1' } });
    const update = (from: number) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key,
          UpdateExpression: 'SET version = :next',
          ConditionExpression: 'version = :from',
          ExpressionAttributeValues: { ':from': { N: String(from) }, ':next': { N: String(from + 1) } },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    expect((await update(1)).Attributes).toEqual({ ...key, version: { N: '2' } });
    expect(await failure(update(1))).toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { ...key, version: { N: '2' } },
    });
  });

  test('a condition that fails where nothing is brings no item', async () => {
    const error = await failure(
      client.send(
        new DeleteItemCommand({
          TableName,
          Key: newKey(),
          ConditionExpression: 'attribute_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toHaveProperty('Item', undefined);
  });

  test('fifty parallel increments all count', async () => {
    const key = newKey();
    const values = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const { Attributes } = await client.send(
          new UpdateItemCommand({
            TableName,
            Key: key,
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        return Number(Attributes?.['n']?.N);
      }),
    );
    expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });

  test('of twenty writers who must be first, one is', async () => {
    const key = newKey();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, writer) =>
        client.send(
          new PutItemCommand({
            TableName,
            Item: { ...key, writer: { N: String(writer) } },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),
    );
    const winners = results.flatMap(({ status }, writer) => (status === 'fulfilled' ? [writer] : []));
    expect(winners).toHaveLength(1);
    expect(await read(key)).toMatchObject({ writer: { N: String(winners[0]) } });
  });
});

describe('returned values', () => {
  test('put and delete give the old item, an update what was asked for', async () => {
    const key = newKey();
    const old = { ...key, title: { S: 'old' } };
    const putOld = (Item: Item) =>
      client.send(new PutItemCommand({ TableName, Item, ReturnValues: 'ALL_OLD' }));
    expect((await putOld(old)).Attributes).toBeUndefined();
    expect((await putOld({ ...key, title: { S: 'new' } })).Attributes).toEqual(old);
    const update = (ReturnValues: 'ALL_OLD' | 'UPDATED_OLD' | 'UPDATED_NEW' | 'ALL_NEW') =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key,
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
          ReturnValues,
        }),
      );
    expect((await update('ALL_OLD')).Attributes).toEqual({ ...key, title: { S: 'new' } });
    expect((await update('UPDATED_OLD')).Attributes).toEqual({ n: { N: '1' } });
    expect((await update('UPDATED_NEW')).Attributes).toEqual({ n: { N: '3' } });
    expect((await update('ALL_NEW')).Attributes).toEqual({ ...key, title: { S: 'new' }, n: { N: '4' } });
    const gone = new DeleteItemCommand({ TableName, Key: key, ReturnValues: 'ALL_OLD' });
    expect((await client.send(gone)).Attributes).toMatchObject({ n: { N: '4' } });
    expect((await client.send(gone)).Attributes).toBeUndefined();
  });
});

describe('transactions', () => {
  test('all or nothing, with a reason and the old item for each action', async () => {
    const [there, fresh, checked] = [newKey(), newKey(), newKey()];
    await put({ ...there, title: { S: 'there' } });
    const error = await canceled(
      transact([
        { Put: { TableName, Item: fresh } },
        {
          Put: {
            TableName,
            Item: there,
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        { ConditionCheck: { TableName, Key: checked, ConditionExpression: 'attribute_exists(pk)' } },
      ]),
    );
    expect(error.message).toContain('[None, ConditionalCheckFailed, ConditionalCheckFailed]');
    expect(error.CancellationReasons).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { ...there, title: { S: 'there' } },
      },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ]);
    expect(await read(fresh)).toBeUndefined();
  });

  test('put, update, delete and check go through together', async () => {
    const [made, changed, gone, checked] = [newKey(), newKey(), newKey(), newKey()];
    for (const key of [changed, gone, checked]) await put(key);
    const output = await transact([
      { Put: { TableName, Item: made } },
      {
        Update: {
          TableName,
          Key: changed,
          UpdateExpression: 'SET title = :t',
          ExpressionAttributeValues: { ':t': { S: 'x' } },
        },
      },
      { Delete: { TableName, Key: gone } },
      { ConditionCheck: { TableName, Key: checked, ConditionExpression: 'attribute_exists(pk)' } },
    ]);
    expect(output.ConsumedCapacity).toBeUndefined();
    const { Responses } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: [made, changed, gone].map((Key) => ({ Get: { TableName, Key } })),
      }),
    );
    expect(Responses).toEqual([{ Item: made }, { Item: { ...changed, title: { S: 'x' } } }, {}]);
  });

  test('a token makes a repeat harmless, and binds it to the same transaction', async () => {
    const key = newKey();
    const add = (n: string): TransactWriteItem[] => [
      {
        Update: {
          TableName,
          Key: key,
          UpdateExpression: 'ADD n :n',
          ExpressionAttributeValues: { ':n': { N: n } },
        },
      },
    ];
    const token = randomUUID();
    await transact(add('1'), token);
    await transact(add('1'), token);
    expect(await read(key)).toMatchObject({ n: { N: '1' } });
    expect(await failure(transact(add('2'), token))).toBeInstanceOf(IdempotentParameterMismatchException);
    await transact(add('1'), randomUUID());
    expect(await read(key)).toMatchObject({ n: { N: '2' } });
  });

  test('a refused transaction may be tried again with its token', async () => {
    const [key, guard] = [newKey(), newKey()];
    const items: TransactWriteItem[] = [
      { Put: { TableName, Item: key } },
      { ConditionCheck: { TableName, Key: guard, ConditionExpression: 'attribute_exists(pk)' } },
    ];
    const token = randomUUID();
    await canceled(transact(items, token));
    await put(guard);
    await transact(items, token);
    expect(await read(key)).toEqual(key);
  });

  test('a hundred actions are accepted, a hundred and one are not', async () => {
    const actions = (count: number) =>
      Array.from({ length: count }, () => ({ Put: { TableName, Item: newKey() } }));
    const hundred = actions(100);
    await transact(hundred);
    expect(await read(hundred[99]?.Put.Item ?? {})).toBeDefined();
    expect((await failure(transact(actions(101)))).name).toBe('ValidationException');
  });

  test('one item twice is refused', async () => {
    const key = newKey();
    const error = await failure(
      transact([{ Put: { TableName, Item: key } }, { Delete: { TableName, Key: key } }]),
    );
    expect(error).toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
  });

  test('an entry with two actions is refused', async () => {
    const error = await failure(
      transact([{ Put: { TableName, Item: newKey() }, Delete: { TableName, Key: newKey() } }]),
    );
    expect(error.name).toBe('ValidationException');
  });

  test('of ten transactions on one version, one is accepted', async () => {
    const head = newKey();
    await put({ ...head, version: { N: '1' } });
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        transact([
          {
            Update: {
              TableName,
              Key: head,
              UpdateExpression: 'SET version = :two',
              ConditionExpression: 'version = :one',
              ExpressionAttributeValues: { ':one': { N: '1' }, ':two': { N: '2' } },
            },
          },
          { Put: { TableName, Item: newKey(), ConditionExpression: 'attribute_not_exists(pk)' } },
        ]),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('queries', () => {
  async function all(input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[][]> {
    const pages: Item[][] = [];
    for (let start: Item | undefined; ; ) {
      const page = await client.send(
        new QueryCommand({ TableName, ...input, ...(start && { ExclusiveStartKey: start }) }),
      );
      pages.push(page.Items ?? []);
      start = page.LastEvaluatedKey;
      if (start === undefined) return pages;
    }
  }

  test('a page ends at one megabyte, and the next goes on after it', async () => {
    const { pk } = newKey();
    for (let at = 0; at < 6; at += 1)
      await put({ pk: pk ?? { S: '' }, sk: { S: String(at) }, body: { S: 'x'.repeat(300_000) } });
    const pages = await all({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk ?? { S: '' } },
    });
    expect(pages.map((page) => page.length)).toEqual([3, 3]);
    expect(pages.flat().map((item) => item['sk']?.S)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test('an index pages over equal keys without loss; a keys-only index holds keys only', async () => {
    const owner = { S: randomUUID() };
    for (let at = 0; at < 7; at += 1)
      await put({ ...newKey(), owner, due: { S: '2022-07-08' }, title: { S: 't' } });
    const input = {
      IndexName: 'by-owner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': owner },
    };
    await expect
      .poll(async () => (await all({ ...input, Limit: 2 })).flat().length, { timeout: 10_000 })
      .toBe(7);
    const items = (await all({ ...input, Limit: 2 })).flat();
    expect(new Set(items.map((item) => item['pk']?.S)).size).toBe(7);
    expect(new Set(items.flatMap((item) => Object.keys(item)))).toEqual(
      new Set(['pk', 'sk', 'owner', 'due']),
    );
  });

  test('a sparse index holds only the items that have its key, in the order of its range', async () => {
    const owner = { S: randomUUID() };
    const [late, early, none] = [newKey(), newKey(), newKey()];
    await put({ ...late, owner, due: { S: '2022-08-01' } });
    await put({ ...early, owner, due: { S: '2022-07-01' } });
    await put({ ...none, owner });
    const due = async (ScanIndexForward: boolean) =>
      (
        await all({
          IndexName: 'by-owner',
          KeyConditionExpression: '#o = :o AND due >= :from',
          ExpressionAttributeNames: { '#o': 'owner' },
          ExpressionAttributeValues: { ':o': owner, ':from': { S: '2022' } },
          ScanIndexForward,
        })
      )
        .flat()
        .map((item) => item['due']?.S);
    await expect.poll(() => due(true), { timeout: 10_000 }).toEqual(['2022-07-01', '2022-08-01']);
    expect(await due(false)).toEqual(['2022-08-01', '2022-07-01']);
    await client.send(new UpdateItemCommand({ TableName, Key: early, UpdateExpression: 'REMOVE due' }));
    await expect.poll(() => due(true), { timeout: 10_000 }).toEqual(['2022-08-01']);
  });

  test('a consistent read of an index is refused', async () => {
    const error = await failure(
      all({
        IndexName: 'by-owner',
        ConsistentRead: true,
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: 'x' } },
      }),
    );
    expect(error.name).toBe('ValidationException');
    expect(error.message).toContain('Consistent reads are not supported on global secondary indexes');
  });

  test('a filter comes after the limit, and a count brings no items', async () => {
    const { pk = { S: '' } } = newKey();
    for (let at = 0; at < 4; at += 1) await put({ pk, sk: { S: String(at) }, odd: { BOOL: at % 2 === 1 } });
    const output = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :a AND :b',
        FilterExpression: 'odd = :yes',
        ExpressionAttributeValues: { ':pk': pk, ':a': { S: '0' }, ':b': { S: '2' }, ':yes': { BOOL: true } },
        Select: 'COUNT',
      }),
    );
    expect(output).toMatchObject({ Count: 1, ScannedCount: 3 });
    expect(output.Items).toBeUndefined();
  });
});

describe('batches', () => {
  test('write and read many items; what is not there is left out', async () => {
    const keys = Array.from({ length: 25 }, () => newKey());
    const written = await client.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: keys.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
    expect(written.UnprocessedItems).toEqual({});
    const { Responses } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [...keys, newKey()] } } }),
    );
    expect(Responses?.[TableName]).toHaveLength(25);
  });

  test('more than twenty-five writes, and one item twice, are refused', async () => {
    const batch = (keys: Item[]) =>
      client.send(
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: keys.map((Item) => ({ PutRequest: { Item } })) },
        }),
      );
    expect((await failure(batch(Array.from({ length: 26 }, () => newKey())))).name).toBe(
      'ValidationException',
    );
    const twice = newKey();
    expect((await failure(batch([twice, twice]))).name).toBe('ValidationException');
  });
});

describe('what is refused', () => {
  const refused: [string, (key: Item) => Promise<unknown>, RegExp][] = [
    ['an empty key', (key) => put({ ...key, sk: { S: '' } }), /empty string value/],
    ['a key of the wrong type', (key) => put({ ...key, sk: { N: '1' } }), /Type mismatch for key/],
    ['a missing key', ({ pk = { S: '' } }) => put({ pk }), /Missing the key sk/],
    [
      'an index key of the wrong type',
      (key) => put({ ...key, due: { N: '1' } }),
      /Type mismatch for Index Key/,
    ],
    [
      'an item above 400 KB',
      (key) => put({ ...key, body: { S: 'x'.repeat(400 * 1024) } }),
      /Item size has exceeded/,
    ],
    [
      'a reserved word as a name',
      (Key) =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key,
            UpdateExpression: 'SET name = :n',
            ExpressionAttributeValues: { ':n': { S: 'x' } },
          }),
        ),
      /reserved keyword: name/,
    ],
    [
      'a placeholder that is not used',
      (Key) =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key,
            UpdateExpression: 'SET a = :a',
            ExpressionAttributeValues: { ':a': { S: 'x' }, ':b': { S: 'y' } },
          }),
        ),
      /unused in expressions/,
    ],
    [
      'a change of the key',
      (Key) =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key,
            UpdateExpression: 'SET sk = :s',
            ExpressionAttributeValues: { ':s': { S: 'x' } },
          }),
        ),
      /part of the key/,
    ],
    [
      'a number of 39 digits',
      (key) => put({ ...key, n: { N: '1'.repeat(39) } }),
      /more than 38 significant digits/,
    ],
  ];

  test.each(refused)('%s', async (_, call, message) => {
    const key = newKey();
    const error = await failure(call(key));
    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(message);
    expect(await read(key)).toBeUndefined();
  });

  test('a table that there is not', async () => {
    const error = await failure(client.send(new GetItemCommand({ TableName: `no-${run}`, Key: newKey() })));
    expect(error.name).toBe('ResourceNotFoundException');
  });

  test('the same mistakes inside a transaction', async () => {
    const key = newKey();
    const error = await failure(transact([{ Put: { TableName, Item: { ...key, sk: { S: '' } } } }]));
    expect(['ValidationException', 'TransactionCanceledException']).toContain(error.name);
    expect(await failure(transact([]))).toMatchObject({ name: 'ValidationException' });
  });
});

describe('values', () => {
  test('38 digits and decimals are exact, also when added to', async () => {
    const key = newKey();
    const long = '12345678901234567890123456789012345678';
    await put({ ...key, long: { N: long }, tenth: { N: '0.1' } });
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName,
        Key: key,
        UpdateExpression: 'SET tenth = tenth + :fifth ADD #long :one',
        ExpressionAttributeNames: { '#long': 'long' },
        ExpressionAttributeValues: { ':fifth': { N: '0.2' }, ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    expect(Attributes).toEqual({ tenth: { N: '0.3' }, long: { N: `${long.slice(0, -1)}9` } });
  });

  test('every type comes back as it went', async () => {
    const item: Item = {
      ...newKey(),
      text: { S: '会昌县 "quoted" \\ \u{1F600}' },
      bytes: { B: Uint8Array.of(0, 255, 10) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      list: { L: [{ S: 'a' }, { N: '-1.5' }, { M: { deep: { SS: ['x', 'y'] } } }] },
      // The name that the front looks for in answers, as an attribute.
      ConsumedCapacity: { M: { 'a}b': { S: '"]},' } } },
    };
    await put(item);
    expect(await read({ pk: item['pk'] ?? { S: '' }, sk: item['sk'] ?? { S: '' } })).toEqual(item);
  });
});
