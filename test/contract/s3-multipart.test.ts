/** The contract of S3: uploads in parts, which become one object all at once or not at all. */
import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type ChecksumType,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type S3Desk } from './s3-desk.ts';

let desk: S3Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stop());

const MEBIBYTE = 1024 ** 2;
const BODIES = [Buffer.alloc(5 * MEBIBYTE, 'a'), Buffer.alloc(5 * MEBIBYTE + 7, 'b'), Buffer.from('the end')];

async function begin(
  name: string,
  more: { ChecksumAlgorithm?: ChecksumAlgorithm; ChecksumType?: ChecksumType } = {},
) {
  const target = { Bucket: desk.versioned, Key: `${desk.prefix}parts/${name}` };
  const { UploadId = '' } = await desk.client.send(
    new CreateMultipartUploadCommand({
      ...target,
      ContentType: 'application/pdf',
      Metadata: { pages: '9' },
      ...more,
    }),
  );
  return { ...target, UploadId };
}

type Upload = Awaited<ReturnType<typeof begin>>;

async function part(upload: Upload, PartNumber: number, Body: Buffer, ChecksumAlgorithm?: ChecksumAlgorithm) {
  const answer = await desk.client.send(
    new UploadPartCommand({
      ...upload,
      PartNumber,
      Body,
      ...(ChecksumAlgorithm ? { ChecksumAlgorithm } : {}),
    }),
  );
  const { ETag = '', ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 } = answer;
  return {
    PartNumber,
    ETag,
    ...(ChecksumCRC32 ? { ChecksumCRC32 } : {}),
    ...(ChecksumCRC64NVME ? { ChecksumCRC64NVME } : {}),
    ...(ChecksumSHA256 ? { ChecksumSHA256 } : {}),
  };
}

type Part = Awaited<ReturnType<typeof part>>;

const complete = (upload: Upload, Parts: Part[], more: Partial<CompleteMultipartUploadCommandInput> = {}) =>
  desk.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));

const algorithms: ChecksumAlgorithm[] = ['CRC32', 'CRC64NVME', 'SHA256'];

test.each(algorithms)('three parts, in any order of coming, with %s', async (algorithm) => {
  const upload = await begin(`whole-${algorithm}`, { ChecksumAlgorithm: algorithm });
  const arrival = [2, 0, 1];
  const parts: Part[] = [];
  for (const index of arrival)
    parts.push(await part(upload, index + 1, BODIES[index] ?? Buffer.alloc(0), algorithm));
  parts.sort((a, b) => a.PartNumber - b.PartNumber);
  const { UploadId: _, ...target } = upload;
  await expect(desk.client.send(new HeadObjectCommand(target))).rejects.toMatchObject({ name: 'NotFound' });

  const answer = await complete(upload, parts);
  const md5s = Buffer.concat(BODIES.map((body) => createHash('md5').update(body).digest()));
  expect(answer.ETag).toBe(`"${createHash('md5').update(md5s).digest('hex')}-3"`);
  const found = await desk.client.send(new GetObjectCommand({ ...target, ChecksumMode: 'ENABLED' }));
  expect(found).toMatchObject({
    ContentType: 'application/pdf',
    Metadata: { pages: '9' },
    VersionId: answer.VersionId,
  });
  expect(found.ChecksumType).toBe(algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.concat(BODIES))).toBe(true);
  await expect(complete(upload, parts)).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('a checksum of the whole, when it is asked for', async () => {
  const upload = await begin('full', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const parts = [await part(upload, 1, Buffer.from('123456789'), 'CRC32')];
  const wrong = { ChecksumCRC32: 'AAAAAA==', ChecksumType: 'FULL_OBJECT' } as const;
  await expect(complete(upload, parts, wrong)).rejects.toMatchObject({ name: 'BadDigest' });
  const right = await complete(upload, parts, { ChecksumCRC32: 'y/Q5Jg==', ChecksumType: 'FULL_OBJECT' });
  expect(right.ChecksumCRC32).toBe('y/Q5Jg==');
});

test('a part sent again counts as it came last', async () => {
  const upload = await begin('again');
  const first = await part(upload, 1, Buffer.from('first'));
  const second = await part(upload, 1, Buffer.from('second'));
  await expect(complete(upload, [first])).rejects.toMatchObject({ name: 'InvalidPart' });
  await complete(upload, [second]);
  const { UploadId: _, ...target } = upload;
  const found = await desk.client.send(new GetObjectCommand(target));
  expect(await found.Body?.transformToString()).toBe('second');
});

test('the list must be ascending, known, and of parts large enough', async () => {
  const upload = await begin('strict');
  const [one, two] = [await part(upload, 1, Buffer.from('x')), await part(upload, 2, Buffer.from('y'))];
  await expect(complete(upload, [two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete(upload, [one, { ...two, PartNumber: 3 }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete(upload, [one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
  await complete(upload, [two]);
});

test('parts are listed, and go when the upload is given up', async () => {
  const upload = await begin('given-up');
  await part(upload, 1, Buffer.from('x'));
  await part(upload, 5, Buffer.from('yy'));
  const first = await desk.client.send(new ListPartsCommand({ ...upload, MaxParts: 1 }));
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1' });
  const rest = await desk.client.send(new ListPartsCommand({ ...upload, PartNumberMarker: '1' }));
  expect(rest.Parts).toMatchObject([{ PartNumber: 5, Size: 2 }]);
  const target = { Bucket: upload.Bucket, Prefix: upload.Key };
  const { Uploads } = await desk.client.send(new ListMultipartUploadsCommand(target));
  expect(Uploads).toMatchObject([{ Key: upload.Key, UploadId: upload.UploadId }]);
  await desk.client.send(new AbortMultipartUploadCommand(upload));
  expect((await desk.client.send(new ListMultipartUploadsCommand(target))).Uploads ?? []).toEqual([]);
  await expect(desk.client.send(new ListPartsCommand(upload))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
  await expect(part(upload, 1, Buffer.from('late'))).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('If-None-Match holds at the end of the upload', async () => {
  const [mine, yours] = [await begin('raced'), await begin('raced')];
  const first = await part(mine, 1, Buffer.from('mine'));
  const second = await part(yours, 1, Buffer.from('yours'));
  await complete(mine, [first], { IfNoneMatch: '*' });
  await expect(complete(yours, [second], { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
});
