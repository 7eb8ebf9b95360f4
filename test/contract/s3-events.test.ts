/** What the embedded S3 tells the bus about objects, in EventBridge's shape, and that it tells it even when the bus was down. */
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onEmbedded, openDesk, type S3Desk } from './s3-desk.ts';

describe.runIf(onEmbedded)('events about objects', () => {
  let desk: S3Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.stop());
  beforeEach(() => {
    desk.embedded().events.length = 0;
  });

  const put = (Key: string, Body = 'x', Bucket = 'versioned') =>
    desk.client.send(new PutObjectCommand({ Bucket, Key, Body }));
  const reasons = () => desk.embedded().events.map(({ detail }) => detail['reason']);

  test('an object that has come is told before its sender has the answer', async () => {
    const { VersionId, ETag } = await put('报告 1.pdf', 'stamped');
    expect(desk.embedded().events).toEqual([
      {
        source: 'aws.s3',
        'detail-type': 'Object Created',
        resources: ['arn:aws:s3:::versioned'],
        detail: {
          version: '0',
          bucket: { name: 'versioned' },
          object: {
            key: '报告 1.pdf',
            size: 7,
            etag: ETag?.replaceAll('"', ''),
            'version-id': VersionId,
            sequencer: expect.stringMatching(/^[0-9a-f]{16}$/),
          },
          'request-id': expect.any(String),
          requester: '000000000000',
          'source-ip-address': '127.0.0.1',
          reason: 'PutObject',
        },
      },
    ]);
  });

  test('sequencers of one key grow, even while the clock stands still', async () => {
    for (let round = 0; round < 3; round++) await put('again');
    const sequencers = desk
      .embedded()
      .events.map(({ detail }) => JSON.stringify(detail['object']).match(/sequencer":"(\w+)/)?.[1]);
    expect(sequencers).toEqual([...sequencers].sort());
    expect(new Set(sequencers).size).toBe(3);
  });

  test('every way to create an object has its reason', async () => {
    const target = { Bucket: 'plain', Key: 'made' };
    await put('made', 'x', 'plain');
    await desk.client.send(new CopyObjectCommand({ ...target, CopySource: 'versioned/again' }));
    const { UploadId } = await desk.client.send(new CreateMultipartUploadCommand(target));
    const part = { ...target, UploadId, PartNumber: 1 };
    const { ETag, ChecksumCRC32 } = await desk.client.send(new UploadPartCommand({ ...part, Body: 'x' }));
    const Parts = [{ PartNumber: 1, ETag, ChecksumCRC32 }];
    await desk.client.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
    );
    const { url, fields } = await createPresignedPost(desk.client, target);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob(['x']), 'x');
    await fetch(url, { method: 'POST', body: form });
    await desk.client.send(new DeleteObjectCommand(target));
    expect(reasons()).toEqual([
      'PutObject',
      'CopyObject',
      'CompleteMultipartUpload',
      'POST Object',
      'DeleteObject',
    ]);
  });

  test('a bucket that is not asked for events tells none', async () => {
    await put('quiet', 'x', 'locked');
    expect(reasons()).toEqual([]);
  });

  test('an event that the bus did not take is told again later', async () => {
    const embedded = desk.embedded();
    embedded.busDown = true;
    await put('late');
    expect(reasons()).toEqual([]);
    embedded.busDown = false;
    embedded.clock.advance(60_000);
    await expect.poll(reasons).toEqual(['PutObject']);
  });
});
