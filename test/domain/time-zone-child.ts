/** Says in one line what the calendar's rules answer around the half-year round's boundaries, in the zone that this process runs in. */
import { dayOf, daysLate, endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import { whyShut } from '../../shared/domain/filing-decisions.ts';
import { acceptsFilings, appearsAt, type RoundHead } from '../../shared/domain/round.ts';
import { stepsOf } from '../../shared/domain/round-calendar.ts';
import { fresh, saved, sent } from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const due = endOfDay('2022-07-10');
const grace = endOfDay(halfYear.graceEndsOn);
const opens = startOfDay(halfYear.opensOn);
const round: RoundHead = { ...halfYear, state: 'open', lockAfterGrace: true };
const around = [-1, 0, 1];

const lateness = [...around, 86_399_999, 86_400_000].map((offset) => {
  const { firstSentAt, dueAt } = sent(saved(), due + offset);
  return daysLate(firstSentAt ?? dueAt, dueAt);
});

console.log(
  JSON.stringify({
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    late: lateness,
    due: around.map((offset) => dayOf(due + offset)),
    locked: around.map((offset) => whyShut(fresh(), round, 'submit', grace + offset)?.code ?? 'accepted'),
    opens: [-1, 0].map((offset) => acceptsFilings(round, opens + offset)),
    appears: new Date(appearsAt(round)).toISOString(),
    marks: stepsOf(round, []).flatMap(({ at, tells }) => (tells ? [] : [new Date(at).toISOString()])),
  }),
);
