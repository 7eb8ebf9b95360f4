/**
 * CopyObject: the bytes are read and checked once more on their way, so a copy in an archive is known to be what was
 * uploaded. It takes the source's description along, unless the caller replaces it.
 */
import { type Call, type Handler, permit, type Store } from './call.ts';
import type { Description, StoredObject } from './catalog.ts';
import { asAlgorithm } from './checksums.ts';
import { readCondition, writeGuard } from './conditions.ts';
import { describe, receiptHeaders } from './description.ts';
import {
  invalidArgument,
  invalidRequest,
  noSuchBucket,
  notImplemented,
  preconditionFailed,
} from './failures.ts';
import { openNewest } from './get-object.ts';
import { checksumFields } from './multipart.ts';
import { commitObject } from './objects.ts';
import { receiveDraft } from './put-object.ts';
import { xmlDocument } from './xml.ts';

export const copyObject: Handler = async (call, store) => {
  permit(call, store, 's3:PutObject');
  const source = sourceOf(call, store);
  permit(source, store, source.query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject');
  const { version, file } = await openNewest(source, store);
  const bytes = file.createReadStream();
  try {
    if (readCondition(call.headers, version, 'x-amz-copy-source-') === 'unmodified')
      throw preconditionFailed('x-amz-copy-source-If-None-Match');
    refuseItself(call, source);
    const guard = writeGuard(call.headers, call.key);
    const claims = claimsOfCopy(call, version);
    const payload = { bytes, length: version.size, trailers: new Map<string, string>() };
    const draft = await receiveDraft(store, payload, claims, descriptionOfCopy(call, store, version));
    const copy = await commitObject(call, store, draft, { reason: 'CopyObject', guard });
    const sourceVersion = source.bucket.versioned
      ? { 'x-amz-copy-source-version-id': version.versionId }
      : {};
    return {
      status: 200,
      headers: { 'Content-Type': 'application/xml', ...receiptHeaders(call, copy), ...sourceVersion },
      body: xmlDocument('CopyObjectResult', {
        LastModified: new Date(copy.modified).toISOString(),
        ETag: `"${copy.etag}"`,
        ...checksumFields(copy.checksum),
      }),
    };
  } finally {
    bytes.destroy();
  }
};

/** The source, as if it had been asked for by a call of its own. */
function sourceOf(call: Call, store: Store): Call {
  const header = call.headers.get('x-amz-copy-source') ?? '';
  const cut = header.indexOf('?');
  const path = decoded(cut < 0 ? header : header.slice(0, cut), header).replace(/^\//, '');
  const slash = path.indexOf('/');
  if (slash < 1 || slash === path.length - 1)
    throw invalidArgument('Copy Source must mention the source bucket and key', 'x-amz-copy-source', header);
  const query = new Map(new URLSearchParams(cut < 0 ? '' : header.slice(cut + 1)));
  for (const name of query.keys())
    if (name !== 'versionId') throw notImplemented(`The parameter ${name} of x-amz-copy-source`);
  const bucket = store.buckets.get(path.slice(0, slash));
  if (bucket === undefined) throw noSuchBucket(path.slice(0, slash));
  return { ...call, bucket, key: path.slice(slash + 1), query };
}

function decoded(text: string, header: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', header);
  }
}

function refuseItself(call: Call, source: Call): void {
  const same = source.bucket.name === call.bucket.name && source.key === call.key;
  if (same && !source.query.has('versionId') && !replaces(call))
    throw invalidRequest(
      'This copy request is illegal because it is trying to copy an object to itself without changing it.',
    );
}

function replaces(call: Call): boolean {
  const directive = call.headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  return directive === 'REPLACE';
}

/** Object Lock and encryption never come along; they are asked for anew or are the bucket's default. */
function descriptionOfCopy(call: Call, store: Store, source: StoredObject): Description {
  const fresh = describe(call, store);
  if (replaces(call)) return fresh;
  const kept = Object.entries(source.headers).filter(([name]) => !name.startsWith('x-amz-'));
  const asked = Object.entries(fresh.headers).filter(([name]) => name.startsWith('x-amz-'));
  return { ...fresh, headers: Object.fromEntries([...kept, ...asked]), metadata: source.metadata };
}

/** The copy has the source's algorithm unless another is named; a whole source's value must come out again. */
function claimsOfCopy(call: Call, source: StoredObject) {
  const name = call.headers.get('x-amz-checksum-algorithm');
  const { checksum } = source;
  const algorithm = name === undefined ? checksum.algorithm : asAlgorithm(name);
  if (algorithm === undefined) throw notImplemented(`The checksum algorithm ${name}`);
  const same = algorithm === checksum.algorithm && checksum.type === 'FULL_OBJECT';
  return { careful: true, algorithm, ...(same ? { value: checksum.value } : {}) };
}
