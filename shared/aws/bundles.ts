/**
 * Bundles: read from the archive piece by piece, written into the inbox as a multipart upload while they are being made, so that no
 * function ever holds one. The inbox forgets them after a week; the archive itself stays as it is.
 */
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import * as z from 'zod/mini';
import { dispositionOf } from '../contract/file.ts';
import { archivedFilingKey, attachmentKey, bundleKey, reportFileKey } from '../contract/object-key.ts';
import { Fault } from '../fault.ts';
import type { Bundles } from '../ports-proof.ts';

type Chunks = AsyncIterable<Uint8Array>;

/** S3 wants parts of at least 5 MB, the last one excepted. */
const partBytes = 8 * 1024 * 1024;

export function openBundles(
  buckets: { readonly inbox: string; readonly archive: string },
  config: S3ClientConfig = {},
): Bundles {
  const client = new S3Client({ forcePathStyle: true, ...config });
  const { inbox, archive } = buckets;
  return {
    archivedFiling: (ref, attempt) => open(client, archive, archivedFilingKey(ref, attempt)),
    evidence: (ref, file) => open(client, archive, attachmentKey(ref, file)),
    report: (ref, upload) => open(client, archive, reportFileKey(ref, upload)),
    write: (place, chunks) => upload(client, { Bucket: inbox, Key: bundleKey(place) }, chunks),
    link(place, name, expiresIn) {
      const ResponseContentDisposition = dispositionOf('attachment', name);
      const command = new GetObjectCommand({
        Bucket: inbox,
        Key: bundleKey(place),
        ResponseContentDisposition,
      });
      return getSignedUrl(client, command, { expiresIn });
    },
  };
}

const stream: z.ZodMiniType<Chunks> = z.custom<Chunks>(
  (body) => typeof body === 'object' && body !== null && Symbol.asyncIterator in body,
);

async function open(client: S3Client, Bucket: string, Key: string): Promise<Chunks | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return z.parse(stream, Body);
  } catch (error) {
    // Without the right to list, S3 answers a missing object by denying it.
    if (error instanceof S3ServiceException && ['NoSuchKey', 'AccessDenied'].includes(error.name))
      return undefined;
    throw new Fault('bundle get', error);
  }
}

async function upload(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
  chunks: Chunks,
): Promise<number> {
  const { UploadId } = await guard(() =>
    client.send(new CreateMultipartUploadCommand({ ...object, ContentType: 'application/zip' })),
  );
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  let bytes = 0;
  for await (const Body of inParts(chunks)) {
    const PartNumber = Parts.length + 1;
    const part = new UploadPartCommand({ ...object, UploadId, PartNumber, Body });
    const { ETag } = await guard(() => client.send(part));
    Parts.push({ PartNumber, ETag });
    bytes += Body.length;
  }
  const complete = new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } });
  await guard(() => client.send(complete));
  return bytes;
}

async function* inParts(chunks: Chunks): AsyncIterable<Buffer> {
  let [waiting, bytes]: [Uint8Array[], number] = [[], 0];
  for await (const chunk of chunks) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < partBytes) continue;
    yield Buffer.concat(waiting);
    [waiting, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

async function guard<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const forbidden = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
    throw forbidden ? error : new Fault('bundle put', error);
  }
}
