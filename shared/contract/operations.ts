/** What an operator sees and asks for: how it is kept, and how the API answers it. */
import * as z from 'zod/mini';
import { type DriftKind, driftNames, type Sighting } from '../domain/drift.ts';
import { instant } from './field.ts';

const int = z.int();
const text = z.string();
const driftKinds = Object.keys(driftNames) as [DriftKind, ...DriftKind[]];

export const sightingItem = z.object({
  kind: z.enum(driftKinds),
  of: text,
  state: text,
  firstAt: int,
  lastAt: int,
  healedAt: z._default(z.nullable(int), null),
}) satisfies z.ZodMiniType<Sighting>;

/** The last pass of a reconciliation: how much it has looked at, and what it has found and mended. */
export const passItem = z.object({ at: int, looked: int, found: int, healed: int, givenUp: z.array(text) });

/** What waits, and since when the first of it does. */
const outbox = z.strictObject({ count: int, oldestAt: z.nullable(instant) });

export const operations = z.strictObject({
  /** Facts that the state machines have yet to hear of. */
  errands: outbox,
  /** News that people have yet to be told. */
  news: outbox,
  /** What no execution looks after although it is open, as the last reconciliation has left it. */
  stuck: z.array(text),
  drift: z.array(
    z.strictObject({
      kind: z.enum(driftKinds),
      kindName: text,
      of: text,
      firstAt: instant,
      lastAt: instant,
      healedAt: z.nullable(instant),
    }),
  ),
  /** What could not be handled for good and lies in the queue, and some of it: which function gave up, and when. */
  deadLetters: z.strictObject({
    count: int,
    some: z.array(z.strictObject({ function: text, condition: text, at: instant })),
  }),
  sweptAt: z.nullable(instant),
  reconciledAt: z.nullable(instant),
});
