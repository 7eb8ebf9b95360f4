/**
 * A clock that stands still until a test moves it. It stops at every timer on the way and lets what the timer began come to
 * rest, so that forty days pass in order and in milliseconds.
 */
import type { Clock } from '../../infra/embedded/parts.ts';

export interface ManualClock extends Clock {
  /** Moves time forward by `seconds`, firing what falls due. */
  pass(seconds: number): Promise<void>;
  /** Waits until nothing is due and nothing is under way. */
  rest(): Promise<void>;
  /** Names what must have come to rest before time goes on. */
  settleWith(settled: () => Promise<void>): void;
}

interface Timer {
  readonly instant: number;
  readonly wake: () => void;
}

export function manualClock(start: string): ManualClock {
  let now = Date.parse(start);
  let timers: Timer[] = [];
  let settled = async (): Promise<void> => undefined;

  function fireDue(): boolean {
    const due = timers.filter(({ instant }) => instant <= now);
    timers = timers.filter(({ instant }) => instant > now);
    for (const { wake } of due) wake();
    return due.length > 0;
  }

  async function rest(): Promise<void> {
    do await settled();
    while (fireDue());
  }

  return {
    now: () => now,
    at(instant, wake) {
      const timer = { instant, wake };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    rest,
    async pass(seconds) {
      const end = now + seconds * 1000;
      await rest();
      for (;;) {
        const next = Math.min(...timers.map(({ instant }) => instant));
        if (next > end) break;
        now = Math.max(now, next);
        await rest();
      }
      now = end;
      await rest();
    },
    settleWith(wait) {
      settled = wait;
    },
  };
}
