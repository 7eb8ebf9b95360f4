/**
 * A state machine ready to run: every name resolved, every expression compiled. Only `compile.ts` makes one.
 */
import type { Template } from './expressions.ts';
import type { Integration } from './integrations.ts';

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleName: string;
  readonly definition: string;
  readonly startAt: string;
  readonly timeoutSeconds: number | undefined;
  /** All states of all scopes; names are unique in the whole machine. */
  readonly states: ReadonlyMap<string, State>;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly fullJitter: boolean;
}

/** Where a state leads, and what it makes of its result on the way. */
export interface Exit {
  /** Absent at the end of a scope. */
  readonly next: string | undefined;
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
}

export interface Catcher extends Exit {
  readonly errorEquals: readonly string[];
}

interface Named {
  readonly name: string;
}

interface Handling {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface TaskState extends Named, Exit, Handling {
  readonly type: 'Task';
  readonly integration: Integration;
  readonly arguments: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}

export interface ChoiceRule extends Exit {
  readonly condition: Template;
}

export interface ChoiceState extends Named, Exit {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
}

export interface WaitState extends Named, Exit {
  readonly type: 'Wait';
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}

export interface PassState extends Named, Exit {
  readonly type: 'Pass' | 'Succeed';
}

export interface FailState extends Named {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export interface ParallelState extends Named, Exit, Handling {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  /** The first state of each branch. */
  readonly branches: readonly string[];
}

export interface MapState extends Named, Exit, Handling {
  readonly type: 'Map';
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly startAt: string;
}

export type FanState = ParallelState | MapState;
export type State = TaskState | ChoiceState | WaitState | PassState | FailState | FanState;
