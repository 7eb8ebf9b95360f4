/**
 * Invocations that nobody waits for. Once accepted they are on disk and reach their function at least once, also over a
 * kill. A failed one is tried again a minute later and two minutes after that, as Lambda does it; then it is a dead letter.
 */
import { randomUUID } from 'node:crypto';
import type { DeadLetters } from '../dead-letters.ts';
import { type Journal, openJournal } from '../journal.ts';
import { AwsError, type Clock, type Invocation, type Stoppable } from '../parts.ts';
import { type AsyncInvocation, type AsyncRecord, applyAsync, type Entry } from './async-record.ts';
import type { Lambda } from './host.ts';
import type { RetryLimits } from './settings.ts';

export interface AsyncQueue extends Stoppable {
  /** Resolves when all of them are durably accepted, or none. */
  enqueue(invocations: readonly AsyncInvocation[]): Promise<void>;
  /** Begins to deliver, first what an earlier run has left. */
  start(): void;
  /** Resolves when nothing is under way or due; what waits for another try does not count. */
  settled(): Promise<void>;
}

export interface AsyncQueueOptions {
  readonly file: string;
  readonly lambda: Pick<Lambda, 'find' | 'invoke'>;
  readonly clock: Clock;
  readonly deadLetters: DeadLetters;
  readonly log: (line: string) => void;
}

const DEFAULT_LIMITS = { maxRetries: 2, maxAgeSeconds: 6 * 3600 } as const satisfies RetryLimits;
const MINUTE = 60_000;
/** So that a rush of events leaves room for those who wait for their answer. */
const AT_ONCE_PER_FUNCTION = 8;
const COMPACT_BYTES = 4 * 1024 * 1024;

export async function openAsyncQueue(options: AsyncQueueOptions): Promise<AsyncQueue> {
  const entries = new Map<string, Entry>();
  const journal = await openJournal<AsyncRecord>(options.file, (record) => applyAsync(entries, record));
  return new JournaledQueue(options, journal, entries);
}

class JournaledQueue implements AsyncQueue {
  readonly #options: AsyncQueueOptions;
  readonly #journal: Journal<AsyncRecord>;
  readonly #entries: Map<string, Entry>;
  readonly #due = new Map<string, string[]>();
  readonly #underWay = new Map<string, Set<Promise<void>>>();
  readonly #naps = new Map<string, () => void>();
  /** What is due, under way or asleep: nothing may be planned twice. */
  readonly #planned = new Set<string>();
  #waiters: (() => void)[] = [];
  #compacting: Promise<void> | undefined;
  #compactAt = COMPACT_BYTES;
  #state: 'new' | 'started' | 'stopped' = 'new';

  constructor(options: AsyncQueueOptions, journal: Journal<AsyncRecord>, entries: Map<string, Entry>) {
    this.#options = options;
    this.#journal = journal;
    this.#entries = entries;
  }

