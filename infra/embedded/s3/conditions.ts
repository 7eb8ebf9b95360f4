/** Conditional requests: `If-Match` and its kin, for reading, for the source of a copy, and for writing. */
import type { StoredObject, Version } from './catalog.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './failures.ts';

type Headers = ReadonlyMap<string, string>;

/**
 * Whether a reader should get the object or hear that its own copy is still good (`unmodified`); throws 412 when the
 * reader wants no other one. An ETag condition outranks the date condition beside it, as HTTP says.
 */
export function readCondition(headers: Headers, version: StoredObject, prefix = ''): 'send' | 'unmodified' {
  const header = (name: string) => headers.get(`${prefix}${name}`);
  const match = header('if-match');
  if (match !== undefined && !matches(match, version.etag)) throw preconditionFailed('If-Match');
  const unmodifiedSince = instant(header('if-unmodified-since'));
  if (match === undefined && unmodifiedSince !== undefined && seconds(version) > unmodifiedSince)
    throw preconditionFailed('If-Unmodified-Since');
  const noneMatch = header('if-none-match');
  if (noneMatch !== undefined) return matches(noneMatch, version.etag) ? 'unmodified' : 'send';
  const modifiedSince = instant(header('if-modified-since'));
  return modifiedSince !== undefined && seconds(version) <= modifiedSince ? 'unmodified' : 'send';
}

/** The guard of a write: `If-None-Match: *` wants no object there, `If-Match` wants that one. */
export function writeGuard(headers: Headers, key: string): (newest: Version | undefined) => void {
  const noneMatch = headers.get('if-none-match');
  const match = headers.get('if-match');
  if (noneMatch !== undefined && noneMatch !== '*')
    throw notImplemented('If-None-Match with anything but * on a write');
  return (newest) => {
    const present = newest?.kind === 'object' ? newest : undefined;
    if (noneMatch !== undefined && present) throw preconditionFailed('If-None-Match');
    if (match === undefined) return;
    if (present === undefined) throw noSuchKey(key);
    if (!matches(match, present.etag)) throw preconditionFailed('If-Match');
  };
}

/** Whether a list of ETags, quoted or bare, names this one. */
function matches(list: string, etag: string): boolean {
  return list.split(',').some((entry) => {
    const bare = entry.trim().replace(/^W\//, '').replace(/^"|"$/g, '');
    return bare === '*' || bare === etag;
  });
}

function instant(date: string | undefined): number | undefined {
  const parsed = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** HTTP dates know no milliseconds. */
function seconds(version: StoredObject): number {
  return Math.floor(version.modified / 1000) * 1000;
}
