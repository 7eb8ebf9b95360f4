/** How long is kept (保管期限): the same day so many years later; a leap day that is not there gives the day after, never one less. */
import { addDays, type Day } from './calendar.ts';

export function yearsAfter(day: Day, years: number): Day {
  const same = `${parseInt(day.slice(0, 4), 10) + years}${day.slice(4)}`;
  // A day that does not exist is read as the next one.
  return addDays(same, 0);
}
