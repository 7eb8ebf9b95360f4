/**
 * What the front and the endpoint add to the engine: the IAM decision on every call, the refusal of what the desk does not
 * do, signatures, the tables of the template over restarts, and faults on demand.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../infra/embedded/dynamodb/faults.ts';
import type { TableSettings } from '../../infra/embedded/dynamodb/tables.ts';
import { clientOf, type Desk, REGION, startDesk, tableSettings } from './ddb-desk.ts';

const ledger = tableSettings('ledger');
const TableName = ledger.name;
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: '0' } });
const query = {
  TableName,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'a' } },
};

let desk: Desk;
let client: DynamoDBClient;

beforeEach(async () => {
  desk = await startDesk({
    tables: [{ ...ledger, ttlAttribute: 'expires' }, tableSettings('quiet', false)],
    policies: {
      writer: [
        { Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: [ledger.arn] },
        { Effect: 'Deny', Action: ['dynamodb:UpdateItem'], Resource: ['*'] },
      ],
      reader: [{ Effect: 'Allow', Action: ['dynamodb:Query'], Resource: [`${ledger.arn}/index/*`] }],
    },
  });
  client = desk.client();
});

afterEach(() => desk.stop());

describe('IAM decides on every call', () => {
  test('what a policy grants goes through, all else is refused', async () => {
    const writer = desk.client('writer');
    await writer.send(new PutItemCommand({ TableName, Item: key('a') }));
    await expect(writer.send(new GetItemCommand({ TableName, Key: key('a') }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /writer is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb/,
      ),
    });
    await expect(
      writer.send(new PutItemCommand({ TableName: 'quiet', Item: key('a') })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  test('a deny outweighs an allow', async () => {
    const update = { TableName, Key: key('a'), UpdateExpression: 'REMOVE x' };
    await expect(desk.client('writer').send(new UpdateItemCommand(update))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('explicit deny'),
    });
  });

  test('a transaction needs the grant of each of its actions', async () => {
    const writer = desk.client('writer');
    const put = { Put: { TableName, Item: key('b') } };
    await writer.send(new TransactWriteItemsCommand({ TransactItems: [put] }));
    const check = {
      ConditionCheck: { TableName, Key: key('a'), ConditionExpression: 'attribute_not_exists(pk)' },
    };
    await expect(
      writer.send(new TransactWriteItemsCommand({ TransactItems: [put, check] })),
    ).rejects.toMatchObject({ message: expect.stringContaining('dynamodb:ConditionCheckItem') });
  });

  test('the grant of an index is not that of its table', async () => {
    const reader = desk.client('reader');
    await reader.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-due',
        KeyConditionExpression: 'due = :d',
        ExpressionAttributeValues: { ':d': { S: 'x' } },
      }),
    );
    await expect(reader.send(new QueryCommand(query))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('signatures', () => {
  const get = new GetItemCommand({ TableName, Key: key('a') });

  test('an unknown key and a wrong secret are refused', async () => {
    const unknown = clientOf(desk.endpoint.url, {
      name: '',
      accessKeyId: 'AKIANOBODY',
      secretAccessKey: 'x',
    });
    await expect(unknown.send(get)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    const wrong = clientOf(desk.endpoint.url, { ...desk.credentials.operator, secretAccessKey: 'x' });
    await expect(wrong.send(get)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  test('an unsigned request, an unknown service and too large a body are refused', async () => {
    const post = (target: string, body: string) =>
      fetch(desk.endpoint.url, { method: 'POST', headers: { 'x-amz-target': target }, body });
    const unsigned = await post('DynamoDB_20120810.GetItem', '{}');
    expect(unsigned.status).toBe(400);
    expect(await unsigned.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    const unknown = await post('Nowhere_20120810.GetItem', '{}');
    expect(await unknown.json()).toMatchObject({ __type: 'UnknownOperationException' });
    const large = await post('DynamoDB_20120810.GetItem', 'x'.repeat(16 * 1024 * 1024 + 1));
    expect(large.status).toBe(413);
  });
});

describe('tables', () => {
  test('none is made or dropped over the wire, and there is no PartiQL', async () => {
    const refused = { name: 'AccessDeniedException' };
    await expect(
      client.send(
        new CreateTableCommand({
          TableName: 'mine',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      ),
    ).rejects.toMatchObject(refused);
    await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject(refused);
    await expect(
      client.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM ${TableName}` })),
    ).rejects.toMatchObject(refused);
  });

  test('are described as in the template; the table behind the streams is not shown', async () => {
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual(['ledger', 'quiet']);
    expect((await client.send(new DescribeTableCommand({ TableName }))).Table).toMatchObject({
      TableArn: ledger.arn,
      TableStatus: 'ACTIVE',
      LatestStreamArn: ledger.stream?.arn,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    });
    expect(await client.send(new DescribeTimeToLiveCommand({ TableName }))).toMatchObject({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
    });
    expect(await client.send(new DescribeContinuousBackupsCommand({ TableName }))).toMatchObject({
      ContinuousBackupsDescription: { ContinuousBackupsStatus: 'DISABLED' },
    });
    await expect(
      client.send(new GetItemCommand({ TableName: 'embedded-streams', Key: { id: { S: 'boots' } } })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('may be named by their ARN', async () => {
    await client.send(new PutItemCommand({ TableName: ledger.arn, Item: key('arn') }));
    await client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: ledger.arn, Item: key('tx') } }] }),
    );
    expect((await client.send(new GetItemCommand({ TableName: ledger.arn, Key: key('tx') }))).Item).toEqual(
      key('tx'),
    );
    expect((await client.send(new GetItemCommand({ TableName, Key: key('arn') }))).Item).toEqual(key('arn'));
  });

  test('survive a restart as they are; a change of shape or an unknown kind of stream stops the start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ddb-front-'));
    const start = (table: TableSettings) => startDesk({ tables: [table], folder });
    const first = await start(ledger);
    await first.client().send(new PutItemCommand({ TableName, Item: key('kept') }));
    await first.stop();
    const second = await start(ledger);
    expect((await second.client().send(new GetItemCommand({ TableName, Key: key('kept') }))).Item).toEqual(
      key('kept'),
    );
    await second.stop();

    const changed = { ...ledger, create: { ...ledger.create, GlobalSecondaryIndexes: [] } };
    await expect(start(changed)).rejects.toThrow(/gives table ledger another GlobalSecondaryIndexes/);
    const images = { ...ledger, stream: { arn: 'arn', viewType: 'NEW_IMAGE' } };
    await expect(start(images)).rejects.toThrow(/only gives KEYS_ONLY/);
    await rm(folder, { recursive: true, force: true });
  });
});

describe('faults', () => {
  const put = (pk: string) => client.send(new PutItemCommand({ TableName, Item: key(pk) }));
  const transact = (pk: string) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName, Item: key(pk) } }, { Put: { TableName, Item: key(`${pk}2`) } }],
      }),
    );
  const stored = async (pk: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item !==
    undefined;

  test.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'InternalServerError',
  ] as const)('%s befalls the nth call and keeps it from happening', async (error) => {
    desk.front.faults.inject({ operation: 'PutItem', nth: 2, error });
    await put('1');
    await expect(put('2')).rejects.toMatchObject({ name: error });
    await put('3');
    expect(await Promise.all(['1', '2', '3'].map(stored))).toEqual([true, false, true]);
  });

  test('a conflict befalls writes only, and names the item', async () => {
    desk.front.faults.inject({ probability: 1, error: 'TransactionCanceled:TransactionConflict' });
    await expect(transact('a')).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    });
    await expect(put('a')).rejects.toMatchObject({ name: 'TransactionConflictException' });
    expect(await stored('a')).toBe(false);
  });

  test('a lost answer leaves the write done; the client of the product, which repeats, writes it once', async () => {
    desk.front.faults.inject({ nth: 1, operation: 'TransactWriteItems', error: 'timeout-after-commit' });
    await expect(transact('a')).rejects.toThrow();
    expect(await stored('a')).toBe(true);

    desk.front.faults.inject({ nth: 1, operation: 'TransactWriteItems', error: 'timeout-after-commit' });
    const { operator } = desk.credentials;
    const patient = new DynamoDBClient({
      endpoint: desk.endpoint.url,
      region: REGION,
      credentials: operator,
    });
    const add = {
      Update: {
        TableName,
        Key: key('counter'),
        UpdateExpression: 'ADD n :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      },
    };
    await patient.send(new TransactWriteItemsCommand({ TransactItems: [add] }));
    const { Item } = await client.send(
      new GetItemCommand({ TableName, Key: key('counter'), ConsistentRead: true }),
    );
    expect(Item?.['n']).toEqual({ N: '1' });
    patient.destroy();
  });

  test('the same seed strikes the same calls; cleared, none', async () => {
    const struck = async (fault: Fault) => {
      desk.front.faults.inject(fault);
      const results = await Promise.allSettled(Array.from({ length: 30 }, () => put('x')));
      desk.front.faults.clear();
      return results.filter(({ status }) => status === 'rejected').length;
    };
    const fault: Fault = { probability: 0.3, error: 'ThrottlingException', seed: 7 };
    const first = await struck(fault);
    expect(first).toBeGreaterThan(2);
    expect(first).toBeLessThan(20);
    expect(await struck(fault)).toBe(first);
    expect(await struck({ ...fault, principal: 'writer' })).toBe(0);
    await put('y');
  });
});
