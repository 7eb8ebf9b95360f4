/** The embedded S3 under kill -9: what was acknowledged is whole and told of, what was not is not there, nothing is left over. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOf, OPERATOR, onEmbedded, startEmbedded } from './s3-desk.ts';

const CHILD = fileURLToPath(new URL('./s3-child.ts', import.meta.url));

describe.runIf(onEmbedded)('kill -9', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-crash-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('in the middle of uploads', async () => {
    const child = await startChild(folder);
    const client = clientOf(child.url, OPERATOR, 1);
    const acknowledged = new Map<string, string>();
    const upload = await beginParts(client);
    const stalled = putStalled(client).catch((error: unknown) => error);
    const writers = Array.from({ length: 6 }, (_, writer) => writeOn(client, writer, acknowledged));
    await expect.poll(() => acknowledged.size).toBeGreaterThan(60);
    child.kill();
    await Promise.all([...writers, stalled]);
    client.destroy();
    expect(await readdir(join(folder, 'objects', 'incoming'))).not.toEqual([]);
    // As a kill between the rename and the row would leave it.
    await writeFile(join(folder, 'objects', 'objects', 'f'.repeat(32)), 'nobody knows me');

    const embedded = await startEmbedded(folder);
    const after = clientOf(embedded.url, OPERATOR);
    for (const [key, md5] of acknowledged) expect(await md5Of(after, key)).toBe(md5);
    expect(await md5Of(after, 'stalled')).toBeUndefined();
    // The last one of each writer may have been made visible without an answer; then it must be whole.
    const unsure = await Promise.all(writers.map(async (writer) => md5Of(after, (await writer).key)));
    for (const [writer, md5] of unsure.entries())
      expect([undefined, (await writers[writer])?.md5]).toContain(md5);
    const { Parts } = await after.send(new ListPartsCommand(upload));
    expect(Parts).toHaveLength(1);
    after.destroy();
    await embedded.stop();

    const visible = acknowledged.size + unsure.filter((md5) => md5 !== undefined).length + 1;
    expect(await readdir(join(folder, 'objects', 'objects'))).toHaveLength(visible);
    expect(await readdir(join(folder, 'objects', 'incoming'))).toEqual([]);
    const told = new Set(embedded.events.map(({ detail }) => JSON.stringify(detail['object'])));
    for (const key of acknowledged.keys())
      expect([...told].some((object) => object.includes(`"key":"${key}"`))).toBe(true);
  });
});

async function startChild(folder: string): Promise<{ url: string; kill(): void }> {
  // A group of its own, so that the engine below it dies in the same instant.
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', CHILD, folder], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened.`)));
  });
  return {
    url,
    kill() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    },
  };
}

async function beginParts(client: S3Client) {
  const target = { Bucket: 'plain', Key: 'in-parts' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'kept' }));
  return { ...target, UploadId };
}

/** An upload that has sent half of its bytes and then waits. */
function putStalled(client: S3Client) {
  const half = Buffer.alloc(500_000, 's');
  const Body = new Readable({ read() {} });
  Body.push(half);
  return client.send(
    new PutObjectCommand({ Bucket: 'plain', Key: 'stalled', Body, ContentLength: 2 * half.length }),
  );
}

/** Puts one object after the other until the server is gone; answers the one that got no answer. */
async function writeOn(client: S3Client, writer: number, acknowledged: Map<string, string>) {
  for (let round = 0; ; round++) {
    const key = `${writer}-${round}`;
    const Body = Buffer.alloc(20_000 + round, key);
    const md5 = createHash('md5').update(Body).digest('hex');
    try {
      await client.send(new PutObjectCommand({ Bucket: round % 2 ? 'plain' : 'versioned', Key: key, Body }));
      acknowledged.set(key, md5);
    } catch {
      return { key, md5 };
    }
  }
}

async function md5Of(client: S3Client, key: string): Promise<string | undefined> {
  const odd = Number(key.split('-')[1] ?? 1) % 2;
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: odd ? 'plain' : 'versioned', Key: key }),
    );
    return createHash('md5')
      .update((await Body?.transformToByteArray()) ?? '')
      .digest('hex');
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}
