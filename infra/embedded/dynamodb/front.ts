/**
 * DynamoDB as clients see it: the IAM decision, the streams, the count of units and the injected faults stand before the
 * engine, and bodies go through as bytes. Tables come from the template; a call that would make, change or drop one is
 * refused, and so is every operation that is not listed.
 */
import {
  AwsError,
  type Clock,
  type Json,
  type Principal,
  type Stoppable,
  type WireAnswer,
  type WireService,
} from '../parts.ts';
import { type Call, readCall, type Tables, tableNamed } from './calls.ts';
import { count, withCapacity } from './capacity.ts';
import type { Engine } from './engine.ts';
import { connectEngine, type EngineAnswer, type EngineClient, errorName } from './engine-client.ts';
import { createFaults, type Faults, faultError } from './faults.ts';
import { keyedWrites } from './item-keys.ts';
import type { Operation } from './operations.ts';
import { objectIn } from './shapes.ts';
import { openStreamLog } from './stream-log.ts';
import { createStreamWriter, type StreamWriter } from './stream-writes.ts';
import { createStreams, type Streams } from './streams.ts';
import { continuousBackups, described, openTables, type TableSettings, timeToLive } from './tables.ts';
import { createTokens } from './tokens.ts';
import { createUsage, spentBy, spentByRefusal, type Usage, type UsageCounter } from './usage.ts';

export interface DynamoDBOptions {
  readonly engine: Engine;
  readonly tables: readonly TableSettings[];
  readonly clock: Clock;
  readonly access: (principal: Principal, action: string, resourceArn: string) => void;
}

export interface DynamoDB extends WireService, Stoppable {
  readonly usage: Usage;
  readonly streams: Streams;
  readonly faults: Faults;
}

export async function createDynamoDB(options: DynamoDBOptions): Promise<DynamoDB> {
  const engine = connectEngine(options.engine);
  const tables = new Map((await openTables(engine, options.tables)).map((table) => [table.name, table]));
  const log = await openStreamLog(engine, options.clock);
  const arns = options.tables.flatMap(({ stream }) => (stream === undefined ? [] : [stream.arn]));
  const streams = createStreams(log, options.clock, arns);
  const tokens = createTokens(options.clock, log.left);
  const writeWithStream = createStreamWriter({ engine, log, tokens, publish: streams.publish });
  const usage = createUsage();
  const faults = createFaults();
  const items = createItemCalls({ engine, tables, usage, writeWithStream });

  async function exchange(
    operation: string,
    body: Buffer,
    principal: Principal,
  ): Promise<WireAnswer | 'no-answer'> {
    const call = readCall(operation, body, tables);
    for (const { action, resource } of call.asks) options.access(principal, action, resource);
    const fault = faults.draw(operation, principal.name);
    if (fault !== undefined && fault !== 'timeout-after-commit')
      throw faultError(fault, operation, call.input);
    const answer = call.itemOperation
      ? await items(call, call.itemOperation, principal)
      : await describe(call, engine, tables);
    return fault === undefined ? wireAnswer(answer) : 'no-answer';
  }

  return {
    target: 'DynamoDB_20120810',
    usage,
    faults,
    streams,
    exchange,
    async call(operation, input, principal) {
      const answer = await exchange(operation, Buffer.from(JSON.stringify(input)), principal);
      if (answer === 'no-answer')
        throw new AwsError('TimeoutError', 'The connection ended without an answer.', 500);
      const output = objectIn(JSON.parse(Buffer.from(answer.body).toString()));
      if (answer.status === 200) return output;
      const { __type, message, Message, ...detail } = output;
      throw new AwsError(errorName(output), String(message ?? Message), answer.status, detail);
    },
    async stop() {
      await streams.stop();
      engine.close();
    },
  };
}

async function describe(
  { operation, input }: Call,
  engine: EngineClient,
  tables: Tables,
): Promise<EngineAnswer> {
  if (operation === 'ListTables') return answerOf({ TableNames: [...tables.keys()].sort() });
  const table = tableNamed(tables, String(input['TableName']));
  if (operation === 'DescribeTimeToLive') return answerOf(timeToLive(table));
  if (operation === 'DescribeContinuousBackups') return answerOf(continuousBackups());
  const { Table: description } = await engine.call('DescribeTable', { TableName: table.name });
  return answerOf({ Table: described(table, objectIn(description)) });
}

interface ItemCallOptions {
  readonly engine: EngineClient;
  readonly tables: Tables;
  readonly usage: UsageCounter;
  readonly writeWithStream: StreamWriter;
}

type ItemCalls = (call: Call, operation: Operation, principal: Principal) => Promise<EngineAnswer>;

/** Calls on items: through the streams where one is concerned, else straight to the engine; counted either way. */
function createItemCalls({ engine, tables, usage, writeWithStream }: ItemCallOptions): ItemCalls {
  return async (call, operation, principal) => {
    const asked = call.input['ReturnConsumedCapacity'];
    const wantsCapacity = asked !== undefined && asked !== 'NONE';
    const counted = wantsCapacity ? call : withCapacity(call);
    const writes = keyedWrites(operation.writes(call.input), (name) => tables.get(name));
    const answer = writes?.some(({ tableSettings }) => tableSettings.stream !== undefined)
      ? await writeWithStream({ ...counted, writes })
      : await engine.send(counted.operation, counted.body);
    return count(answer, wantsCapacity, (consumed, refusal) => {
      const spent =
        refusal === undefined
          ? spentBy(consumed, operation.spends)
          : spentByRefusal(errorName(refusal), refusal);
      usage.count(principal.name, call.operation, spent);
    });
  };
}

function answerOf(output: Json): EngineAnswer {
  return { status: 200, body: Buffer.from(JSON.stringify(output)) };
}

function wireAnswer({ status, body }: EngineAnswer): WireAnswer {
  return { status, headers: {}, body };
}
