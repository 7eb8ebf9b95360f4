/**
 * Ellipses on a page: a point on one, and the one that lies closest to given points. A rim of which only a part is seen is taken for a
 * circle, since a short arc says nothing about a second axis.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Ellipse extends Point {
  /** Half axes, and the angle of the first. */
  readonly a: number;
  readonly b: number;
  readonly turn: number;
}

/** A place on an ellipse and the direction, of length 1, that leads straight out of it. */
export interface Ray extends Point {
  readonly dx: number;
  readonly dy: number;
}

/** The ray at an angle that is counted evenly around the ellipse's own axes. */
export function rayAt({ x, y, a, b, turn }: Ellipse, angle: number): Ray {
  const along = Math.cos(angle);
  const aside = Math.sin(angle);
  const length = Math.hypot(b * along, a * aside) || 1;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return {
    x: x + a * along * cos - b * aside * sin,
    y: y + a * along * sin + b * aside * cos,
    dx: (b * along * cos - a * aside * sin) / length,
    dy: (b * along * sin + a * aside * cos) / length,
  };
}

export function circleThrough(points: readonly Point[]): Ellipse | undefined {
  const middle = middleOf(points);
  const solved = leastSquares(
    points.map(({ x, y }) => {
      const [u, v] = [x - middle.x, y - middle.y];
      return [u, v, 1, u * u + v * v];
    }),
  );
  if (solved === undefined) return undefined;
  const [d = 0, e = 0, f = 0] = solved;
  const square = f + (d * d + e * e) / 4;
  if (!(square > 0)) return undefined;
  const radius = Math.sqrt(square);
  return { x: middle.x + d / 2, y: middle.y + e / 2, a: radius, b: radius, turn: 0 };
}

export function ellipseThrough(points: readonly Point[]): Ellipse | undefined {
  const middle = middleOf(points);
  const scale = Math.max(1, ...points.map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y)));
  const solved = leastSquares(
    points.map(({ x, y }) => {
      const [u, v] = [(x - middle.x) / scale, (y - middle.y) / scale];
      return [u * u, u * v, v * v, u, v, 1];
    }),
  );
  return solved && axesOf(solved, middle, scale);
}

/** Centre and axes of A·u² + B·uv + C·v² + D·u + E·v = 1. */
function axesOf(conic: readonly number[], middle: Point, scale: number): Ellipse | undefined {
  const [A = 0, B = 0, C = 0, D = 0, E = 0] = conic;
  const bend = 4 * A * C - B * B;
  if (!(bend > 0)) return undefined;
  const [u, v] = [(B * E - 2 * C * D) / bend, (B * D - 2 * A * E) / bend];
  const level = 1 - (A * u * u + B * u * v + C * v * v + D * u + E * v);
  const spread = Math.hypot(A - C, B);
  const [long, short] = [(2 * level) / (A + C - spread), (2 * level) / (A + C + spread)];
  if (!(long > 0) || !(short > 0)) return undefined;
  return {
    x: middle.x + u * scale,
    y: middle.y + v * scale,
    a: Math.sqrt(long) * scale,
    b: Math.sqrt(short) * scale,
    turn: 0.5 * Math.atan2(-B, C - A),
  };
}

function middleOf(points: readonly Point[]): Point {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const count = Math.max(1, points.length);
  return { x: sum(points.map(({ x }) => x)) / count, y: sum(points.map(({ y }) => y)) / count };
}

/** Solves rows of coefficients, the last of each being the right side, by the normal equations. */
function leastSquares(rows: readonly (readonly number[])[]): number[] | undefined {
  const size = (rows[0]?.length ?? 1) - 1;
  if (rows.length < size) return undefined;
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) =>
      rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0),
    ),
  );
  return eliminate(matrix);
}

function eliminate(matrix: number[][]): number[] | undefined {
  const size = matrix.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const best = matrix
      .slice(pivot)
      .reduce((row, each) => (Math.abs(each[pivot] ?? 0) > Math.abs(row[pivot] ?? 0) ? each : row));
    const lead = best[pivot] ?? 0;
    if (Math.abs(lead) < 1e-12) return undefined;
    matrix[matrix.indexOf(best)] = matrix[pivot] ?? [];
    matrix[pivot] = best.map((value) => value / lead);
    for (const [index, row] of matrix.entries()) {
      if (index === pivot) continue;
      const factor = row[pivot] ?? 0;
      matrix[index] = row.map((value, column) => value - factor * (matrix[pivot]?.[column] ?? 0));
    }
  }
  return matrix.map((row) => row[size] ?? 0);
}
