/** What a bucket is, as the template says it; buckets are never made or changed over the wire. */

export type LockMode = 'GOVERNANCE' | 'COMPLIANCE';

export interface CorsRule {
  /** Origins with at most one `*` each, e.g. `https://*.example.org`. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
  /** Seconds for which a browser may keep the answer to a preflight. */
  readonly maxAge?: number;
}

export interface BucketSettings {
  readonly name: string;
  readonly versioned: boolean;
  /** Object Lock; it implies versioning, as in AWS. */
  readonly objectLock: boolean;
  readonly defaultRetention?: { readonly mode: LockMode; readonly days: number };
  /** Whether events about objects go to the default bus (EventBridge). */
  readonly notify: boolean;
  readonly cors: readonly CorsRule[];
}

/** Refuses settings that contradict themselves; the sentence names the bucket. */
export function checkedBuckets(buckets: readonly BucketSettings[]): ReadonlyMap<string, BucketSettings> {
  const checked = new Map<string, BucketSettings>();
  for (const bucket of buckets) {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket.name))
      throw new Error(`"${bucket.name}" is no valid bucket name.`);
    if (checked.has(bucket.name)) throw new Error(`There are two buckets named ${bucket.name}.`);
    if (bucket.defaultRetention && !bucket.objectLock)
      throw new Error(`Bucket ${bucket.name} has a default retention but no Object Lock.`);
    if (bucket.defaultRetention && !(bucket.defaultRetention.days > 0))
      throw new Error(`The default retention of bucket ${bucket.name} must be at least a day.`);
    checked.set(bucket.name, { ...bucket, versioned: bucket.versioned || bucket.objectLock });
  }
  return checked;
}
