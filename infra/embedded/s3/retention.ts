/**
 * The rules of Object Lock: what protects a version, and who may weaken that. Governance may be set aside by those who
 * are permitted to and say so; compliance by nobody, until its date has passed.
 */

import { type Call, permit, type Store } from './call.ts';
import type { Retention, StoredObject } from './catalog.ts';
import { accessDenied, invalidArgument, invalidRequest, malformedXml, S3Failure } from './failures.ts';
import type { BucketSettings, LockMode } from './settings.ts';

const DAY = 24 * 3600 * 1000;

/** Whether the caller asks to set governance aside; asking without being permitted is refused. */
export function bypasses(call: Call, store: Store): boolean {
  if (call.headers.get('x-amz-bypass-governance-retention')?.toLowerCase() !== 'true') return false;
  permit(call, store, 's3:BypassGovernanceRetention');
  return true;
}

/** Refuses to remove a protected version. `bypass` is asked only when it matters. */
export function refuseProtected(version: StoredObject, now: number, bypass: () => boolean): void {
  const locked = accessDenied('Access Denied because object protected by object lock.');
  if (version.legalHold) throw locked;
  const { retention } = version;
  if (retention === undefined || retention.until <= now) return;
  if (retention.mode === 'COMPLIANCE' || !bypass()) throw locked;
}

/** Refuses to replace a retention in force by a weaker one; `next` undefined takes it away. */
export function refuseWeaker(
  current: Retention | undefined,
  next: Retention | undefined,
  now: number,
  bypass: () => boolean,
): void {
  if (current === undefined || current.until <= now) return;
  const weaker = next === undefined || next.mode !== current.mode || next.until < current.until;
  if (weaker && (current.mode === 'COMPLIANCE' || !bypass()))
    throw accessDenied('Access Denied because object protected by object lock.');
}

export function refuseWithoutLock(bucket: BucketSettings): void {
  if (!bucket.objectLock) throw invalidRequest('Bucket is missing Object Lock Configuration');
}

/** A retention as mode and date, in headers or XML. */
export function readRetention(mode: string, until: string, now: number): Retention {
  if (!isLockMode(mode)) throw malformedXml();
  const instant = /^\d{4}-\d\d-\d\dT/.test(until) ? Date.parse(until) : Number.NaN;
  if (Number.isNaN(instant))
    throw invalidArgument(
      'The retain until date must be provided in ISO 8601 format',
      'RetainUntilDate',
      until,
    );
  if (instant <= now)
    throw invalidArgument('The retain until date must be in the future!', 'RetainUntilDate', until);
  return { mode, until: instant };
}

/** The retention a new object gets when its upload names none. */
export function defaultRetention(bucket: BucketSettings, now: number): Retention | undefined {
  const settings = bucket.defaultRetention;
  return settings && { mode: settings.mode, until: now + settings.days * DAY };
}

export const noLockConfiguration = () =>
  new S3Failure(
    'NoSuchObjectLockConfiguration',
    'The specified object does not have a ObjectLock configuration',
    404,
  );

function isLockMode(text: string): text is LockMode {
  return text === 'GOVERNANCE' || text === 'COMPLIANCE';
}
