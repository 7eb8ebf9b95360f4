/**
 * Remembers what each bucket was at the last start. A bucket that has kept versions, or locked them, cannot become one
 * that does not: S3 forbids it, and what the archive promised would be void.
 */
import type { Rows } from './rows.ts';
import type { BucketSettings } from './settings.ts';

interface Kept {
  readonly versioned: boolean;
  readonly objectLock: boolean;
  /** When the bucket was first seen, in milliseconds since the epoch. */
  readonly since: number;
}

/** Answers since when the oldest bucket is there. */
export async function keepBuckets(
  rows: Rows,
  buckets: ReadonlyMap<string, BucketSettings>,
  now: number,
): Promise<number> {
  let oldest = now;
  for (const { name, versioned, objectLock } of buckets.values()) {
    const place = { pk: 'buckets', sk: name };
    const kept = await rows.get<Kept>(place);
    if (kept?.versioned && !versioned)
      throw new Error(`Bucket ${name} has kept versions until now; it cannot stop doing so.`);
    if (kept?.objectLock && !objectLock)
      throw new Error(`Bucket ${name} has had Object Lock until now; it cannot be taken away.`);
    const since = kept?.since ?? now;
    oldest = Math.min(oldest, since);
    if (kept?.versioned !== versioned || kept.objectLock !== objectLock)
      await rows.write([{ ...place, put: { doc: { versioned, objectLock, since } satisfies Kept } }]);
  }
  return oldest;
}
