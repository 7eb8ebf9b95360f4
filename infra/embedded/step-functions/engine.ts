/**
 * Runs executions. Each has a queue of stimuli and is advanced by one draft at a time; whatever has queued up goes into one
 * journal record. Only when that is durable do the effects begin: calls, timers, announcements. After a restart the same
 * effects begin from the same records, which is why a call may be made twice and never not at all.
 */
import type { Clock } from '../parts.ts';
import type { Announcer } from './announcer.ts';
import type { Catalogue } from './catalogue.ts';
import { Draft } from './draft.ts';
import { type CallPorts, type Outcome, perform } from './integrations.ts';
import { advance, type Stimulus } from './interpreter.ts';
import { closeFailed } from './leaving.ts';
import { Timers } from './named-timers.ts';
import type { Execution, Opening, StepRecord, TaskPhase, Thread } from './records.ts';
import type { ExecutionStore } from './store.ts';

export interface Counts {
  statesEntered: number;
  executionsStarted: number;
  historyEvents: number;
}

interface Queued {
  readonly stimulus: Stimulus;
  readonly done: (taken: boolean) => void;
  readonly failed: (reason: unknown) => void;
}

export class Engine {
  readonly counts: Counts = { statesEntered: 0, executionsStarted: 0, historyEvents: 0 };
  readonly #store: ExecutionStore;
  readonly #catalogue: Catalogue;
  readonly #clock: Clock;
  readonly #ports: CallPorts;
  readonly #announcer: Announcer;
  readonly #timers: Timers;
  readonly #queues = new Map<string, Queued[]>();
  /** Calls under way: a heartbeat changes the record of a task but must not make its call again. */
  readonly #calls = new Set<string>();
  /** Calls and steps under way; stopping waits for them. */
  readonly #work = new Set<Promise<unknown>>();
  #stopping = false;

  constructor(
    store: ExecutionStore,
    catalogue: Catalogue,
    clock: Clock,
    ports: CallPorts,
    announcer: Announcer,
  ) {
    this.#store = store;
    this.#catalogue = catalogue;
    this.#clock = clock;
    this.#ports = ports;
    this.#announcer = announcer;
    this.#timers = new Timers(clock);
  }

  /** Takes up everything that was under way when the journal was last written. */
  resume(): void {
    for (const execution of this.#store.all()) {
      this.#announcer.announce(execution);
      if (execution.closing) continue;
      this.#armDeadline(execution);
      for (const thread of execution.threads.values()) this.#arm(execution, thread);
    }
  }

  /** Resolves when the execution and its first steps are durable. */
  start(arn: string, opening: Opening): Promise<void> {
    const begun = this.#begin(arn, opening);
    this.#track(begun);
    return begun;
  }

  /** Resolves when what came of the stimulus is durable; the answer tells whether it still mattered. */
  post(arn: string, stimulus: Stimulus): Promise<boolean> {
    return new Promise((done, failed) => {
      const queue = this.#queues.get(arn);
      const queued = { stimulus, done, failed };
      if (queue) {
        queue.push(queued);
        return;
      }
      this.#queues.set(arn, [queued]);
      this.#track(this.#drain(arn));
    });
  }

