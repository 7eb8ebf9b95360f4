/**
 * The two clocks. The real one follows the machine's time. The virtual one runs at the same speed from a persisted
 * offset and can be moved forward, so that a year of deadlines passes in minutes; it survives restarts and never goes
 * backwards. Both fire timers in the order of their instants.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from './parts.ts';
import { createTimers, type Timers } from './timers.ts';

export interface VirtualClock extends Clock {
  /**
   * Moves time to `instant` and fires what falls due on the way, one instant after the other. The target is on disk
   * before the first timer fires. An instant that has passed already changes nothing.
   */
  advanceTo(instant: number): Promise<void>;
  /** Where an advance under way is heading; the present time when none is. */
  destination(): number;
  /** Names what to wait for between two instants of an advance: that the work which the timers began has come to rest. */
  settleWith(settled: () => Promise<void>): void;
  /** Milliseconds that this clock is ahead of the machine's, in shared memory: worker threads add it to their own time. */
  readonly offset: Float64Array;
}

/** Long waits look at the clock again every hour: setTimeout ends at 2^31 ms, and hosts are suspended or set right. */
const LONGEST_NAP = 3_600_000;

export function realClock(): Clock {
  const timers = createTimers();
  const alarm = createAlarm(timers, Date.now);
  return {
    now: () => Date.now(),
    at: alarm.add,
  };
}

/**
 * Opens the clock that is kept in `file`. A first start begins at `startAt` (default: now); a later one goes on from
 * where the clock stands, or from `startAt` when that lies ahead.
 */
export function virtualClock(file: string, startAt?: number): VirtualClock {
  const kept = readKept(file);
  const offset = new Float64Array(new SharedArrayBuffer(8));
  offset[0] = kept?.offset ?? (startAt ?? Date.now()) - Date.now();
  let reached = kept?.reached ?? Number.NEGATIVE_INFINITY;
  const now = () => {
    reached = Math.max(reached, Date.now() + (offset[0] ?? 0));
    return reached;
  };
  const moveTo = (instant: number) => {
    if (instant <= now()) return;
    offset[0] = instant - Date.now();
    reached = instant;
  };
  moveTo(startAt ?? Number.NEGATIVE_INFINITY);
  keep(file, { offset: offset[0] ?? 0, reached: now() });

  const timers = createTimers();
  const alarm = createAlarm(timers, now);
  let settled = async (): Promise<void> => undefined;
  let heading = Number.NEGATIVE_INFINITY;
  let advancing: Promise<void> = Promise.resolve();

  async function advance(instant: number): Promise<void> {
    if (instant <= now()) return;
    keep(file, { offset: instant - Date.now(), reached: instant });
    heading = instant;
    for (let due = timers.next(); due !== undefined && due <= instant; due = timers.next()) {
      moveTo(due);
      timers.fireDue(due);
      await rest();
      await settled();
    }
    moveTo(instant);
    alarm.reset();
  }

  return {
    offset,
    now,
    at: alarm.add,
    advanceTo(instant) {
      advancing = advancing.catch(() => undefined).then(() => advance(instant));
      return advancing;
    },
    destination: () => Math.max(heading, now()),
    settleWith(wait) {
      settled = wait;
    },
  };
}

/** A few turns of the event loop, so that promise chains and local answers that a timer began can end. */
async function rest(): Promise<void> {
  for (let turns = 0; turns < 4; turns += 1) await turn();
}

interface Alarm {
  add(instant: number, wake: () => void): () => void;
  /** Looks at the time anew, after it has been moved. */
  reset(): void;
}

/** One setTimeout for the earliest of all timers. */
function createAlarm(timers: Timers, now: () => number): Alarm {
  let sleep: NodeJS.Timeout | undefined;
  let until = Number.POSITIVE_INFINITY;

  function ring(): void {
    until = Number.POSITIVE_INFINITY;
    try {
      timers.fireDue(now());
    } finally {
      set();
    }
  }

  function set(): void {
    const next = timers.next() ?? Number.POSITIVE_INFINITY;
    // Without any timer left, nothing may keep the process alive.
    if (next === Number.POSITIVE_INFINITY) clearTimeout(sleep);
    else if (next < until) {
      clearTimeout(sleep);
      sleep = setTimeout(ring, Math.min(LONGEST_NAP, Math.max(0, Math.ceil(next - now()))));
    } else return;
    until = next;
  }

  return {
    add(instant, wake) {
      const cancel = timers.add(instant, wake);
      set();
      return () => {
        cancel();
        set();
      };
    },
    reset() {
      until = Number.POSITIVE_INFINITY;
      set();
    },
  };
}

interface Kept {
  readonly offset: number;
  readonly reached: number;
}

function readKept(file: string): Kept | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const [offset, reached] = text.trim().split(' ').map(Number);
  if (!Number.isFinite(offset) || !Number.isFinite(reached) || offset === undefined || reached === undefined)
    throw new Error(`The clock's file is damaged: ${file} should hold two numbers.`);
  return { offset, reached };
}

/** Writes beside the file, then renames: a crash leaves the old or the new clock, never half of one. */
function keep(file: string, kept: Kept): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', 0o600);
  writeSync(handle, `${kept.offset} ${kept.reached}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(fresh, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
