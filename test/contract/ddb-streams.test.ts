/**
 * The stream of the embedded DynamoDB: every accepted write makes its record, in order per item, at least once, also over
 * failures and restarts. What a subscriber is told is compared with what was written.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import {
  lambdaEvent,
  reportedFailures,
  type StreamRecord,
} from '../../infra/embedded/dynamodb/stream-record.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { type Desk, startDesk, tableSettings } from './ddb-desk.ts';

const TableName = 'ledger';
const table = tableSettings(TableName);
const streamArn = table.stream?.arn ?? '';
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function opened(folder?: string, clock?: ManualClock): Promise<Desk> {
  const desk = await startDesk({
    tables: [table, tableSettings('quiet', false)],
    ...(folder !== undefined && { folder }),
    ...(clock !== undefined && { clock }),
  });
  cleanups.push(desk.stop);
  return desk;
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ddb-streams-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function listen(desk: Desk, name = 'listener'): StreamRecord[] {
  const heard: StreamRecord[] = [];
  desk.front.streams.subscribe(streamArn, { name, batchSize: 10 }, async (records) => {
    heard.push(...records);
    return { failed: [] };
  });
  return heard;
}

const key = (sk: string, pk = 'a') => ({ pk: { S: pk }, sk: { S: sk } });
const put = (client: DynamoDBClient, sk: string, pk = 'a') =>
  client.send(new PutItemCommand({ TableName, Item: key(sk, pk) }));
const told = (records: readonly StreamRecord[]) =>
  records.map(({ eventName, keys }) => `${eventName} ${JSON.stringify(Object.values(keys))}`);
const line = (eventName: string, sk: string, pk = 'a') =>
  `${eventName} ${JSON.stringify([{ S: pk }, { S: sk }])}`;

describe('what makes a record', () => {
  test('single writes, by whether the item was there', async () => {
    const desk = await opened();
    const client = desk.client();
    const heard = listen(desk);
    await put(client, '1');
    await put(client, '1');
    const update = {
      TableName,
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    };
    await client.send(new UpdateItemCommand({ ...update, Key: key('1') }));
    await client.send(new UpdateItemCommand({ ...update, Key: key('2') }));
    await client.send(new DeleteItemCommand({ TableName, Key: key('1') }));
    await client.send(new DeleteItemCommand({ TableName, Key: key('1') }));
    await put(client, '1');
    await desk.front.streams.settled();
    expect(told(heard)).toEqual([
      line('INSERT', '1'),
      line('MODIFY', '1'),
      line('MODIFY', '1'),
      line('INSERT', '2'),
      line('REMOVE', '1'),
      line('INSERT', '1'),
    ]);
  });

  test('a transaction: each item written, none for a check, none for another table', async () => {
    const desk = await opened();
    const client = desk.client();
    const heard = listen(desk);
    await put(client, 'old');
    await put(client, 'gone');
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: key('new'), ConditionExpression: 'attribute_not_exists(pk)' } },
          { Delete: { TableName, Key: key('gone') } },
          { Put: { TableName: 'quiet', Item: key('new') } },
          { ConditionCheck: { TableName, Key: key('old'), ConditionExpression: 'attribute_exists(pk)' } },
          {
            Update: {
              TableName,
              Key: key('old', 'b'),
              UpdateExpression: 'ADD n :n',
              ExpressionAttributeValues: { ':n': { N: '1' } },
            },
          },
        ],
      }),
    );
    await desk.front.streams.settled();
    expect(told(heard).slice(2)).toEqual([
      line('INSERT', 'new'),
      line('REMOVE', 'gone'),
      line('INSERT', 'old', 'b'),
    ]);
  });

  test('batches, and a transaction that is full to the last action', async () => {
    const desk = await opened();
    const client = desk.client();
    const heard = listen(desk);
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: [{ PutRequest: { Item: key('1') } }, { DeleteRequest: { Key: key('never') } }],
        },
      }),
    );
    const hundred = Array.from({ length: 100 }, (_, at) => ({
      Put: { TableName, Item: key(String(at), 'full') },
    }));
    await client.send(new TransactWriteItemsCommand({ TransactItems: hundred }));
    await desk.front.streams.settled();
    expect(told(heard)).toEqual([
      line('INSERT', '1'),
      ...hundred.map((_, at) => line('INSERT', String(at), 'full')),
    ]);
  });

  test('nothing that was refused', async () => {
    const desk = await opened();
    const client = desk.client();
    const heard = listen(desk);
    const mustExist = { ConditionExpression: 'attribute_exists(pk)' };
    const attempts = [
      client.send(new PutItemCommand({ TableName, Item: key('1'), ...mustExist })),
      client.send(new PutItemCommand({ TableName, Item: { ...key('1'), due: { N: '1' } } })),
      client.send(new DeleteItemCommand({ TableName, Key: key('1'), ...mustExist })),
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: key('2') } },
            { ConditionCheck: { TableName, Key: key('1'), ...mustExist } },
          ],
        }),
      ),
    ];
    const results = await Promise.allSettled(attempts);
    expect(results.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    await desk.front.streams.settled();
    expect(heard).toEqual([]);
  });

  test('a repeated transaction makes its records once', async () => {
    const desk = await opened();
    const client = desk.client();
    const heard = listen(desk);
    const command = { TransactItems: [{ Put: { TableName, Item: key('1') } }], ClientRequestToken: 'same' };
    await Promise.all([1, 2, 3].map(() => client.send(new TransactWriteItemsCommand(command))));
    await desk.front.streams.settled();
    expect(told(heard)).toEqual([line('INSERT', '1')]);
  });
});

describe('order', () => {
  test('per item, as the writes were carried out, under many parallel writers', async () => {
    const desk = await opened();
    const client = desk.client();
    const heard = listen(desk);
    const toggles = Array.from({ length: 120 }, (_, at) => {
      const Key = key(String(at % 3));
      return at % 2 === 0
        ? client.send(new PutItemCommand({ TableName, Item: Key }))
        : client.send(new DeleteItemCommand({ TableName, Key }));
    });
    await Promise.all(toggles);
    await desk.front.streams.settled();
    for (const sk of ['0', '1', '2']) {
      // Whatever the order of the writes, an item can only appear when it is not there, and go when it is.
      let there = false;
      for (const { eventName } of heard.filter(({ keys }) => JSON.stringify(keys).includes(`"${sk}"`))) {
        expect(eventName === 'INSERT').toBe(!there);
        there = eventName !== 'REMOVE';
      }
    }
    const numbers = heard.map(({ sequenceNumber }) => sequenceNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(heard.map(({ eventID }) => eventID)).size).toBe(numbers.length);
  });

  test('batches hold no more than asked for, and a window fills them', async () => {
    const clock = manualClock('2022-07-01T00:00:00Z');
    const desk = await opened(undefined, clock);
    const sizes: number[] = [];
    desk.front.streams.subscribe(
      streamArn,
      { name: 'l', batchSize: 4, windowMs: 3_600_000 },
      async (records) => {
        sizes.push(records.length);
        return { failed: [] };
      },
    );
    const client = desk.client();
    for (let at = 0; at < 6; at += 1) await put(client, String(at));
    await clock.pass(3_600);
    await desk.front.streams.settled();
    expect(sizes).toEqual([4, 2]);
  });
});

describe('failures', () => {
  async function deskWithClock(): Promise<{ desk: Desk; clock: ManualClock }> {
    const clock = manualClock('2022-07-01T00:00:00Z');
    const desk = await opened(undefined, clock);
    clock.settleWith(() => desk.front.streams.settled());
    return { desk, clock };
  }

  async function write(desk: Desk, ...items: [string, string][]): Promise<void> {
    const TransactItems: TransactWriteItem[] = items.map(([pk, sk]) => ({
      Put: { TableName, Item: key(sk, pk) },
    }));
    await desk.client().send(new TransactWriteItemsCommand({ TransactItems }));
  }

  test('everything from the first failed record on comes again; other items do not wait', async () => {
    const { desk, clock } = await deskWithClock();
    const batches: string[][] = [];
    let healthy = false;
    desk.front.streams.subscribe(streamArn, { name: 'l', batchSize: 10 }, async (records) => {
      const items = records.map(({ keys }) =>
        JSON.stringify(keys)
          .replace(/[^a-z0-9]/g, '')
          .replace(/pks|sks/gi, ''),
      );
      batches.push(items);
      const bad = records.find(({ keys }) => JSON.stringify(keys).includes('bad'));
      return { failed: bad === undefined || healthy ? [] : [bad.eventID] };
    });
    await write(desk, ['good', '1'], ['bad', '1'], ['good', '2']);
    await desk.front.streams.settled();
    expect(batches.map((batch) => batch.length)).toEqual([3, 1]);
    expect(batches[1]?.join()).toContain('good');
    await write(desk, ['fine', '1']);
    await desk.front.streams.settled();
    expect(batches).toHaveLength(3);
    healthy = true;
    await clock.pass(60);
    expect(batches[3]?.join()).toContain('bad');
    expect(batches).toHaveLength(4);
  });

  test('a batch that fails as a whole is taken apart, and only the poisoned item goes on failing', async () => {
    const { desk, clock } = await deskWithClock();
    const done: string[] = [];
    let poisoned = 0;
    desk.front.streams.subscribe(streamArn, { name: 'l', batchSize: 10 }, async (records) => {
      if (records.some(({ keys }) => JSON.stringify(keys).includes('bad'))) {
        poisoned += 1;
        throw new Error('cannot digest');
      }
      done.push(...told(records));
      return { failed: [] };
    });
    await write(desk, ['good', '1'], ['bad', '1'], ['fine', '1']);
    await clock.pass(600);
    expect(done.sort()).toEqual([line('INSERT', '1', 'fine'), line('INSERT', '1', 'good')]);
    expect(poisoned).toBeGreaterThan(5);
  });

  test('a record that is tried in vain as often as allowed is handed over, and the next of its item goes on', async () => {
    const { desk, clock } = await deskWithClock();
    const attempts: string[] = [];
    const exhausted: string[] = [];
    const onExhausted = (record: StreamRecord, reason: string) => {
      exhausted.push(`${record.eventName}: ${reason}`);
    };
    const settings = { name: 'l', batchSize: 1, maxAttempts: 2, onExhausted };
    desk.front.streams.subscribe(streamArn, settings, async ([record]) => {
      attempts.push(record?.eventName ?? '');
      if (record?.eventName === 'INSERT') throw new Error('no inserts');
      return { failed: [] };
    });
    await write(desk, ['a', '1']);
    await write(desk, ['a', '1']);
    await clock.pass(600);
    expect(attempts).toEqual(['INSERT', 'INSERT', 'INSERT', 'MODIFY']);
    expect(exhausted).toEqual(['INSERT: no inserts']);
  });
});

describe('parallel batches', () => {
  test('keep the order of each item, through failures and hand-overs', async () => {
    const clock = manualClock('2022-07-01T00:00:00Z');
    const desk = await opened(undefined, clock);
    clock.settleWith(() => desk.front.streams.settled());
    const accepted = new Map<string, string[]>();
    let calls = 0;
    const note = ({ keys, sequenceNumber }: StreamRecord) => {
      const item = JSON.stringify(keys);
      accepted.set(item, [...(accepted.get(item) ?? []), sequenceNumber]);
    };
    const settings = { name: 'l', batchSize: 3, parallel: 4, maxAttempts: 2, onExhausted: note };
    desk.front.streams.subscribe(streamArn, settings, async (records) => {
      calls += 1;
      const call = calls;
      for (let turns = 0; turns < call % 5; turns += 1) await turn();
      if (call % 7 === 0) throw new Error('every seventh');
      const cut = call % 3 === 0 ? Math.floor(records.length / 2) : records.length;
      for (const record of records.slice(0, cut)) note(record);
      return { failed: records.slice(cut, cut + 1).map(({ eventID }) => eventID) };
    });
    const client = desk.client();
    await Promise.all(Array.from({ length: 90 }, (_, at) => put(client, String(at % 5))));
    await clock.pass(3_600);
    expect([...accepted.values()].flat()).toHaveLength(90);
    for (const numbers of accepted.values()) expect(numbers).toEqual([...numbers].sort());
  });
});

describe('subscribers', () => {
  test('each gets all that its filter lets through', async () => {
    const desk = await opened();
    const all = listen(desk, 'all');
    const some: StreamRecord[] = [];
    const filter = ({ keys }: StreamRecord) => JSON.stringify(keys).includes('yes');
    desk.front.streams.subscribe(streamArn, { name: 'some', batchSize: 10, filter }, async (records) => {
      some.push(...records);
      return { failed: [] };
    });
    for (const sk of ['yes1', 'no1', 'yes2']) await put(desk.client(), sk);
    await desk.front.streams.settled();
    expect(told(all)).toEqual([line('INSERT', 'yes1'), line('INSERT', 'no1'), line('INSERT', 'yes2')]);
    expect(told(some)).toEqual([line('INSERT', 'yes1'), line('INSERT', 'yes2')]);
  });

  test('what was not accepted comes again after a restart, what was accepted does not; numbers go on rising', async () => {
    const folder = await newFolder();
    const first = await startDesk({ tables: [table], folder });
    const accepted = listen(first);
    await put(first.client(), '1');
    await first.front.streams.settled();
    const deaf = new Set<string>();
    first.front.streams.subscribe(streamArn, { name: 'deaf', batchSize: 1 }, async ([record]) => {
      deaf.add(record?.eventID ?? '');
      throw new Error('not now');
    });
    await put(first.client(), '2');
    await first.front.streams.settled();
    await first.stop();

    const second = await opened(folder);
    const heard = listen(second);
    await put(second.client(), '3');
    await second.front.streams.settled();
    expect(told(accepted)).toEqual([line('INSERT', '1'), line('INSERT', '2')]);
    expect(told(heard)).toEqual([line('INSERT', '2'), line('INSERT', '3')]);
    expect([...deaf]).toEqual([heard[0]?.eventID]);
    const numbers = [...accepted.slice(0, 1), ...heard].map(({ sequenceNumber }) => sequenceNumber);
    expect(numbers).toEqual([...numbers].sort());
  });

  test('a token still counts after a restart while its records wait', async () => {
    const folder = await newFolder();
    const transaction = {
      TransactItems: [
        {
          Update: {
            TableName,
            Key: key('1'),
            UpdateExpression: 'ADD n :n',
            ExpressionAttributeValues: { ':n': { N: '1' } },
          },
        },
      ],
      ClientRequestToken: 'kept',
    };
    const first = await startDesk({ tables: [table], folder });
    await first.client().send(new TransactWriteItemsCommand(transaction));
    await first.stop();
    const second = await opened(folder);
    await second.client().send(new TransactWriteItemsCommand(transaction));
    const answer = await second.client().send(
      new UpdateItemCommand({
        TableName,
        Key: key('1'),
        UpdateExpression: 'ADD n :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(answer.Attributes?.['n']).toEqual({ N: '2' });
  });
});

describe("a function's view", () => {
  const record: StreamRecord = {
    eventID: 'e1',
    eventName: 'INSERT',
    sequenceNumber: '100',
    streamArn: 'arn:aws-cn:dynamodb:cn-north-1:000000000000:table/t/stream/1',
    keys: { pk: { S: 'a' } },
    at: 1_656_633_600_500,
  };

  test('the event has the shape that Lambda gives it', () => {
    expect(lambdaEvent([record])).toEqual({
      Records: [
        {
          eventID: 'e1',
          eventName: 'INSERT',
          eventVersion: '1.1',
          eventSource: 'aws:dynamodb',
          awsRegion: 'cn-north-1',
          dynamodb: {
            ApproximateCreationDateTime: 1_656_633_600,
            Keys: { pk: { S: 'a' } },
            SequenceNumber: '100',
            SizeBytes: 16,
            StreamViewType: 'KEYS_ONLY',
          },
          eventSourceARN: record.streamArn,
        },
      ],
    });
  });

  test('its answer names failures by sequence number; a stranger fails the whole batch', () => {
    const other = { ...record, eventID: 'e2', sequenceNumber: '101' };
    const answer = (...names: unknown[]) => ({
      batchItemFailures: names.map((itemIdentifier) => ({ itemIdentifier })),
    });
    expect(reportedFailures(undefined, [record])).toEqual({ failed: [] });
    expect(reportedFailures(answer(), [record, other])).toEqual({ failed: [] });
    expect(reportedFailures(answer('101'), [record, other])).toEqual({ failed: ['e2'] });
    expect(reportedFailures(answer('999'), [record, other])).toEqual({ failed: ['e1', 'e2'] });
    expect(reportedFailures(answer(''), [record, other])).toEqual({ failed: ['e1', 'e2'] });
  });
});
