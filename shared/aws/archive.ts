/** The archive bucket: write-once. The bucket itself keeps versions and retention (Object Lock); here nothing is ever replaced. */
import { PutObjectCommand, S3Client, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3';
import { archivedFilingKey } from '../contract/object-key.ts';
import { Fault } from '../fault.ts';
import type { Archive } from '../ports.ts';

export function openArchive(bucket: string, config: S3ClientConfig = {}): Archive {
  const client = new S3Client({ forcePathStyle: true, ...config });
  return {
    async keepFiling(ref, attempt, body) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: archivedFilingKey(ref, attempt),
        Body: body,
        ContentType: 'application/json; charset=utf-8',
        ChecksumAlgorithm: 'SHA256',
        IfNoneMatch: '*',
      });
      try {
        await client.send(command);
      } catch (error) {
        if (!isThereAlready(error)) throw new Fault('archive put', error);
      }
    },
  };
}

/** A retried step finds its own copy: the key is made of ids and attempt, and what it holds was digested before. */
function isThereAlready(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'PreconditionFailed';
}
