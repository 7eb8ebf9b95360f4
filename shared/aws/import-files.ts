/** Files of imports in the two buckets: an upload waits in the inbox, what was accepted stays in the archive and is never replaced. */
import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { importKey } from '../contract/object-key.ts';
import { Fault } from '../fault.ts';
import type { ImportFiles } from '../ports.ts';

export function openImportFiles(
  buckets: { readonly inbox: string; readonly archive: string },
  config: S3ClientConfig = {},
): ImportFiles {
  const client = new S3Client({ forcePathStyle: true, ...config });
  const put = async (bucket: string, key: string, bytes: Uint8Array, once: { IfNoneMatch?: string }) => {
    const body = {
      Body: bytes,
      ContentType: 'application/octet-stream',
      ChecksumAlgorithm: 'SHA256',
    } as const;
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, ...body, ...once }));
    } catch (error) {
      if (!isNamed(error, ['PreconditionFailed'])) throw new Fault('import put', error);
    }
  };
  const get = async (bucket: string, key: string) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      // Without the right to list, S3 answers a missing object by denying it.
      if (isNamed(error, ['NoSuchKey', 'AccessDenied'])) return undefined;
      throw new Fault('import get', error);
    }
  };
  return {
    digest: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    receive: (region, id, bytes) => put(buckets.inbox, importKey(region, id), bytes, {}),
    received: (region, id) => get(buckets.inbox, importKey(region, id)),
    keep: (region, id, bytes) => put(buckets.archive, importKey(region, id), bytes, { IfNoneMatch: '*' }),
    async kept(region, id) {
      const bytes = await get(buckets.archive, importKey(region, id));
      if (bytes === undefined)
        throw new Error(`the accepted import ${id} of ${region} is not in the archive`);
      return bytes;
    },
  };
}

function isNamed(error: unknown, names: readonly string[]): boolean {
  return error instanceof S3ServiceException && names.includes(error.name);
}
