/**
 * Writes to tables that have a stream. A transaction takes the row of its records along: one commit, and neither can be
 * without the other. For all other writes, and for a transaction without room for one item more, the row is written
 * first, and taken back if the write is refused; so their answers, returned values and errors stay the engine's own.
 * Only a crash between the two leaves a record of a write that never was, which a subscriber must bear anyway.
 */
import type { Json } from '../parts.ts';
import type { EngineAnswer, EngineClient } from './engine-client.ts';
import { cancellationMessage } from './faults.ts';
import type { KeyedWrite } from './item-keys.ts';
import { createItemLocks } from './item-locks.ts';
import { createPresence } from './presence.ts';
import { listIn, objectIn, textIn } from './shapes.ts';
import { type Change, type Row, STREAM_TABLE, type StreamLog } from './stream-log.ts';
import { markOf, type Tokens } from './tokens.ts';

export interface StreamWrite {
  readonly operation: string;
  readonly input: Json;
  readonly body: Buffer;
  readonly writes: readonly KeyedWrite[];
}

export interface StreamWriterOptions {
  readonly engine: EngineClient;
  readonly log: StreamLog;
  readonly tokens: Tokens;
  /** Called after the commit of a row's write, before its answer goes out. */
  readonly publish: (row: Row) => void;
}

/** Carries out a write of which at least one item belongs to a table with a stream. */
export type StreamWriter = (write: StreamWrite) => Promise<EngineAnswer>;

const MOST_ACTIONS = 100;
/** A transaction may hold 4 MB in all; larger bodies leave no room for the row. */
const ROOMY = 3_500_000;

export function createStreamWriter({ engine, log, tokens, publish }: StreamWriterOptions): StreamWriter {
  const lock = createItemLocks();
  const presence = createPresence(engine);

  async function announced(write: StreamWrite, changes: Change[]): Promise<Outcome> {
    if (changes.length === 0) return { answer: await engine.send(write.operation, write.body) };
    const row = log.newRow(changes);
    await log.write(row);
    try {
      const answer = await engine.send(write.operation, write.body);
      if (answer.status !== 200) log.trim(row);
      return { answer, ...(answer.status === 200 && { row }) };
    } catch (error) {
      // The engine gave no answer: the write may have been committed.
      publish(row);
      throw error;
    }
  }

  async function joined(write: StreamWrite, changes: Change[]): Promise<Outcome> {
    const { ClientRequestToken, ...input } = write.input;
    const token = textIn(ClientRequestToken);
    const mark = token === undefined ? undefined : markOf(token, input['TransactItems']);
    if (mark !== undefined && tokens.begin(mark)) return { answer: repeated(input) };
    const row = log.newRow(changes, mark);
    let accepted = false;
    try {
      const answer = await engine.send('TransactWriteItems', withRow(input, log.item(row)));
      accepted = answer.status === 200;
      return { answer: withoutRow(answer), ...(accepted && { row }) };
    } catch (error) {
      accepted = await publishIfHeld(row);
      throw error;
    } finally {
      if (mark !== undefined) tokens[accepted ? 'accepted' : 'refused'](mark);
    }
  }

  /** The engine gave no answer, but the row tells whether the transaction was committed. */
  async function publishIfHeld(row: Row): Promise<boolean> {
    const held = await log.holds(row).catch(() => false);
    if (held) publish(row);
    return held;
  }

  return async (write) => {
    const streamed = write.writes.filter(({ tableSettings }) => tableSettings.stream !== undefined);
    const release = await lock(streamed.map(({ identity }) => identity));
    try {
      const changes = changesOf(streamed, await presence.before(streamed));
      const { answer, row } = await (hasRoom(write) ? joined : announced)(write, changes);
      if (row !== undefined) {
        presence.written(streamed);
        publish(row);
      }
      return answer;
    } catch (error) {
      presence.forget(streamed);
      throw error;
    } finally {
      release();
    }
  };
}

/** The answer to a write, and the row of its records where it has made some. */
interface Outcome {
  readonly answer: EngineAnswer;
  readonly row?: Row;
}

function hasRoom({ operation, input, body }: StreamWrite): boolean {
  if (operation !== 'TransactWriteItems' || body.length > ROOMY) return false;
  return listIn(input['TransactItems']).length < MOST_ACTIONS;
}

function changesOf(writes: readonly KeyedWrite[], present: readonly boolean[]): Change[] {
  return writes.flatMap(({ kind, key, tableSettings }, at) => {
    const there = present[at] ?? false;
    const streamArn = tableSettings.stream?.arn;
    if (streamArn === undefined || (kind === 'delete' && !there)) return [];
    const eventName = kind === 'delete' ? 'REMOVE' : there ? 'MODIFY' : 'INSERT';
    return [{ streamArn, eventName, keys: key }];
  });
}

function withRow(input: Json, item: Json): string {
  const TransactItems = [...listIn(input['TransactItems']), { Put: { TableName: STREAM_TABLE, Item: item } }];
  return JSON.stringify({ ...input, TransactItems });
}

/** The engine's answer as if our row had not been there. */
function withoutRow({ status, body }: EngineAnswer): EngineAnswer {
  const output = objectIn(JSON.parse(body.toString()));
  const reasons = output['CancellationReasons'];
  if (Array.isArray(reasons)) {
    const own = reasons.slice(0, -1).map(objectIn);
    return answerOf(status, { ...output, message: cancellationMessage(own), CancellationReasons: own });
  }
  const consumed = output['ConsumedCapacity'];
  if (!Array.isArray(consumed)) return { status, body };
  return answerOf(status, {
    ...output,
    ConsumedCapacity: consumed.filter((entry) => objectIn(entry)['TableName'] !== STREAM_TABLE),
  });
}

/** The answer to a repeated transaction: nothing is written, and each item costs its reading (counted as up to 4 KB). */
function repeated(input: Json): EngineAnswer {
  const units = new Map<string, number>();
  for (const entry of listIn(input['TransactItems']))
    for (const action of Object.values(objectIn(entry))) {
      const table = String(objectIn(action)['TableName']);
      units.set(table, (units.get(table) ?? 0) + 2);
    }
  return answerOf(200, {
    ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({
      TableName,
      CapacityUnits,
      ReadCapacityUnits: CapacityUnits,
    })),
  });
}

function answerOf(status: number, output: Json): EngineAnswer {
  return { status, body: Buffer.from(JSON.stringify(output)) };
}