  /** Resolves when every execution waits for time or for a token, and the bus knows all there is to know. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
    await this.#announcer.idle();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#timers.cancelAll();
    await this.idle();
    this.#announcer.stop();
  }

  async #begin(arn: string, opening: Opening): Promise<void> {
    const { draft } = await this.#workOut(this.#store.blank(arn, opening), [{ kind: 'begin' }]);
    await this.#commit(draft, opening);
    this.counts.executionsStarted += 1;
    this.#armDeadline(this.#store.get(arn));
  }

  #track(work: Promise<unknown>): void {
    this.#work.add(work);
    const forget = () => this.#work.delete(work);
    work.then(forget, forget);
  }

  async #drain(arn: string): Promise<void> {
    for (let batch = this.#take(arn); batch.length > 0; batch = this.#take(arn)) {
      try {
        const stimuli = batch.map(({ stimulus }) => stimulus);
        const { draft, taken } = await this.#workOut(this.#store.get(arn), stimuli);
        if (!draft.isEmpty) await this.#commit(draft);
        for (const [index, { done }] of batch.entries()) done(taken[index] ?? false);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
  }

  #take(arn: string): Queued[] {
    const batch = this.#queues.get(arn)?.splice(0) ?? [];
    if (batch.length === 0) this.#queues.delete(arn);
    return batch;
  }

  async #workOut(
    execution: Execution,
    stimuli: readonly Stimulus[],
  ): Promise<{ draft: Draft; taken: boolean[] }> {
    const machine = this.#catalogue.byDigest(execution.digest);
    const draft = new Draft(execution, machine, this.#clock.now());
    const taken: boolean[] = [];
    try {
      for (const stimulus of stimuli) taken.push(await advance(draft, stimulus));
      return { draft, taken };
    } catch (error) {
      return { draft: this.#giveUp(execution, error), taken: stimuli.map(() => true) };
    }
  }

  // A defect of the engine must not leave an execution hanging for months: it ends here and now, and loudly.
  #giveUp(execution: Execution, error: unknown): Draft {
    console.error(`Execution ${execution.arn} is ended by a defect of the engine:`, error);
    const draft = new Draft(execution, this.#catalogue.byDigest(execution.digest), this.#clock.now());
    closeFailed(draft, undefined, 'States.Runtime', error instanceof Error ? error.message : String(error));
    return draft;
  }

  async #commit(draft: Draft, opening?: Opening): Promise<void> {
    const record = draft.toRecord(opening);
    await this.#store.commit(record);
    this.#count(record);
    const execution = this.#store.get(record.arn);
    if (opening || record.closing) this.#announcer.announce(execution);
    for (const id of record.gone) this.#timers.cancel(timerOf(execution, id));
    for (const thread of record.threads) this.#arm(execution, thread);
    if (record.closing) this.#timers.cancel(execution.arn);
  }

  #count({ events }: StepRecord): void {
    this.counts.historyEvents += events.length;
    this.counts.statesEntered += events.filter(({ type }) => type.endsWith('StateEntered')).length;
  }

  /** Begins what the phase of a thread calls for. */
  #arm(execution: Execution, thread: Thread): void {
    const { id, ticket, phase } = thread;
    const name = timerOf(execution, id);
    const due = instantOf(phase);
    if (this.#stopping || due === undefined) this.#timers.cancel(name);
    else this.#timers.set(name, due, () => this.#send(execution.arn, { kind: 'due', thread: id, ticket }));
    const late = due !== undefined && due <= this.#clock.now();
    if (phase.kind === 'task' && !phase.submitted && !late) this.#call(execution, thread, phase);
  }

  #armDeadline({ arn, deadline, closing }: Execution): void {
    if (deadline === undefined || closing) return;
    this.#timers.set(arn, deadline, () => this.#send(arn, { kind: 'deadline' }));
  }

  #call(execution: Execution, thread: Thread, phase: TaskPhase): void {
    const key = `${timerOf(execution, thread.id)}#${thread.ticket}`;
    if (this.#stopping || this.#calls.has(key)) return;
    this.#calls.add(key);
    const machine = this.#catalogue.byDigest(execution.digest);
    const state = machine.states.get(thread.state);
    if (state?.type !== 'Task') return;
    const { id, ticket } = thread;
    const answered = perform(state.integration, phase.parameters, machine.roleName, this.#ports)
      .then((outcome: Outcome) => this.post(execution.arn, { kind: 'answer', thread: id, ticket, outcome }))
      .catch(reportLost)
      .finally(() => this.#calls.delete(key));
    this.#track(answered);
  }

  #send(arn: string, stimulus: Stimulus): void {
    if (!this.#stopping) this.#track(this.post(arn, stimulus).catch(reportLost));
  }
}

function timerOf(execution: Execution, thread: number): string {
  return `${execution.arn} ${thread}`;
}

function instantOf(phase: Thread['phase']): number | undefined {
  if (phase.kind === 'wait' || phase.kind === 'retry') return phase.until;
  if (phase.kind !== 'task') return undefined;
  const instants = [phase.due, phase.heartbeatDue].filter((instant) => instant !== undefined);
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

function reportLost(error: unknown): void {
  console.error('A step of an execution could not be recorded; the next start takes it up again:', error);
}
