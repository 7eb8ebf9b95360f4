/** The embedded S3's own affairs: clients that go away, buckets whose settings change, many readers of what is replaced. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BucketSettings } from '../../infra/embedded/s3/server.ts';
import { clientOf, OPERATOR, onEmbedded, startEmbedded } from './s3-desk.ts';

const plain: BucketSettings = { name: 'plain', versioned: false, objectLock: false, notify: false, cors: [] };
const versioned: BucketSettings = { ...plain, versioned: true };
const locked: BucketSettings = { ...plain, objectLock: true };

describe.runIf(onEmbedded)('the embedded server', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-embedded-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const files = async () => [
    ...(await readdir(join(folder, 'objects', 'incoming'))),
    ...(await readdir(join(folder, 'objects', 'objects'))),
  ];

  test('a client that goes away in the middle leaves nothing, and holds nothing up', async () => {
    const embedded = await startEmbedded(folder);
    const client = clientOf(embedded.url, OPERATOR);
    const target = { Bucket: 'plain', Key: 'half' };
    const url = await getSignedUrl(client, new PutObjectCommand(target));
    await sendHalf(url, 'PUT', {}, Buffer.alloc(200_000));
    const { fields } = await createPresignedPost(client, target);
    const form = [
      ...Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value)),
      part('name="file"; filename="x"', 'x'.repeat(200_000)),
    ];
    const headers = { 'content-type': 'multipart/form-data; boundary=edge' };
    await sendHalf(`${embedded.url}/plain`, 'POST', headers, Buffer.from(form.join('')));
    await expect.poll(files).toEqual([]);
    await expect(client.send(new HeadObjectCommand(target))).rejects.toMatchObject({ name: 'NotFound' });
    client.destroy();
    await embedded.stop();
  });

  /** Waits until the server has begun to write, then hangs up with twice as much still promised. */
  async function sendHalf(url: string, method: string, headers: Record<string, string>, half: Buffer) {
    const request = send(url, { method, headers: { ...headers, 'content-length': String(half.length * 2) } });
    request.on('error', () => undefined);
    request.write(half);
    await expect.poll(files).toHaveLength(1);
    request.destroy();
    await expect.poll(files).toEqual([]);
  }

  const part = (disposition: string, value: string) =>
    `--edge\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`;

  test('objects outlive a restart, and what a bucket had before it got versions stays readable', async () => {
    const before = await startEmbedded(folder, [plain]);
    const first = clientOf(before.url, OPERATOR);
    await first.send(new PutObjectCommand({ Bucket: 'plain', Key: 'kept', Body: 'old' }));
    first.destroy();
    await before.stop();

    const after = await startEmbedded(folder, [versioned]);
    const second = clientOf(after.url, OPERATOR);
    await second.send(new PutObjectCommand({ Bucket: 'plain', Key: 'kept', Body: 'new' }));
    const read = async (VersionId?: string) => {
      const target = { Bucket: 'plain', Key: 'kept', ...(VersionId ? { VersionId } : {}) };
      return (await second.send(new GetObjectCommand(target))).Body?.transformToString();
    };
    expect([await read(), await read('null')]).toEqual(['new', 'old']);
    second.destroy();
    await after.stop();
    expect(await files()).toHaveLength(2);
  });

  test('a bucket cannot lose its versions or its locks', async () => {
    await (await startEmbedded(folder, [locked])).stop();
    await expect(startEmbedded(folder, [versioned])).rejects.toThrow(/Object Lock until now/);
    await expect(startEmbedded(folder, [plain])).rejects.toThrow(/kept versions until now/);
  });

  test('settings that contradict themselves are refused', async () => {
    const retention = { mode: 'GOVERNANCE', days: 1 } as const;
    await expect(startEmbedded(folder, [{ ...plain, defaultRetention: retention }])).rejects.toThrow(
      /no Object Lock/,
    );
    await expect(startEmbedded(folder, [plain, plain])).rejects.toThrow(/two buckets named plain/);
    await expect(startEmbedded(folder, [{ ...plain, name: 'Not_A_Name' }])).rejects.toThrow(
      /no valid bucket name/,
    );
  });
});
