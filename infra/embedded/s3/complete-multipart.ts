/**
 * CompleteMultipartUpload: the parts are written into one file, in their order and checked once more, and that file
 * becomes the object in the same transaction that ends the upload.
 */
import { createHash } from 'node:crypto';
import { readXmlBody } from './body.ts';
import { type Call, type Handler, permit, type Store } from './call.ts';
import { type Checksum, checksumHeader, digestOf } from './checksums.ts';
import { checksumClaim } from './claims.ts';
import { writeGuard } from './conditions.ts';
import { receiptHeaders } from './description.ts';
import { badDigest, entityTooSmall, invalidRequest, malformedXml, S3Failure } from './failures.ts';
import { type Measure, measured } from './measure.ts';
import { checksumFields, dropParts, findUpload, partNumber } from './multipart.ts';
import { commitObject, type Draft } from './objects.ts';
import { endOfUpload, type Part, type Upload } from './uploads.ts';
import { readXml, type XmlElement, xmlDocument } from './xml.ts';

/** All parts but the last have at least 5 MiB. */
const SMALLEST_PART = 5 * 1024 ** 2;

export const completeMultipart: Handler = async (call, store) => {
  permit(call, store, 's3:PutObject');
  const found = await findUpload(call, store);
  // The checksum headers of this call speak of the object, not of the XML, whose own hash is in the signature.
  const listed = readList(await readXmlBody({ ...call, headers: withoutChecksums(call.headers) }));
  const version = await store.queue(found.uploadId, async () => {
    const upload = await findUpload(call, store);
    const all = await store.uploads.parts(call.bucket.name, upload.uploadId);
    const chosen = choose(upload, listed, all);
    const draft = await join(call, store, upload, chosen);
    const object = await commitObject(call, store, draft, {
      reason: 'CompleteMultipartUpload',
      guard: writeGuard(call.headers, call.key),
      also: [endOfUpload(call.bucket.name, upload.uploadId)],
    });
    await dropParts(call, store, upload.uploadId, all);
    return object;
  });
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml', ...receiptHeaders(call, version) },
    body: xmlDocument('CompleteMultipartUploadResult', {
      Location: `/${call.bucket.name}/${call.key}`,
      Bucket: call.bucket.name,
      Key: call.key,
      ETag: `"${version.etag}"`,
      ...checksumFields(version.checksum),
    }),
  };
};

function withoutChecksums(headers: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...headers].filter(([name]) => !name.startsWith('x-amz-checksum-')));
}

function readList(body: Buffer): XmlElement[] {
  const listed = readXml(body, 'CompleteMultipartUpload').onlyHas('Part').all('Part');
  if (listed.length === 0) throw malformedXml();
  return listed;
}

/** The parts that the client names, in its order, which must be ascending. */
function choose(upload: Upload, listed: readonly XmlElement[], parts: readonly Part[]): Part[] {
  const byNumber = new Map(parts.map((part) => [part.number, part]));
  let before = 0;
  const chosen = listed.map((entry) => {
    const number = partNumber(entry.required('PartNumber'));
    if (number <= before)
      throw new S3Failure('InvalidPartOrder', 'The list of parts was not in ascending order.', 400);
    before = number;
    const part = byNumber.get(number);
    const etag = entry.required('ETag').trim().replace(/^"|"$/g, '');
    if (part === undefined || part.etag !== etag) throw invalidPart(number);
    confirmChecksum(upload, entry, part);
    return part;
  });
  const small = chosen.slice(0, -1).find((part) => part.size < SMALLEST_PART);
  if (small) throw entityTooSmall(small.size, SMALLEST_PART);
  return chosen;
}

function confirmChecksum(upload: Upload, entry: XmlElement, part: Part): void {
  const given = entry.text(`Checksum${part.checksum.algorithm}`);
  if (given !== undefined && given !== part.checksum.value) throw invalidPart(part.number);
  if (given === undefined && upload.chosen && upload.type === 'COMPOSITE')
    throw invalidRequest(
      `The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must ` +
        `include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
}

async function join(call: Call, store: Store, upload: Upload, parts: readonly Part[]): Promise<Draft> {
  const length = parts.reduce((sum, part) => sum + part.size, 0);
  refuseOtherSize(call, length);
  const payload = { bytes: bytesOf(store, parts), length, trailers: new Map<string, string>() };
  const claim =
    upload.type === 'FULL_OBJECT' ? call.headers.get(checksumHeader(upload.algorithm)) : undefined;
  const stream = measured(payload, {
    careful: true,
    algorithm: upload.algorithm,
    ...(claim === undefined ? {} : { value: checksumClaim(upload.algorithm, claim) }),
  });
  const file = await store.files.receive(stream.bytes);
  const { headers, metadata, retention, legalHold } = upload;
  return {
    headers,
    metadata,
    ...(retention ? { retention } : {}),
    ...(legalHold === undefined ? {} : { legalHold }),
    file,
    size: length,
    etag: `${md5OfMd5s(parts)}-${parts.length}`,
    checksum: checksumOf(call, upload, parts, stream.outcome()),
  };
}

async function* bytesOf(store: Store, parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    const file = await store.files.open(part.file);
    yield* file.createReadStream();
  }
}

function md5OfMd5s(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.etag, 'hex'));
  return hash.digest('hex');
}

function checksumOf(call: Call, upload: Upload, parts: readonly Part[], whole: Measure): Checksum {
  if (upload.type === 'FULL_OBJECT') return whole.checksum;
  const digest = digestOf(upload.algorithm);
  for (const part of parts) digest.update(Buffer.from(part.checksum.value, 'base64'));
  const value = `${digest.bytes().toString('base64')}-${parts.length}`;
  const claim = call.headers.get(checksumHeader(upload.algorithm));
  if (claim !== undefined && claim !== value && `${claim}-${parts.length}` !== value)
    throw badDigest(upload.algorithm);
  return { algorithm: upload.algorithm, value, type: 'COMPOSITE' };
}

function refuseOtherSize(call: Call, length: number): void {
  const expected = call.headers.get('x-amz-mp-object-size');
  if (expected !== undefined && Number(expected) !== length)
    throw invalidRequest('The size of the parts does not match x-amz-mp-object-size.');
}

function invalidPart(number: number): S3Failure {
  return new S3Failure(
    'InvalidPart',
    'One or more of the specified parts could not be found or does not match what was uploaded.',
    400,
    { PartNumber: number },
  );
}
