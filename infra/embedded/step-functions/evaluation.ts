/**
 * Evaluates the fields of a state for a thread: what `$states` holds there, which variables it sees, how large a result may
 * be, and the event that a failing expression leaves in the history.
 */
import type { Json } from '../parts.ts';
import { roleArn } from './arns.ts';
import type { Draft } from './draft.ts';
import type { Bindings, Template } from './expressions.ts';
import { queryFault, StateFault, sizeFault } from './faults.ts';
import { isObject } from './json.ts';
import { bytesOf, LONGEST_SECONDS, PAYLOAD_BYTES, VARIABLES_BYTES } from './limits.ts';
import type { Exit } from './machine.ts';
import type { Thread } from './records.ts';
import { formatTimestamp } from './timestamps.ts';

/** What a field sees besides input and context. */
export interface Extras {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly token?: string | undefined;
  readonly mapItem?: { readonly Index: number; readonly Value: unknown };
}

export async function evaluate(
  draft: Draft,
  thread: Thread,
  template: Template,
  location: string,
  extras: Extras = {},
): Promise<unknown> {
  try {
    return await template.evaluate(bindings(draft, thread, extras), draft.now, location);
  } catch (error) {
    if (error instanceof StateFault) recordFailedEvaluation(draft, thread, error);
    throw error;
  }
}

function recordFailedEvaluation(draft: Draft, thread: Thread, fault: StateFault): void {
  const { error, cause, location } = fault;
  draft.record(thread, 'EvaluationFailed', {
    evaluationFailedEventDetails: { error, cause, location, state: thread.state },
  });
}

/** A whole number within bounds, or a fault that names the field. */
export async function evaluateInteger(
  draft: Draft,
  thread: Thread,
  template: Template,
  location: string,
  least: number,
): Promise<number> {
  const value = await evaluate(draft, thread, template, location);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= LONGEST_SECONDS)
    return value;
  const fault = queryFault(location, `it must be a whole number from ${least} to ${LONGEST_SECONDS}.`);
  recordFailedEvaluation(draft, thread, fault);
  throw fault;
}

export function refuseValue(draft: Draft, thread: Thread, location: string, reason: string): StateFault {
  const fault = queryFault(location, reason);
  recordFailedEvaluation(draft, thread, fault);
  return fault;
}

/** Output and Assign of an exit. Both see the variables as they were before. */
export async function evaluateExit(
  draft: Draft,
  thread: Thread,
  exit: Exit,
  fallback: unknown,
  extras: Extras,
): Promise<{ output: unknown; assigned: Json | undefined }> {
  const output = exit.output ? await evaluate(draft, thread, exit.output, 'Output', extras) : fallback;
  if (bytesOf(output) > PAYLOAD_BYTES) throw sizeFault(thread.state);
  const assigned = exit.assign ? await evaluate(draft, thread, exit.assign, 'Assign', extras) : undefined;
  if (!isObject(assigned)) return { output, assigned: undefined };
  if (bytesOf(assigned) > PAYLOAD_BYTES) throw sizeFault(`${thread.state}/Assign`);
  const all = { ...visibleVariables(draft, thread), ...assigned };
  if (bytesOf(all) > VARIABLES_BYTES) throw sizeFault(`${thread.state}/Assign`);
  return { output, assigned };
}

function bindings(draft: Draft, thread: Thread, extras: Extras): Bindings {
  const { result, errorOutput } = extras;
  const context = contextObject(draft, thread, extras);
  return {
    ...visibleVariables(draft, thread),
    states: { input: thread.input, context, result, errorOutput },
  };
}

function visibleVariables(draft: Draft, thread: Thread): Json {
  const parent = thread.parent === undefined ? undefined : draft.thread(thread.parent);
  return parent ? { ...visibleVariables(draft, parent), ...thread.variables } : thread.variables;
}

function contextObject(draft: Draft, thread: Thread, extras: Extras): Json {
  const { execution, machine } = draft;
  const item = extras.mapItem ?? enclosingItem(draft, thread);
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      Name: execution.name,
      RoleArn: roleArn(machine),
      StartTime: formatTimestamp(execution.startDate),
      RedriveCount: 0,
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    State: {
      Name: thread.state,
      EnteredTime: formatTimestamp(thread.enteredAt),
      RetryCount: thread.retries,
    },
    ...(item && { Map: { Item: item } }),
    ...(extras.token !== undefined && { Task: { Token: extras.token } }),
  };
}

function enclosingItem(draft: Draft, thread: Thread): Extras['mapItem'] {
  if ('item' in thread) return { Index: thread.index ?? 0, Value: thread.item };
  const parent = thread.parent === undefined ? undefined : draft.thread(thread.parent);
  return parent && enclosingItem(draft, parent);
}
