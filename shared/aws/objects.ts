/**
 * Objects in the buckets, in the few ways the product uses them: a signed form bound to exactly one file, what has arrived, and copies
 * that are made once. What may pass by itself comes up as a `Fault`, what S3 forbids as the mistake that it is.
 */
import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { dispositionOf } from '../contract/file.ts';
import { Fault } from '../fault.ts';

export interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

export interface Buckets {
  readonly inbox: string;
  readonly archive: string;
}

/** What a store says of an object without sending it. */
export interface Described {
  readonly bytes: number;
  /** Hexadecimal; null where the store was not told to compute it, so that it did not come by our form. */
  readonly sha256: string | null;
  readonly etag: string;
}

export function openObjects(what: string, config: S3ClientConfig) {
  const client = new S3Client({ forcePathStyle: true, ...config });
  const guard = guardOf(what);
  const head = (place: Place) => client.send(new HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' }));
  return {
    client,
    guard,

    /** A form that takes exactly these bytes, told apart by size and SHA-256, as this type, for so many seconds. */
    form: (
      place: Place,
      { sha256, bytes, type }: { sha256: string; bytes: number; type: string },
      seconds: number,
    ) =>
      createPresignedPost(client, {
        ...place,
        Conditions: [['content-length-range', bytes, bytes]],
        Fields: {
          'Content-Type': type,
          'x-amz-checksum-algorithm': 'SHA256',
          'x-amz-checksum-sha256': inBase64(sha256),
        },
        Expires: seconds,
      }),

    /** Undefined when nothing has arrived, or so long ago that it is forgotten. */
    async described(place: Place): Promise<Described | undefined> {
      const found = await guard(() => unlessAbsent(() => head(place)));
      if (found === undefined) return undefined;
      const { ContentLength: bytes = 0, ChecksumSHA256: sum, ETag: etag = '' } = found;
      return { bytes, sha256: sum === undefined ? null : Buffer.from(sum, 'base64').toString('hex'), etag };
    },

    /** All of it, or the part that `range` names; of that state of the object alone which bears this tag, where one is named. */
    async bytes(place: Place, which: { Range?: string; IfMatch?: string } = {}): Promise<Uint8Array> {
      const { Body } = await guard(() => client.send(new GetObjectCommand({ ...place, ...which })));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },

    /** Copies once what bears this tag; where a copy is there already, or the source is no longer the same, the copy that is there must have this SHA-256. */
    async copyOnce(
      from: Place & { readonly etag: string },
      to: Place,
      as: Pick<CopyObjectCommandInput, 'ContentType' | 'ObjectLockMode' | 'ObjectLockRetainUntilDate'> & {
        readonly sha256: string;
      },
    ): Promise<void> {
      const { sha256, ...kept } = as;
      const command = new CopyObjectCommand({
        ...to,
        CopySource: `${from.Bucket}/${from.Key}`,
        CopySourceIfMatch: from.etag,
        IfNoneMatch: '*',
        MetadataDirective: 'REPLACE',
        ChecksumAlgorithm: 'SHA256',
        ...kept,
      });
      const copied = await guard(() => unlessMissed(() => client.send(command)));
      const sum = copied?.CopyObjectResult ?? (await guard(() => head(to)));
      if (sum.ChecksumSHA256 !== inBase64(sha256))
        throw new Fault(`${what} copy`, new Error('the upload changed while it was copied'));
    },

    /** An address to fetch it from, for so many seconds; it comes under this name, to look at or to keep. */
    link: (place: Place, kept: 'inline' | 'attachment', name: string, expiresIn: number, type?: string) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          ...place,
          ResponseContentDisposition: dispositionOf(kept, name),
          ...(type !== undefined && { ResponseContentType: type }),
        }),
        { expiresIn },
      ),
  };
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

/**
 * Puts a piece of JSON where nothing is yet; answers what is there now. Whoever is not the first one finds what a step before him has
 * left, or what somebody else has put there, and has to look which.
 */
export async function putOnce(
  client: S3Client,
  what: string,
  object: Place & { readonly Body: string } & Pick<
      PutObjectCommandInput,
      'ObjectLockMode' | 'ObjectLockRetainUntilDate'
    >,
): Promise<string> {
  const guard = guardOf(what);
  const put = new PutObjectCommand({
    ...object,
    ContentType: 'application/json; charset=utf-8',
    ChecksumAlgorithm: 'SHA256',
    IfNoneMatch: '*',
  });
  if ((await guard(() => unlessMissed(() => client.send(put)))) !== undefined) return object.Body;
  const { Bucket, Key } = object;
  const found = await guard(() => client.send(new GetObjectCommand({ Bucket, Key })));
  return (await found.Body?.transformToString()) ?? '';
}

/** Undefined when the object is there already, or when the source is no longer the one that was seen. */
async function unlessMissed<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return undefined;
    throw error;
  }
}

function guardOf(what: string) {
  return async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      const forbidden = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
      throw forbidden ? error : new Fault(what, error);
    }
  };
}

function inBase64(sha256: string): string {
  return Buffer.from(sha256, 'hex').toString('base64');
}
