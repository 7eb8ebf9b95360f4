/**
 * What a file may cost. Everything that reading spends is counted here, by bytes looked at and not by a clock, so that the same file
 * is judged alike on every machine; a caller that has a clock hands it in. A file that costs more is refused, however it does it.
 */

export interface PdfLimits {
  readonly bytes: number;
  readonly pages: number;
  /** Objects of all revisions together, those inside object streams too. */
  readonly objects: number;
  /** Arrays and dictionaries inside one another, and levels of the page tree. */
  readonly depth: number;
  /** Values within one object. */
  readonly values: number;
  /** Inflated bytes of all streams together, and of one. */
  readonly inflated: number;
  readonly inflatedAtOnce: number;
  /** Filters behind one another. */
  readonly filters: number;
  /** Pixels of one image: A3 at 600 dpi has 70 million. */
  readonly pixels: number;
  /** Bytes looked at, again and again if need be: about two seconds. */
  readonly steps: number;
  /** Bytes in one place that belong to no object: line ends of another system, comments, what a transfer has left. */
  readonly stray: number;
  /** Asked now and then; true ends the work. */
  readonly expired: () => boolean;
}

const mebibyte = 1024 * 1024;

export const usualLimits: PdfLimits = {
  bytes: 20 * mebibyte,
  pages: 300,
  objects: 100_000,
  depth: 64,
  values: 200_000,
  inflated: 64 * mebibyte,
  inflatedAtOnce: 16 * mebibyte,
  filters: 4,
  pixels: 200_000_000,
  steps: 200_000_000,
  stray: 1_024,
  expired: () => false,
};

/** What a file had too much of. */
export type Excess = 'objects' | 'depth' | 'values' | 'inflated' | 'filters' | 'pixels' | 'steps' | 'time';

/** Thrown inside this folder only. */
export class Exceeded extends Error {
  override readonly name = 'Exceeded';
  readonly excess: Excess;
  constructor(excess: Excess) {
    super(excess);
    this.excess = excess;
  }
}

const stepsBetweenGlances = 1_000_000;

/** The account of one reading. */
export class Work {
  readonly limits: PdfLimits;
  #steps = 0;
  #glance = stepsBetweenGlances;
  #objects = 0;
  #inflated = 0;

  constructor(limits: PdfLimits) {
    this.limits = limits;
  }

  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.limits.steps) throw new Exceeded('steps');
    if (this.#steps < this.#glance) return;
    this.#glance = this.#steps + stepsBetweenGlances;
    if (this.limits.expired()) throw new Exceeded('time');
  }

  countObjects(count: number): void {
    this.#objects += count;
    if (this.#objects > this.limits.objects) throw new Exceeded('objects');
  }

  /** How many bytes the next stream may inflate to. */
  get room(): number {
    return Math.min(this.limits.inflatedAtOnce, this.limits.inflated - this.#inflated);
  }

  countInflated(bytes: number): void {
    this.#inflated += bytes;
    this.spend(bytes >> 3);
    if (this.#inflated > this.limits.inflated) throw new Exceeded('inflated');
  }
}
