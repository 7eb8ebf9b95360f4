/**
 * A page's image made small: red, green and blue of about a square millimetre each. Nothing else is needed to see a seal.
 */
import type { Plane } from './plane.ts';

export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly red: Uint8ClampedArray;
  readonly green: Uint8ClampedArray;
  readonly blue: Uint8ClampedArray;
  /** Whether the image has colours at all; without, nobody can tell red from black. */
  readonly isColour: boolean;
  /** Whether the whole image could be read. */
  readonly isWhole: boolean;
}

/** A plane of another resolution that covers the same picture. */
export interface Channel {
  readonly plane: Plane;
  /** Samples of the plane for one of the picture; whole blocks may reach beyond the picture. */
  readonly across: number;
  readonly down: number;
}

/** The channel at the resolution of width × height, by the nearest sample. */
export function stretched(
  { plane, across, down }: Channel,
  width: number,
  height: number,
): Uint8ClampedArray {
  const result = new Uint8ClampedArray(width * height);
  if (across === 1 && down === 1) {
    for (let y = 0; y < height; y += 1)
      result.set(plane.samples.subarray(y * plane.width, y * plane.width + width), y * width);
    return result;
  }
  const columns = Int32Array.from({ length: width }, (_, x) =>
    Math.min(plane.width - 1, Math.floor((x + 0.5) * across)),
  );
  for (let y = 0; y < height; y += 1) {
    const row = Math.min(plane.height - 1, Math.floor((y + 0.5) * down)) * plane.width;
    for (let x = 0; x < width; x += 1) result[y * width + x] = plane.samples[row + (columns[x] ?? 0)] ?? 0;
  }
  return result;
}
