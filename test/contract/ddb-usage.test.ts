/**
 * Capacity units, against figures worked out by hand from AWS's rules: sizes are rounded up to 1 KB for a write and 4 KB
 * for a read, transactions count twice, eventually consistent reads half, and an index counts what changes in it.
 */
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, startDesk, tableSettings } from './ddb-desk.ts';

let desk: Desk;
let client: DynamoDBClient;
const TableName = 'ledger';

beforeAll(async () => {
  desk = await startDesk({
    tables: [tableSettings(TableName), tableSettings('quiet', false)],
    policies: { clerk: [{ Effect: 'Allow', Action: ['dynamodb:*'], Resource: ['*'] }] },
  });
  client = desk.client();
});

afterAll(() => desk.stop());

beforeEach(() => desk.front.usage.reset());

let subjects = 0;
function newKey() {
  subjects += 1;
  // Names of two letters, values of six: 2 + 6 + 2 + 6 = 16 bytes.
  return { pk: { S: String(subjects).padStart(6, '0') }, sk: { S: '000000' } };
}

/** An item of exactly `bytes` bytes: the key has 16, the attribute `b` adds one for its name. */
function itemOf(bytes: number, key = newKey()) {
  return { ...key, b: { S: 'x'.repeat(bytes - 17) } };
}

/** What the one operation under test has cost. */
function spent(operation: string) {
  const lines = desk.front.usage.snapshot().filter((line) => line.operation === operation);
  expect(lines).toHaveLength(1);
  return lines[0];
}

async function putCost(item: Record<string, AttributeValue>): Promise<number | undefined> {
  desk.front.usage.reset();
  await client.send(new PutItemCommand({ TableName, Item: item }));
  return spent('PutItem')?.writeUnits;
}

describe('writes', () => {
  test('round up to whole kilobytes', async () => {
    expect(await putCost(itemOf(1024))).toBe(1);
    expect(await putCost(itemOf(1025))).toBe(2);
    expect(await putCost(itemOf(3072))).toBe(3);
  });

  test('cost the larger of the item before and after', async () => {
    const key = newKey();
    expect(await putCost(itemOf(2500, key))).toBe(3);
    expect(await putCost(itemOf(100, key))).toBe(3);
    desk.front.usage.reset();
    await client.send(new PutItemCommand({ TableName, Item: itemOf(2500, key) }));
    await client.send(new UpdateItemCommand({ TableName, Key: key, UpdateExpression: 'REMOVE b' }));
    expect(spent('UpdateItem')?.writeUnits).toBe(3);
    await client.send(new DeleteItemCommand({ TableName, Key: newKey() }));
    expect(spent('DeleteItem')?.writeUnits).toBe(1);
  });

  test('an index costs one for an entry that comes, goes or changes, two where its key changes, none otherwise', async () => {
    const key = newKey();
    const entry = { ...key, owner: { S: 'o' }, due: { S: 'd' } };
    // Base table 1; by-owner and by-due each get an entry.
    expect(await putCost(entry)).toBe(3);
    expect(await putCost(entry)).toBe(1);
    // Not projected anywhere.
    expect(await putCost({ ...entry, remark: { S: 'r' } })).toBe(1);
    // by-due projects title.
    expect(await putCost({ ...entry, title: { S: 't' } })).toBe(2);
    // Both indexes hold due in their key.
    expect(await putCost({ ...entry, title: { S: 't' }, due: { S: 'e' } })).toBe(5);
    // Only by-owner holds owner, so that one entry goes.
    expect(await putCost({ ...key, title: { S: 't' }, due: { S: 'e' } })).toBe(2);
    desk.front.usage.reset();
    await client.send(new DeleteItemCommand({ TableName, Key: key }));
    expect(spent('DeleteItem')?.writeUnits).toBe(2);
  });

  test('count twice in a transaction, checks too; the own bookkeeping of the stream is not counted', async () => {
    const checked = newKey();
    await client.send(new PutItemCommand({ TableName, Item: checked }));
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: itemOf(1500) } },
          { Put: { TableName: 'quiet', Item: itemOf(500) } },
          { ConditionCheck: { TableName, Key: checked, ConditionExpression: 'attribute_exists(pk)' } },
        ],
      }),
    );
    // 2 × 2 KB + 2 × 1 KB + 2 × 1 KB
    expect(spent('TransactWriteItems')).toMatchObject({ calls: 1, writeUnits: 8, readUnits: 0 });
  });

  test('a repeated transaction costs reads', async () => {
    const command = { TransactItems: [{ Put: { TableName, Item: newKey() } }], ClientRequestToken: 'twice' };
    await client.send(new TransactWriteItemsCommand(command));
    desk.front.usage.reset();
    await client.send(new TransactWriteItemsCommand(command));
    expect(spent('TransactWriteItems')).toMatchObject({ writeUnits: 0, readUnits: 2 });
  });

  test('a batch costs what its writes cost', async () => {
    const requests = [itemOf(1024), itemOf(1025)].map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    expect(spent('BatchWriteItem')?.writeUnits).toBe(3);
  });

  test('a refused condition costs a unit, a refused transaction two for each item', async () => {
    const mustExist = { TableName, ConditionExpression: 'attribute_exists(pk)' };
    const refused = [
      client.send(new PutItemCommand({ ...mustExist, Item: newKey() })),
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { ...mustExist, Item: newKey() } }, { Put: { TableName, Item: newKey() } }],
        }),
      ),
    ];
    await Promise.allSettled(refused);
    expect(spent('PutItem')?.writeUnits).toBe(1);
    expect(spent('TransactWriteItems')?.writeUnits).toBe(4);
  });
});

