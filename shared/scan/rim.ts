/**
 * What makes a red ring a seal's rim: it closes around (as far as the page shows it), it is thin, nothing red touches it from
 * outside, and inside there are characters, neither nothing nor a filled disc.
 */
import { circleThrough, type Ellipse, ellipseThrough, type Point, type Ray, rayAt } from './ellipse.ts';
import type { RedMap } from './redness.ts';
import { faintest } from './seal-candidates.ts';

const angles = Array.from({ length: 120 }, (_, index) => (index * 2 * Math.PI) / 120);
const [shortestMm, longestMm] = [27.5, 62];
/** Less of a rim than this on the page tells nothing. */
const leastVisible = 0.38;

export interface Rim {
  readonly ellipse: Ellipse;
  /** Shares of the visible angles, and of the area within. */
  readonly closed: number;
  readonly thin: number;
  readonly crowded: number;
  readonly filled: number;
  /** Share of all angles that lie on the page. */
  readonly visible: number;
}

/** Redness between pixels, so many of them beyond a ray's start; 0 outside the page. */
function redOn({ width, height, values }: RedMap, ray: Ray, beyond: number): number {
  const x = ray.x + ray.dx * beyond;
  const y = ray.y + ray.dy * beyond;
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 0;
  const at = top * width + left;
  const upper = (values[at] ?? 0) * (left + 1 - x) + (values[at + 1] ?? 0) * (x - left);
  const lower = (values[at + width] ?? 0) * (left + 1 - x) + (values[at + width + 1] ?? 0) * (x - left);
  return upper * (top + 1 - y) + lower * (y - top);
}

function isOnPage({ width, height }: RedMap, { x, y }: Point): boolean {
  return x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1;
}

/** The rays of an ellipse that begin on the page. */
function raysOf(map: RedMap, ellipse: Ellipse): Ray[] {
  return angles.map((angle) => rayAt(ellipse, angle)).filter((ray) => isOnPage(map, ray));
}

/** Radii, best first, at which most angles show a line with nothing beyond it. */
export function likelyRadii(map: RedMap, middle: Point): number[] {
  const step = 0.5 / map.pitch;
  const shares = Array.from({ length: 38 }, (_, index) => {
    const radius = 13 / map.pitch + index * step;
    const rays = raysOf(map, { ...middle, a: radius, b: radius, turn: 0 });
    const red = rays.filter((ray) => redOn(map, ray, 0) > faintest).length;
    return { radius, share: rays.length < angles.length * leastVisible ? 0 : red / rays.length };
  });
  const beyond = (index: number) => (shares[index + 4]?.share ?? 0) + (shares[index + 5]?.share ?? 0);
  const scored = shares.map(({ radius, share }, index) => ({ radius, score: share - beyond(index) / 2 }));
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ radius }) => radius);
}

/** The ellipse moved onto the line that lies around it, or undefined when there is none. */
export function settled(map: RedMap, first: Ellipse): Ellipse | undefined {
  let ellipse: Ellipse | undefined = first;
  for (const reachMm of [3.5, 2.5, 1.8, 1.4]) {
    if (ellipse === undefined) return undefined;
    const points: Point[] = raysOf(map, ellipse).flatMap(
      (ray) => outermost(map, ray, reachMm / map.pitch) ?? [],
    );
    if (points.length < angles.length * 0.3) return undefined;
    ellipse = points.length > angles.length * 0.62 ? ellipseThrough(points) : circleThrough(points);
  }
  return ellipse;
}

/** The outermost line of red within reach of a ray's start. */
function outermost(map: RedMap, ray: Ray, reach: number): Point | undefined {
  let best: number | undefined;
  let most = faintest;
  for (let beyond = reach; beyond >= -reach; beyond -= 0.5) {
    const red = redOn(map, ray, beyond);
    if (red > most) [best, most] = [beyond, red];
    else if (best !== undefined && red < most * 0.8) break;
  }
  return best === undefined ? undefined : { x: ray.x + ray.dx * best, y: ray.y + ray.dy * best };
}

export function rimOf(map: RedMap, ellipse: Ellipse): Rim {
  const mm = 1 / map.pitch;
  const rays = raysOf(map, ellipse);
  const peaks = rays.map((ray) => extreme(map, ray, -0.9 * mm, 0.9 * mm, Math.max));
  const ink = Math.max(faintest, 0.4 * (median(peaks.filter((peak) => peak > faintest)) ?? 1));
  const closed = rays.filter((_, index) => (peaks[index] ?? 0) > ink);
  const crowded = closed.filter((ray) => extreme(map, ray, 1.9 * mm, 3.6 * mm, Math.max) > ink);
  const thin = closed.filter((ray) => extreme(map, ray, -3.8 * mm, -0.9 * mm, Math.min) < ink);
  return {
    ellipse,
    closed: closed.length / Math.max(1, rays.length),
    thin: thin.length / Math.max(1, closed.length),
    crowded: crowded.length / Math.max(1, closed.length),
    filled: filledShare(map, ellipse, ink),
    visible: rays.length / angles.length,
  };
}

export function isSeal(map: RedMap, { ellipse, closed, thin, crowded, filled, visible }: Rim): boolean {
  const { a, b } = ellipse;
  const diameter = 2 * Math.sqrt(a * b) * map.pitch;
  const hasSize = diameter >= shortestMm && diameter <= longestMm && Math.min(a, b) >= 0.55 * Math.max(a, b);
  const isRing =
    closed >= (visible > 0.9 ? 0.66 : 0.75) && thin >= 0.5 && crowded <= 0.3 && visible >= leastVisible;
  return hasSize && isRing && filled >= 0.04 && filled <= 0.62;
}

/** How much of the inside, away from the rim, is inked; rings are as far apart as their places. */
function filledShare(map: RedMap, ellipse: Ellipse, ink: number): number {
  let inked = 0;
  let all = 0;
  for (let ring = 0.1; ring < 0.9; ring += 0.05) {
    const every = Math.ceil(0.75 / ring);
    const rays = raysOf(map, { ...ellipse, a: ellipse.a * ring, b: ellipse.b * ring });
    for (let index = 0; index < rays.length; index += every) {
      const ray = rays[index];
      if (ray === undefined) continue;
      all += 1;
      if (redOn(map, ray, 0) > ink) inked += 1;
    }
  }
  return inked / Math.max(1, all);
}

/** The most or the least redness between two places along a ray. */
function extreme(
  map: RedMap,
  ray: Ray,
  from: number,
  to: number,
  pick: (a: number, b: number) => number,
): number {
  let result = redOn(map, ray, from);
  for (let beyond = from + 0.5; beyond <= to; beyond += 0.5) result = pick(result, redOn(map, ray, beyond));
  return result;
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
