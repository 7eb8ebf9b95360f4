/**
 * All executions, as the journal tells them. Every change comes in through `apply`, whether it was just made durable or is
 * read at the start. Open executions are held whole; of history only its place on disk is.
 */
import { type Journal, openJournal, type Position } from '../journal.ts';
import { AwsError, type Clock } from '../parts.ts';
import { RETENTION_MS } from './limits.ts';
import type {
  DefinitionRecord,
  Execution,
  HistoryEvent,
  Opening,
  SfnRecord,
  StepRecord,
  Thread,
} from './records.ts';

/** Numbers per page of history in `Execution.pages`. */
const PAGE = 3;
const EVENTS_PER_RECORD = 500;
const COMPACT_FROM_BYTES = 16 * 1024 * 1024;

export class ExecutionStore {
  readonly definitions = new Map<string, DefinitionRecord>();
  readonly #executions = new Map<string, Execution>();
  readonly #clock: Clock;
  #journal: Journal<SfnRecord> | undefined;
  #order = 0;
  #compactAt = COMPACT_FROM_BYTES;
  #compacting = false;

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  static async open(file: string, clock: Clock): Promise<ExecutionStore> {
    const store = new ExecutionStore(clock);
    store.#journal = await openJournal<SfnRecord>(file, (record, position) => store.#apply(record, position));
    store.forgetExpired();
    store.#compactAt = Math.max(COMPACT_FROM_BYTES, store.#log.bytes * 2);
    return store;
  }

  all(): Iterable<Execution> {
    return this.#executions.values();
  }

  find(arn: string): Execution | undefined {
    return this.#executions.get(arn);
  }

  get(arn: string): Execution {
    const execution = this.#executions.get(arn);
    if (execution) return execution;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  /** An execution that is about to begin; the journal makes it one of ours. */
  blank(arn: string, opening: Opening): Execution {
    return {
      ...opening,
      arn,
      order: this.#order + 1,
      version: 0,
      serial: 0,
      lastEvent: 0,
      announced: 0,
      threads: new Map(),
      pages: [],
    };
  }

  async commit(record: SfnRecord): Promise<void> {
    await this.#log.append(record);
    if (this.#log.bytes > this.#compactAt && !this.#compacting) this.#compactAside();
  }

  /** The events numbered `first` to `last`, in order. */
  async events(execution: Execution, first: number, last: number): Promise<HistoryEvent[]> {
    const { pages } = execution;
    const positions: Position[] = [];
    for (let at = 0; at < pages.length; at += PAGE) {
      const [frame, index, from] = [pages[at], pages[at + 1], pages[at + 2]];
      const next = pages[at + PAGE + 2] ?? execution.lastEvent + 1;
      if (frame === undefined || index === undefined || from === undefined) break;
      if (from <= last && next > first) positions.push({ frame, index });
    }
    const records = await this.#log.read(positions);
    const events = records.flatMap((record) => ('events' in record ? record.events : []));
    return events.filter(({ id }) => id >= first && id <= last);
  }

  /** When the next closed execution may be forgotten. */
  nextExpiry(): number | undefined {
    let next: number | undefined;
    for (const { closing } of this.#executions.values()) {
      const expiry = closing && closing.stopDate + RETENTION_MS;
      if (expiry !== undefined && (next === undefined || expiry < next)) next = expiry;
    }
    return next;
  }

  /** Answers whether any was forgotten. */
  forgetExpired(): boolean {
    const kept = this.#clock.now() - RETENTION_MS;
    const expired = [...this.#executions.values()].filter(
      ({ closing }) => closing && closing.stopDate <= kept,
    );
    for (const { arn } of expired) this.#executions.delete(arn);
    return expired.length > 0;
  }

  // The record is durable whatever becomes of this; a compaction that failed is tried again when the file has doubled.
  #compactAside(): void {
    this.compact().catch((error: unknown) => {
      console.error('The journal of executions could not be compacted:', error);
      this.#compactAt = this.#log.bytes * 2;
    });
  }

  /** Writes the journal anew: executions that are still kept, each as few records, and the definitions they need. */
  async compact(): Promise<void> {
    this.#compacting = true;
    try {
      await this.#log.compact((keep) => this.#rewrite(keep));
      this.#compactAt = Math.max(COMPACT_FROM_BYTES, this.#log.bytes * 2);
    } finally {
      this.#compacting = false;
    }
  }

  async close(): Promise<void> {
    await this.#log.close();
  }

  get #log(): Journal<SfnRecord> {
    if (this.#journal === undefined) throw new Error('The journal of executions is not open.');
    return this.#journal;
  }

  async #rewrite(keep: (record: SfnRecord) => Promise<Position>): Promise<() => void> {
    for (const definition of this.definitions.values()) await keep(definition);
    const moved: [Execution, number[]][] = [];
    for (const execution of this.#executions.values()) {
      moved.push([execution, await this.#rewriteExecution(execution, keep)]);
    }
    return () => {
      for (const [execution, pages] of moved) execution.pages = pages;
    };
  }

  async #rewriteExecution(
    execution: Execution,
    keep: (record: SfnRecord) => Promise<Position>,
  ): Promise<number[]> {
    const pages: number[] = [];
    const { arn } = execution;
    for (let first = 1; first <= execution.lastEvent; first += EVENTS_PER_RECORD) {
      const events = await this.events(execution, first, first + EVENTS_PER_RECORD - 1);
      const record: SfnRecord = first === 1 ? snapshot(execution, events) : { kind: 'events', arn, events };
      const { frame, index } = await keep(record);
      pages.push(frame, index, first);
    }
    if (execution.announced > 0) await keep({ kind: 'announced', arn, count: execution.announced });
    return pages;
  }

  #apply(record: SfnRecord, position: Position): void {
    if (record.kind === 'definition') {
      this.definitions.set(record.digest, record);
      return;
    }
    const known = this.#executions.get(record.arn);
    if (record.kind === 'step') this.#applyStep(record, position, known);
    else if (known === undefined) return;
    else if (record.kind === 'announced') known.announced = Math.max(known.announced, record.count);
    else addPage(known, record.events, position);
  }

