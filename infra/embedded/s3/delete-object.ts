/**
 * DeleteObject and DeleteObjects. Without a version id a bucket with versions only gets a delete marker on top; a version
 * itself goes for good, unless Object Lock protects it.
 */
import { AwsError } from '../parts.ts';
import { readXmlBody } from './body.ts';
import { type Call, type Handler, permit, type Store } from './call.ts';
import { claimsOf } from './claims.ts';
import { invalidRequest, malformedXml, notImplemented } from './failures.ts';
import { commitMarker, removeVersion } from './objects.ts';
import { bypasses, refuseProtected } from './retention.ts';
import { readXml, type XmlElement, type XmlFields, xmlDocument } from './xml.ts';

const MOST_KEYS = 1000;

export const deleteObject: Handler = async (call, store) => {
  if (call.headers.has('if-match')) throw notImplemented('If-Match on DeleteObject');
  const { versionId, marker } = await removeOne(call, store, call.query.get('versionId'));
  return {
    status: 204,
    headers: {
      ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
      ...(marker ? { 'x-amz-delete-marker': 'true' } : {}),
    },
  };
};

export const deleteObjects: Handler = async (call, store) => {
  if (!claimsOf(call.headers).careful)
    throw invalidRequest('Missing required header for this request: Content-MD5');
  const root = readXml(await readXmlBody(call), 'Delete').onlyHas('Object', 'Quiet');
  const entries = root.all('Object');
  if (entries.length === 0 || entries.length > MOST_KEYS) throw malformedXml();
  const quiet = root.text('Quiet') === 'true';
  const results: { readonly name: 'Deleted' | 'Error'; readonly fields: XmlFields }[] = [];
  for (const entry of entries) results.push(await removeListed(call, store, entry));
  const named = (name: string) =>
    results.filter((result) => result.name === name).map(({ fields }) => fields);
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml' },
    body: xmlDocument('DeleteResult', { Deleted: quiet ? [] : named('Deleted'), Error: named('Error') }),
  };
};

async function removeListed(call: Call, store: Store, entry: XmlElement) {
  const key = entry.onlyHas('Key', 'VersionId').required('Key');
  const given = entry.text('VersionId');
  const asked = { Key: key, VersionId: given };
  try {
    const { versionId, marker } = await removeOne({ ...call, key }, store, given);
    const told = marker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {};
    return { name: 'Deleted', fields: { ...asked, ...told } } as const;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { name: 'Error', fields: { ...asked, Code: error.code, Message: error.message } } as const;
  }
}

interface Removed {
  readonly versionId?: string;
  /** Whether the version that came or went is a delete marker. */
  readonly marker: boolean;
}

async function removeOne(call: Call, store: Store, versionId: string | undefined): Promise<Removed> {
  permit(call, store, versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion');
  if (versionId === undefined && call.bucket.versioned) {
    const marker = await commitMarker(call, store);
    return { versionId: marker.versionId, marker: true };
  }
  const gone = await removeVersion(call, store, versionId ?? 'null', (version) =>
    refuseProtected(version, store.clock.now(), () => bypasses(call, store)),
  );
  return { ...(versionId === undefined ? {} : { versionId }), marker: gone?.kind === 'marker' };
}
