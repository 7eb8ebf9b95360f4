/** ListObjectVersions: every version and delete marker, key by key, newest first. */
import { type Call, type Handler, permit, type Store } from './call.ts';
import type { Version } from './catalog.ts';
import { invalidArgument } from './failures.ts';
import { type Listing, pageSize, readListing } from './list-objects.ts';
import { groupOf, walk } from './walk.ts';
import { type XmlFields, xmlDocument } from './xml.ts';

export const listVersions: Handler = async (call, store) => {
  permit(call, store, 's3:ListBucketVersions');
  const asked = readListing(call);
  const { found, truncated } = await take(call, store, asked);
  const last = truncated ? found.at(-1) : undefined;
  const marker = call.query.get('key-marker');
  const body = xmlDocument('ListVersionsResult', {
    Name: call.bucket.name,
    ...asked.echo,
    KeyMarker: asked.write(marker ?? ''),
    VersionIdMarker: call.query.get('version-id-marker') ?? '',
    NextKeyMarker: last && asked.write('group' in last ? last.group : last.version.key),
    NextVersionIdMarker: last && 'version' in last ? last.version.versionId : undefined,
    MaxKeys: asked.limit,
    IsTruncated: truncated,
    Version: found.flatMap((entry) => ('version' in entry ? objectFields(entry, asked) : [])),
    DeleteMarker: found.flatMap((entry) => ('version' in entry ? markerFields(entry, asked) : [])),
    CommonPrefixes: found.flatMap((entry) =>
      'group' in entry ? [{ Prefix: asked.write(entry.group) }] : [],
    ),
  });
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
};

interface Listed {
  readonly version: Version;
  readonly latest: boolean;
}

type Entry = Listed | { readonly group: string };

async function take(
  call: Call,
  store: Store,
  asked: Listing,
): Promise<{ found: Entry[]; truncated: boolean }> {
  const found: Entry[] = [];
  if (asked.limit === 0) return { found, truncated: false };
  for await (const entry of entries(call, store, asked)) {
    if (found.length === asked.limit) return { found, truncated: true };
    found.push(entry);
  }
  return { found, truncated: false };
}

async function* entries(call: Call, store: Store, asked: Listing): AsyncGenerator<Entry> {
  const bucket = call.bucket.name;
  const keyMarker = call.query.get('key-marker');
  const versionMarker = call.query.get('version-id-marker');
  if (versionMarker !== undefined && versionMarker !== '') {
    if (keyMarker === undefined || keyMarker === '')
      throw invalidArgument(
        'A version-id marker cannot be specified without a key marker.',
        'version-id-marker',
        versionMarker,
      );
    const older = await store.catalog.versions(bucket, keyMarker, { olderThan: versionMarker });
    for (const version of older) yield { version, latest: false };
  }
  const course = {
    ...asked,
    ...beginning(keyMarker, asked),
    pageSize: pageSize(asked.limit),
    keep: () => true,
  };
  for await (const step of walk(store.catalog, bucket, course)) {
    if ('group' in step) yield step;
    else
      for (const [index, version] of (await store.catalog.versions(bucket, step.head.key, {})).entries())
        yield { version, latest: index === 0 };
  }
}

/** The marker of an earlier page that ended with a folded group is that group. */
function beginning(marker: string | undefined, asked: Listing) {
  if (marker === undefined || marker === '') return {};
  return groupOf(marker, asked) === marker ? { past: marker } : { after: marker };
}

function objectFields({ version, latest }: Listed, asked: Listing): XmlFields[] {
  if (version.kind === 'marker') return [];
  return [
    {
      ...commonFields(version, latest, asked),
      ETag: `"${version.etag}"`,
      ChecksumAlgorithm: version.checksum.algorithm,
      ChecksumType: version.checksum.type,
      Size: version.size,
      StorageClass: 'STANDARD',
    },
  ];
}

function markerFields({ version, latest }: Listed, asked: Listing): XmlFields[] {
  return version.kind === 'marker' ? [commonFields(version, latest, asked)] : [];
}

function commonFields(version: Version, latest: boolean, asked: Listing): XmlFields {
  return {
    Key: asked.write(version.key),
    VersionId: version.versionId,
    IsLatest: latest,
    LastModified: new Date(version.modified).toISOString(),
  };
}
