/**
 * Parallel and Map: both start threads, wait for all of them, and fail with the first that fails. They differ in what a
 * thread begins with, and in that a Map starts no more at once than it may.
 */
import type { Draft } from './draft.ts';
import { evaluate, evaluateInteger, refuseValue } from './evaluation.ts';
import { StateFault, sizeFault } from './faults.ts';
import { fail, leave, stateOf } from './leaving.ts';
import { bytesOf, INLINE_MAP_CONCURRENCY, PAYLOAD_BYTES } from './limits.ts';
import type { FanState, MapState, ParallelState } from './machine.ts';
import type { FanPhase, Thread } from './records.ts';

export async function startParallel(draft: Draft, thread: Thread, state: ParallelState): Promise<void> {
  const input = state.arguments ? await evaluate(draft, thread, state.arguments, 'Arguments') : thread.input;
  if (bytesOf(input) > PAYLOAD_BYTES) throw sizeFault(state.name);
  draft.record(thread, 'ParallelStateStarted');
  const width = state.branches.length;
  draft.enterPhase(thread, { kind: 'fan', width, limit: width, input });
  draft.wake(thread.id);
}

export async function startMap(draft: Draft, thread: Thread, state: MapState): Promise<void> {
  const items = state.items ? await evaluate(draft, thread, state.items, 'Items') : thread.input;
  if (!Array.isArray(items)) throw refuseValue(draft, thread, 'Items', 'it must be an array.');
  const asked = state.maxConcurrency
    ? await evaluateInteger(draft, thread, state.maxConcurrency, 'MaxConcurrency', 0)
    : 0;
  const limit = Math.min(asked || INLINE_MAP_CONCURRENCY, INLINE_MAP_CONCURRENCY);
  draft.record(thread, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  draft.enterPhase(thread, { kind: 'fan', width: items.length, limit, items });
  draft.wake(thread.id);
}

/**
 * Looks at the threads of a fan: fail, start more, or leave with all results. The parent itself is only edited when it moves
 * on: its record may hold hundreds of items, and need not be written again with every one of them.
 */
export async function advanceFan(draft: Draft, id: number, phase: FanPhase): Promise<void> {
  const children = draft.childrenOf(id);
  const failed = children.find((child) => child.phase.kind === 'failed');
  if (failed) return failFan(draft, id, children, failed);
  const busy = children.filter((child) => child.phase.kind !== 'done').length;
  const startable = Math.min(phase.limit - busy, phase.width - children.length);
  if (startable <= 0 && busy === 0) return joinFan(draft, id, children);
  for (let index = children.length; index < children.length + startable; index += 1) {
    await startChild(draft, id, phase, index);
  }
}

function fanOf(draft: Draft, id: number, edit: boolean): { thread: Thread; state: FanState } {
  const thread = edit ? draft.edit(id) : draft.thread(id);
  const state = thread && stateOf(draft, thread);
  if (thread && (state?.type === 'Parallel' || state?.type === 'Map')) return { thread, state };
  throw new Error(`Thread ${id} is in no Parallel and no Map.`);
}

async function startChild(draft: Draft, parentId: number, phase: FanPhase, index: number): Promise<void> {
  const { thread: parent, state } = fanOf(draft, parentId, false);
  const isMap = state.type === 'Map';
  const child: Thread = {
    id: draft.nextSerial(),
    parent: parentId,
    index,
    ...(isMap && { item: phase.items?.[index] }),
    state: isMap ? state.startAt : (state.branches[index] ?? ''),
    input: isMap ? await itemInput(draft, parent, state, phase, index) : phase.input,
    variables: {},
    enteredAt: draft.now,
    lastEvent: parent.lastEvent,
    attempts: [],
    retries: 0,
    ticket: 0,
    phase: { kind: 'ready', again: false },
  };
  draft.add(child);
  if (isMap) {
    draft.record(child, 'MapIterationStarted', {
      mapIterationStartedEventDetails: { name: state.name, index },
    });
  }
  draft.enterPhase(child, { kind: 'ready', again: false });
}

async function itemInput(
  draft: Draft,
  parent: Thread,
  state: MapState,
  phase: FanPhase,
  index: number,
): Promise<unknown> {
  const item = phase.items?.[index];
  if (!state.itemSelector) return item;
  const mapItem = { Index: index, Value: item };
  const input = await evaluate(draft, parent, state.itemSelector, 'ItemSelector', { mapItem });
  if (bytesOf(input) > PAYLOAD_BYTES) throw sizeFault(state.name);
  return input;
}

async function joinFan(draft: Draft, id: number, children: readonly Thread[]): Promise<void> {
  const { thread, state } = fanOf(draft, id, true);
  const results: unknown[] = [];
  for (const { index, phase } of children) {
    if (index !== undefined && phase.kind === 'done') results[index] = phase.output;
  }
  thread.lastEvent = Math.max(thread.lastEvent, ...children.map(({ lastEvent }) => lastEvent));
  removeThreads(draft, children);
  if (bytesOf(results) > PAYLOAD_BYTES) throw sizeFault(state.name);
  draft.record(thread, `${state.type}StateSucceeded`);
  await leave(draft, thread, state, results, { result: results });
}

async function failFan(draft: Draft, id: number, children: readonly Thread[], failed: Thread): Promise<void> {
  if (failed.phase.kind !== 'failed') return;
  const { thread, state } = fanOf(draft, id, true);
  const { error, cause } = failed.phase;
  for (const child of children) abandon(draft, state, child);
  thread.lastEvent = draft.thread(failed.id)?.lastEvent ?? thread.lastEvent;
  removeThreads(draft, children);
  draft.record(thread, `${state.type}StateFailed`);
  await fail(draft, thread, new StateFault(error, cause));
}

/** The history of a thread that ends because the fan fails: by itself, or cut off in the middle of a state. */
function abandon(draft: Draft, state: FanState, { id, phase }: Thread): void {
  const child = phase.kind === 'done' ? undefined : draft.edit(id);
  if (child === undefined) return;
  if (phase.kind !== 'failed') recordAborted(draft, child);
  if (state.type !== 'Map') return;
  const details = { name: state.name, index: child.index };
  if (phase.kind === 'failed')
    draft.record(child, 'MapIterationFailed', { mapIterationFailedEventDetails: details });
  else draft.record(child, 'MapIterationAborted', { mapIterationAbortedEventDetails: details });
}

function recordAborted(draft: Draft, thread: Thread): void {
  const state = stateOf(draft, thread);
  if (state.type === 'Parallel' || state.type === 'Map') {
    for (const child of draft.childrenOf(thread.id)) abandon(draft, state, child);
  }
  if (['Task', 'Wait', 'Parallel', 'Map'].includes(state.type))
    draft.record(thread, `${state.type}StateAborted`);
}

export function removeThreads(draft: Draft, threads: readonly Thread[]): void {
  for (const { id } of threads) {
    removeThreads(draft, draft.childrenOf(id));
    draft.remove(id);
  }
}
