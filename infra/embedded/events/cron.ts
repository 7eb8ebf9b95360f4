/**
 * AWS's cron expressions: `minutes hours day-of-month month day-of-week year`, where one of the two days is `?`. Weekdays
 * count from Sunday as 1. `W`, the nearest weekday, is not carried out.
 */
import { type FieldRange, readField } from './cron-field.ts';
import type { Rhythm } from './rhythm.ts';
import type { Zone } from './zone-time.ts';

type DayRule = (year: number, month: number, day: number) => boolean;

interface Cron {
  /** Minutes since midnight, in order. */
  readonly times: readonly number[];
  readonly matchesDay: DayRule;
  readonly lastYear: number;
}

const MINUTES: FieldRange = { low: 0, high: 59 };
const HOURS: FieldRange = { low: 0, high: 23 };
const DATES: FieldRange = { low: 1, high: 31 };
const YEARS: FieldRange = { low: 1970, high: 2199 };
const MONTHS: FieldRange = {
  low: 1,
  high: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const WEEKDAYS: FieldRange = { low: 1, high: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const DAY = 86_400_000;

/** Throws an error that says what is wrong with `fields`. */
export function cronRhythm(fields: string, zone: Zone): Rhythm {
  const cron = parseCron(fields);
  const instantsOf = (date: Date): number[] =>
    cron.times.flatMap((time) => {
      const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      const local = { year, month, day, hour: Math.floor(time / 60), minute: time % 60, second: 0 };
      return zone.instantOf(local) ?? [];
    });
  const dayOf = (instant: number): Date => {
    const { year, month, day } = zone.localOf(instant);
    return new Date(Date.UTC(year, month - 1, day));
  };
  const matches = (date: Date): boolean =>
    cron.matchesDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  return {
    next(after) {
      for (let date = dayOf(after); date.getUTCFullYear() <= cron.lastYear; date = shifted(date, 1)) {
        const due = matches(date) ? instantsOf(date).find((instant) => instant > after) : undefined;
        if (due !== undefined) return due;
      }
      return undefined;
    },
    last(after, until) {
      for (let date = dayOf(until); date.getTime() + 2 * DAY > after; date = shifted(date, -1)) {
        const due = matches(date) ? instantsOf(date).findLast((instant) => instant <= until) : undefined;
        if (due !== undefined) return due > after ? due : undefined;
      }
      return undefined;
    },
  };
}

function shifted(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY);
}

function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) throw new Error('a cron expression has six fields');
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new Error('one of day-of-month and day-of-week must be "?", and only one');
  const minutes = readField(minute, MINUTES);
  const hours = readField(hour, HOURS);
  const months = new Set(readField(month, MONTHS));
  const years = new Set(readField(year, YEARS));
  const matchesDate = dayOfMonth === '?' ? weekdayRule(dayOfWeek) : dateRule(dayOfMonth);
  return {
    times: hours.flatMap((h) => minutes.map((m) => 60 * h + m)),
    matchesDay: (y, m, d) => years.has(y) && months.has(m) && matchesDate(y, m, d),
    lastYear: Math.max(...years),
  };
}

function dateRule(field: string): DayRule {
  if (field === 'L') return (year, month, day) => day === daysIn(year, month);
  const days = new Set(readField(field, DATES));
  return (_, __, day) => days.has(day);
}

function weekdayRule(field: string): DayRule {
  const [, name, sign, turn] = /^(\w+?)(?:(L)|#([1-5]))$/.exec(field) ?? [];
  if (name !== undefined) {
    const [weekday] = readField(name, WEEKDAYS);
    return (year, month, day) => {
      if (weekdayOf(year, month, day) !== weekday) return false;
      return sign === 'L' ? day + 7 > daysIn(year, month) : Math.ceil(day / 7) === Number(turn);
    };
  }
  const weekdays = new Set(readField(field === 'L' ? '7' : field, WEEKDAYS));
  return (year, month, day) => weekdays.has(weekdayOf(year, month, day));
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}
