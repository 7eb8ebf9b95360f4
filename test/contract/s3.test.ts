/** The contract of S3 that the product relies on: objects, their checksums, ranges and conditions. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type ChecksumAlgorithm,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onEmbedded, openDesk, type S3Desk } from './s3-desk.ts';

let desk: S3Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stop());

type Put = Partial<Omit<PutObjectCommandInput, 'Body'>>;
type Get = Partial<GetObjectCommandInput>;

const key = (name: string) => `${desk.prefix}${name}`;
const put = (name: string, body: string | Buffer | Readable, more: Put = {}) =>
  desk.client.send(new PutObjectCommand({ Bucket: desk.plain, Key: key(name), Body: body, ...more }));
const get = (name: string, more: Get = {}) =>
  desk.client.send(new GetObjectCommand({ Bucket: desk.plain, Key: key(name), ...more }));
const head = (name: string, more: Get = {}) =>
  desk.client.send(new HeadObjectCommand({ Bucket: desk.plain, Key: key(name), ...more }));
const text = async (name: string, more: Get = {}) => (await get(name, more)).Body?.transformToString();
const md5 = (body: string | Buffer) => createHash('md5').update(body).digest('hex');

describe('what is put is got', () => {
  test('bytes, ETag, size and everything said about them', async () => {
    const answer = await put('报告 2022+&=?#%20.txt', 'half a year', {
      ContentType: 'text/plain; charset=utf-8',
      ContentDisposition: 'attachment; filename="report.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'zh-CN',
      CacheControl: 'no-store',
      Metadata: { department: 'women-federation', round: '2022' },
    });
    expect(answer.ETag).toBe(`"${md5('half a year')}"`);
    const found = await get('报告 2022+&=?#%20.txt');
    expect(found).toMatchObject({
      ContentType: 'text/plain; charset=utf-8',
      ContentDisposition: 'attachment; filename="report.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'zh-CN',
      CacheControl: 'no-store',
      ContentLength: 11,
      AcceptRanges: 'bytes',
      Metadata: { department: 'women-federation', round: '2022' },
    });
    expect(await found.Body?.transformToString()).toBe('half a year');
  });

  test('an empty object', async () => {
    await put('empty', '');
    expect(await text('empty')).toBe('');
    await expect(get('empty', { Range: 'bytes=0-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  test('a later put replaces an earlier one', async () => {
    await put('twice', 'first');
    await put('twice', 'second');
    expect(await text('twice')).toBe('second');
  });

  test('of many writers at once the last one wins whole, never mixed', async () => {
    const bodies = Array.from({ length: 12 }, (_, index) => Buffer.alloc(200_000, 65 + index));
    const stopped = { reading: false };
    const reader = (async () => {
      await put('contested', bodies[0] ?? '');
      while (!stopped.reading) {
        const seen = Buffer.from((await (await get('contested')).Body?.transformToByteArray()) ?? []);
        expect(bodies.some((body) => body.equals(seen))).toBe(true);
      }
    })();
    await Promise.all(bodies.map((body) => put('contested', body)));
    stopped.reading = true;
    await reader;
    expect(bodies.map((body) => `"${md5(body)}"`)).toContain((await head('contested')).ETag);
  });

  test('HEAD tells the same without the bytes, and what is absent is absent', async () => {
    await put('seen', 'abc', { ContentType: 'application/pdf' });
    expect(await head('seen')).toMatchObject({ ContentLength: 3, ContentType: 'application/pdf' });
    await expect(head('never')).rejects.toMatchObject({ name: 'NotFound' });
    await expect(get('never')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('never', { Bucket: 'no-such-bucket-at-all' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  test('delete, again and again', async () => {
    await put('gone', 'x');
    const target = { Bucket: desk.plain, Key: key('gone') };
    await desk.client.send(new DeleteObjectCommand(target));
    await desk.client.send(new DeleteObjectCommand(target));
    await expect(get('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('many at once are deleted by one call, whatever their names', async () => {
    const names = ['many/a', 'many/<&">', 'many/\r', 'many/报告'];
    for (const name of names) await put(name, name);
    const answer = await desk.client.send(
      new DeleteObjectsCommand({
        Bucket: desk.plain,
        Delete: { Objects: [...names, 'many/absent'].map((name) => ({ Key: key(name) })) },
      }),
    );
    expect(answer.Errors ?? []).toEqual([]);
    expect(answer.Deleted).toHaveLength(5);
    for (const name of names) await expect(get(name)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('server-side encryption is accepted and told again', async () => {
    const answer = await put('sealed', 'x', { ServerSideEncryption: 'AES256' });
    expect(answer.ServerSideEncryption).toBe('AES256');
    expect((await head('sealed')).ServerSideEncryption).toBe('AES256');
  });
});

describe('checksums', () => {
  const body = 'an opinion of the finance section';
  const algorithms: ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];

  test.each(algorithms)('%s is verified, kept and given back', async (algorithm) => {
    const answer = await put(`sum-${algorithm}`, body, { ChecksumAlgorithm: algorithm });
    const field = `Checksum${algorithm}` as const;
    expect(Object.entries(answer).find(([name]) => name === field)?.[1]).toMatch(/=$/);
    const found = await get(`sum-${algorithm}`, { ChecksumMode: 'ENABLED' });
    expect(found).toMatchObject({
      [field]: Object.fromEntries(Object.entries(answer))[field],
      ChecksumType: 'FULL_OBJECT',
    });
    // The client itself compares the bytes with the checksum here.
    expect(await found.Body?.transformToString()).toBe(body);
  });

  test('the known values of 123456789', async () => {
    const known = { CRC32: 'y/Q5Jg==', CRC32C: '4waSgw==', CRC64NVME: 'rosUhgp5mIg=' };
    for (const [algorithm, value] of Object.entries(known)) {
      await put('known', '123456789', { [`Checksum${algorithm}`]: value });
      expect(await head('known', { ChecksumMode: 'ENABLED' })).toMatchObject({
        [`Checksum${algorithm}`]: value,
      });
    }
  });

  test('the client asks for nothing and gets CRC32', async () => {
    await put('default', body);
    expect((await head('default', { ChecksumMode: 'ENABLED' })).ChecksumCRC32).toMatch(/==$/);
  });

  test.each([
    { ChecksumCRC32: 'AAAAAA==' },
    { ChecksumSHA256: createHash('sha256').update('other').digest('base64') },
    { ChecksumCRC64NVME: 'AAAAAAAAAAA=' },
    { ContentMD5: createHash('md5').update('other').digest('base64') },
  ])('a wrong one is refused and leaves nothing: %o', async (claim) => {
    await expect(put('damaged', body, claim)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(head('damaged')).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('a streamed upload arrives without its framing', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    for (const algorithm of algorithms) {
      const stream = Readable.from(slices(bytes, 70_000));
      await put('streamed', stream, { ContentLength: bytes.length, ChecksumAlgorithm: algorithm });
      const found = await get('streamed', { ChecksumMode: 'ENABLED' });
      expect(found.ContentEncoding).toBeUndefined();
      expect(md5(Buffer.from((await found.Body?.transformToByteArray()) ?? []))).toBe(md5(bytes));
    }
  });
});

function* slices(bytes: Buffer, size: number): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

describe('parts of an object and conditions', () => {
  beforeAll(() => put('digits', '0123456789'));

  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('%s', async (range, expected, told) => {
    const part = await get('digits', { Range: range, ChecksumMode: 'ENABLED' });
    expect(part.ContentRange).toBe(told);
    expect(part.$metadata.httpStatusCode).toBe(206);
    expect(await part.Body?.transformToString()).toBe(expected);
  });

  test('a range beyond the end', async () => {
    await expect(get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  test('readers with conditions', async () => {
    const { ETag, LastModified } = await head('digits');
    const status = (code: number) => ({ $metadata: { httpStatusCode: code } });
    const [tag = '', date = new Date(0)] = [ETag, LastModified];
    const earlier = new Date(date.getTime() - 1000);
    await expect(get('digits', { IfNoneMatch: tag })).rejects.toMatchObject(status(304));
    await expect(get('digits', { IfModifiedSince: date })).rejects.toMatchObject(status(304));
    await expect(get('digits', { IfMatch: '"other"' })).rejects.toMatchObject(status(412));
    await expect(get('digits', { IfUnmodifiedSince: earlier })).rejects.toMatchObject(status(412));
    expect(await text('digits', { IfMatch: tag, IfUnmodifiedSince: earlier })).toBe('0123456789');
    expect(await text('digits', { IfNoneMatch: '"other"', IfModifiedSince: date })).toBe('0123456789');
    expect(await text('digits', { IfModifiedSince: earlier })).toBe('0123456789');
  });

  test('If-None-Match: * lets exactly one of many writers in', async () => {
    const attempts = Array.from({ length: 8 }, (_, index) =>
      put('once', `writer ${index}`, { IfNoneMatch: '*' }),
    );
    const outcomes = await Promise.allSettled(attempts);
    const winners = outcomes.flatMap((outcome, index) => (outcome.status === 'fulfilled' ? [index] : []));
    expect(winners).toHaveLength(1);
    expect(await text('once')).toBe(`writer ${winners[0]}`);
  });

  test('If-Match lets exactly one of many writers change what all have seen', async () => {
    const { ETag = '' } = await put('seen-by-all', 'start');
    const attempts = Array.from({ length: 8 }, (_, index) =>
      put('seen-by-all', `writer ${index}`, { IfMatch: ETag }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(put('seen-by-all', 'late', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('not-there', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('what is not there says so', () => {
  test.runIf(onEmbedded)('buckets come from the template alone', async () => {
    await expect(desk.client.send(new CreateBucketCommand({ Bucket: 'another' }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });

  test.runIf(onEmbedded)('tags, storage classes and lists of grants', async () => {
    await expect(put('tagged', 'x', { Tagging: 'a=b' })).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(put('cold', 'x', { StorageClass: 'GLACIER' })).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(put('open', 'x', { ACL: 'public-read' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    });
  });
});
