/**
 * The embedded runtime: boots everything that a synthesized template describes on this machine, from one folder of data.
 * What was under way when the last run ended, even by a kill, goes on: executions, timers, streams, events.
 */
import { openDataFolder } from './data-folder.ts';
import type { Faults } from './dynamodb/faults.ts';
import type { Usage } from './dynamodb/usage.ts';
import { findFunction } from './find-function.ts';
import type { Clock, Invocation, Principal } from './parts.ts';
import { openDoor, type Parts, raiseParts } from './raise-parts.ts';
import type { Repeats } from './repeats.ts';
import { settleAll } from './settling.ts';
import { type BootOptions, prepareSite, type Site } from './site.ts';

export type { BootOptions } from './site.ts';

/** A clock that can be moved if it is a virtual one; moving the real one is refused. */
export interface RuntimeClock extends Clock {
  advanceTo(instant: number): Promise<void>;
}

/** How much has been done since the boot. */
export interface Counts {
  /** By the name of the function. */
  readonly invocations: Readonly<Record<string, number>>;
  readonly executionsStarted: number;
  readonly statesEntered: number;
  readonly historyEvents: number;
}

export interface Runtime {
  /** The address of the HTTP API and, under `/local/`, of the sign-in page. */
  readonly apiUrl: string;
  /** The address of all AWS services. */
  readonly awsUrl: string;
  readonly region: string;
  /** The operator's, who may do everything. */
  readonly credentials: Principal;
  readonly clock: RuntimeClock;
  /** Calls and capacity units of DynamoDB, by principal and operation. */
  readonly usage: Usage;
  /** Faults that a test wants DynamoDB to have. */
  readonly faults: Faults;
  /** Deliveries of streams that a test wants to be repeated. */
  readonly repeats: Repeats;
  /** Stack outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Physical names by logical id. */
  readonly resources: Readonly<Record<string, string>>;
  counts(): Counts;
  /**
   * Invokes a function by its name, its ARN or its logical id; a shorter name is enough where it fits only one
   * function, e.g. `open-task` for the logical id `FunctionsOpenTaskFunction16003E71`.
   */
  invoke(functionName: string, payload: unknown): Promise<Invocation>;
  /** Resolves when nothing is under way: what is left waits for time, for a token, or for another try after a failure. */
  settled(): Promise<void>;
  /** Resolves with a reason if an engine ends by itself; nothing can be written from then on. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

/** What is to be done when everything runs and nobody can come in yet: the address of the API answers only afterwards. */
export interface Preparation {
  readonly prepare?: (runtime: Pick<Runtime, 'clock' | 'invoke'>) => Promise<void>;
}

/** Boots the runtime; a template or a folder that it cannot work with is told in one sentence. */
export async function boot(options: BootOptions & Preparation): Promise<Runtime> {
  const folder = openDataFolder(options.data);
  let site: Site | undefined;
  try {
    site = await prepareSite(options, folder);
    const parts = await raiseParts(site);
    const runtime = runtimeOf(site, parts);
    await options.prepare?.(runtime);
    await openDoor(site, parts.lambda);
    return runtime;
  } catch (error) {
    await site?.rundown.stop();
    folder.unlock();
    throw error;
  }
}

function runtimeOf(site: Site, parts: Parts): Runtime {
  const { deployment, movable, clock, rundown, folder } = site;
  const { dynamodb, lambda, stepFunctions } = parts;
  const settled = () => settleAll(parts.resting);
  movable?.settleWith(settled);
  void parts.failed.then((reason) => site.log(JSON.stringify({ level: 'ERROR', message: reason })));
  let stopping: Promise<void> | undefined;
  return {
    apiUrl: site.apiUrl,
    awsUrl: site.awsUrl,
    region: deployment.region,
    credentials: site.credentials.operator,
    clock: movable ?? { ...clock, advanceTo: refuseToMove },
    usage: dynamodb.usage,
    faults: dynamodb.faults,
    repeats: parts.repeats,
    outputs: deployment.outputs,
    resources: deployment.resources,
    counts: () => ({ invocations: { ...lambda.counts }, ...stepFunctions.counts }),
    invoke: async (functionName, payload) => lambda.invoke(findFunction(functionName, deployment), payload),
    settled,
    failed: parts.failed,
    stop() {
      stopping ??= rundown.stop().finally(folder.unlock);
      return stopping;
    },
  };
}

async function refuseToMove(): Promise<void> {
  throw new Error('Real time cannot be moved: boot with a virtual clock.');
}
