/**
 * The threads of one function: one job per thread, threads made on demand, idle ones kept for the next job. Few threads
 * start at a time on the whole desk, because starting is work for the processor and running mostly is waiting: a rush
 * is carried by the threads that are there, and not held up by dozens that are just coming.
 */
import { randomUUID } from 'node:crypto';
import type { FunctionThread, JobOutcome, ThreadOptions } from './function-thread.ts';
import type { FunctionSettings } from './settings.ts';
import type { ThreadLimits } from './thread-limits.ts';

interface Waiting {
  readonly payload: string;
  readonly answer: (outcome: JobOutcome) => void;
}

export class Pool {
  readonly #settings: FunctionSettings;
  readonly #limits: ThreadLimits;
  readonly #open: (gone: ThreadOptions['gone']) => FunctionThread;
  readonly #threads = new Set<FunctionThread>();
  #idle: FunctionThread[] = [];
  #waiting: Waiting[] = [];
  #starting = 0;

  constructor(
    settings: FunctionSettings,
    limits: ThreadLimits,
    open: (gone: ThreadOptions['gone']) => FunctionThread,
  ) {
    this.#settings = settings;
    this.#limits = limits;
    this.#open = open;
  }

  invoke(payload: string): Promise<JobOutcome> {
    return new Promise((answer) => {
      this.#waiting.push({ payload, answer });
      this.pump();
    });
  }

  /** Gives waiting jobs to threads, and makes threads for those that are left. */
  pump(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#idle.pop();
      if (thread === undefined) break;
      this.#limits.taken(thread);
      const job = thread.usable ? this.#waiting.shift() : undefined;
      if (job !== undefined) void this.#run(thread, job);
    }
    while (this.#waiting.length > this.#starting && this.#limits.mayStart(this.#threads.size))
      void this.#start();
  }

  async end(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  async #start(): Promise<void> {
    this.#starting += 1;
    this.#limits.starting += 1;
    const thread: FunctionThread = this.#open(() => this.#forget(thread));
    this.#threads.add(thread);
    const failure = await thread.started(this.#settings.timeoutSeconds * 1000);
    this.#starting -= 1;
    this.#limits.starting -= 1;
    if (failure === undefined) this.#rest(thread);
    else {
      this.#forget(thread);
      // As on AWS, the job that a thread was made for gets the reason why it can't be.
      this.#waiting.shift()?.answer({ failure });
    }
    this.#limits.changed();
  }

  async #run(thread: FunctionThread, { payload, answer }: Waiting): Promise<void> {
    const timeoutMs = this.#settings.timeoutSeconds * 1000;
    const outcome = await thread.run({ requestId: randomUUID(), payload, timeoutMs });
    answer(outcome);
    if (thread.usable) this.#rest(thread);
    this.pump();
  }

  #rest(thread: FunctionThread): void {
    this.#idle.push(thread);
    this.#limits.idle(thread, () => {
      this.#forget(thread);
      void thread.end();
    });
  }

  #forget(thread: FunctionThread): void {
    this.#threads.delete(thread);
    this.#idle = this.#idle.filter((other) => other !== thread);
    this.#limits.taken(thread);
  }
}
