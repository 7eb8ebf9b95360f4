/**
 * Where on a page a rim could be: middles on which the edges of red lines agree (circles, also cut by the page's edge or crossed by
 * other red), and patches of red that stand alone (ovals, whose edges agree on no one middle).
 */
import type { Ellipse, Point } from './ellipse.ts';
import type { RedMap } from './redness.ts';

/** Red that counts as ink when nothing is known yet about how strong the ink is; noise of colours stays below half of it. */
export const faintest = 0.08;

/** Half of 28 and 60 mm, with room for a finger's breadth of error. */
const [shortest, longest] = [13.5, 31];
/** How far outside of the page a middle may lie. */
const marginMm = 6;
const mostPeaks = 14;
/** A vote for each millimetre of two fifths of the smallest rim. */
const leastVotes = 2 * Math.PI * shortest * 0.4;

export function candidates(map: RedMap): Ellipse[] {
  const ink = inkOf(map);
  // Less red than the faintest half of the smallest rim; most pages have none at all.
  if (ink.length * map.pitch * map.pitch < 2 * shortest) return [];
  return [...circleCandidates(map, ink), ...patchCandidates(map, ink)];
}

/** Places of the map, away from its border, that are red. */
function inkOf({ width, height, values }: RedMap): number[] {
  const ink: number[] = [];
  for (let y = 1; y < height - 1; y += 1)
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1)
      if ((values[at] ?? 0) > faintest) ink.push(at);
  return ink;
}

function circleCandidates(map: RedMap, ink: readonly number[]): Ellipse[] {
  return peaksOf(votesOf(map, ink)).map(({ x, y }) => ({
    x: x / map.pitch,
    y: y / map.pitch,
    a: 0,
    b: 0,
    turn: 0,
  }));
}

/** Votes by square millimetre of the page and its margin. */
interface Votes {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Each edge of red votes for all middles that its direction allows. */
function votesOf(map: RedMap, ink: readonly number[]): Votes {
  const { values, width, pitch } = map;
  const across = Math.ceil(width * pitch) + 2 * marginMm;
  const down = Math.ceil(map.height * pitch) + 2 * marginMm;
  const votes = { width: across, height: down, values: new Float32Array(across * down) };
  for (const at of ink) {
    const dx = slope(values, at, 1, width);
    const dy = slope(values, at, width, 1);
    const steepness = Math.sqrt(dx * dx + dy * dy);
    if (steepness < faintest * 2) continue;
    castVotes(votes, (at % width) * pitch, Math.floor(at / width) * pitch, dx / steepness, dy / steepness);
  }
  return votes;
}

function slope(values: Float32Array, at: number, along: number, aside: number): number {
  return (
    difference(values, at - aside, along) +
    2 * difference(values, at, along) +
    difference(values, at + aside, along)
  );
}

function difference(values: Float32Array, at: number, along: number): number {
  return (values[at + along] ?? 0) - (values[at - along] ?? 0);
}

/** A vote for each millimetre that a radius could have, to both sides. */
function castVotes(votes: Votes, x: number, y: number, dx: number, dy: number): void {
  for (let reach = shortest; reach <= longest; reach += 1) {
    castVote(votes, x + reach * dx, y + reach * dy);
    castVote(votes, x - reach * dx, y - reach * dy);
  }
}

function castVote({ width, height, values }: Votes, x: number, y: number): void {
  const column = Math.floor(x + 0.5) + marginMm;
  const row = Math.floor(y + 0.5) + marginMm;
  if (column < 0 || row < 0 || column >= width || row >= height) return;
  const at = row * width + column;
  values[at] = (values[at] ?? 0) + 1;
}

/** The places, in millimetres, with most votes, each the best of its neighbourhood. */
function peaksOf({ width, height, values }: Votes): Point[] {
  const sums = slidingSums(slidingSums(values, 1, values.length), width, width * height);
  const order = [...sums.keys()].filter((at) => (sums[at] ?? 0) > leastVotes);
  order.sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0));
  const peaks: Point[] = [];
  for (const at of order) {
    if (peaks.length === mostPeaks) break;
    const [x, y] = [(at % width) - marginMm, Math.floor(at / width) - marginMm];
    if (peaks.every((peak) => (peak.x - x) ** 2 + (peak.y - y) ** 2 > 25)) peaks.push({ x, y });
  }
  return peaks;
}

/** Sums of three values that stand `stride` apart. */
function slidingSums(values: Float32Array, stride: number, end: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = stride; at < end - stride; at += 1)
    result[at] = (values[at - stride] ?? 0) + (values[at] ?? 0) + (values[at + stride] ?? 0);
  return result;
}

/** Patches of red, small gaps closed, whose box could hold a seal: the ellipse that fills the box. */
function patchCandidates(map: RedMap, ink: readonly number[]): Ellipse[] {
  const reach = Math.max(1, Math.round(1 / map.pitch));
  const rest = grown(map, ink, reach);
  const found: Ellipse[] = [];
  for (const start of ink) {
    if (rest[start] !== 1) continue;
    const box = takePatch(rest, map.width, start);
    const [a, b] = [(box.right - box.left) / 2 - reach, (box.bottom - box.top) / 2 - reach];
    const [small, large] = [Math.min(a, b) * map.pitch, Math.max(a, b) * map.pitch];
    if (small < shortest * 0.7 || large > longest * 1.1) continue;
    found.push({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, a, b, turn: 0 });
  }
  return found.slice(0, mostPeaks);
}

function grown({ width, values }: RedMap, ink: readonly number[], reach: number): Uint8Array {
  const result = new Uint8Array(values.length);
  for (const at of ink)
    for (let step = -reach; step <= reach; step += 1) {
      const middle = at + step * width;
      result.fill(1, Math.max(0, middle - reach), Math.max(0, middle + reach + 1));
    }
  return result;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Takes the patch that holds `start` off the map. */
function takePatch(rest: Uint8Array, width: number, start: number): Box {
  const box = { left: width, right: 0, top: rest.length, bottom: 0 };
  const open = [start];
  rest[start] = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
    for (const next of [at - 1, at + 1, at - width, at + width]) {
      if (rest[next] !== 1) continue;
      rest[next] = 0;
      open.push(next);
    }
  }
  return box;
}
