/**
 * One subscriber of a stream: gives it records in batches, in order per item, at least once. As with a stream's event
 * source mapping, everything from the first failed record of a batch on is given again; but only items with a failed
 * record wait for it, with growing pauses, and a batch that fails as a whole is taken apart by item. So one poisoned
 * item never holds up the others.
 */
import type { Clock } from '../parts.ts';
import type { StreamRecord } from './stream-record.ts';

export interface Subscription {
  /** For messages; also tells two subscribers of one stream apart. */
  readonly name: string;
  readonly batchSize: number;
  readonly filter?: (record: StreamRecord) => boolean;
  /** How long the first record waits for others to fill its batch; by default not at all. */
  readonly windowMs?: number;
  /** How many batches, of different items, may be under way at once; by default one. */
  readonly parallel?: number;
  /** How often a failed record is tried again before it is given up; by default there is no limit. */
  readonly maxAttempts?: number;
  /** The age at which a failed record is given up, however often it was tried; by default there is no limit. */
  readonly maxAgeMs?: number;
  /** Takes a record that was given up; if this fails, the record is tried again. */
  readonly onExhausted?: (record: StreamRecord, reason: string) => Promise<void> | void;
}

/** Names the records that failed by their event ids, the first one first; a rejection fails the whole batch. */
export type Deliver = (records: StreamRecord[]) => Promise<{ failed: string[] }>;

/** A record on its way to one subscriber. */
export interface Delivery {
  readonly record: StreamRecord;
  /** The item that it speaks of. */
  readonly identity: string;
  attempts: number;
}

export interface Subscriber {
  offer(deliveries: readonly Delivery[]): void;
  /** True when nothing is under way and what is left waits for the clock: after a failure, or for its batch to fill. */
  idle(): boolean;
  /** No further batch; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export interface SubscriberOptions {
  readonly subscription: Subscription;
  readonly deliver: Deliver;
  readonly clock: Clock;
  /** Called once for each delivery that is over: accepted, filtered out or given up. */
  readonly done: (delivery: Delivery) => void;
  /** Called when the subscriber may have become idle. */
  readonly rested: () => void;
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 60_000;

export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { subscription, deliver, clock, done, rested } = options;
  const parallel = subscription.parallel ?? 1;
  let queue: Delivery[] = [];
  /** Not asked for by the filter; told so in the next pump, when all subscribers of this turn are known. */
  let unwanted: Delivery[] = [];
  /** Items with a batch under way. */
  const busy = new Set<string>();
  /** Items that wait after a failure, and how to stop waiting. */
  const waiting = new Map<string, () => void>();
  /** Items whose batch failed as a whole: they are tried alone. */
  const apart = new Set<string>();
  const running = new Set<Promise<void>>();
  let stopped = false;
  let planned = false;
  let windowEnd: (() => void) | undefined;

  function plan(): void {
    if (planned || stopped) return;
    planned = true;
    // The answer to the writer goes out first, and writes that end together come in one batch.
    setImmediate(() => {
      planned = false;
      pump();
    });
  }

  function pump(): void {
    for (const delivery of unwanted) done(delivery);
    unwanted = [];
    while (!stopped && running.size < parallel) {
      const batch = take();
      if (batch.length === 0) break;
      const run = carry(batch).finally(() => {
        running.delete(run);
        plan();
      });
      running.add(run);
    }
    if (idle()) rested();
  }

  /** The next batch: the oldest records of items that nothing holds up. */
  function take(): Delivery[] {
    const batch: Delivery[] = [];
    const lone = queue.find(({ identity }) => apart.has(identity) && free(identity))?.identity;
    for (const delivery of queue) {
      if (batch.length === subscription.batchSize) break;
      if (lone === undefined ? free(delivery.identity) : delivery.identity === lone) batch.push(delivery);
    }
    if (batch.length === 0 || waitsForWindow(batch)) return [];
    const taken = new Set(batch);
    queue = queue.filter((delivery) => !taken.has(delivery));
    return batch;
  }

