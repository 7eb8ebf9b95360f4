/**
 * Multipart uploads: begin, take parts, list them, give up. How they become one object is in
 * `complete-multipart.ts`. Changes of one upload wait for each other, so a late part cannot slip past its end.
 */
import { randomBytes } from 'node:crypto';
import { openBody } from './body.ts';
import { type Call, type Handler, permit, type Store } from './call.ts';
import { type Algorithm, asAlgorithm, type Checksum, checksumHeader } from './checksums.ts';
import { type Claims, claimsOf } from './claims.ts';
import { describe } from './description.ts';
import { invalidArgument, invalidRequest, noSuchUpload, notImplemented } from './failures.ts';
import { readListing } from './list-objects.ts';
import { measured } from './measure.ts';
import { endOfUpload, type Part, type Upload } from './uploads.ts';
import { type XmlFields, xmlDocument } from './xml.ts';

const MOST_PARTS = 10_000;
const XML = { 'Content-Type': 'application/xml' };

export const createMultipart: Handler = async (call, store) => {
  permit(call, store, 's3:PutObject');
  const description = describe(call, store);
  const { algorithm, type, chosen } = checksumPlan(call);
  const initiated = store.clock.now();
  const uploadId = `${Math.floor(initiated).toString(16).padStart(12, '0')}${randomBytes(12).toString('hex')}`;
  const upload: Upload = { ...description, uploadId, key: call.key, initiated, algorithm, type, chosen };
  await store.uploads.begin(call.bucket.name, upload);
  const plan = chosen ? { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': type } : {};
  return {
    status: 200,
    headers: { ...XML, ...plan, ...encryptionOf(upload) },
    body: xmlDocument('InitiateMultipartUploadResult', {
      Bucket: call.bucket.name,
      Key: call.key,
      UploadId: uploadId,
    }),
  };
};

export const uploadPart: Handler = async (call, store) => {
  permit(call, store, 's3:PutObject');
  const number = partNumber(call.query.get('partNumber') ?? '');
  const upload = await findUpload(call, store);
  const claims = claimsOfPart(upload, claimsOf(call.headers));
  const stream = measured(openBody(call), claims);
  const file = await store.files.receive(stream.bytes);
  const { size, md5, checksum } = stream.outcome();
  const part: Part = { number, file, size, etag: md5, checksum, modified: store.clock.now() };
  await keepPart(call, store, upload.uploadId, part);
  return {
    status: 200,
    headers: {
      ETag: `"${md5}"`,
      [checksumHeader(checksum.algorithm)]: checksum.value,
      ...encryptionOf(upload),
      'Content-Length': '0',
    },
  };
};

export const abortMultipart: Handler = async (call, store) => {
  permit(call, store, 's3:AbortMultipartUpload');
  const { uploadId } = await findUpload(call, store);
  await store.queue(uploadId, async () => {
    const parts = await store.uploads.parts(call.bucket.name, uploadId);
    await store.catalog.write([endOfUpload(call.bucket.name, uploadId)]);
    await dropParts(call, store, uploadId, parts);
  });
  return { status: 204, headers: {} };
};

export const listParts: Handler = async (call, store) => {
  permit(call, store, 's3:ListMultipartUploadParts');
  const upload = await findUpload(call, store);
  const limit = Math.min(Number(call.query.get('max-parts') ?? 1000), 1000);
  const marker = Number(call.query.get('part-number-marker') ?? 0);
  if (!Number.isInteger(limit) || limit < 0 || !Number.isInteger(marker))
    throw invalidArgument('max-parts and part-number-marker must be numbers.', 'max-parts', String(limit));
  const all = await store.uploads.parts(call.bucket.name, upload.uploadId);
  const rest = all.filter((part) => part.number > marker);
  const shown = rest.slice(0, limit);
  const truncated = shown.length < rest.length;
  const body = xmlDocument('ListPartsResult', {
    Bucket: call.bucket.name,
    Key: call.key,
    UploadId: upload.uploadId,
    PartNumberMarker: marker,
    NextPartNumberMarker: truncated ? shown.at(-1)?.number : undefined,
    MaxParts: limit,
    IsTruncated: truncated,
    StorageClass: 'STANDARD',
    ...(upload.chosen ? { ChecksumAlgorithm: upload.algorithm, ChecksumType: upload.type } : {}),
    Part: shown.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.modified).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.size,
      [`Checksum${part.checksum.algorithm}`]: part.checksum.value,
    })),
  });
  return { status: 200, headers: XML, body };
};

