/** The archive bucket: write-once. The bucket itself keeps versions and retention (Object Lock); here nothing is ever replaced. */
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { archivedFilingKey } from '../contract/object-key.ts';
import type { Archive } from '../ports.ts';
import { putOnce } from './objects.ts';

export function openArchive(bucket: string, config: S3ClientConfig = {}): Archive {
  const client = new S3Client({ forcePathStyle: true, ...config });
  return {
    keepFiling: (ref, attempt, Body) =>
      putOnce(client, 'archive', { Bucket: bucket, Key: archivedFilingKey(ref, attempt), Body }),
  };
}
