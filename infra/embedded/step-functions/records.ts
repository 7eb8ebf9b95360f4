/**
 * What the engine remembers. An execution is a set of threads, one for the machine itself and one for each branch or
 * iteration under way; a thread rests in a phase, and everything needed to go on from there is in it. The journal holds
 * steps: the threads that changed and the history events that say why. Nothing else decides what happens next.
 */
import type { Json } from '../parts.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** A task under way: its arguments are kept, so that a restart calls with the same ones and the same token. */
export interface TaskPhase {
  readonly kind: 'task';
  readonly parameters: unknown;
  readonly token?: string | undefined;
  /** The call of a callback task has been answered; only the token can end it now. */
  readonly submitted?: true | undefined;
  readonly due?: number | undefined;
  readonly heartbeatMs?: number | undefined;
  readonly heartbeatDue?: number | undefined;
}

/** A Parallel or Map state that waits for its threads. */
export interface FanPhase {
  readonly kind: 'fan';
  readonly width: number;
  readonly limit: number;
  /** The items of a Map; the branches of a Parallel all get `input`. */
  readonly items?: readonly unknown[] | undefined;
  readonly input?: unknown;
}

export type Phase =
  /** About to enter `state`, or to run it again after a retry. Never rests on disk. */
  | { readonly kind: 'ready'; readonly again: boolean }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'retry'; readonly until: number }
  | TaskPhase
  | FanPhase
  | { readonly kind: 'done'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string | undefined };

export interface Thread {
  readonly id: number;
  readonly parent?: number | undefined;
  /** Which branch or iteration of the parent this is. */
  readonly index?: number | undefined;
  /** The item of a Map iteration, for the context object. */
  readonly item?: unknown;
  state: string;
  input: unknown;
  /** The variables of this scope alone; those of the parents are looked up there. */
  variables: Json;
  enteredAt: number;
  lastEvent: number;
  /** Attempts made under each retrier of the state. */
  attempts: readonly number[];
  retries: number;
  /** Changes with every phase, so that a late answer to an earlier one is recognised. */
  ticket: number;
  phase: Phase;
}

/** In the wire's own shape, except that the time is in milliseconds. */
export interface HistoryEvent extends Json {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
}

export interface Opening {
  readonly name: string;
  readonly machineArn: string;
  readonly digest: string;
  /** As it was given: starting twice compares the very text. */
  readonly input: string;
  readonly startDate: number;
  readonly deadline?: number | undefined;
}

export interface Closing {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly stopDate: number;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** One version of a machine: executions end under the definition they began with. */
export interface DefinitionRecord {
  readonly kind: 'definition';
  readonly digest: string;
  readonly machineArn: string;
  readonly name: string;
  readonly roleName: string;
  readonly definition: string;
  readonly at: number;
}

export interface StepRecord {
  readonly kind: 'step';
  readonly arn: string;
  readonly version: number;
  /** The last ticket or thread number given out. */
  readonly serial: number;
  readonly opening?: Opening | undefined;
  readonly threads: readonly Thread[];
  readonly gone: readonly number[];
  readonly events: readonly HistoryEvent[];
  readonly closing?: Closing | undefined;
}

/** History that a compaction could not put into one step record. */
export interface EventsRecord {
  readonly kind: 'events';
  readonly arn: string;
  readonly events: readonly HistoryEvent[];
}

/** The bus has taken the first `count` status changes of the execution. */
export interface AnnouncedRecord {
  readonly kind: 'announced';
  readonly arn: string;
  readonly count: number;
}

export type SfnRecord = DefinitionRecord | StepRecord | EventsRecord | AnnouncedRecord;

/** An execution as the journal tells it up to now. */
export interface Execution extends Opening {
  readonly arn: string;
  readonly order: number;
  version: number;
  serial: number;
  lastEvent: number;
  announced: number;
  closing?: Closing | undefined;
  readonly threads: Map<number, Thread>;
  /** Where its history lies: frame, index and first event id of each record, in turn. */
  pages: number[];
}