/** All uploads under way, in one answer: a desk has few. */
export const listUploads: Handler = async (call, store) => {
  permit(call, store, 's3:ListBucketMultipartUploads');
  const { prefix, write, echo } = readListing(call);
  const all = await store.uploads.all(call.bucket.name);
  const uploads = all.filter((upload) => upload.key.startsWith(prefix));
  uploads.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || a.initiated - b.initiated);
  const body = xmlDocument('ListMultipartUploadsResult', {
    Bucket: call.bucket.name,
    ...echo,
    MaxUploads: Math.max(1000, uploads.length),
    IsTruncated: false,
    Upload: uploads.map((upload) => ({
      Key: write(upload.key),
      UploadId: upload.uploadId,
      Initiated: new Date(upload.initiated).toISOString(),
      StorageClass: 'STANDARD',
    })),
  });
  return { status: 200, headers: XML, body };
};

/** The upload that the call names, which must be one of the call's key. */
export async function findUpload(call: Call, store: Store): Promise<Upload> {
  const uploadId = call.query.get('uploadId') ?? '';
  const upload = uploadId === '' ? undefined : await store.uploads.find(call.bucket.name, uploadId);
  if (upload?.key !== call.key) throw noSuchUpload(uploadId);
  return upload;
}

export async function dropParts(
  call: Call,
  store: Store,
  uploadId: string,
  parts: readonly Part[],
): Promise<void> {
  await store.uploads.forgetParts(call.bucket.name, uploadId, parts);
  await store.files.remove(parts.map((part) => part.file));
}

export function checksumFields(checksum: Checksum): XmlFields {
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

export function partNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MOST_PARTS)
    throw invalidArgument(
      `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`,
      'partNumber',
      text,
    );
  return number;
}

async function keepPart(call: Call, store: Store, uploadId: string, part: Part): Promise<void> {
  const bucket = call.bucket.name;
  await store.queue(uploadId, async () => {
    if ((await store.uploads.find(bucket, uploadId)) === undefined) {
      await store.files.remove([part.file]);
      throw noSuchUpload(uploadId);
    }
    const replaced = await store.uploads.part(bucket, uploadId, part.number);
    await store.uploads.keepPart(bucket, uploadId, part);
    if (replaced) await store.files.remove([replaced.file]);
  });
}

/** Without a choice S3 keeps a CRC64NVME of the whole; the others default to a checksum of checksums. */
function checksumPlan(call: Call): { algorithm: Algorithm; type: Checksum['type']; chosen: boolean } {
  const name = call.headers.get('x-amz-checksum-algorithm');
  const algorithm = name === undefined ? 'CRC64NVME' : asAlgorithm(name);
  if (algorithm === undefined) throw notImplemented(`The checksum algorithm ${name}`);
  const fallback = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  const type = call.headers.get('x-amz-checksum-type')?.toUpperCase() ?? fallback;
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE')
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  if (type === 'FULL_OBJECT' && !algorithm.startsWith('CRC'))
    throw invalidRequest(
      `The FULL_OBJECT checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  if (type === 'COMPOSITE' && algorithm === 'CRC64NVME')
    throw invalidRequest('The COMPOSITE checksum type cannot be used with the CRC64NVME checksum algorithm.');
  return { algorithm, type, chosen: name !== undefined };
}

/** A part is summed the way its upload was begun, whatever its own request leaves open. */
function claimsOfPart(upload: Upload, claims: Claims): Claims {
  if (!upload.chosen) return claims;
  const claimed = claims.value !== undefined || claims.trailer !== undefined;
  if (claimed && claims.algorithm !== upload.algorithm)
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, ` +
        `actual checksum Type: ${claims.algorithm.toLowerCase()}`,
    );
  return { ...claims, algorithm: upload.algorithm };
}

function encryptionOf(upload: Upload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(upload.headers).filter(([name]) => name.startsWith('x-amz-server-side-encryption')),
  );
}