  #applyStep(record: StepRecord, position: Position, known: Execution | undefined): void {
    const execution = record.opening ? this.blank(record.arn, record.opening) : known;
    if (execution === undefined) throw new Error(`The journal has no beginning of execution ${record.arn}.`);
    if (record.opening) {
      if (known && known.closing === undefined)
        throw new Error(`Execution ${record.arn} would replace a running one.`);
      this.#begin(execution);
    } else if (record.version !== execution.version + 1) {
      throw new Error(
        `Execution ${record.arn} is at version ${execution.version}, not before ${record.version}.`,
      );
    }
    applyStep(execution, record);
    addPage(execution, record.events, position);
  }

  // Deleted first, so that a name used again after its time lies in its new order.
  #begin(execution: Execution): void {
    this.#order += 1;
    this.#executions.delete(execution.arn);
    this.#executions.set(execution.arn, execution);
  }
}

function applyStep(execution: Execution, record: StepRecord): void {
  execution.version = record.version;
  execution.serial = record.serial;
  execution.closing = record.closing;
  for (const id of record.gone) execution.threads.delete(id);
  for (const thread of record.threads) execution.threads.set(thread.id, thread);
}

function addPage(execution: Execution, events: readonly HistoryEvent[], position: Position): void {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) return;
  execution.pages.push(position.frame, position.index, first.id);
  execution.lastEvent = last.id;
}

function snapshot(execution: Execution, events: readonly HistoryEvent[]): StepRecord {
  const { arn, version, serial, closing } = execution;
  const { name, machineArn, digest, input, startDate, deadline } = execution;
  const threads: readonly Thread[] = [...execution.threads.values()];
  const opening = { name, machineArn, digest, input, startDate, deadline };
  return { kind: 'step', arn, version, serial, opening, threads, gone: [], events, closing };
}
