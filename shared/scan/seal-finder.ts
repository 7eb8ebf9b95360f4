/**
 * Finds red seals on a page made small. A hint for the eye of whoever checks: it can miss a seal and it can be deceived, so nothing
 * is ever refused for what it says.
 */
import type { Ellipse } from './ellipse.ts';
import { type RedMap, rednessOf } from './redness.ts';
import { isSeal, likelyRadii, type Rim, rimOf, settled } from './rim.ts';
import { candidates } from './seal-candidates.ts';
import type { Thumbnail } from './thumbnail.ts';

/** Where a seal was seen: its middle from the page's upper left corner, and its size. */
export interface SeenSeal {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

export function findSeals(thumbnail: Thumbnail, pitch: number): SeenSeal[] {
  const map = rednessOf(thumbnail, pitch);
  const seals: Ellipse[] = [];
  for (const candidate of candidates(map)) {
    if (seals.some((seal) => isWithin(seal, candidate))) continue;
    const seal = sealAt(map, candidate);
    if (seal !== undefined && !seals.some((other) => isWithin(other, seal))) seals.push(seal);
  }
  return seals.map((seal) => placeOf(seal, pitch));
}

/** What lies near the middle of a seal is a part of it: its characters stand in circles too. */
function isWithin(seal: Ellipse, { x, y }: Ellipse): boolean {
  return Math.hypot(seal.x - x, seal.y - y) < 0.6 * Math.min(seal.a, seal.b);
}

/** The seal around a candidate whose rim closes best. */
function sealAt(map: RedMap, candidate: Ellipse): Ellipse | undefined {
  let best: Rim | undefined;
  for (const start of starts(map, candidate)) {
    const ellipse = settled(map, start);
    const rim = ellipse && rimOf(map, ellipse);
    if (rim !== undefined && isSeal(map, rim) && rim.closed > (best?.closed ?? 0)) best = rim;
  }
  return best?.ellipse;
}

/** A middle without a size is tried with the sizes that look best. */
function starts(map: RedMap, candidate: Ellipse): Ellipse[] {
  if (candidate.a > 0) return [candidate];
  return likelyRadii(map, candidate).map((radius) => ({ ...candidate, a: radius, b: radius }));
}

function placeOf({ x, y, a, b, turn }: Ellipse, pitch: number): SeenSeal {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const mm = (pixels: number) => Math.round(pixels * pitch * 10) / 10;
  return {
    xMm: mm(x + 0.5),
    yMm: mm(y + 0.5),
    widthMm: mm(2 * Math.hypot(a * cos, b * sin)),
    heightMm: mm(2 * Math.hypot(a * sin, b * cos)),
  };
}
