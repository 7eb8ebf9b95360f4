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

/** Why deliveries failed: the event ids that did, and a reason where the batch failed as a whole. */
interface Verdict {
  readonly failed: ReadonlySet<string>;
  readonly reason?: string;
}

export class Subscriber {
  readonly #options: SubscriberOptions;
  #queue: Delivery[] = [];
  /** Not asked for by the filter; told so in the next pump, when all subscribers of this turn are known. */
  #unwanted: Delivery[] = [];
  /** Items with a batch under way. */
  readonly #busy = new Set<string>();
  /** Items that wait after a failure, and how to stop waiting. */
  readonly #waiting = new Map<string, () => void>();
  /** Items whose batch failed as a whole: they are tried alone. */
  readonly #apart = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;
  #planned = false;
  /** Set while the next batch waits to be filled; cancels the waiting. */
  #windowEnd: (() => void) | undefined;

  constructor(options: SubscriberOptions) {
    this.#options = options;
  }

  offer(deliveries: readonly Delivery[]): void {
    const { filter } = this.#options.subscription;
    for (const delivery of deliveries) {
      const wanted = filter === undefined || filter(delivery.record);
      (wanted ? this.#queue : this.#unwanted).push(delivery);
    }
    this.#plan();
  }

  /** True when nothing is under way and what is left waits for the clock: after a failure, or for its batch to fill. */
  idle(): boolean {
    if (this.#running.size > 0 || this.#planned || this.#unwanted.length > 0) return false;
    return this.#windowEnd !== undefined || this.#queue.every(({ identity }) => this.#waiting.has(identity));
  }

  /** No further batch; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#windowEnd?.();
    for (const cancel of this.#waiting.values()) cancel();
    await Promise.all(this.#running);
  }

  #plan(): void {
    if (this.#planned || this.#stopped) return;
    this.#planned = true;
    // The answer to the writer goes out first, and writes that end together come in one batch.
    setImmediate(() => {
      this.#planned = false;
      this.#pump();
    });
  }

  #pump(): void {
    const { subscription, done, rested } = this.#options;
    for (const delivery of this.#unwanted) done(delivery);
    this.#unwanted = [];
    while (!this.#stopped && this.#running.size < (subscription.parallel ?? 1)) {
      const batch = this.#take();
      if (batch.length === 0) break;
      const run = this.#carry(batch).finally(() => {
        this.#running.delete(run);
        this.#plan();
      });
      this.#running.add(run);
    }
    if (this.idle()) rested();
  }

  /** The next batch: the oldest records of items that nothing holds up. */
  #take(): Delivery[] {
    const { batchSize } = this.#options.subscription;
    const batch: Delivery[] = [];
    const lone = this.#queue.find(
      ({ identity }) => this.#apart.has(identity) && this.#free(identity),
    )?.identity;
    for (const delivery of this.#queue) {
      if (batch.length === batchSize) break;
      if (lone === undefined ? this.#free(delivery.identity) : delivery.identity === lone)
        batch.push(delivery);
    }
    if (batch.length === 0 || this.#waitsForWindow(batch)) return [];
    const taken = new Set(batch);
    this.#queue = this.#queue.filter((delivery) => !taken.has(delivery));
    return batch;
  }

  #free(identity: string): boolean {
    return !this.#busy.has(identity) && !this.#waiting.has(identity);
  }

  #waitsForWindow(batch: readonly Delivery[]): boolean {
    const { clock, subscription } = this.#options;
    const { batchSize, windowMs = 0 } = subscription;
    const oldest = batch[0];
    if (oldest === undefined || windowMs === 0 || batch.length === batchSize) return false;
    const end = oldest.record.at + windowMs;
    if (oldest.attempts > 0 || clock.now() >= end) return false;
    this.#windowEnd ??= clock.at(end, () => {
      this.#windowEnd = undefined;
      this.#plan();
    });
    return true;
  }

  async #carry(batch: readonly Delivery[]): Promise<void> {
    const identities = [...new Set(batch.map(({ identity }) => identity))];
    for (const identity of identities) this.#busy.add(identity);
    const verdict = await this.#attempt(batch);
    for (const identity of identities) {
      if (verdict.reason === undefined) this.#apart.delete(identity);
      else this.#apart.add(identity);
    }
    const first = batch.findIndex(({ record }) => verdict.failed.has(record.eventID));
    const accepted = first < 0 ? batch : batch.slice(0, first);
    for (const delivery of accepted) this.#options.done(delivery);
    if (first >= 0) await this.#giveBack(batch.slice(first), verdict);
    // Not before the failed ones are back in the queue, or a later record of an item could overtake them.
    for (const identity of identities) this.#busy.delete(identity);
  }

  async #attempt(batch: readonly Delivery[]): Promise<Verdict> {
    const records = batch.map(({ record }) => record);
    const all = new Set(records.map(({ eventID }) => eventID));
    try {
      const { failed } = await this.#options.deliver(records);
      const stranger = failed.find((id) => !all.has(id));
      if (stranger === undefined) return { failed: new Set(failed) };
      return { failed: all, reason: `${stranger} was reported as failed, but was not in the batch` };
    } catch (error) {
      return { failed: all, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async #giveBack(rest: readonly Delivery[], verdict: Verdict): Promise<void> {
    const reason = verdict.reason ?? 'the function reported it as failed';
    const kept: Delivery[] = [];
    for (const delivery of rest) {
      const failed = verdict.failed.has(delivery.record.eventID);
      if (failed) delivery.attempts += 1;
      if (failed && (await this.#givenUp(delivery, reason))) {
        this.#options.done(delivery);
        continue;
      }
      kept.push(delivery);
      if (failed) this.#pause(delivery);
    }
    this.#queue = [...kept, ...this.#queue].sort(bySequence);
  }

  async #givenUp({ record, attempts }: Delivery, reason: string): Promise<boolean> {
    const { clock, subscription } = this.#options;
    const { maxAttempts = Number.POSITIVE_INFINITY, maxAgeMs = Number.POSITIVE_INFINITY } = subscription;
    if (attempts <= maxAttempts && clock.now() - record.at <= maxAgeMs) return false;
    try {
      await subscription.onExhausted?.(record, reason);
      return true;
    } catch {
      return false;
    }
  }

  #pause({ identity, attempts }: Delivery): void {
    const { clock } = this.#options;
    if (this.#waiting.has(identity) || this.#stopped) return;
    const length = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1));
    const cancel = clock.at(clock.now() + length, () => {
      this.#waiting.delete(identity);
      this.#plan();
    });
    this.#waiting.set(identity, cancel);
  }
}

function bySequence(a: Delivery, b: Delivery): number {
  return a.record.sequenceNumber < b.record.sequenceNumber ? -1 : 1;
}
