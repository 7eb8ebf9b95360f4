/** How many threads the desk bears: at once for one function, starting at a time, and idle in all. */
import { availableParallelism } from 'node:os';
import type { FunctionThread } from './function-thread.ts';

const THREADS_PER_FUNCTION = 16;
/** About 20 MB each. */
const IDLE_THREADS = 32;
const STARTING_THREADS = Math.max(2, availableParallelism());

export class ThreadLimits {
  /** How many threads are starting now. */
  starting = 0;
  /** Those that have rested longest come first. */
  readonly #idle = new Map<FunctionThread, () => void>();
  readonly #pump: () => void;

  /** `pump` lets every pool look whether it may start a thread now. */
  constructor(pump: () => void) {
    this.#pump = pump;
  }

  mayStart(threadsOfFunction: number): boolean {
    return threadsOfFunction < THREADS_PER_FUNCTION && this.starting < STARTING_THREADS;
  }

  changed(): void {
    this.#pump();
  }

  taken(thread: FunctionThread): void {
    this.#idle.delete(thread);
  }

  /** Notes that `thread` has nothing to do; `retire` is called when there are too many of its kind. */
  idle(thread: FunctionThread, retire: () => void): void {
    this.#idle.set(thread, retire);
    const [oldest] = this.#idle;
    if (this.#idle.size <= IDLE_THREADS || oldest === undefined) return;
    const [longest, retireLongest] = oldest;
    this.#idle.delete(longest);
    retireLongest();
  }
}
