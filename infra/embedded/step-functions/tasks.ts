/**
 * The life of a Task: scheduled with evaluated arguments, ended by the answer to its call, by its token or by its time.
 */
import type { Json } from '../parts.ts';
import { regionOf } from './arns.ts';
import type { Draft } from './draft.ts';
import { shownName } from './error-names.ts';
import { evaluate, evaluateInteger } from './evaluation.ts';
import { StateFault, sizeFault } from './faults.ts';
import type { Outcome } from './integrations.ts';
import { fail, leave, stateOf, written } from './leaving.ts';
import { bytesOf, PAYLOAD_BYTES } from './limits.ts';
import type { TaskState } from './machine.ts';
import type { TaskPhase, Thread } from './records.ts';
import { createToken } from './tokens.ts';

export async function startTask(draft: Draft, thread: Thread, state: TaskState): Promise<void> {
  const place = { arn: draft.execution.arn, thread: thread.id };
  const token = state.integration.callback ? createToken(place) : undefined;
  const parameters = state.arguments
    ? await evaluate(draft, thread, state.arguments, 'Arguments', { token })
    : thread.input;
  if (bytesOf(parameters) > PAYLOAD_BYTES) throw sizeFault(state.name);
  const timeout = await seconds(draft, thread, state, 'timeoutSeconds', 'TimeoutSeconds');
  const heartbeat = await seconds(draft, thread, state, 'heartbeatSeconds', 'HeartbeatSeconds');
  draft.record(thread, 'TaskScheduled', {
    taskScheduledEventDetails: {
      ...resourceOf(state),
      region: regionOf(draft.machine.arn),
      parameters: JSON.stringify(parameters),
      timeoutInSeconds: timeout,
      heartbeatInSeconds: heartbeat,
    },
  });
  draft.record(thread, 'TaskStarted', { taskStartedEventDetails: resourceOf(state) });
  draft.enterPhase(thread, {
    kind: 'task',
    parameters,
    token,
    due: timeout && draft.now + timeout * 1000,
    heartbeatMs: heartbeat && heartbeat * 1000,
    heartbeatDue: heartbeat && draft.now + heartbeat * 1000,
  });
}

async function seconds(
  draft: Draft,
  thread: Thread,
  state: TaskState,
  field: 'timeoutSeconds' | 'heartbeatSeconds',
  location: string,
): Promise<number | undefined> {
  const template = state[field];
  return template && evaluateInteger(draft, thread, template, location, 1);
}

function resourceOf({ integration }: TaskState): Json {
  return { resourceType: integration.resourceType, resource: integration.resource };
}

/** The call has been answered. For a callback task success only means that the token is on its way. */
export async function answerTask(
  draft: Draft,
  thread: Thread,
  phase: TaskPhase,
  outcome: Outcome,
): Promise<void> {
  const state = taskStateOf(draft, thread);
  if (outcome.kind === 'failure') return failTask(draft, thread, outcome.error, outcome.cause);
  if (!state.integration.callback) return succeedTask(draft, thread, outcome.result);
  draft.record(thread, 'TaskSubmitted', {
    taskSubmittedEventDetails: { ...resourceOf(state), ...written('output', outcome.result) },
  });
  thread.phase = { ...phase, submitted: true };
}

export async function succeedTask(draft: Draft, thread: Thread, result: unknown): Promise<void> {
  const state = taskStateOf(draft, thread);
  if (bytesOf(result) > PAYLOAD_BYTES) {
    const { error, cause } = sizeFault(state.integration.resourceType);
    return failTask(draft, thread, error, cause);
  }
  draft.record(thread, 'TaskSucceeded', {
    taskSucceededEventDetails: { ...resourceOf(state), ...written('output', result) },
  });
  await leave(draft, thread, state, result, { result });
}

export async function failTask(
  draft: Draft,
  thread: Thread,
  error: string,
  cause: string | undefined,
): Promise<void> {
  const details = { ...resourceOf(taskStateOf(draft, thread)), error, cause };
  draft.record(thread, 'TaskFailed', { taskFailedEventDetails: details });
  await fail(draft, thread, new StateFault(error, cause));
}

/** Ends a task whose time or heartbeat has run out; before that it does nothing. */
export async function expireTask(draft: Draft, thread: Thread, phase: TaskPhase): Promise<void> {
  const due = phase.due ?? Number.POSITIVE_INFINITY;
  const heartbeatDue = phase.heartbeatDue ?? Number.POSITIVE_INFINITY;
  if (Math.min(due, heartbeatDue) > draft.now) return;
  const error = heartbeatDue < due ? 'States.HeartbeatTimeout' : 'States.Timeout';
  const details = { ...resourceOf(taskStateOf(draft, thread)), error: shownName(error) };
  draft.record(thread, 'TaskTimedOut', { taskTimedOutEventDetails: details });
  await fail(draft, thread, new StateFault(error, undefined));
}

export function beatTask(draft: Draft, thread: Thread, phase: TaskPhase): void {
  if (phase.heartbeatMs === undefined) return;
  thread.phase = { ...phase, heartbeatDue: draft.now + phase.heartbeatMs };
}

function taskStateOf(draft: Draft, thread: Thread): TaskState {
  const state = stateOf(draft, thread);
  if (state.type !== 'Task') throw new Error(`State "${thread.state}" is not a Task.`);
  return state;
}
