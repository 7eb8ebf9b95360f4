/**
 * Takes an execution from one resting point to the next: something has happened (a start, an answer, a time, a token), and
 * all states that can run without waiting run, until every thread rests again. The result is a draft; nothing is done yet.
 */

import { setImmediate } from 'node:timers/promises';
import { roleArn } from './arns.ts';
import type { Draft } from './draft.ts';
import { HistoryFull } from './draft.ts';
import { evaluate, evaluateInteger, refuseValue } from './evaluation.ts';
import { advanceFan, removeThreads, startMap, startParallel } from './fan-out.ts';
import { StateFault } from './faults.ts';
import type { Outcome } from './integrations.ts';
import { closeFailed, fail, leave, stateOf, written } from './leaving.ts';
import { HISTORY_EVENTS } from './limits.ts';
import type { ChoiceState, FailState, State, WaitState } from './machine.ts';
import type { Thread } from './records.ts';
import { answerTask, beatTask, expireTask, failTask, startTask, succeedTask } from './tasks.ts';
import { parseTimestamp } from './timestamps.ts';

const STEPS_PER_TURN = 100;

export type Stimulus =
  | { readonly kind: 'begin' }
  | { readonly kind: 'answer'; readonly thread: number; readonly ticket: number; readonly outcome: Outcome }
  | { readonly kind: 'due'; readonly thread: number; readonly ticket: number }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'stop'; readonly error: string | undefined; readonly cause: string | undefined }
  | {
      readonly kind: 'token';
      readonly thread: number;
      readonly token: string;
      readonly message: TokenMessage;
    };

export type TokenMessage = Outcome | { readonly kind: 'heartbeat' };

/** Answers whether the stimulus still had anything to say; a late one changes nothing. */
export async function advance(draft: Draft, stimulus: Stimulus): Promise<boolean> {
  if (!draft.isOpen) return false;
  try {
    const taken = await take(draft, stimulus);
    await settle(draft);
    return taken;
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    const cause = `The execution reached the maximum number of history events (${HISTORY_EVENTS}).`;
    closeFailed(draft, undefined, 'States.Runtime', cause);
    return true;
  }
}

async function take(draft: Draft, stimulus: Stimulus): Promise<boolean> {
  switch (stimulus.kind) {
    case 'begin':
      begin(draft);
      return true;
    case 'deadline':
      return timeOut(draft);
    case 'stop':
      abort(draft, stimulus.error, stimulus.cause);
      return true;
    case 'token':
      return takeToken(draft, stimulus.thread, stimulus.token, stimulus.message);
    default:
      return takeForThread(draft, stimulus);
  }
}

function begin(draft: Draft): void {
  const { execution, machine } = draft;
  const details = {
    input: execution.input,
    inputDetails: { truncated: false },
    roleArn: roleArn(machine),
  };
  draft.record(undefined, 'ExecutionStarted', { executionStartedEventDetails: details });
  const root: Thread = {
    id: draft.nextSerial(),
    state: machine.startAt,
    input: JSON.parse(execution.input),
    variables: {},
    enteredAt: draft.now,
    lastEvent: 0,
    attempts: [],
    retries: 0,
    ticket: 0,
    phase: { kind: 'ready', again: false },
  };
  draft.add(root);
  draft.wake(root.id);
}

function timeOut(draft: Draft): boolean {
  if ((draft.execution.deadline ?? Number.POSITIVE_INFINITY) > draft.now) return false;
  const closing = { status: 'TIMED_OUT', stopDate: draft.now, error: 'States.Timeout' } as const;
  draft.close(undefined, closing, 'ExecutionTimedOut', {
    executionTimedOutEventDetails: { error: 'States.Timeout' },
  });
  return true;
}

function abort(draft: Draft, error: string | undefined, cause: string | undefined): void {
  const closing = { status: 'ABORTED', stopDate: draft.now, error, cause } as const;
  draft.close(undefined, closing, 'ExecutionAborted', { executionAbortedEventDetails: { error, cause } });
}

async function takeForThread(
  draft: Draft,
  stimulus: Extract<Stimulus, { kind: 'answer' | 'due' }>,
): Promise<boolean> {
  if (draft.thread(stimulus.thread)?.ticket !== stimulus.ticket) return false;
  await onThread(draft, stimulus.thread, async (thread) => {
    const { phase } = thread;
    if (stimulus.kind === 'answer') {
      if (phase.kind === 'task' && !phase.submitted) await answerTask(draft, thread, phase, stimulus.outcome);
    } else if (phase.kind === 'task') {
      await expireTask(draft, thread, phase);
    } else if ('until' in phase && phase.until <= draft.now) {
      await wakeUp(draft, thread);
    }
  });
  return true;
}

