/**
 * One step of one execution while it is being worked out: the threads it touches and the events it adds. Nothing of it is
 * true until the journal holds its record; the execution itself is never changed from here.
 */
import type { Json } from '../parts.ts';
import { HISTORY_EVENTS } from './limits.ts';
import type { Machine } from './machine.ts';
import type { Closing, Execution, HistoryEvent, Opening, Phase, StepRecord, Thread } from './records.ts';

export class HistoryFull extends Error {}

export class Draft {
  readonly execution: Execution;
  readonly machine: Machine;
  readonly now: number;
  closing: Closing | undefined;
  readonly #threads = new Map<number, Thread | undefined>();
  readonly #due: number[] = [];
  #events: HistoryEvent[] = [];
  #serial: number;
  #touched = false;

  constructor(execution: Execution, machine: Machine, now: number) {
    this.execution = execution;
    this.machine = machine;
    this.now = now;
    this.closing = execution.closing;
    this.#serial = execution.serial;
  }

  get isOpen(): boolean {
    return this.closing === undefined;
  }

  get isEmpty(): boolean {
    return !this.#touched;
  }

  get lastEvent(): number {
    return this.execution.lastEvent + this.#events.length;
  }

  nextSerial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  thread(id: number): Thread | undefined {
    return this.#threads.has(id) ? this.#threads.get(id) : this.execution.threads.get(id);
  }

  /** The thread to change; the committed one stays as it is. */
  edit(id: number): Thread | undefined {
    const current = this.thread(id);
    if (current === undefined || this.#threads.has(id)) return current;
    const copy = { ...current };
    this.add(copy);
    return copy;
  }

  add(thread: Thread): void {
    this.#touched = true;
    this.#threads.set(thread.id, thread);
  }

  remove(id: number): void {
    this.#touched = true;
    this.#threads.set(id, undefined);
  }

  enterPhase(thread: Thread, phase: Phase): void {
    thread.phase = phase;
    thread.ticket = this.nextSerial();
    if (phase.kind === 'ready') this.wake(thread.id);
  }

  /** Marks a thread to be looked at before the step ends. */
  wake(id: number): void {
    this.#due.push(id);
  }

  nextAwake(): number | undefined {
    return this.#due.shift();
  }

  childrenOf(parent: number): Thread[] {
    const ids = new Set([...this.execution.threads.keys(), ...this.#threads.keys()]);
    const children: Thread[] = [];
    for (const id of ids) {
      const thread = this.thread(id);
      if (thread?.parent === parent) children.push(thread);
    }
    return children;
  }

  record(thread: Thread | undefined, type: string, details: Json = {}): number {
    // The last place is kept for the event that closes the execution.
    if (this.lastEvent + 1 >= HISTORY_EVENTS) throw new HistoryFull();
    return this.#push(thread, type, details);
  }

  /** Ends the execution: no thread is left, and nothing will be added. */
  close(thread: Thread | undefined, closing: Closing, type: string, details: Json): void {
    this.#push(thread, type, details);
    for (const id of [...this.execution.threads.keys(), ...this.#threads.keys()]) this.remove(id);
    this.#due.length = 0;
    this.closing = closing;
  }

  toRecord(opening?: Opening): StepRecord {
    const threads = [...this.#threads.values()].filter((thread) => thread !== undefined);
    const gone = [...this.#threads].filter(([id, thread]) => !thread && this.execution.threads.has(id));
    return {
      kind: 'step',
      arn: this.execution.arn,
      version: this.execution.version + 1,
      serial: this.#serial,
      opening,
      threads,
      gone: gone.map(([id]) => id),
      events: this.#events,
      closing: this.closing,
    };
  }

  #push(thread: Thread | undefined, type: string, details: Json): number {
    this.#touched = true;
    const id = this.lastEvent + 1;
    const own = thread && (this.edit(thread.id) ?? thread);
    this.#events.push({ id, previousEventId: own?.lastEvent ?? 0, timestamp: this.now, type, ...details });
    if (own) own.lastEvent = id;
    return id;
  }
}
