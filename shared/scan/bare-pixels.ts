/**
 * Pictures whose pixels lie bare or deflated in the file. They are unpacked as a whole, so only those of an ordinary page are taken;
 * what is larger nobody tells anything about.
 */
import { inflateSync } from 'node:zlib';
import type { PageImage } from '../pdf/page-images.ts';
import { unpredicted } from '../pdf/predictor.ts';
import type { Part } from './part.ts';
import type { Plane } from './plane.ts';
import type { Thumbnail } from './thumbnail.ts';

/** Bytes of unpacked pixels: 300 dpi A4 in colour has 26 million. */
const byteLimit = 32_000_000;

export interface BarePixels {
  readonly width: number;
  readonly height: number;
  /** Bytes of a pixel: one for grey or a number of the palette, three for colours. */
  readonly bytesPerPixel: 1 | 3;
  /** Three bytes for each number. */
  readonly palette: Uint8Array | undefined;
  readonly bytes: Uint8Array;
}

export type BareResult =
  | { readonly ok: true; readonly value: BarePixels }
  | { readonly ok: false; readonly fault: 'broken' | 'unsupported' | 'too-large' };

export function barePixels(image: PageImage): BareResult {
  const { width, height, colorSpace, bitsPerComponent } = image;
  const bytesPerPixel = colorSpace.components;
  const colours = colorSpace.palette;
  if (bitsPerComponent !== 8 || (bytesPerPixel !== 1 && bytesPerPixel !== 3) || colorSpace.name === 'Lab')
    return { ok: false, fault: 'unsupported' };
  if (colours !== null && colours.components !== 3) return { ok: false, fault: 'unsupported' };
  if (width * height * bytesPerPixel > byteLimit) return { ok: false, fault: 'too-large' };
  const bytes = image.filter === null ? image.data : unpacked(image, (width * bytesPerPixel + 1) * height);
  if (bytes === null || bytes.length < width * height * bytesPerPixel) return { ok: false, fault: 'broken' };
  return { ok: true, value: { width, height, bytesPerPixel, palette: colours?.colors, bytes } };
}

/** Null for what does not inflate, or to more than the picture can hold. */
function unpacked({ data, parameters }: PageImage, most: number): Uint8Array | null {
  try {
    return unpredicted(inflateSync(data, { maxOutputLength: most }), parameters);
  } catch {
    return null;
  }
}

/** The mean colour of squares, so that at least `pixels` of them lie across. */
export function bareThumbnail(pixels: BarePixels, across: number): Thumbnail {
  const side = Math.max(1, Math.floor(pixels.width / across));
  const [width, height] = [Math.ceil(pixels.width / side), Math.ceil(pixels.height / side)];
  const [red, green, blue] = [0, 1, 2].map((channel) => meansOf(pixels, channel, side, width, height));
  const none = new Uint8ClampedArray(0);
  const isColour = pixels.bytesPerPixel === 3 || pixels.palette !== undefined;
  return {
    width,
    height,
    red: red ?? none,
    green: green ?? none,
    blue: blue ?? none,
    isColour,
    isWhole: true,
  };
}

function meansOf(
  pixels: BarePixels,
  channel: number,
  side: number,
  width: number,
  height: number,
): Uint8ClampedArray {
  const means = new Uint8ClampedArray(width * height);
  const sums = new Float64Array(width);
  for (let row = 0; row < height; row += 1) {
    const last = Math.min(pixels.height, (row + 1) * side);
    sums.fill(0);
    for (let y = row * side; y < last; y += 1)
      for (let x = 0; x < pixels.width; x += 1) {
        const column = Math.floor(x / side);
        sums[column] = (sums[column] ?? 0) + sampleAt(pixels, y * pixels.width + x, channel);
      }
    for (let column = 0; column < width; column += 1) {
      const wide = Math.min(pixels.width, (column + 1) * side) - column * side;
      means[row * width + column] = (sums[column] ?? 0) / (wide * (last - row * side));
    }
  }
  return means;
}

function sampleAt({ bytes, bytesPerPixel, palette }: BarePixels, pixel: number, channel: number): number {
  if (palette !== undefined) return palette[(bytes[pixel] ?? 0) * 3 + channel] ?? 0;
  return bytes[bytesPerPixel === 1 ? pixel : pixel * 3 + channel] ?? 0;
}

/** Green for light, which is most of it. */
export function bareLuminance(pixels: BarePixels, part: Part): Plane {
  const [left, right] = [Math.floor(part.left * pixels.width), Math.ceil(part.right * pixels.width)];
  const [top, bottom] = [Math.floor(part.top * pixels.height), Math.ceil(part.bottom * pixels.height)];
  const [width, height] = [right - left, bottom - top];
  const samples = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      samples[y * width + x] = sampleAt(pixels, (top + y) * pixels.width + left + x, 1);
  return { width, height, samples };
}