describe('reads', () => {
  test('round up to four kilobytes, half of it when eventually consistent', async () => {
    const [small, large] = [newKey(), newKey()];
    await client.send(new PutItemCommand({ TableName, Item: itemOf(4096, small) }));
    await client.send(new PutItemCommand({ TableName, Item: itemOf(4097, large) }));
    const cost = async (Key: typeof small, ConsistentRead: boolean) => {
      desk.front.usage.reset();
      await client.send(new GetItemCommand({ TableName, Key, ConsistentRead }));
      return spent('GetItem')?.readUnits;
    };
    expect(await cost(small, false)).toBe(0.5);
    expect(await cost(small, true)).toBe(1);
    expect(await cost(large, false)).toBe(1);
    expect(await cost(large, true)).toBe(2);
    expect(await cost(newKey(), true)).toBe(1);
  });

  test('a query counts the sum of what it read, before any filter and projection', async () => {
    const pk = { S: 'query' };
    for (const sk of ['1', '2', '3'])
      await client.send(new PutItemCommand({ TableName, Item: itemOf(3000, { pk, sk: { S: sk } }) }));
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'attribute_not_exists(b)',
      ProjectionExpression: 'sk',
      ExpressionAttributeValues: { ':pk': pk },
    };
    // 9,000 bytes or a little less are three steps of 4 KB.
    await client.send(new QueryCommand({ ...query, ConsistentRead: true }));
    expect(spent('Query')?.readUnits).toBe(3);
    desk.front.usage.reset();
    await client.send(new QueryCommand(query));
    expect(spent('Query')?.readUnits).toBe(1.5);
  });

  test('an index is read by the size of its entries', async () => {
    const owner = { S: 'reader' };
    for (let at = 0; at < 3; at += 1) {
      const item = { ...itemOf(20_000), owner, due: { S: '2022' } };
      await client.send(new PutItemCommand({ TableName, Item: item }));
    }
    const answer = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-owner',
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': owner },
      }),
    );
    expect(answer.Count).toBe(3);
    expect(spent('Query')?.readUnits).toBe(0.5);
  });

  test('a batch rounds each item by itself; a transaction counts twice', async () => {
    const keys = [newKey(), newKey()];
    for (const key of keys) await client.send(new PutItemCommand({ TableName, Item: itemOf(5000, key) }));
    await client.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [...keys, newKey()] } } }),
    );
    expect(spent('BatchGetItem')?.readUnits).toBe(1 + 1 + 0.5);
    const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }));
    await client.send(new TransactGetItemsCommand({ TransactItems }));
    expect(spent('TransactGetItems')?.readUnits).toBe(2 * 2 * 2);
  });
});

describe('the account', () => {
  test('is kept by principal and operation', async () => {
    const clerk = desk.client('clerk');
    await client.send(new PutItemCommand({ TableName, Item: newKey() }));
    await clerk.send(new PutItemCommand({ TableName, Item: newKey() }));
    await clerk.send(new PutItemCommand({ TableName: 'quiet', Item: newKey() }));
    const calls = desk.front.usage
      .snapshot()
      .map(({ principal, operation, calls }) => [principal, operation, calls]);
    expect(calls).toEqual([
      ['operator', 'PutItem', 1],
      ['clerk', 'PutItem', 2],
    ]);
  });

  test('is told to a client that asks, and to no other', async () => {
    const Item = { ...newKey(), owner: { S: 'o' }, due: { S: 'd' } };
    const ask = (ReturnConsumedCapacity?: 'INDEXES' | 'TOTAL' | 'NONE') =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item } }],
          ReturnConsumedCapacity,
        }),
      );
    expect((await ask('INDEXES')).ConsumedCapacity).toEqual([
      {
        TableName,
        CapacityUnits: 4,
        WriteCapacityUnits: 4,
        Table: { CapacityUnits: 2, WriteCapacityUnits: 2 },
        GlobalSecondaryIndexes: {
          'by-owner': { CapacityUnits: 1, WriteCapacityUnits: 1 },
          'by-due': { CapacityUnits: 1, WriteCapacityUnits: 1 },
        },
      },
    ]);
    expect((await ask('TOTAL')).ConsumedCapacity).toMatchObject([{ TableName, CapacityUnits: 2 }]);
    expect((await ask('NONE')).ConsumedCapacity).toBeUndefined();
    expect((await ask()).ConsumedCapacity).toBeUndefined();
    expect(spent('TransactWriteItems')?.writeUnits).toBe(4 + 2 + 2 + 2);
  });
});
