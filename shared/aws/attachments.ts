/**
 * Evidence files as objects. A signed form takes a file into the inbox past the API, which has no room for 20 MB, and bound to its
 * size and SHA-256, so that S3 refuses any other. What was found good is copied from bucket to bucket and never replaced.
 */
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { attachmentKey } from '../contract/object-key.ts';
import { type FileType, tellingBytes } from '../domain/attachment.ts';
import type { Attachments } from '../ports.ts';
import { type Buckets, openObjects } from './objects.ts';

const mediaTypes: Readonly<Record<FileType, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
};

/** What is sent may be any of the three; its content tells later. */
const anyType = 'application/octet-stream';

export function openAttachments({ inbox, archive }: Buckets, config: S3ClientConfig = {}): Attachments {
  const objects = openObjects('attachment', config);
  return {
    form: (ref, file, seconds) =>
      objects.form(
        { Bucket: inbox, Key: attachmentKey(ref, file.sha256) },
        { ...file, type: anyType },
        seconds,
      ),

    async arrived(ref, file) {
      const place = { Bucket: inbox, Key: attachmentKey(ref, file) };
      const found = await objects.described(place);
      if (found === undefined) return undefined;
      const { bytes, sha256, etag: seen } = found;
      // A range of nothing cannot be asked for.
      const start =
        bytes === 0
          ? new Uint8Array()
          : await objects.bytes(place, { Range: `bytes=0-${tellingBytes - 1}`, IfMatch: seen });
      return { bytes, start, sha256, seen };
    },

    keep(ref, file, { seen, type }) {
      const Key = attachmentKey(ref, file);
      const as = { sha256: file, ContentType: mediaTypes[type] };
      return objects.copyOnce({ Bucket: inbox, Key, etag: seen }, { Bucket: archive, Key }, as);
    },

    link: (ref, file, name, seconds) =>
      objects.link({ Bucket: archive, Key: attachmentKey(ref, file) }, 'attachment', name, seconds),
  };
}
