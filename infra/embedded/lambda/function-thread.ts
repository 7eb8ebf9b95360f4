/**
 * One execution environment of a function: a worker thread with a heap of its own that runs one job at a time. Whatever
 * the code does (loop, exit, eat its memory, throw from nowhere) ends this thread and nothing else, and becomes the answer
 * of the job. Time limits are the machine's: a jump of the runtime's clock must not end what is running.
 */
import { Worker } from 'node:worker_threads';
import type { Failure, Job, LogLevel, Report, ThreadStart } from './messages.ts';

export type JobOutcome = { readonly payload: string } | { readonly failure: Failure };

export interface ThreadOptions {
  readonly code: URL;
  readonly start: ThreadStart;
  readonly environment: Readonly<Record<string, string>>;
  /** Called for each text that the function says. */
  readonly say: (level: LogLevel, text: string, requestId: string | undefined) => void;
  /** Called once, when the thread is gone for whatever reason. */
  readonly gone: () => void;
}

/** AWS allows the start of a function ten seconds and then tries it once more within the time of the call. */
const START_MS = 10_000;

export class FunctionThread {
  readonly #worker: Worker;
  readonly #say: ThreadOptions['say'];
  #finish: ((outcome: JobOutcome) => void) | undefined;
  #requestId: string | undefined;
  #lastWords: Failure | undefined;
  #ended = false;

  constructor({ code, start, environment, say, gone }: ThreadOptions) {
    this.#say = say;
    this.#worker = new Worker(code, {
      workerData: start,
      env: { ...environment },
      // The loaders and flags of the desk's process are none of the function's.
      execArgv: [],
      argv: [],
      // What is said reaches the host as messages; nothing may come out of the desk's own output.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: start.memoryMb },
    });
    this.#worker.on('message', (report: Report) => this.#hear(report));
    this.#worker.on('error', (error) => {
      this.#lastWords ??= causeOfDeath(error);
    });
    this.#worker.on('exit', (status) => {
      this.#ended = true;
      this.#end({ failure: this.#lastWords ?? exitFailure(status) });
      gone();
    });
  }

  /** Resolves with nothing when the handler is loaded, or with the reason why it can't be. */
  async started(timeoutMs: number): Promise<Failure | undefined> {
    const outcome = await this.#within(START_MS + timeoutMs, undefined);
    return 'failure' in outcome ? outcome.failure : undefined;
  }

  async run(job: Job): Promise<JobOutcome> {
    const outcome = this.#within(job.timeoutMs, job.requestId);
    this.#worker.postMessage(job);
    return outcome;
  }

  /** Whether it can take another job. */
  get usable(): boolean {
    return !this.#ended && this.#lastWords === undefined;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /** What comes next of the thread: it is ready, the job is done, it has failed, or time is up. */
  #within(limitMs: number, requestId: string | undefined): Promise<JobOutcome> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => this.#timeOut(limitMs), limitMs);
      this.#requestId = requestId;
      this.#finish = (outcome) => {
        clearTimeout(limit);
        resolve(withRequestId(outcome, requestId));
      };
      if (this.#ended) this.#end({ failure: this.#lastWords ?? exitFailure(0) });
    });
  }

  #timeOut(limitMs: number): void {
    this.#lastWords = {
      errorType: 'Sandbox.Timedout',
      errorMessage: `Error: Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`,
    };
    void this.#worker.terminate();
  }

  #hear(report: Report): void {
    if (report.kind === 'log') this.#say(report.level, report.text, this.#requestId);
    else if (report.kind === 'ready') this.#end({ payload: '' });
    else if (report.kind === 'done') this.#end({ payload: report.payload });
    // A thread that can't go on answers when it has exited, so that nobody gives it another job.
    else if (report.fatal) this.#lastWords ??= report.failure;
    else this.#end({ failure: report.failure });
  }

  #end(outcome: JobOutcome): void {
    const finish = this.#finish;
    this.#finish = undefined;
    this.#requestId = undefined;
    if (finish !== undefined) finish(outcome);
    else if ('failure' in outcome && this.#lastWords !== undefined)
      this.#say('ERROR', `${outcome.failure.errorType}: ${outcome.failure.errorMessage}`, undefined);
  }
}

/** The failures that the host words name the request, as Lambda's do. */
function withRequestId(outcome: JobOutcome, requestId: string | undefined): JobOutcome {
  if (!('failure' in outcome) || outcome.failure.trace !== undefined || requestId === undefined)
    return outcome;
  const { errorType, errorMessage } = outcome.failure;
  return { failure: { errorType, errorMessage: `RequestId: ${requestId} ${errorMessage}` } };
}

function exitFailure(status: number): Failure {
  const reason =
    status === 0
      ? 'Runtime exited without providing a reason'
      : `Runtime exited with error: exit status ${status}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `Error: ${reason}` };
}

function causeOfDeath(error: Error): Failure {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return {
      errorType: 'Runtime.ExitError',
      errorMessage: 'Error: Runtime exited with error: signal: killed',
    };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
