/** Places on a page: the six numbers by which a picture's unit square comes to lie there. */
import type { Value } from './value.ts';

export type Matrix = readonly [number, number, number, number, number, number];

export const unmoved: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function combined(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [A, B, C, D, E, F] = outer;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

/** Null for what are not six numbers. */
export function matrixOf(values: readonly Value[]): Matrix | null {
  const [a, b, c, d, e, f] = values;
  const numbers = [a, b, c, d, e, f].map((value) => (typeof value === 'number' ? value : Number.NaN));
  return values.length === 6 && numbers.every(Number.isFinite) ? (numbers as unknown as Matrix) : null;
}
