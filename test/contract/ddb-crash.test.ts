/**
 * Engine and front are killed (SIGKILL) again and again while clients write. Every acknowledged write must be there
 * afterwards, every write that is there must have its stream record, and a transaction's record must never speak of a
 * write that is not there.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  type ScanCommandOutput,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { loadCredentials } from '../../infra/embedded/principals.ts';
import { clientOf, startDesk, tableSettings } from './ddb-desk.ts';

const KILLS = 6;
const WRITERS = 8;
/** Each round is killed after so many acknowledged writes, the first ones early, the later ones in full flow. */
const acknowledgedUntilKill = (round: number) => 5 + round * 40;

const table = tableSettings('ledger');
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: '0' } });

async function startChild(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const file = join(import.meta.dirname, 'ddb-crash-child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', file, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout ?? child, 'data');
  return { child, url: String(line).trim() };
}

/** Writes with all writers until enough is acknowledged, then kills. Answers what was acknowledged. */
async function writeUntilKilled(folder: string, round: number): Promise<string[]> {
  const { child, url } = await startChild(folder);
  const client = clientOf(url, loadCredentials(join(folder, 'keys'), []).operator);
  const acknowledged: string[] = [];
  const gone = once(child, 'exit');
  const writer = async (name: number) => {
    for (let at = 0; child.signalCode === null && !child.killed; at += 1) {
      const pk = `${round}-${name}-${at}`;
      try {
        acknowledged.push(...(await write(client, pk, at)));
      } catch {
        // Not acknowledged: it may have been written or not.
      }
      if (acknowledged.length >= acknowledgedUntilKill(round)) child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, name) => writer(name)));
  await gone;
  client.destroy();
  return acknowledged;
}

async function write(client: DynamoDBClient, pk: string, at: number): Promise<string[]> {
  const TableName = table.name;
  if (at % 3 === 0) {
    await client.send(new PutItemCommand({ TableName, Item: key(`single-${pk}`) }));
    return [`single-${pk}`];
  }
  const names = [`head-${pk}`, `event-${pk}`];
  const TransactItems = names.map((name) => ({ Put: { TableName, Item: key(name) } }));
  await client.send(new TransactWriteItemsCommand({ TransactItems }));
  return names;
}

async function storedNames(client: DynamoDBClient): Promise<Set<string>> {
  const names = new Set<string>();
  let page: ScanCommandOutput | undefined;
  do {
    const start = page?.LastEvaluatedKey;
    page = await client.send(
      new ScanCommand({ TableName: table.name, ...(start && { ExclusiveStartKey: start }) }),
    );
    for (const item of page.Items ?? []) names.add(item['pk']?.S ?? '');
  } while (page.LastEvaluatedKey !== undefined);
  return names;
}

test('acknowledged writes and their records survive kill -9', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ddb-crash-'));
  const acknowledged: string[] = [];
  for (let round = 0; round < KILLS; round += 1)
    acknowledged.push(...(await writeUntilKilled(folder, round)));

  const desk = await startDesk({ tables: [table], folder });
  const told = new Set<string>();
  desk.front.streams.subscribe(
    table.stream?.arn ?? '',
    { name: 'noter', batchSize: 100 },
    async (records) => {
      for (const { keys } of records) told.add(JSON.stringify(keys));
      return { failed: [] };
    },
  );
  await desk.front.streams.settled();
  const noted = join(folder, 'accepted');
  if (existsSync(noted)) for (const line of (await readFile(noted, 'utf8')).split('\n')) told.add(line);
  const stored = await storedNames(desk.client());
  await desk.stop();
  await rm(folder, { recursive: true, force: true });

  expect(acknowledged.length).toBeGreaterThan(KILLS * 5);
  expect(acknowledged.filter((name) => !stored.has(name))).toEqual([]);
  expect([...stored].filter((name) => !told.has(JSON.stringify(key(name))))).toEqual([]);
  const transacted = [...told].filter((line) => line.includes('head-') || line.includes('event-'));
  expect(transacted.filter((line) => !stored.has(JSON.parse(line).pk.S))).toEqual([]);
});
