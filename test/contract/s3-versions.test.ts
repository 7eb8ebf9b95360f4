/** The contract of S3: versions and delete markers, and copies from bucket to bucket. */
import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDesk, type S3Desk } from './s3-desk.ts';

let desk: S3Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stop());

type Put = Partial<Omit<PutObjectCommandInput, 'Body'>>;
type Get = Partial<GetObjectCommandInput>;

const key = (name: string) => `${desk.prefix}${name}`;
const put = (name: string, body: string, more: Put = {}) =>
  desk.client.send(new PutObjectCommand({ Bucket: desk.plain, Key: key(name), Body: body, ...more }));
const get = (name: string, more: Get = {}) =>
  desk.client.send(new GetObjectCommand({ Bucket: desk.plain, Key: key(name), ...more }));
const head = (name: string, more: Get = {}) =>
  desk.client.send(new HeadObjectCommand({ Bucket: desk.plain, Key: key(name), ...more }));
const text = async (name: string, more: Get = {}) => (await get(name, more)).Body?.transformToString();
const md5 = (body: string) => createHash('md5').update(body).digest('hex');

describe('versions', () => {
  const bucket = () => ({ Bucket: desk.versioned });

  test('every put is kept, and each can be got', async () => {
    const first = await put('draft', 'one', bucket());
    const second = await put('draft', 'two', bucket());
    expect(first.VersionId).not.toBe(second.VersionId);
    expect(await text('draft', bucket())).toBe('two');
    expect(await text('draft', { ...bucket(), VersionId: first.VersionId })).toBe('one');
  });

  test('a delete marker hides, and its removal shows again', async () => {
    await put('hidden', 'still here', bucket());
    const target = { ...bucket(), Key: key('hidden') };
    const marker = await desk.client.send(new DeleteObjectCommand(target));
    expect(marker.DeleteMarker).toBe(true);
    await expect(get('hidden', bucket())).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('hidden', { ...bucket(), VersionId: marker.VersionId })).rejects.toMatchObject({
      name: 'MethodNotAllowed',
    });
    const removal = await desk.client.send(
      new DeleteObjectCommand({ ...target, VersionId: marker.VersionId }),
    );
    expect(removal).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
    expect(await text('hidden', bucket())).toBe('still here');
  });

  test('removing the newest version brings back the one before; removing all ends the key', async () => {
    const first = await put('stack', 'one', bucket());
    const second = await put('stack', 'two', bucket());
    const target = { ...bucket(), Key: key('stack') };
    await desk.client.send(new DeleteObjectCommand({ ...target, VersionId: second.VersionId }));
    expect(await text('stack', bucket())).toBe('one');
    await desk.client.send(new DeleteObjectCommand({ ...target, VersionId: first.VersionId }));
    const left = await desk.client.send(new ListObjectVersionsCommand({ ...bucket(), Prefix: key('stack') }));
    expect(left.Versions ?? left.DeleteMarkers ?? []).toEqual([]);
  });

  test('a version that never was', async () => {
    await put('some', 'x', bucket());
    const other = await put('other', 'x', bucket());
    await expect(get('some', { ...bucket(), VersionId: other.VersionId })).rejects.toMatchObject({
      name: 'NoSuchVersion',
    });
  });
});

describe('copies', () => {
  const copy = (from: string, to: string, more = {}) =>
    desk.client.send(
      new CopyObjectCommand({
        Bucket: desk.versioned,
        Key: key(to),
        CopySource: `${desk.plain}/${encodeURIComponent(key(from))}`,
        ...more,
      }),
    );

  test('bring the bytes and what is said about them to another bucket', async () => {
    await put('inbox 1/报告.pdf', 'stamped', { ContentType: 'application/pdf', Metadata: { round: '2022' } });
    const answer = await copy('inbox 1/报告.pdf', 'kept.pdf');
    expect(answer.CopyObjectResult?.ETag).toBe(`"${md5('stamped')}"`);
    const found = await get('kept.pdf', { Bucket: desk.versioned, ChecksumMode: 'ENABLED' });
    expect(found).toMatchObject({ ContentType: 'application/pdf', Metadata: { round: '2022' } });
    expect(found.VersionId).toBe(answer.VersionId);
    expect(await found.Body?.transformToString()).toBe('stamped');
  });

  test('may say something new, and may depend on the source', async () => {
    const { ETag } = await put('source', 'x', { Metadata: { old: 'yes' } });
    await copy('source', 'renamed', {
      MetadataDirective: 'REPLACE',
      Metadata: { fresh: 'yes' },
      CopySourceIfMatch: ETag,
    });
    expect((await head('renamed', { Bucket: desk.versioned })).Metadata).toEqual({ fresh: 'yes' });
    await expect(copy('source', 'renamed', { CopySourceIfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy('absent', 'renamed')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('of an older version', async () => {
    const first = await put('edited', 'one', { Bucket: desk.versioned });
    await put('edited', 'two', { Bucket: desk.versioned });
    await copy('', 'restored', {
      CopySource: `${desk.versioned}/${encodeURIComponent(key('edited'))}?versionId=${first.VersionId}`,
    });
    expect(await text('restored', { Bucket: desk.versioned })).toBe('one');
  });
});
