/**
 * The quotas of Step Functions that a machine can meet. They are those of the cloud, so that what runs here runs there.
 */

/** Bytes of UTF-8 in any input, output, argument or set of assigned variables. */
export const PAYLOAD_BYTES = 256 * 1024;
/** Bytes of all variables that one state can see. */
export const VARIABLES_BYTES = 10 * 1024 * 1024;
export const HISTORY_EVENTS = 25_000;
/** Iterations of an inline Map that run at once, whatever MaxConcurrency says. */
export const INLINE_MAP_CONCURRENCY = 40;
export const NAME_LENGTH = 80;
/** The longest Wait, TimeoutSeconds and HeartbeatSeconds: about three years. */
export const LONGEST_SECONDS = 99_999_999;
/** A closed execution is kept for 90 days. */
export const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;

export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8');
}
