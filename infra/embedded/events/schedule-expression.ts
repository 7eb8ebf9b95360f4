/** When a schedule is due: `rate(5 minutes)`, `cron(0 8 * * ? *)` or `at(2022-07-11T08:00:00)`, in the schedule's time zone. */
import { cronRhythm } from './cron.ts';
import type { Rhythm } from './rhythm.ts';
import { type Zone, zoneOf } from './zone-time.ts';

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Throws an error that says what is wrong with the expression. */
export function rhythmOf(expression: string, timeZone: string): Rhythm {
  const [, kind, inside = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  const zone = namedZone(timeZone);
  if (kind === 'rate') return rate(inside);
  if (kind === 'cron') return cronRhythm(inside, zone);
  if (kind === 'at') return once(inside, zone);
  throw new Error('it is none of rate(…), cron(…) and at(…)');
}

function namedZone(timeZone: string): Zone {
  try {
    return zoneOf(timeZone);
  } catch {
    throw new Error(`there is no time zone ${timeZone}`);
  }
}

function rate(text: string): Rhythm {
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  const every = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!(every > 0)) throw new Error('a rate is a number of minutes, hours or days');
  return {
    next: (after) => after + every,
    last(after, until) {
      const periods = Math.floor((until - after) / every);
      return periods < 1 ? undefined : after + periods * every;
    },
  };
}

function once(text: string, zone: Zone): Rhythm {
  const [, ...parts] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const instant = zone.instantOf({ year, month, day, hour, minute, second });
  // A 30th of February would pass for a day in March.
  if (instant === undefined || zone.localOf(instant).day !== day) throw new Error(`there is no time ${text}`);
  return {
    next: (after) => (instant > after ? instant : undefined),
    last: (after, until) => (instant > after && instant <= until ? instant : undefined),
  };
}
