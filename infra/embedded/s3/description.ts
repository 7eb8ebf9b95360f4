/**
 * What an upload says of its object besides the bytes: content headers, user metadata, encryption, Object Lock. Read from
 * headers (or the fields of a form) once, kept with the object, given back with every GET and HEAD.
 */
import { type Call, permit, type Store } from './call.ts';
import type { Description, Retention, StoredObject } from './catalog.ts';
import { checksumHeader } from './checksums.ts';
import { invalidArgument, invalidRequest, notImplemented, S3Failure } from './failures.ts';
import { defaultRetention, readRetention, refuseWithoutLock } from './retention.ts';

/** Headers that describe the bytes: kept with an object, and overridable when it is read. */
export const CONTENT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

const ENCRYPTION_HEADERS = [
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
] as const;

const LARGEST_METADATA = 2048;
const DEFAULT_TYPE = 'binary/octet-stream';

export function describe(call: Call, store: Store): Description {
  const { headers } = call;
  refuseAclAndClass(headers);
  return {
    headers: { ...contentHeaders(headers), ...encryption(headers) },
    metadata: userMetadata(headers),
    ...locks(call, store),
  };
}

/** Content headers alone, with S3's default type; `aws-chunked` was the transport's, not the object's. */
function contentHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': DEFAULT_TYPE };
  for (const name of CONTENT_HEADERS) {
    const value = name === 'content-encoding' ? withoutChunked(headers.get(name)) : headers.get(name);
    if (value !== undefined && value !== '') kept[name] = value;
  }
  return kept;
}

function withoutChunked(encoding: string | undefined): string | undefined {
  return encoding
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part.toLowerCase() !== 'aws-chunked')
    .join(',');
}

/**
 * Encryption is accepted, kept and echoed, so that code which asks for it runs unchanged. The bytes on this disk are NOT
 * encrypted: whoever may read the data folder may read them.
 */
function encryption(headers: ReadonlyMap<string, string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ENCRYPTION_HEADERS) {
    const value = headers.get(name);
    if (value !== undefined) kept[name] = value;
  }
  const method = kept['x-amz-server-side-encryption'];
  if (method !== undefined && method !== 'AES256' && method !== 'aws:kms')
    throw notImplemented(`The server-side encryption ${method}`);
  if (method !== 'aws:kms' && Object.keys(kept).some((name) => name !== 'x-amz-server-side-encryption'))
    throw invalidArgument(
      'A KMS key needs the server-side encryption aws:kms.',
      'x-amz-server-side-encryption',
      method ?? '',
    );
  return kept;
}

function userMetadata(headers: ReadonlyMap<string, string>): Record<string, string> {
  const prefix = 'x-amz-meta-';
  const entries = [...headers].filter(([name]) => name.startsWith(prefix));
  const metadata = Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
  const size = Buffer.byteLength(Object.entries(metadata).flat().join(''));
  if (size > LARGEST_METADATA)
    throw new S3Failure(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      400,
      {
        Size: size,
        MaxSizeAllowed: LARGEST_METADATA,
      },
    );
  return metadata;
}

function locks(call: Call, store: Store): { retention?: Retention; legalHold?: boolean } {
  const { headers, bucket } = call;
  const now = store.clock.now();
  const mode = headers.get('x-amz-object-lock-mode');
  const until = headers.get('x-amz-object-lock-retain-until-date');
  const hold = headers.get('x-amz-object-lock-legal-hold');
  if (mode !== undefined || until !== undefined || hold !== undefined) refuseWithoutLock(bucket);
  if ((mode === undefined) !== (until === undefined))
    throw invalidRequest(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  if (mode !== undefined) permit(call, store, 's3:PutObjectRetention');
  if (hold !== undefined) permit(call, store, 's3:PutObjectLegalHold');
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF')
    throw invalidArgument('Legal Hold must be either of ON or OFF', 'x-amz-object-lock-legal-hold', hold);
  const retention =
    mode === undefined || until === undefined
      ? defaultRetention(bucket, now)
      : readRetention(mode, until, now);
  return {
    ...(retention ? { retention } : {}),
    ...(hold === undefined ? {} : { legalHold: hold === 'ON' }),
  };
}

function refuseAclAndClass(headers: ReadonlyMap<string, string>): void {
  const acl = headers.get('x-amz-acl') ?? headers.get('acl');
  if (acl !== undefined && acl !== 'bucket-owner-full-control')
    throw new S3Failure('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400);
  const storageClass = headers.get('x-amz-storage-class');
  if (storageClass !== undefined && storageClass !== 'STANDARD')
    throw notImplemented(`The storage class ${storageClass}`);
}

/** The headers that tell of a stored object in the answers to GET and HEAD. */
export function descriptionHeaders(version: StoredObject): Record<string, string> {
  const { metadata, retention, legalHold } = version;
  return {
    ...version.headers,
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
    ...(retention
      ? {
          'x-amz-object-lock-mode': retention.mode,
          'x-amz-object-lock-retain-until-date': new Date(retention.until).toISOString(),
        }
      : {}),
    ...(legalHold === undefined ? {} : { 'x-amz-object-lock-legal-hold': legalHold ? 'ON' : 'OFF' }),
  };
}

/** Encryption, ETag, checksum and version: what the answers to uploads carry. */
export function receiptHeaders(call: Call, version: StoredObject): Record<string, string> {
  const { checksum, headers } = version;
  const echoed = ENCRYPTION_HEADERS.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ETag: `"${version.etag}"`,
    [checksumHeader(checksum.algorithm)]: checksum.value,
    'x-amz-checksum-type': checksum.type,
    ...versionHeader(call, version.versionId),
    ...Object.fromEntries(echoed),
  };
}

/** Only a bucket with versions names them. */
export function versionHeader(call: Call, versionId: string): Record<string, string> {
  return call.bucket.versioned ? { 'x-amz-version-id': versionId } : {};
}
