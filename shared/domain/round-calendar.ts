/**
 * The calendar of an open round (notice 4.1): on which days somebody has to be told what. It is read anew each time the round's machine
 * wakes, so that a changed date or an extension needs nothing else.
 */
import { addDays, type Day, dayLength, dayOf, endOfDay, type Instant, startOfDay } from './calendar.ts';
import type { RoundHead } from './round.ts';

/** Reminders go out at nine in the morning, when people are at their desks. */
const morning = 9 * 3_600_000;

/** Something that the calendar asks for at an instant. */
export interface CalendarStep {
  /** Names the step for good: the same day and due day are the same step. */
  readonly name: string;
  readonly at: Instant;
  readonly dueOn: Day;
  /** A morning on which those are told whose obligation is, or was, due; otherwise the end of a day is put on record and nobody told. */
  readonly tells: boolean;
}

type Calendar = Pick<RoundHead, 'dueOn' | 'graceEndsOn' | 'lockAfterGrace' | 'remindDays' | 'done'>;

/** The last day on which it is on time: `dueAt` is the first instant after it. */
export function dueDayOf({ dueAt }: { readonly dueAt: Instant }): Day {
  return dayOf(dueAt - 1);
}

/** All steps of a round, earliest first: the mornings of its own due day and of each extended one, and the ends of due day and grace. */
export function stepsOf(round: Calendar, extendedTo: readonly Day[]): readonly CalendarStep[] {
  const dueDays = [...new Set([round.dueOn, ...extendedTo])];
  const mornings = dueDays.flatMap((dueOn) => morningsOf(round, dueOn));
  return [...mornings, ...marksOf(round)].sort((a, b) => a.at - b.at || a.dueOn.localeCompare(b.dueOn));
}

/** The mornings on which those are told of whom something is due on this day. */
export function morningsOf(
  { remindDays }: Pick<RoundHead, 'remindDays'>,
  dueOn: Day,
): readonly CalendarStep[] {
  return remindDays.map((offset) => {
    const day = addDays(dueOn, offset);
    return { name: `${day}/${dueOn}`, at: startOfDay(day) + morning, dueOn, tells: true };
  });
}

function marksOf({ dueOn, graceEndsOn, lockAfterGrace }: Calendar): readonly CalendarStep[] {
  const grace = lockAfterGrace ? 'lock' : 'grace';
  return [
    { name: `due/${dueOn}`, at: endOfDay(dueOn), dueOn, tells: false },
    { name: `${grace}/${graceEndsOn}`, at: endOfDay(graceEndsOn), dueOn, tells: false },
  ];
}

/** Steps that are due and have not been done. One whose morning is long past is still done, late: silence is no reminder. */
export function dueSteps(round: Calendar, extendedTo: readonly Day[], now: Instant): readonly CalendarStep[] {
  return stepsOf(round, extendedTo).filter((step) => step.at <= now && !round.done.includes(step.name));
}

/** When the round's machine should look again: each morning, since a date may have moved or an extension come, and at the end of a day. */
export function wakesAt(round: Calendar, now: Instant): Instant {
  const ends = marksOf(round).map(({ at }) => at);
  return Math.min(...[nextMorning(now), ...ends].filter((at) => at > now));
}

export function nextMorning(now: Instant): Instant {
  const today = startOfDay(dayOf(now)) + morning;
  return today > now ? today : today + dayLength;
}
