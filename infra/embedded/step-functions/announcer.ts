/**
 * Tells the bus of every change of status, in order and at least once: what has been told is in the journal, so that a crash
 * in between tells it again rather than never.
 */
import type { BusEvent, Clock, Emit } from '../parts.ts';
import { Timers } from './named-timers.ts';
import type { Execution } from './records.ts';
import type { ExecutionStore } from './store.ts';

const RETRY_MS = 5000;

export class Announcer {
  readonly #store: ExecutionStore;
  readonly #emit: Emit;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #busy = new Map<string, Promise<void>>();
  #stopping = false;

  constructor(store: ExecutionStore, emit: Emit, clock: Clock) {
    this.#store = store;
    this.#emit = emit;
    this.#clock = clock;
    this.#timers = new Timers(clock);
  }

  announce(execution: Execution): void {
    const { arn } = execution;
    if (this.#stopping || this.#busy.has(arn) || execution.announced >= changesOf(execution)) return;
    this.#busy.set(arn, this.#tell(execution));
  }

  async idle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.allSettled(this.#busy.values());
  }

  /** To be called when idle: what is not told by now is told after the next start. */
  stop(): void {
    this.#stopping = true;
    this.#timers.cancelAll();
  }

  async #tell(execution: Execution): Promise<void> {
    const { arn } = execution;
    try {
      while (execution.announced < changesOf(execution)) {
        await this.#emit(statusEvent(execution, execution.announced));
        await this.#store.commit({ kind: 'announced', arn, count: execution.announced + 1 });
      }
      this.#busy.delete(arn);
    } catch (error) {
      this.#busy.delete(arn);
      console.error(`The status of ${arn} could not be announced yet:`, error);
      this.#retryLater(execution);
    }
  }

  #retryLater(execution: Execution): void {
    if (this.#stopping) return;
    this.#timers.set(execution.arn, this.#clock.now() + RETRY_MS, () => this.announce(execution));
  }
}

// RUNNING is the first change, the end the second and last.
function changesOf(execution: Execution): number {
  return execution.closing ? 2 : 1;
}

function statusEvent(execution: Execution, announced: number): BusEvent {
  const closing = announced === 0 ? undefined : execution.closing;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machineArn,
      name: execution.name,
      status: closing?.status ?? 'RUNNING',
      startDate: execution.startDate,
      stopDate: closing?.stopDate ?? null,
      input: execution.input,
      output: closing?.output ?? null,
      error: closing?.error ?? null,
      cause: closing?.cause ?? null,
    },
  };
}
