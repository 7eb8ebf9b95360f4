/**
 * Days and instants. Days are calendar days in Asia/Shanghai (`YYYY-MM-DD`), instants are milliseconds since the epoch.
 * Shanghai has had no summer time since 1991, so its offset is a constant and the host's own zone never matters.
 */

/** Milliseconds since the epoch. */
export type Instant = number;

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type Day = string;

export const dayLength = 86_400_000;
const shanghaiOffset = 8 * 3_600_000;

/** The first instant of a day. */
export function startOfDay(day: Day): Instant {
  return Date.parse(`${day}T00:00:00+08:00`);
}

/** The first instant after a day: who is received before it was on time that day (clause 2.2a). */
export function endOfDay(day: Day): Instant {
  return startOfDay(day) + dayLength;
}

/** The day on which an instant falls. */
export function dayOf(at: Instant): Day {
  return new Date(at + shanghaiOffset).toISOString().slice(0, 10);
}

/** The time in Shanghai as it is read: `2022-07-08 09:30:00`. */
export function timeOf(at: Instant): string {
  return new Date(at + shanghaiOffset).toISOString().slice(0, 19).replace('T', ' ');
}

/** A day some days later (or earlier). */
export function addDays(day: Day, count: number): Day {
  return dayOf(startOfDay(day) + count * dayLength);
}

/** Calendar days from one day to another; negative when it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / dayLength);
}

/** Calendar days by which `receivedAt` misses the exclusive `dueAt`: 0 before it, 1 from it on, and one more each midnight. */
export function daysLate(receivedAt: Instant, dueAt: Instant): number {
  return receivedAt < dueAt ? 0 : Math.floor((receivedAt - dueAt) / dayLength) + 1;
}
