/** Multipart uploads under way: one row per upload, one per part that has arrived. */

import type { Description } from './catalog.ts';
import type { Checksum } from './checksums.ts';
import type { Change, Row, Rows } from './rows.ts';

export interface Upload extends Description {
  readonly uploadId: string;
  readonly key: string;
  readonly initiated: number;
  readonly algorithm: Checksum['algorithm'];
  readonly type: Checksum['type'];
  /** Whether the client named the algorithm; then its parts must follow. */
  readonly chosen: boolean;
}

export interface Part {
  readonly number: number;
  readonly file: string;
  readonly size: number;
  /** Hex MD5. */
  readonly etag: string;
  readonly checksum: Checksum;
  readonly modified: number;
}

export interface Uploads {
  begin(bucket: string, upload: Upload): Promise<void>;
  find(bucket: string, uploadId: string): Promise<Upload | undefined>;
  all(bucket: string): Promise<Upload[]>;
  keepPart(bucket: string, uploadId: string, part: Part): Promise<void>;
  part(bucket: string, uploadId: string, number: number): Promise<Part | undefined>;
  parts(bucket: string, uploadId: string): Promise<Part[]>;
  forgetParts(bucket: string, uploadId: string, parts: readonly Part[]): Promise<void>;
}

/** DynamoDB takes at most 100 changes in one transaction. */
const BATCH = 100;

export function openUploads(rows: Rows): Uploads {
  return {
    begin: (bucket, upload) =>
      rows.write([{ pk: uploadsOf(bucket), sk: upload.uploadId, put: { doc: upload }, when: 'absent' }]),
    find: (bucket, uploadId) => rows.get({ pk: uploadsOf(bucket), sk: uploadId }),
    async all(bucket) {
      const found = await rows.query<Upload>(uploadsOf(bucket), {});
      return found.map((row) => row.doc);
    },
    keepPart: (bucket, uploadId, part) =>
      rows.write([{ pk: partsOf(bucket, uploadId), sk: partPlace(part.number), put: { doc: part } }]),
    part: (bucket, uploadId, number) => rows.get({ pk: partsOf(bucket, uploadId), sk: partPlace(number) }),
    async parts(bucket, uploadId) {
      const found = await rows.query<Part>(partsOf(bucket, uploadId), {});
      return found.map((row) => row.doc);
    },
    async forgetParts(bucket, uploadId, parts) {
      for (let from = 0; from < parts.length; from += BATCH)
        await rows.write(
          parts.slice(from, from + BATCH).map(({ number }): Change => {
            return { pk: partsOf(bucket, uploadId), sk: partPlace(number), remove: true };
          }),
        );
    },
  };
}

/** The change that ends an upload; it joins the transaction that makes the whole object visible. */
export function endOfUpload(bucket: string, uploadId: string): Change {
  return { pk: uploadsOf(bucket), sk: uploadId, remove: true };
}

/** The upload that a row begins, or that a part's row belongs to, as one comparable name. */
export function uploadNamed(row: Row<unknown>): string | undefined {
  return row.pk.startsWith('uploads#') ? partsOf(row.pk.slice('uploads#'.length), row.sk) : undefined;
}

export function isPart(row: Row<unknown>): boolean {
  return row.pk.startsWith('parts#');
}

const uploadsOf = (bucket: string) => `uploads#${bucket}`;
const partsOf = (bucket: string, uploadId: string) => `parts#${bucket}#${uploadId}`;
const partPlace = (number: number) => String(number).padStart(5, '0');
