/** Timers by name on the clock of the runtime; setting one again replaces it. What they are for is in the journal. */
import type { Clock } from '../parts.ts';

export class Timers {
  readonly #clock: Clock;
  readonly #cancels = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(name: string, instant: number, wake: () => void): void {
    this.cancel(name);
    const cancel = this.#clock.at(instant, () => {
      this.#cancels.delete(name);
      wake();
    });
    this.#cancels.set(name, cancel);
  }

  cancel(name: string): void {
    this.#cancels.get(name)?.();
    this.#cancels.delete(name);
  }

  cancelAll(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
