/** Undoes what was done to bytes before they were deflated: differences to the left (TIFF) or by a row's own rule (PNG). */
import { countOf, type Dictionary } from './value.ts';

interface Shape {
  readonly row: number;
  readonly pixel: number;
}

/** Null when the parameters make no sense. */
export function unpredicted(bytes: Uint8Array, parameters: Dictionary | null): Uint8Array | null {
  const predictor = numberOf(parameters, 'Predictor', 1);
  if (predictor < 2) return bytes;
  const colors = numberOf(parameters, 'Colors', 1);
  const bits = numberOf(parameters, 'BitsPerComponent', 8);
  const columns = numberOf(parameters, 'Columns', 1);
  if (colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 || columns > 1_000_000) return null;
  const shape = { row: Math.ceil((colors * bits * columns) / 8), pixel: Math.max(1, (colors * bits) >> 3) };
  if (predictor >= 10) return fromPng(bytes, shape);
  return predictor === 2 && bits === 8 ? fromTiff(bytes, shape) : null;
}

function numberOf(parameters: Dictionary | null, key: string, otherwise: number): number {
  return countOf(parameters?.get(key)) ?? otherwise;
}

function fromTiff(bytes: Uint8Array, { row, pixel }: Shape): Uint8Array {
  const out = Uint8Array.from(bytes);
  for (let start = 0; start < out.length; start += row)
    for (let at = start + pixel; at < Math.min(start + row, out.length); at += 1)
      out[at] = (out[at] ?? 0) + (out[at - pixel] ?? 0);
  return out;
}

/** Each row is preceded by the number of its rule; a last row may be short. */
function fromPng(bytes: Uint8Array, { row, pixel }: Shape): Uint8Array {
  const rows = Math.ceil(bytes.length / (row + 1));
  const out = new Uint8Array(Math.max(0, bytes.length - rows));
  let above: Uint8Array = new Uint8Array(row);
  for (let index = 0; index < rows; index += 1) {
    const from = index * (row + 1);
    const line = out.subarray(index * row, Math.min((index + 1) * row, out.length));
    line.set(bytes.subarray(from + 1, from + 1 + line.length));
    undoRule(line, above, bytes[from] ?? 0, pixel);
    above = line;
  }
  return out;
}

function undoRule(line: Uint8Array, above: Uint8Array, rule: number, pixel: number): void {
  for (let x = 0; x < line.length; x += 1) {
    const [left, corner] = x < pixel ? [0, 0] : [line[x - pixel] ?? 0, above[x - pixel] ?? 0];
    line[x] = (line[x] ?? 0) + guess(rule, left, above[x] ?? 0, corner);
  }
}

function guess(rule: number, left: number, up: number, corner: number): number {
  if (rule === 1) return left;
  if (rule === 2) return up;
  if (rule === 3) return (left + up) >> 1;
  return rule === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const sum = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(sum - left), Math.abs(sum - up), Math.abs(sum - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
