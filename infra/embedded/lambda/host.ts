/**
 * Runs the functions of a template: finds them by name or ARN, gives every invocation to the threads of its function, and
 * tells how often each was invoked and when nothing runs any more.
 */
import { randomUUID } from 'node:crypto';
import { AwsError, type Clock, type Functions, type Invocation, type Stoppable } from '../parts.ts';
import type { Credentials } from '../principals.ts';
import { environmentOf, logGroupOf, refuseReserved } from './environment.ts';
import { FunctionThread, type JobOutcome, type ThreadOptions } from './function-thread.ts';
import type { LogLevel } from './messages.ts';
import { Pool } from './pool.ts';
import type { FunctionSettings } from './settings.ts';
import { threadCode } from './thread-code.ts';
import { ThreadLimits } from './thread-limits.ts';

export interface LambdaOptions {
  readonly functions: readonly FunctionSettings[];
  readonly region: string;
  /** The address of all services; asked for when a thread starts. */
  readonly endpointUrl: () => string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** How far a virtual clock is ahead of the machine's, in shared memory. */
  readonly offset?: Float64Array;
  /** Gets what functions say, one JSON object per line. */
  readonly log: (line: string) => void;
}

export interface Lambda extends Functions, Stoppable {
  /** The settings of a function by name, partial or whole ARN; rejects as AWS does when there is none. */
  find(nameOrArn: string): FunctionSettings;
  /** Invokes with JSON text and answers with JSON text, for those who only pass it on. */
  invokeText(nameOrArn: string, payload: string): Promise<JobOutcome>;
  /** Invocations so far by the name of the function. */
  readonly counts: Readonly<Record<string, number>>;
  /** Resolves when no invocation is under way. */
  settled(): Promise<void>;
}

/** What Lambda takes and gives at most in one synchronous invocation. */
export const PAYLOAD_BYTES = 6_291_556;

export async function createLambda(options: LambdaOptions): Promise<Lambda> {
  for (const settings of options.functions) refuseReserved(settings);
  return new LambdaHost(options, await threadCode());
}

class LambdaHost implements Lambda {
  readonly #options: LambdaOptions;
  readonly #byName: ReadonlyMap<string, FunctionSettings>;
  readonly #pools: ReadonlyMap<string, Pool>;
  readonly #counts: Record<string, number>;
  #running = 0;
  #waiters: (() => void)[] = [];
  #stopping: Promise<void> | undefined;

  constructor(options: LambdaOptions, code: URL) {
    const { functions } = options;
    this.#options = options;
    this.#byName = new Map(functions.map((settings) => [settings.name, settings]));
    this.#counts = Object.fromEntries(functions.map(({ name }) => [name, 0]));
    const limits = new ThreadLimits(() => {
      for (const pool of this.#pools.values()) pool.pump();
    });
    this.#pools = new Map(
      functions.map((settings) => [
        settings.name,
        new Pool(settings, limits, (gone) => this.#openThread(settings, code, gone)),
      ]),
    );
  }

  get counts(): Readonly<Record<string, number>> {
    return this.#counts;
  }

  find(nameOrArn: string): FunctionSettings {
    const [, name = '', qualifier = '$LATEST'] =
      /^(?:(?:arn:[^:]+:lambda:[^:]*:)?\d*:?function:)?([^:]+)(?::([^:]+))?$/.exec(nameOrArn) ?? [];
    const settings = this.#byName.get(name);
    const arn = nameOrArn.startsWith('arn:') ? nameOrArn.split(':').slice(0, 7).join(':') : settings?.arn;
    if (settings === undefined || settings.arn !== arn || qualifier !== '$LATEST')
      throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404, {
        Type: 'User',
      });
    return settings;
  }

  async invoke(nameOrArn: string, payload: unknown): Promise<Invocation> {
    const outcome = await this.invokeText(nameOrArn, JSON.stringify(payload) ?? '{}');
    return 'failure' in outcome ? { error: outcome.failure } : { payload: JSON.parse(outcome.payload) };
  }

  async invokeText(nameOrArn: string, payload: string): Promise<JobOutcome> {
    const { name } = this.find(nameOrArn);
    const pool = this.#pools.get(name);
    if (pool === undefined || this.#stopping !== undefined)
      return refused('ServiceException', 'The desk is stopping.');
    const size = Buffer.byteLength(payload);
    if (size > PAYLOAD_BYTES)
      return refused(
        'RequestTooLargeException',
        `${size} byte payload is too large (limit ${PAYLOAD_BYTES}).`,
      );
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
    this.#running += 1;
    try {
      return withinLimit(await pool.invoke(payload));
    } finally {
      this.#running -= 1;
      if (this.#running === 0) for (const wake of this.#waiters.splice(0)) wake();
    }
  }

  settled(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  stop(): Promise<void> {
    this.#stopping ??= this.settled().then(async () => {
      await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
    });
    return this.#stopping;
  }

  #openThread(settings: FunctionSettings, code: URL, gone: ThreadOptions['gone']): FunctionThread {
    const { clock, region, endpointUrl, credentials, offset } = this.#options;
    const today = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const logStreamName = `${today}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
    return new FunctionThread({
      code,
      start: {
        folder: settings.folder,
        handler: settings.handler,
        functionName: settings.name,
        functionArn: settings.arn,
        memoryMb: settings.memoryMb,
        logGroupName: logGroupOf(settings),
        logStreamName,
        offset,
      },
      environment: environmentOf(settings, {
        region,
        endpointUrl: endpointUrl(),
        principal: credentials.byName(settings.roleName),
        logStreamName,
      }),
      say: (level, text, requestId) => this.#say(settings.name, level, text, requestId),
      gone,
    });
  }

  #say(name: string, level: LogLevel, text: string, requestId: string | undefined): void {
    const at = new Date(this.#options.clock.now()).toISOString();
    this.#options.log(
      JSON.stringify({ at, level, function: name, requestId, message: asObject(text) ?? text }),
    );
  }
}

/** A function that logs JSON stays readable as JSON. */
function asObject(text: string): object | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withinLimit(outcome: JobOutcome): JobOutcome {
  const size = 'payload' in outcome ? Buffer.byteLength(outcome.payload) : 0;
  if (size <= PAYLOAD_BYTES) return outcome;
  return refused(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${PAYLOAD_BYTES} bytes).`,
  );
}

function refused(errorType: string, errorMessage: string): JobOutcome {
  return { failure: { errorType, errorMessage } };
}