async function wakeUp(draft: Draft, thread: Thread): Promise<void> {
  if (thread.phase.kind === 'retry') return draft.enterPhase(thread, { kind: 'ready', again: true });
  const state = stateOf(draft, thread);
  if ('next' in state) await leave(draft, thread, state, thread.input);
}

async function takeToken(draft: Draft, id: number, token: string, message: TokenMessage): Promise<boolean> {
  const known = draft.thread(id)?.phase;
  if (known?.kind !== 'task' || known.token !== token) return false;
  await onThread(draft, id, async (thread) => {
    if (message.kind === 'success') await succeedTask(draft, thread, message.result);
    else if (message.kind === 'failure') await failTask(draft, thread, message.error, message.cause);
    else beatTask(draft, thread, known);
  });
  return true;
}

/** Runs what is awake until all rests. A long run lets others have their turn now and then. */
async function settle(draft: Draft): Promise<void> {
  let steps = 0;
  for (let id = draft.nextAwake(); id !== undefined; id = draft.nextAwake()) {
    steps += 1;
    if (steps % STEPS_PER_TURN === 0) await setImmediate();
    const phase = draft.thread(id)?.phase;
    if (phase?.kind === 'ready') await onThread(draft, id, (thread) => runState(draft, thread, phase.again));
    if (phase?.kind === 'fan') await guard(draft, id, () => advanceFan(draft, id, phase));
  }
}

async function onThread(draft: Draft, id: number, work: (thread: Thread) => Promise<void>): Promise<void> {
  await guard(draft, id, async () => {
    const thread = draft.edit(id);
    if (thread) await work(thread);
  });
}

/** A fault in the work of a thread is a failure of its state, and ends whatever the state has started. */
async function guard(draft: Draft, id: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const thread = draft.edit(id);
    if (thread === undefined || !(error instanceof StateFault)) throw error;
    removeThreads(draft, draft.childrenOf(id));
    await fail(draft, thread, error);
  }
}

async function runState(draft: Draft, thread: Thread, again: boolean): Promise<void> {
  const state = stateOf(draft, thread);
  if (!again) enter(draft, thread, state);
  switch (state.type) {
    case 'Task':
      return startTask(draft, thread, state);
    case 'Parallel':
      return startParallel(draft, thread, state);
    case 'Map':
      return startMap(draft, thread, state);
    case 'Wait':
      return startWait(draft, thread, state);
    case 'Choice':
      return choose(draft, thread, state);
    case 'Fail':
      return runFail(draft, thread, state);
    default:
      return leave(draft, thread, state, thread.input);
  }
}

function enter(draft: Draft, thread: Thread, state: State): void {
  thread.attempts = [];
  thread.retries = 0;
  thread.enteredAt = draft.now;
  draft.record(thread, `${state.type}StateEntered`, {
    stateEnteredEventDetails: { name: state.name, ...written('input', thread.input) },
  });
}

async function startWait(draft: Draft, thread: Thread, state: WaitState): Promise<void> {
  draft.enterPhase(thread, { kind: 'wait', until: await instantOf(draft, thread, state) });
}

async function instantOf(draft: Draft, thread: Thread, state: WaitState): Promise<number> {
  if (state.seconds) {
    return draft.now + 1000 * (await evaluateInteger(draft, thread, state.seconds, 'Seconds', 0));
  }
  const value = state.timestamp && (await evaluate(draft, thread, state.timestamp, 'Timestamp'));
  const instant = parseTimestamp(value);
  if (instant === undefined)
    throw refuseValue(draft, thread, 'Timestamp', 'it must be a timestamp of RFC 3339.');
  return instant;
}

async function choose(draft: Draft, thread: Thread, state: ChoiceState): Promise<void> {
  for (const [index, rule] of state.rules.entries()) {
    const location = `Choices[${index}]/Condition`;
    const matched = await evaluate(draft, thread, rule.condition, location);
    if (typeof matched !== 'boolean') throw refuseValue(draft, thread, location, 'it must be true or false.');
    if (matched) return leave(draft, thread, rule, thread.input);
  }
  if (state.next === undefined) {
    throw new StateFault(
      'States.NoChoiceMatched',
      `No rule of state '${state.name}' matched, and it has no Default.`,
    );
  }
  await leave(draft, thread, state, thread.input);
}

async function runFail(draft: Draft, thread: Thread, state: FailState): Promise<void> {
  const error = state.error && (await evaluate(draft, thread, state.error, 'Error'));
  const cause = state.cause && (await evaluate(draft, thread, state.cause, 'Cause'));
  if (error !== undefined && typeof error !== 'string')
    throw refuseValue(draft, thread, 'Error', 'it must be a string.');
  if (cause !== undefined && typeof cause !== 'string')
    throw refuseValue(draft, thread, 'Cause', 'it must be a string.');
  await fail(draft, thread, new StateFault(error ?? '', cause));
}
