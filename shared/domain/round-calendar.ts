/**
 * The calendar of an open round (notice 4.1): on which days somebody has to be told what. It is read anew each time the round's machine
 * wakes, so that a changed date or an extension needs nothing else.
 */
import { addDays, type Day, dayOf, type Instant, startOfDay } from './calendar.ts';
import type { RoundHead } from './round.ts';

/** Reminders go out at nine in the morning, when people are at their desks. */
const morning = 9 * 3_600_000;

/** A morning on which those are told whose obligation is, or was, due on a day. */
export interface CalendarStep {
  /** Names the step for good: the same day and due day are the same step. */
  readonly name: string;
  readonly at: Instant;
  readonly dueOn: Day;
}

type Calendar = Pick<RoundHead, 'dueOn' | 'remindDays' | 'done'>;

/** All reminder steps of a round, earliest first: those of its own due day and those of each extended one. */
export function stepsOf(round: Calendar, extendedTo: readonly Day[]): readonly CalendarStep[] {
  const dueDays = [...new Set([round.dueOn, ...extendedTo])];
  const steps = dueDays.flatMap((dueOn) =>
    round.remindDays.map((offset) => {
      const day = addDays(dueOn, offset);
      return { name: `${day}/${dueOn}`, at: startOfDay(day) + morning, dueOn };
    }),
  );
  return steps.sort((a, b) => a.at - b.at || a.dueOn.localeCompare(b.dueOn));
}

/** Steps that are due and have not been done. One whose morning is long past is still done, late: silence is no reminder. */
export function dueSteps(round: Calendar, extendedTo: readonly Day[], now: Instant): readonly CalendarStep[] {
  return stepsOf(round, extendedTo).filter((step) => step.at <= now && !round.done.includes(step.name));
}

/** When the round's machine should look again: at the next step, and each morning where none is left, as an extension may come. */
export function wakesAt(round: Calendar, extendedTo: readonly Day[], now: Instant): Instant {
  const next = stepsOf(round, extendedTo).find((step) => step.at > now);
  return next?.at ?? startOfDay(addDays(dayOf(now), 1)) + morning;
}
