/** The time of day in a time zone, and back: what a schedule means by "at eight", also where clocks are changed. */

export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface Zone {
  localOf(instant: number): LocalTime;
  /** Of a time that comes twice, the first; undefined for one that a change of the clocks leaves out. */
  instantOf(local: LocalTime): number | undefined;
}

const DAY = 86_400_000;

/** Throws a RangeError when there is no such zone. */
export function zoneOf(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const localOf = (instant: number): LocalTime => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return {
      year: part('year'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
      second: part('second'),
    };
  };
  const offsetAt = (instant: number): number => asUtc(localOf(instant)) - Math.floor(instant / 1000) * 1000;
  return {
    localOf,
    instantOf(local) {
      const wall = asUtc(local);
      const candidates = [wall - offsetAt(wall - DAY), wall - offsetAt(wall + DAY)];
      const fitting = candidates.filter((instant) => asUtc(localOf(instant)) === wall);
      return fitting.length === 0 ? undefined : Math.min(...fitting);
    },
  };
}

function asUtc({ year, month, day, hour, minute, second }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
