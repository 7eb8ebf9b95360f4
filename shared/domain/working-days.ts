/** Working days: only where a rule counts in them (处置和整改 default to ten of them, domain §9); no date of a round moves for a holiday. */
import { holidays, workedWeekends } from '../notice/workdays.ts';
import { addDays, type Day } from './calendar.ts';

/** Whether a day is worked: weekends and holidays are not, except where a weekend is worked instead. */
export function isWorkday(day: Day): boolean {
  if (workedWeekends.includes(day)) return true;
  if (holidays.some(({ from, to }) => from <= day && day <= to)) return false;
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** The last of so many working days after a day; the day itself does not count. */
export function addWorkingDays(from: Day, count: number): Day {
  let day = from;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}
