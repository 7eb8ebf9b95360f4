import type * as z from 'zod/mini';
import type { keepCalendarInput } from '../../shared/contract/workflow.ts';
import { type Day, dayOf, type Instant } from '../../shared/domain/calendar.ts';
import type { Member } from '../../shared/domain/directory.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { isUnsent, type Message, reminders } from '../../shared/domain/message.ts';
import { decideKeep, type RoundHead } from '../../shared/domain/round.ts';
import { type CalendarStep, dueSteps, wakesAt } from '../../shared/domain/round-calendar.ts';
import { Fault } from '../../shared/fault.ts';
import type { CalendarLedger, Now } from '../../shared/ports.ts';

interface Ports {
  readonly ledger: CalendarLedger;
  readonly now: Now;
}

/** Answers when to look again, or null once the round is closed: nothing keeps a machine running for a round that is over. */
export async function keepCalendar(
  { ledger, now }: Ports,
  ref: z.output<typeof keepCalendarInput>,
): Promise<{ next: string | null }> {
  const round = await ledger.round(ref, { fresh: true });
  if (round === undefined) throw new Error(`round ${ref.round} is missing`);
  if (round.state !== 'open') return { next: null };
  const at = now();
  const unsent = (await filingsOf(ledger, round)).filter(isUnsent);
  const dueDays = [...new Set(unsent.map(dueDayOf))];
  const steps = dueSteps(round, dueDays, at);
  if (steps.length > 0) await keep(ledger, round, steps, unsent, at);
  return { next: new Date(wakesAt(round, dueDays, at)).toISOString() };
}

/** The last day on which it is on time: `dueAt` is the first instant after it. */
function dueDayOf(head: FilingHead): Day {
  return dayOf(head.dueAt - 1);
}

async function filingsOf(
  ledger: CalendarLedger,
  { region, round }: RoundHead,
): Promise<readonly FilingHead[]> {
  const departments = await ledger.departments(region);
  const heads = await Promise.all(
    departments.map(({ code }) => ledger.filings({ region, round, department: code })),
  );
  return heads.flat();
}

/**
 * Tells first and records then: cut off in between, the same messages are told again and stay the same. Of several mornings that were
 * missed, only the last one is told of.
 */
async function keep(
  ledger: CalendarLedger,
  round: RoundHead,
  steps: readonly CalendarStep[],
  unsent: readonly FilingHead[],
  now: Instant,
): Promise<void> {
  const members = await ledger.members(round.region);
  let head = round;
  for (const step of steps) {
    const isLast = steps.findLast((each) => each.dueOn === step.dueOn) === step;
    const told = isLast ? messagesOf(round, step, unsent, members, now) : [];
    await ledger.tell(round.region, told);
    head = await record(ledger, head, step, told.length, now);
  }
}

function messagesOf(
  round: RoundHead,
  { name, dueOn }: CalendarStep,
  unsent: readonly FilingHead[],
  members: readonly Member[],
  now: Instant,
): readonly Message[] {
  const concerned = unsent.filter((head) => dueDayOf(head) === dueOn);
  return reminders({ event: `${round.round}/${name}`, round, dueOn, now }, concerned, members);
}

async function record(
  ledger: CalendarLedger,
  round: RoundHead,
  step: CalendarStep,
  messages: number,
  now: Instant,
): Promise<RoundHead> {
  const fact = decideKeep(round, step.name, messages);
  if (fact === null) return round;
  const after = await ledger.appendToRound(round, { fact, at: now, by: null });
  if (after === undefined)
    throw new Fault('keep calendar', new Error(`round ${round.round} moved meanwhile`));
  return after;
}
