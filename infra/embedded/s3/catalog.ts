/**
 * What objects there are: one row per version, and one head row per key, in key order, for listings. Both are written in
 * one transaction on condition that the head is still the one the writer saw, so a change is whole or is not.
 */
import type { Checksum } from './checksums.ts';
import type { Change, Row, Rows } from './rows.ts';
import type { LockMode } from './settings.ts';

export interface Retention {
  readonly mode: LockMode;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

interface AnyVersion {
  readonly key: string;
  /** `null` in a bucket without versions. */
  readonly versionId: string;
  /** Grows with every change of the key; hex, so that its text order is its order. */
  readonly sequence: string;
  readonly modified: number;
}

/** What is kept of an object besides its bytes. */
export interface Description {
  /** Headers given back as they came: content-type and its like, and server-side encryption. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, without the `x-amz-meta-` before each name. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly retention?: Retention;
  readonly legalHold?: boolean;
}

export interface StoredObject extends AnyVersion, Description {
  readonly kind: 'object';
  readonly file: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksum: Checksum;
}

export interface DeleteMarker extends AnyVersion {
  readonly kind: 'marker';
}

export type Version = StoredObject | DeleteMarker;

type InListings = 'kind' | 'key' | 'sequence' | 'modified';

/** A key's newest version, as far as listings tell of it. */
export type Head =
  | Pick<StoredObject, InListings | 'size' | 'etag' | 'checksum'>
  | Pick<DeleteMarker, InListings>;

export interface Catalog {
  write(changes: readonly Change[]): Promise<void>;
  newest(bucket: string, key: string): Promise<Version | undefined>;
  version(bucket: string, key: string, versionId: string): Promise<Version | undefined>;
  /** Versions of one key, newest first. */
  versions(bucket: string, key: string, range: { olderThan?: string; limit?: number }): Promise<Version[]>;
  heads(bucket: string, range: { from?: string; after?: boolean; limit: number }): Promise<Head[]>;
}

/** A null version is older than all others: it was written before the bucket had versions. */
const NULL_PLACE = '-';

export function openCatalog(rows: Rows): Catalog {
  return {
    write: rows.write,
    async newest(bucket, key) {
      const [row] = await rows.query<Version>(versionsOf(bucket, key), { descending: true, limit: 1 });
      return row?.doc;
    },
    version: (bucket, key, versionId) => rows.get({ pk: versionsOf(bucket, key), sk: place(versionId) }),
    async versions(bucket, key, { olderThan, limit }) {
      const found = await rows.query<Version>(versionsOf(bucket, key), {
        descending: true,
        ...(olderThan === undefined ? {} : { from: place(olderThan), after: true }),
        ...(limit === undefined ? {} : { limit }),
      });
      return found.map((row) => row.doc);
    },
    async heads(bucket, range) {
      const found = await rows.query<Head>(headsOf(bucket), range);
      return found.map((row) => row.doc);
    },
  };
}

/** A new version becomes the newest, in the place of `previous`. */
export function changesOfPut(bucket: string, version: Version, previous: Version | undefined): Change[] {
  const replaced = previous?.versionId === version.versionId ? { tag: previous.sequence } : 'absent';
  return [
    { ...versionRow(bucket, version), when: replaced },
    {
      ...headRow(bucket, version),
      when: previous === undefined ? 'absent' : { tag: previous.sequence },
    },
  ];
}

/** A version goes; `newest` is the newest before, `next` the one that is newest then. */
export function changesOfRemoval(bucket: string, gone: Version, newest: Version, next?: Version): Change[] {
  const pk = versionsOf(bucket, gone.key);
  const removal: Change = { pk, sk: place(gone.versionId), remove: true, when: { tag: gone.sequence } };
  if (gone.versionId !== newest.versionId) return [removal];
  const when = { tag: newest.sequence };
  const head: Change = next
    ? { ...headRow(bucket, next), when }
    : { pk: headsOf(bucket), sk: gone.key, remove: true, when };
  return [removal, head];
}

/** A version's lock changed; listings do not show it. */
export function changesOfLock(bucket: string, version: StoredObject): Change[] {
  return [{ ...versionRow(bucket, version), when: { tag: version.sequence } }];
}

/** The file that a row of the table keeps alive, if it is the row of a version. */
export function fileOfVersion(row: Row<{ file?: string }>): string | undefined {
  return row.pk.startsWith('versions#') ? row.doc.file : undefined;
}

function versionRow(bucket: string, version: Version) {
  return {
    pk: versionsOf(bucket, version.key),
    sk: place(version.versionId),
    put: { doc: version, tag: version.sequence },
  };
}

function headRow(bucket: string, version: Version) {
  const { kind, key, sequence, modified } = version;
  const summary =
    version.kind === 'object' ? { size: version.size, etag: version.etag, checksum: version.checksum } : {};
  return {
    pk: headsOf(bucket),
    sk: key,
    put: { doc: { kind, key, sequence, modified, ...summary }, tag: sequence },
  };
}

// A bucket's name has no `#`, so the parts of these keys cannot run into each other.
const versionsOf = (bucket: string, key: string) => `versions#${bucket}#${key}`;
const headsOf = (bucket: string) => `heads#${bucket}`;
const place = (versionId: string) => (versionId === 'null' ? NULL_PLACE : versionId);
