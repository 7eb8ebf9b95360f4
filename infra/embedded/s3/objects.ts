/**
 * How the newest version of a key changes: by an object, by a delete marker, by the removal of a version. Each is one
 * transaction that also holds the event about it; bytes that nobody names any more go after it.
 */
import { randomBytes } from 'node:crypto';
import type { BusEvent, Json } from '../parts.ts';
import type { Call, Store } from './call.ts';
import {
  changesOfPut,
  changesOfRemoval,
  type DeleteMarker,
  type Description,
  type StoredObject,
  type Version,
} from './catalog.ts';
import { S3Failure } from './failures.ts';
import type { Change } from './rows.ts';

/** The account of everything that runs here. */
const ACCOUNT = '000000000000';

/** An object whose bytes are on disk but which nobody can see yet. */
export type Draft = Description & Pick<StoredObject, 'file' | 'size' | 'etag' | 'checksum'>;

export interface Occasion {
  /** The `reason` of the event, e.g. `PutObject`. */
  readonly reason: string;
  /** Throws when the newest version is not what the caller requires (`If-Match`, `If-None-Match`). */
  readonly guard?: (newest: Version | undefined) => void;
  /** Further changes that happen with this one. */
  readonly also?: readonly Change[];
}

/** Makes a draft the newest version of the call's key. */
export async function commitObject(
  call: Call,
  store: Store,
  draft: Draft,
  occasion: Occasion,
): Promise<StoredObject> {
  const { bucket, key } = call;
  try {
    return await store.queue(`${bucket.name}/${key}`, async () => {
      const previous = await store.catalog.newest(bucket.name, key);
      occasion.guard?.(previous);
      const version: StoredObject = { kind: 'object', key, ...draft, ...stamp(call, store, previous) };
      const changes = [...changesOfPut(bucket.name, version, previous), ...(occasion.also ?? [])];
      await change(call, store, changes, version, createdEvent(call, version, occasion.reason));
      if (!bucket.versioned && previous?.kind === 'object') await store.files.remove([previous.file]);
      return version;
    });
  } catch (error) {
    // Any other error leaves open whether the transaction took place; then the sweep at the next start decides.
    if (error instanceof S3Failure) await store.files.remove([draft.file]);
    throw error;
  }
}

/** Puts a delete marker on the call's key. */
export function commitMarker(call: Call, store: Store): Promise<DeleteMarker> {
  const { bucket, key } = call;
  return store.queue(`${bucket.name}/${key}`, async () => {
    const previous = await store.catalog.newest(bucket.name, key);
    const marker: DeleteMarker = { kind: 'marker', key, ...stamp(call, store, previous) };
    const event = deletedEvent(call, marker, 'Delete Marker Created');
    await change(call, store, changesOfPut(bucket.name, marker, previous), marker, event);
    return marker;
  });
}

/** Removes one version for good; `guard` may refuse. Answers what was removed. */
export function removeVersion(
  call: Call,
  store: Store,
  versionId: string,
  guard: (version: StoredObject) => void,
): Promise<Version | undefined> {
  const { bucket, key } = call;
  return store.queue(`${bucket.name}/${key}`, async () => {
    const gone = await store.catalog.version(bucket.name, key, versionId);
    if (gone === undefined) return undefined;
    if (gone.kind === 'object') guard(gone);
    const [newest = gone, second] = await store.catalog.versions(bucket.name, key, { limit: 2 });
    const changes = changesOfRemoval(bucket.name, gone, newest, second);
    await change(call, store, changes, gone, deletedEvent(call, gone, 'Permanently Deleted'));
    if (gone.kind === 'object') await store.files.remove([gone.file]);
    return gone;
  });
}

async function change(
  call: Call,
  store: Store,
  changes: readonly Change[],
  version: Version,
  event: BusEvent,
): Promise<void> {
  if (!call.bucket.notify) return store.catalog.write(changes);
  const letter = store.outbox.enclose(version.sequence, event);
  await store.catalog.write([...changes, letter.change]);
  // Told before the answer, so that whoever has the answer finds the event accepted by the bus.
  await letter.deliver();
}

/** A place after `previous` even where the clock has not moved on. */
function stamp(call: Call, store: Store, previous: Version | undefined) {
  const modified = store.clock.now();
  const before = previous === undefined ? 0 : Number.parseInt(previous.sequence, 16);
  const sequence = Math.max(Math.floor(modified) * 1000, before + 1)
    .toString(16)
    .padStart(16, '0');
  const versionId = call.bucket.versioned ? `${sequence}${randomBytes(8).toString('hex')}` : 'null';
  return { modified, sequence, versionId };
}

function createdEvent(call: Call, version: StoredObject, reason: string): BusEvent {
  return event(call, 'Object Created', {
    object: { size: version.size, etag: version.etag, ...identity(call, version) },
    reason,
  });
}

function deletedEvent(call: Call, version: Version, type: string): BusEvent {
  return event(call, 'Object Deleted', {
    object: identity(call, version),
    reason: 'DeleteObject',
    'deletion-type': type,
  });
}

function identity(call: Call, version: Version): Json {
  const versionId = call.bucket.versioned ? { 'version-id': version.versionId } : {};
  return { key: version.key, ...versionId, sequencer: version.sequence };
}

function event(call: Call, type: string, about: Json): BusEvent {
  return {
    source: 'aws.s3',
    'detail-type': type,
    resources: [`arn:aws:s3:::${call.bucket.name}`],
    detail: {
      version: '0',
      bucket: { name: call.bucket.name },
      ...about,
      'request-id': call.requestId,
      requester: ACCOUNT,
      'source-ip-address': call.request.socket.remoteAddress ?? '127.0.0.1',
    },
  };
}
