/** Finds the version that a request means, and words its absence as S3 does. */
import { AwsError } from '../parts.ts';
import type { Call, Store } from './call.ts';
import type { StoredObject, Version } from './catalog.ts';
import { methodNotAllowed, noSuchKey, noSuchVersion } from './failures.ts';

/** The newest version, or the one that `versionId` names. */
export async function findObject(call: Call, store: Store): Promise<StoredObject> {
  const versionId = call.query.get('versionId');
  const version =
    versionId === undefined
      ? await store.catalog.newest(call.bucket.name, call.key)
      : await store.catalog.version(call.bucket.name, call.key, versionId);
  if (version?.kind === 'object') return version;
  throw absence(call, store, version, versionId);
}

function absence(call: Call, store: Store, marker: Version | undefined, versionId: string | undefined) {
  // Who may not list a bucket does not learn either which keys it lacks.
  const hidden = refusal(() => store.access(call.signature.principal, 's3:ListBucket', call.bucket.name));
  if (hidden) return hidden;
  const headers = marker
    ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId }
    : undefined;
  if (versionId === undefined) return noSuchKey(call.key, headers);
  return headers ? methodNotAllowed({ ...headers, Allow: 'DELETE' }) : noSuchVersion(call.key, versionId);
}

function refusal(decision: () => void): AwsError | undefined {
  try {
    decision();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}