  async enqueue(invocations: readonly AsyncInvocation[]): Promise<void> {
    if (this.#state === 'stopped') throw new AwsError('ServiceException', 'The desk is stopping.', 503);
    if (invocations.length === 0) return;
    const at = this.#options.clock.now();
    const entries = invocations.map((one) => ({ ...one, id: randomUUID(), at, attempts: 0, dueAt: at }));
    await this.#journal.append({ kind: 'accepted', entries });
    if (this.#state === 'started') for (const entry of entries) this.#plan(entry);
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'started';
    for (const entry of this.#entries.values()) this.#plan(entry);
  }

  settled(): Promise<void> {
    if (this.#isSettled()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  async stop(): Promise<void> {
    if (this.#state === 'stopped') return;
    this.#state = 'stopped';
    for (const cancel of this.#naps.values()) cancel();
    this.#naps.clear();
    this.#due.clear();
    await Promise.all([...this.#underWay.values()].flatMap((running) => [...running]));
    this.#rested();
    await this.#journal.close();
  }

  /** Tries `entry` when it is due. */
  #plan(entry: Entry): void {
    if (this.#planned.has(entry.id)) return;
    this.#planned.add(entry.id);
    if (entry.dueAt <= this.#options.clock.now()) this.#offer(entry);
    else
      this.#naps.set(
        entry.id,
        this.#options.clock.at(entry.dueAt, () => this.#wake(entry)),
      );
  }

  #wake(entry: Entry): void {
    this.#naps.delete(entry.id);
    this.#offer(entry);
  }

  #offer({ functionName, id }: Entry): void {
    const due = this.#due.get(functionName) ?? [];
    this.#due.set(functionName, due);
    due.push(id);
    this.#pump(functionName);
  }

  #pump(functionName: string): void {
    const running = this.#underWay.get(functionName) ?? new Set();
    this.#underWay.set(functionName, running);
    const due = this.#due.get(functionName) ?? [];
    while (this.#state === 'started' && running.size < AT_ONCE_PER_FUNCTION) {
      const entry = this.#entries.get(due.shift() ?? '');
      if (entry === undefined) break;
      const attempt = this.#attempt(entry)
        .catch((error: unknown) => this.#options.log(`The queue of invocations failed: ${error}`))
        .finally(() => {
          running.delete(attempt);
          this.#pump(functionName);
          this.#rested();
        });
      running.add(attempt);
    }
  }

  async #attempt(entry: Entry): Promise<void> {
    const limits = this.#limitsOf(entry);
    const answer = await this.#invoke(entry);
    if (!('error' in answer)) return this.#over(entry);
    // What fails while all is stopping is tried again at the next start.
    if (this.#state === 'stopped') return;
    const reason = `${answer.error.errorType}: ${answer.error.errorMessage}`;
    const attempts = entry.attempts + 1;
    const dueAt = this.#options.clock.now() + attempts * MINUTE;
    if (attempts > limits.maxRetries) return this.#bury(entry, `${reason} (after ${attempts} attempts)`);
    if (dueAt > entry.at + limits.maxAgeSeconds * 1000)
      return this.#bury(entry, `${reason} (it would be older than ${limits.maxAgeSeconds} s)`);
    await this.#journal.append({ kind: 'failed', id: entry.id, attempts, dueAt });
    this.#planned.delete(entry.id);
    this.#plan({ ...entry, attempts, dueAt });
  }

  #limitsOf({ functionName }: Entry): Required<RetryLimits> {
    try {
      return { ...DEFAULT_LIMITS, ...this.#options.lambda.find(functionName).asyncLimits };
    } catch {
      // A function that is no longer there won't come back by waiting.
      return { ...DEFAULT_LIMITS, maxRetries: 0 };
    }
  }

  async #invoke({ functionName, payload }: Entry): Promise<Invocation> {
    try {
      return await this.#options.lambda.invoke(functionName, payload);
    } catch (error) {
      const errorType = error instanceof AwsError ? error.code : 'Unknown';
      return { error: { errorType, errorMessage: error instanceof Error ? error.message : String(error) } };
    }
  }

  async #bury(entry: Entry, reason: string): Promise<void> {
    const { source, functionName, payload } = entry;
    await this.#options.deadLetters.keep({ source, functionName, payload, reason });
    await this.#over(entry);
  }

  async #over({ id }: Entry): Promise<void> {
    await this.#journal.append({ kind: 'over', id });
    this.#planned.delete(id);
    if (this.#journal.bytes > this.#compactAt) this.#compacting ??= this.#compact();
    await this.#compacting;
  }

  async #compact(): Promise<void> {
    await this.#journal.compact(async (keep) => {
      for (const entry of this.#entries.values()) await keep({ kind: 'accepted', entries: [entry] });
      return () => undefined;
    });
    // What is alive stays in the file: it has to double before the next look.
    this.#compactAt = Math.max(COMPACT_BYTES, 2 * this.#journal.bytes);
    this.#compacting = undefined;
  }

  #isSettled(): boolean {
    const running = [...this.#underWay.values()].some(({ size }) => size > 0);
    const due = [...this.#due.values()].some(({ length }) => length > 0);
    return !running && !due;
  }

  #rested(): void {
    if (!this.#isSettled()) return;
    for (const wake of this.#waiters.splice(0)) wake();
  }
}