  function free(identity: string): boolean {
    return !busy.has(identity) && !waiting.has(identity);
  }

  function waitsForWindow(batch: readonly Delivery[]): boolean {
    const oldest = batch[0];
    const window = subscription.windowMs ?? 0;
    if (oldest === undefined || window === 0 || batch.length === subscription.batchSize) return false;
    const end = oldest.record.at + window;
    if (oldest.attempts > 0 || clock.now() >= end) return false;
    windowEnd ??= clock.at(end, () => {
      windowEnd = undefined;
      plan();
    });
    return true;
  }

  async function carry(batch: readonly Delivery[]): Promise<void> {
    const identities = [...new Set(batch.map(({ identity }) => identity))];
    for (const identity of identities) busy.add(identity);
    const result = await attempt(batch);
    for (const identity of identities) {
      busy.delete(identity);
      if (result.reason === undefined) apart.delete(identity);
      else apart.add(identity);
    }
    const first = batch.findIndex(({ record }) => result.failed.has(record.eventID));
    const accepted = first < 0 ? batch : batch.slice(0, first);
    for (const delivery of accepted) done(delivery);
    if (first >= 0) await giveBack(batch.slice(first), result);
  }

  async function attempt(batch: readonly Delivery[]): Promise<{ failed: Set<string>; reason?: string }> {
    const records = batch.map(({ record }) => record);
    try {
      const { failed } = await deliver(records);
      const names = new Set(records.map(({ eventID }) => eventID));
      const stranger = failed.find((id) => !names.has(id));
      if (stranger === undefined) return { failed: new Set(failed) };
      return { failed: names, reason: `${stranger} was reported as failed, but was not in the batch` };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { failed: new Set(records.map(({ eventID }) => eventID)), reason };
    }
  }

  async function giveBack(
    rest: readonly Delivery[],
    result: { readonly failed: ReadonlySet<string>; readonly reason?: string },
  ): Promise<void> {
    const reason = result.reason ?? 'the function reported it as failed';
    const kept: Delivery[] = [];
    for (const delivery of rest) {
      const failed = result.failed.has(delivery.record.eventID);
      if (failed) delivery.attempts += 1;
      if (failed && (await givenUp(delivery, reason))) {
        done(delivery);
        continue;
      }
      kept.push(delivery);
      if (failed) pause(delivery);
    }
    queue = [...kept, ...queue].sort(bySequence);
  }

  async function givenUp(delivery: Delivery, reason: string): Promise<boolean> {
    const { maxAttempts = Number.POSITIVE_INFINITY, maxAgeMs = Number.POSITIVE_INFINITY } = subscription;
    if (delivery.attempts <= maxAttempts && clock.now() - delivery.record.at <= maxAgeMs) return false;
    try {
      await subscription.onExhausted?.(delivery.record, reason);
      return true;
    } catch {
      return false;
    }
  }

  function pause({ identity, attempts }: Delivery): void {
    if (waiting.has(identity) || stopped) return;
    const length = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1));
    const cancel = clock.at(clock.now() + length, () => {
      waiting.delete(identity);
      plan();
    });
    waiting.set(identity, cancel);
  }

  function idle(): boolean {
    if (running.size > 0 || planned || unwanted.length > 0) return false;
    return windowEnd !== undefined || queue.every(({ identity }) => waiting.has(identity));
  }

  return {
    offer(deliveries) {
      const { filter } = subscription;
      for (const delivery of deliveries)
        (filter === undefined || filter(delivery.record) ? queue : unwanted).push(delivery);
      plan();
    },
    idle,
    async stop() {
      stopped = true;
      windowEnd?.();
      for (const cancel of waiting.values()) cancel();
      await Promise.all(running);
    },
  };
}

function bySequence(a: Delivery, b: Delivery): number {
  return a.record.sequenceNumber < b.record.sequenceNumber ? -1 : 1;
}
