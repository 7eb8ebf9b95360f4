/**
 * Timers in the order of their instants: a binary heap that both clocks share. Equal instants keep the order in which
 * they were asked for. Cancelled timers are swept out, because a machine that waits for weeks sets and cancels thousands
 * of timeouts that lie far ahead.
 */

interface Timer {
  readonly instant: number;
  readonly turn: number;
  wake: (() => void) | undefined;
}

export interface Timers {
  /** Adds a timer; the answer cancels it. */
  add(instant: number, wake: () => void): () => void;
  /** The instant of the earliest timer. */
  next(): number | undefined;
  /** Fires what is due at `now`, in order. What is added meanwhile waits for the next call, so that nothing can loop here. */
  fireDue(now: number): void;
}

export function createTimers(): Timers {
  let heap: Timer[] = [];
  let turns = 0;
  let cancelled = 0;

  function dropCancelledHead(): void {
    while (heap[0] !== undefined && heap[0].wake === undefined) {
      removeHead(heap);
      cancelled -= 1;
    }
  }

  function sweep(): void {
    if (cancelled < 64 || cancelled * 2 < heap.length) return;
    // An array in ascending order is a heap as it stands.
    heap = heap.filter((timer) => timer.wake !== undefined).sort(byInstant);
    cancelled = 0;
  }

  return {
    add(instant, wake) {
      const timer: Timer = { instant, turn: turns++, wake };
      insert(heap, timer);
      return () => {
        if (timer.wake === undefined) return;
        timer.wake = undefined;
        cancelled += 1;
        sweep();
      };
    },
    next() {
      dropCancelledHead();
      return heap[0]?.instant;
    },
    fireDue(now) {
      const limit = turns;
      for (;;) {
        dropCancelledHead();
        const head = heap[0];
        if (head === undefined || head.instant > now || head.turn >= limit) return;
        removeHead(heap);
        const { wake } = head;
        // A timer that has fired can no longer be cancelled, and must not be counted as such.
        head.wake = undefined;
        wake?.();
      }
    },
  };
}

function byInstant(a: Timer, b: Timer): number {
  return a.instant - b.instant || a.turn - b.turn;
}

function insert(heap: Timer[], timer: Timer): void {
  let at = heap.push(timer) - 1;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || byInstant(parent, timer) <= 0) break;
    heap[at] = parent;
    heap[parentAt] = timer;
    at = parentAt;
  }
}

function removeHead(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  heap[0] = last;
  for (;;) {
    const childAt = smallerChild(heap, at);
    const child = heap[childAt];
    if (child === undefined || byInstant(last, child) <= 0) return;
    heap[at] = child;
    heap[childAt] = last;
    at = childAt;
  }
}

function smallerChild(heap: readonly Timer[], at: number): number {
  const left = heap[2 * at + 1];
  const right = heap[2 * at + 2];
  return left !== undefined && right !== undefined && byInstant(right, left) < 0 ? 2 * at + 2 : 2 * at + 1;
}
