/**
 * The stream's records on disk: one row per write call in a table of their own, so that a call's records join its
 * transaction as a single item. A row is deleted when every subscriber is done with its records; what is left after a
 * crash is delivered again. Rows are numbered in the order of commits, across restarts.
 */
import { createHash } from 'node:crypto';
import type { Clock, Json } from '../parts.ts';
import type { EngineClient } from './engine-client.ts';
import { isObject, listIn, objectIn, textIn } from './shapes.ts';
import type { StreamEventName, StreamRecord } from './stream-record.ts';
import { tableNames } from './tables.ts';

export const STREAM_TABLE = 'embedded-streams';

/** What a write says to a stream; the log gives it number and time. */
export interface Change {
  readonly streamArn: string;
  readonly eventName: StreamEventName;
  readonly keys: Json;
}

/** The client's token of a transaction, kept with its records so that a repeat is known after a crash too. */
export interface TokenMark {
  readonly token: string;
  readonly digest: string;
}

export interface Row {
  readonly id: string;
  readonly at: number;
  readonly changes: readonly Change[];
  readonly mark?: TokenMark;
}

export interface StreamLog {
  /** The rows that an earlier run left, in order. */
  readonly left: readonly Row[];
  /** A new row, not yet written anywhere. */
  newRow(changes: readonly Change[], mark?: TokenMark): Row;
  /** The row as an item of `STREAM_TABLE`. */
  item(row: Row): Json;
  write(row: Row): Promise<void>;
  holds(row: Row): Promise<boolean>;
  /** Deletes the row soon, together with others. */
  trim(row: Row): void;
  /** Deletes now what waits to be deleted. */
  flush(): Promise<void>;
}

const BOOTS = 'boots';
/** The engine deletes up to 25 rows in one commit; a row waits at most this long for others to go with it. */
const TRIM_BATCH = 25;
const TRIM_WAIT = 250;
/** Ten digits of rows in one run after nine digits of runs; two more number the records of a row. */
const ROW_DIGITS = 10;

export async function openStreamLog(engine: EngineClient, clock: Clock): Promise<StreamLog> {
  await ensureTable(engine);
  const boot = await countBoot(engine);
  const left = await readRows(engine);
  let rows = 0;

  return {
    left,
    newRow(changes, mark) {
      rows += 1;
      const id = `${String(boot).padStart(9, '0')}${String(rows).padStart(ROW_DIGITS, '0')}`;
      return { id, at: clock.now(), changes, ...(mark !== undefined && { mark }) };
    },
    item: (row) => toItem(row),
    async write(row) {
      await engine.call('PutItem', { TableName: STREAM_TABLE, Item: toItem(row) });
    },
    async holds(row) {
      const answer = await engine.call('GetItem', {
        TableName: STREAM_TABLE,
        Key: { id: { S: row.id } },
        ConsistentRead: true,
      });
      return answer['Item'] !== undefined;
    },
    ...createTrimmer(engine, clock),
  };
}

/** The records of a row; their numbers and ids follow from the row's, so that they are the same at every delivery. */
export function recordsOf(row: Row): StreamRecord[] {
  return row.changes.map((change, at) => {
    const sequenceNumber = `${row.id}${String(at).padStart(2, '0')}`;
    const eventID = createHash('sha256').update(`${change.streamArn}/${sequenceNumber}`).digest('hex');
    return { ...change, eventID: eventID.slice(0, 32), sequenceNumber, at: row.at };
  });
}

function createTrimmer(engine: EngineClient, clock: Clock): Pick<StreamLog, 'trim' | 'flush'> {
  let waiting: string[] = [];
  let deleting: Promise<void> = Promise.resolve();
  let cancel: (() => void) | undefined;

  async function deleteWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const ids = waiting.slice(0, TRIM_BATCH);
      waiting = waiting.slice(TRIM_BATCH);
      const requests = ids.map((id) => ({ DeleteRequest: { Key: { id: { S: id } } } }));
      await engine.call('BatchWriteItem', { RequestItems: { [STREAM_TABLE]: requests } });
    }
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    deleting = deleting.catch(() => undefined).then(deleteWaiting);
    return deleting;
  }

  return {
    flush,
    trim(row) {
      waiting.push(row.id);
      // A row that could not be deleted costs one more delivery after the next start, nothing else.
      const flushQuietly = () => void flush().catch(() => undefined);
      if (waiting.length === TRIM_BATCH) flushQuietly();
      else cancel ??= clock.at(clock.now() + TRIM_WAIT, flushQuietly);
    },
  };
}

async function ensureTable(engine: EngineClient): Promise<void> {
  if ((await tableNames(engine)).includes(STREAM_TABLE)) return;
  await engine.call('CreateTable', {
    TableName: STREAM_TABLE,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
}

async function countBoot(engine: EngineClient): Promise<number> {
  const answer = await engine.call('UpdateItem', {
    TableName: STREAM_TABLE,
    Key: { id: { S: BOOTS } },
    UpdateExpression: 'ADD boots :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValues: 'UPDATED_NEW',
  });
  return Number(objectIn(objectIn(answer['Attributes'])['boots'])['N']);
}

async function readRows(engine: EngineClient): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start: unknown; ; ) {
    const page = await engine.call('Scan', {
      TableName: STREAM_TABLE,
      ConsistentRead: true,
      ...(isObject(start) && { ExclusiveStartKey: start }),
    });
    for (const item of listIn(page['Items']).map(objectIn))
      if (attribute(item, 'id') !== BOOTS) rows.push(fromItem(item));
    start = page['LastEvaluatedKey'];
    if (!isObject(start)) return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

function toItem(row: Row): Json {
  return {
    id: { S: row.id },
    at: { N: String(row.at) },
    changes: {
      S: JSON.stringify(row.changes.map(({ streamArn, eventName, keys }) => [streamArn, eventName, keys])),
    },
    ...(row.mark !== undefined && { token: { S: row.mark.token }, digest: { S: row.mark.digest } }),
  };
}

function fromItem(item: Json): Row {
  const id = attribute(item, 'id') ?? '';
  const changes = listIn(JSON.parse(attribute(item, 'changes') ?? 'null')).map((entry) => {
    const [streamArn, eventName, keys] = listIn(entry);
    if (!isEventName(eventName)) throw new Error(`Row ${id} of ${STREAM_TABLE} is damaged.`);
    return { streamArn: String(streamArn), eventName, keys: objectIn(keys) };
  });
  const token = attribute(item, 'token');
  const digest = attribute(item, 'digest');
  return {
    id,
    at: Number(attribute(item, 'at')),
    changes,
    ...(token !== undefined && digest !== undefined && { mark: { token, digest } }),
  };
}

function attribute(item: Json, name: string): string | undefined {
  const value = objectIn(item[name]);
  return textIn(value['S']) ?? textIn(value['N']);
}

function isEventName(value: unknown): value is StreamEventName {
  return value === 'INSERT' || value === 'MODIFY' || value === 'REMOVE';
}
