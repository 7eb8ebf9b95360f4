/** The archive bucket: write-once. The bucket itself keeps versions and retention (Object Lock); here nothing is ever replaced. */
import { HeadObjectCommand, NotFound, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { archivedFilingKey } from '../contract/object-key.ts';
import { Fault } from '../fault.ts';
import type { Archive } from '../ports.ts';
import { putOnce } from './objects.ts';

export function openArchive(bucket: string, config: S3ClientConfig = {}): Archive {
  const client = new S3Client({ forcePathStyle: true, ...config });
  return {
    async hasFiling(ref, attempt) {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: archivedFilingKey(ref, attempt) });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (error instanceof NotFound) return false;
        throw new Fault('archive head', error);
      }
    },

    keepFiling: (ref, attempt, Body) =>
      putOnce(client, 'archive', { Bucket: bucket, Key: archivedFilingKey(ref, attempt), Body }),
  };
}
