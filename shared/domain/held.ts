/**
 * How long a filing was held, and by whom (domain §8: time held is booked to the level that held it). Read off its events: every moment since
 * the issue belongs to the filler, a desk, or the way between them, and days late to whoever held it past that desk's own day.
 */
import { daysLate, type Instant } from './calendar.ts';
import type { FilingFact, Level } from './filing.ts';
import { resendDueAt } from './filing-evolution.ts';

export const holders = ['fill', 'dept-review', 'section-review', 'in-transit'] as const;
export type Holder = Level | 'in-transit';

export interface Held {
  readonly milliseconds: number;
  /** Shanghai calendar days past the day by which this desk should have been done. */
  readonly daysLate: number;
}

export interface TimeHeld {
  /** Who holds it now, and since when; null where it rests in the archive or is exempt. */
  readonly present: { readonly holder: Holder; readonly since: Instant } | null;
  readonly byLevel: Readonly<Record<Holder, Held>>;
}

/** What the events must say; those of a filing and those of the ledger both do. */
export interface Happened {
  readonly at: Instant;
  readonly fact:
    | Pick<Extract<FilingFact, { type: 'issued' | 'extended' }>, 'type' | 'dueAt'>
    | Pick<Extract<FilingFact, { type: 'arrived' }>, 'type' | 'at' | 'deskDueAt'>
    | Pick<Extract<FilingFact, { type: 'returned' }>, 'type' | 'to'>
    | { readonly type: Exclude<FilingFact['type'], 'issued' | 'extended' | 'arrived' | 'returned'> };
}

interface Holding {
  readonly holder: Holder;
  readonly from: Instant;
  /** Null on the way, where nobody is to be done by any day. */
  readonly dueAt: Instant | null;
}

export function timeHeld(events: readonly Happened[], now: Instant): TimeHeld {
  const dueAt = effectiveDue(events);
  const byLevel = Object.fromEntries(
    holders.map((holder): [Holder, Held] => [holder, { milliseconds: 0, daysLate: 0 }]),
  ) as Record<Holder, Held>;
  const book = (holding: Holding | null, until: Instant) => {
    if (holding !== null) byLevel[holding.holder] = plus(byLevel[holding.holder], holding, until);
  };
  let holding: Holding | null = null;
  for (const event of events) {
    const next = handedOver(event, dueAt);
    if (next === undefined) continue;
    book(holding, event.at);
    holding = next;
  }
  book(holding, now);
  return { present: holding && { holder: holding.holder, since: holding.from }, byLevel };
}

/** An extension counts from whenever it was granted, also for what was late before it. */
function effectiveDue(events: readonly Happened[]): Instant {
  return events.reduce(
    (due, { fact }) => (fact.type === 'issued' || fact.type === 'extended' ? Math.max(due, fact.dueAt) : due),
    0,
  );
}

/** Who holds it from this event on; null: nobody. Undefined: it has not changed hands. */
function handedOver({ at, fact }: Happened, dueAt: Instant): Holding | null | undefined {
  const filler = (until: Instant): Holding => ({ holder: 'fill', from: at, dueAt: until });
  const onTheWay: Holding = { holder: 'in-transit', from: at, dueAt: null };
  switch (fact.type) {
    case 'issued':
    case 'withdrawn':
    case 'due-again':
      return filler(dueAt);
    case 'reopened':
      return filler(resendDueAt(dueAt, at));
    case 'returned':
      return fact.to === 'filler' ? filler(resendDueAt(dueAt, at)) : onTheWay;
    case 'submitted':
    case 'approved':
    case 'undone':
      return onTheWay;
    case 'arrived':
      return { holder: fact.at, from: at, dueAt: fact.deskDueAt };
    case 'archived':
    case 'exempted':
      return null;
    default:
      return undefined;
  }
}

/** A desk that received it late already has only its own days to answer for. */
function plus(held: Held, { from, dueAt }: Holding, until: Instant): Held {
  const late = dueAt === null ? 0 : daysLate(until, dueAt) - daysLate(from, dueAt);
  return { milliseconds: held.milliseconds + until - from, daysLate: held.daysLate + late };
}
