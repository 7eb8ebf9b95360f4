/** RFC 3339 as Step Functions takes it in Wait states and gives it in the context object. */
const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch, or undefined if the value is no timestamp. */
export function parseTimestamp(value: unknown): number | undefined {
  if (typeof value !== 'string' || !SHAPE.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}

export function formatTimestamp(instant: number): string {
  return new Date(instant).toISOString();
}
