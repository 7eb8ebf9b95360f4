/**
 * Evidence files as objects. A signed form takes a file into the inbox past the API, which has no room for 20 MB, and bound to its
 * size and SHA-256, so that S3 refuses any other. What was found good is copied from bucket to bucket and never replaced.
 */
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { dispositionOf } from '../contract/file.ts';
import { attachmentKey } from '../contract/object-key.ts';
import { type FileType, tellingBytes } from '../domain/attachment.ts';
import { Fault } from '../fault.ts';
import type { Arrived, Attachments } from '../ports.ts';

const mediaTypes: Readonly<Record<FileType, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
};

export interface Buckets {
  readonly inbox: string;
  readonly archive: string;
}

export function openAttachments({ inbox, archive }: Buckets, config: S3ClientConfig = {}): Attachments {
  const client = new S3Client({ forcePathStyle: true, ...config });
  return {
    form: (ref, { sha256, bytes }, seconds) =>
      createPresignedPost(client, {
        Bucket: inbox,
        Key: attachmentKey(ref, sha256),
        Conditions: [['content-length-range', bytes, bytes]],
        Fields: {
          'Content-Type': 'application/octet-stream',
          'x-amz-checksum-algorithm': 'SHA256',
          'x-amz-checksum-sha256': inBase64(sha256),
        },
        Expires: seconds,
      }),

    arrived: (ref, file) => seen(client, { Bucket: inbox, Key: attachmentKey(ref, file) }),

    async keep(ref, file, as) {
      const Key = attachmentKey(ref, file);
      const command = new CopyObjectCommand({
        Bucket: archive,
        Key,
        CopySource: `${inbox}/${Key}`,
        CopySourceIfMatch: as.seen,
        IfNoneMatch: '*',
        MetadataDirective: 'REPLACE',
        ContentType: mediaTypes[as.type],
        ChecksumAlgorithm: 'SHA256',
      });
      const copied = await unlessMissed(() => client.send(command));
      const kept = copied?.CopyObjectResult ?? (await guard(() => client.send(headOf(archive, Key))));
      if (kept.ChecksumSHA256 !== inBase64(file))
        throw new Fault('attachment copy', new Error('the upload changed while it was copied'));
    },

    link(ref, file, name, expiresIn) {
      const ResponseContentDisposition = dispositionOf('attachment', name);
      const command = new GetObjectCommand({
        Bucket: archive,
        Key: attachmentKey(ref, file),
        ResponseContentDisposition,
      });
      return getSignedUrl(client, command, { expiresIn });
    },
  };
}

async function seen(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
): Promise<Arrived | undefined> {
  const head = await guard(() => unlessAbsent(() => client.send(headOf(object.Bucket, object.Key))));
  if (head === undefined) return undefined;
  const { ContentLength: bytes = 0, ChecksumSHA256: sum, ETag: etag = '' } = head;
  const beginning = new GetObjectCommand({ ...object, Range: `bytes=0-${tellingBytes - 1}`, IfMatch: etag });
  // A range of nothing cannot be asked for.
  const start = bytes === 0 ? undefined : (await guard(() => client.send(beginning))).Body;
  return {
    bytes,
    start: (await start?.transformToByteArray()) ?? new Uint8Array(),
    sha256: sum === undefined ? null : Buffer.from(sum, 'base64').toString('hex'),
    seen: etag,
  };
}

function headOf(Bucket: string, Key: string): HeadObjectCommand {
  return new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' });
}

/** S3 says so only because the function may list the inbox; to others it refuses what is absent like what is forbidden. */
async function unlessAbsent<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** Undefined when the archive holds the object already, or when the source is no longer the one that was seen. */
async function unlessMissed<T>(call: () => Promise<T>): Promise<T | undefined> {
  return guard(async () => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return undefined;
      throw error;
    }
  });
}

/** What may pass by itself is a fault; what S3 forbids is our mistake and goes up as it is. */
async function guard<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const forbidden = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
    throw forbidden ? error : new Fault('attachment', error);
  }
}

function inBase64(sha256: string): string {
  return Buffer.from(sha256, 'hex').toString('base64');
}
