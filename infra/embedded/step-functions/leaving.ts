/**
 * How a thread leaves a state: with a result, with an error that is retried or caught, or with one that nobody wants. What
 * this means to a parent is the parent's own business; it is woken and will look.
 */
import type { Json } from '../parts.ts';
import type { Draft } from './draft.ts';
import { matchesError, shownName } from './error-names.ts';
import { type Extras, evaluateExit } from './evaluation.ts';
import { StateFault } from './faults.ts';
import type { Catcher, Exit, Retrier, State } from './machine.ts';
import type { Thread } from './records.ts';

export function stateOf(draft: Draft, thread: Thread): State {
  const state = draft.machine.states.get(thread.state);
  if (state === undefined) throw new Error(`Machine ${draft.machine.name} has no state "${thread.state}".`);
  return state;
}

/** Leaves by an exit of the state; `fallback` is the output where the exit defines none. */
export async function leave(
  draft: Draft,
  thread: Thread,
  exit: Exit,
  fallback: unknown,
  extras: Extras = {},
): Promise<void> {
  const { output, assigned } = await evaluateExit(draft, thread, exit, fallback, extras);
  const { name, type } = stateOf(draft, thread);
  draft.record(thread, `${type}StateExited`, {
    stateExitedEventDetails: { name, ...written('output', output), ...shownVariables(assigned) },
  });
  if (assigned) thread.variables = { ...thread.variables, ...assigned };
  if (exit.next === undefined) return end(draft, thread, output);
  thread.state = exit.next;
  thread.input = output;
  draft.enterPhase(thread, { kind: 'ready', again: false });
}

/** A payload as the history shows it. */
export function written(field: 'input' | 'output', value: unknown): Json {
  return { [field]: JSON.stringify(value), [`${field}Details`]: { truncated: false } };
}

function shownVariables(assigned: Json | undefined): Json {
  if (assigned === undefined) return {};
  const entries = Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  return { assignedVariables: Object.fromEntries(entries), assignedVariablesDetails: { truncated: false } };
}

function end(draft: Draft, thread: Thread, output: unknown): void {
  if (thread.parent !== undefined) {
    const parent = draft.thread(thread.parent);
    const state = parent && stateOf(draft, parent);
    if (state?.type === 'Map') {
      const details = { name: state.name, index: thread.index };
      draft.record(thread, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: details });
    }
    draft.enterPhase(thread, { kind: 'done', output });
    draft.wake(thread.parent);
    return;
  }
  const closing = { status: 'SUCCEEDED', stopDate: draft.now, output: JSON.stringify(output) } as const;
  draft.close(thread, closing, 'ExecutionSucceeded', {
    executionSucceededEventDetails: written('output', output),
  });
}

/** The state has failed: retry it, leave by a catcher, or give up the thread. */
export async function fail(draft: Draft, thread: Thread, fault: StateFault): Promise<void> {
  const state = stateOf(draft, thread);
  const retriers = 'retry' in state ? state.retry : [];
  if (scheduleRetry(draft, thread, retriers, fault)) return;
  const catchers = 'catch' in state ? state.catch : [];
  const catcher = catchers.find(({ errorEquals }) => matchesError(errorEquals, fault.error));
  if (catcher) return leaveByCatcher(draft, thread, catcher, fault);
  giveUp(draft, thread, fault);
}

function scheduleRetry(
  draft: Draft,
  thread: Thread,
  retriers: readonly Retrier[],
  fault: StateFault,
): boolean {
  const index = retriers.findIndex(({ errorEquals }) => matchesError(errorEquals, fault.error));
  const retrier = retriers[index];
  const made = thread.attempts[index] ?? 0;
  if (retrier === undefined || made >= retrier.maxAttempts) return false;
  thread.attempts = retriers.map((_, at) => (thread.attempts[at] ?? 0) + (at === index ? 1 : 0));
  thread.retries += 1;
  draft.enterPhase(thread, { kind: 'retry', until: draft.now + delayOf(retrier, made) });
  return true;
}

function delayOf(retrier: Retrier, made: number): number {
  const planned = retrier.intervalSeconds * retrier.backoffRate ** made;
  const seconds = Math.min(planned, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round(seconds * 1000 * (retrier.fullJitter ? Math.random() : 1));
}

async function leaveByCatcher(
  draft: Draft,
  thread: Thread,
  catcher: Catcher,
  fault: StateFault,
): Promise<void> {
  const errorOutput = { Error: shownName(fault.error), Cause: fault.cause ?? '' };
  try {
    await leave(draft, thread, catcher, errorOutput, { errorOutput });
  } catch (error) {
    // A catcher that fails itself is not caught again.
    if (!(error instanceof StateFault)) throw error;
    giveUp(draft, thread, error);
  }
}

function giveUp(draft: Draft, thread: Thread, { error, cause }: StateFault): void {
  if (thread.parent !== undefined) {
    draft.enterPhase(thread, { kind: 'failed', error, cause });
    draft.wake(thread.parent);
    return;
  }
  // A Fail state may leave its error unnamed.
  closeFailed(draft, thread, shownName(error) || undefined, cause);
}

export function closeFailed(
  draft: Draft,
  thread: Thread | undefined,
  error: string | undefined,
  cause: string | undefined,
): void {
  const closing = { status: 'FAILED', stopDate: draft.now, error, cause } as const;
  draft.close(thread, closing, 'ExecutionFailed', { executionFailedEventDetails: { error, cause } });
}
