/**
 * Deliveries of a stream that a test wants to come more than once, as an event source mapping may repeat any of them: off unless asked
 * for. The repetitions of a batch run beside its first delivery, so that a function meets its own work half done.
 */
import { randomFrom } from './random.ts';

export interface Repeats {
  /** From now on a batch comes once to `most` times; the same seed draws the same numbers. */
  upTo(most: number, seed: number): void;
  /** How many deliveries have been repetitions. */
  count(): number;
}

export interface RepeatSource extends Repeats {
  /** How often the next batch comes. */
  draw(): number;
}

export function createRepeats(): RepeatSource {
  let [most, random, repeated] = [1, randomFrom(0), 0];
  return {
    upTo(times, seed) {
      [most, random] = [times, randomFrom(seed)];
    },
    count: () => repeated,
    draw() {
      const times = 1 + Math.floor(random() * most);
      repeated += times - 1;
      return times;
    },
  };
}
