import type * as z from 'zod/mini';
import type { CalendarAnswer, keepCalendarInput } from '../../shared/contract/workflow.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { Member } from '../../shared/domain/directory.ts';
import { type FilingHead, isUnsent } from '../../shared/domain/filing.ts';
import { type Message, reminders } from '../../shared/domain/message.ts';
import { appearsAt, decideKeep, issuedStep, type RoundHead } from '../../shared/domain/round.ts';
import {
  type CalendarStep,
  dueDayOf,
  dueSteps,
  nextMorning,
  wakesAt,
} from '../../shared/domain/round-calendar.ts';
import { Fault } from '../../shared/fault.ts';
import type { CalendarLedger, Now } from '../../shared/ports.ts';

interface Ports {
  readonly ledger: CalendarLedger;
  readonly now: Now;
}

/**
 * Answers to whom to issue now or when to look again, and neither once the round is closed: nothing keeps a machine running for a round
 * that is over.
 */
export async function keepCalendar(
  ports: Ports,
  { issued, ...ref }: z.output<typeof keepCalendarInput>,
): Promise<CalendarAnswer> {
  const { ledger, now } = ports;
  const found = await ledger.round(ref, { fresh: true });
  if (found === undefined) throw new Error(`round ${ref.round} is missing`);
  if (found.state !== 'open') return { issue: null, next: null };
  const at = now();
  const round = issued ? await record(ledger, found, issuedStep, {}, at) : found;
  if (!round.done.includes(issuedStep)) return issueAt(ledger, round, at);
  // The filings that have not followed a moved due day, because following it broke off.
  if (round.dueOverride !== null) await ledger.followDue(round, { at, by: null });
  const days = (await ledger.tallies(round)).flatMap(({ unsent }) => Object.keys(unsent));
  const steps = dueSteps(round, days, at);
  if (steps.length > 0) await keep(ledger, round, steps, at);
  return { issue: null, next: new Date(wakesAt(round, at)).toISOString() };
}

/** Filings appear one day before the round opens, and not at all before that; the day may yet be changed. */
async function issueAt(ledger: CalendarLedger, round: RoundHead, now: Instant): Promise<CalendarAnswer> {
  const appears = appearsAt(round);
  if (now < appears)
    return { issue: null, next: new Date(Math.min(appears, nextMorning(now))).toISOString() };
  const departments = await ledger.departments(round.region);
  return { issue: departments.map(({ code }) => code), next: null };
}

async function unsentOf(
  ledger: CalendarLedger,
  { region, round }: RoundHead,
): Promise<readonly FilingHead[]> {
  const departments = await ledger.departments(region);
  const heads = await Promise.all(
    departments.map(({ code }) => ledger.filings({ region, round, department: code })),
  );
  return heads.flat().filter(isUnsent);
}

/**
 * Tells first and records then: cut off in between, the same messages are told again and stay the same. Of several mornings that were
 * missed, only the last one is told of.
 */
async function keep(
  ledger: CalendarLedger,
  round: RoundHead,
  steps: readonly CalendarStep[],
  now: Instant,
): Promise<void> {
  const [unsent, members] = await Promise.all([unsentOf(ledger, round), ledger.members(round.region, now)]);
  let head = round;
  for (const step of steps) {
    const isLast = steps.findLast((each) => each.tells && each.dueOn === step.dueOn) === step;
    const told = isLast ? messagesOf(round, step, unsent, members, now) : [];
    await ledger.tell(round.region, told);
    const overdue = unsent.filter(({ dueAt }) => dueAt <= step.at).length;
    head = await record(ledger, head, step.name, { notices: told.length, unsent: overdue }, now);
  }
}

function messagesOf(
  round: RoundHead,
  { name, at, dueOn }: CalendarStep,
  unsent: readonly FilingHead[],
  members: readonly Member[],
  now: Instant,
): readonly Message[] {
  const concerned = unsent.filter((head) => dueDayOf(head) === dueOn);
  return reminders({ event: `${round.round}/${name}`, round, dueOn, at, now }, concerned, members);
}

async function record(
  ledger: CalendarLedger,
  round: RoundHead,
  step: string,
  counts: Parameters<typeof decideKeep>[2],
  now: Instant,
): Promise<RoundHead> {
  const fact = decideKeep(round, step, counts);
  if (fact === null) return round;
  const after = await ledger.appendToRound(round, { fact, at: now, by: null });
  if (after === undefined)
    throw new Fault('keep calendar', new Error(`round ${round.round} moved meanwhile`));
  return after;
}
