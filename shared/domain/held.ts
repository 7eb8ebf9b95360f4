/**
 * Who held a filing for how long (domain §8: time held is booked to the level that held it). While the machine carries it from desk to
 * desk nobody holds it, and nobody does once it is approved.
 */
import type { Instant } from './calendar.ts';
import type { Level, ReviewStage } from './filing.ts';

export type Held = Readonly<Record<Level, number>>;

interface Step {
  readonly at: Instant;
  readonly fact: { readonly type: string; readonly at?: ReviewStage };
}

/** Milliseconds by level, up to the instant `until`. */
export function timeHeld(steps: readonly Step[], until: Instant): Held {
  const held = { fill: 0, 'dept-review': 0, 'section-review': 0 };
  let [holder, since]: [Level | null, Instant] = [null, 0];
  for (const { at, fact } of steps) {
    const next = holderAfter(fact);
    if (next === undefined) continue;
    if (holder !== null) held[holder] += at - since;
    [holder, since] = [next, at];
  }
  if (holder !== null) held[holder] += Math.max(0, until - since);
  return held;
}

/** Undefined where the fact leaves it where it was. */
function holderAfter({ type, at }: Step['fact']): Level | null | undefined {
  switch (type) {
    case 'issued':
    case 'withdrawn':
    case 'returned':
    case 'reopened':
    case 'due-again':
      return 'fill';
    case 'arrived':
      return at;
    case 'submitted':
    case 'approved':
    case 'undone':
    case 'archived':
    case 'exempted':
      return null;
    default:
      return undefined;
  }
}
