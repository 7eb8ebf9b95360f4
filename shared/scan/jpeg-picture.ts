/**
 * The two looks at a JPEG that the check of a report needs: all of it small and in colour, and a part of it large and grey. Both
 * read no more of the data than they show, and answer a fault as a value.
 */
import {
  type BlockSize,
  type BlockWindow,
  type Coefficients,
  keepCoefficients,
  wholeOf,
} from './jpeg-coefficients.ts';
import { decodeScans } from './jpeg-decoder.ts';
import { JpegRefused, type JpegResult, reading } from './jpeg-fault.ts';
import { samplesOf } from './jpeg-samples.ts';
import { type Component, type Frame, JpegSegments } from './jpeg-segments.ts';
import type { Part } from './part.ts';
import type { Plane } from './plane.ts';
import { type Channel, stretched, type Thumbnail } from './thumbnail.ts';

const sizes: readonly BlockSize[] = [1, 2, 4, 8];
const nothing: BlockWindow = { left: 0, top: 0, right: 0, bottom: 0 };

/**
 * The smallest thumbnail with at least `across` pixels in a row, or the whole picture if it has fewer. `inverted` is for whoever
 * stores light as dark.
 */
export function jpegThumbnail(data: Uint8Array, across: number, inverted = false): JpegResult<Thumbnail> {
  return reading(() => {
    const segments = new JpegSegments(data);
    const frame = segments.toFrame();
    const size = sizeFor(frame, across);
    const kept = frame.components.map((component) =>
      keepCoefficients(finer(size, frame, component), wholeOf(frame, component)),
    );
    const { quantization, isWhole } = decodeScans(segments, kept);
    const channels = kept.map((each, index) => channel(frame, index, size, each, quantization[index]));
    const [width, height] = [small(frame.width, size), small(frame.height, size)];
    const planes = channels.map((each) => stretched(each, width, height));
    return { width, height, ...inColour(colourOf(segments), planes, inverted), isWhole };
  });
}

/** Progressive data are kept whole until their last scan: 2 bytes a pixel. */
const progressiveLimit = 12_000_000;

/** The luminance of a part, in whole blocks; at least `across` pixels for the whole width, or as many as there are. */
export function jpegLuminance(data: Uint8Array, part: Part, across: number): JpegResult<Plane> {
  return reading(() => {
    const segments = new JpegSegments(data);
    const frame = segments.toFrame();
    if (frame.components.length === 4) throw new JpegRefused('unsupported');
    const size = sizeFor(frame, across);
    const shown = colourOf(segments) === 'rgb' ? 1 : 0;
    const component = frame.components[shown];
    if (component === undefined) throw new JpegRefused('broken');
    const window = windowOf(component, part);
    const isLarge = frame.width * frame.height > progressiveLimit;
    if (frame.progressive && size === 8 && isLarge) throw new JpegRefused('too-large');
    const whole = frame.progressive ? wholeOf(frame, component) : window;
    const kept = frame.components.map((_, index) =>
      keepCoefficients(size, index === shown ? whole : nothing),
    );
    const { quantization } = decodeScans(segments, kept);
    const own = kept[shown];
    if (own === undefined) throw new JpegRefused('broken');
    return samplesOf(cut(own, window), quantization[shown]);
  });
}

function sizeFor(frame: Frame, across: number): BlockSize {
  return sizes.find((size) => (frame.width * size) / 8 >= across) ?? 8;
}

function small(pixels: number, size: BlockSize): number {
  return Math.ceil((pixels * size) / 8);
}

/** A component with half the samples is shown with twice as many of each block, so that its colours lie as close as the light. */
function finer(size: BlockSize, { mostAcross, mostDown }: Frame, { across, down }: Component): BlockSize {
  const factor = Math.max(mostAcross / across, mostDown / down);
  return sizes.find((each) => each >= size * factor) ?? 8;
}

function channel(
  { mostAcross, mostDown, components }: Frame,
  index: number,
  size: BlockSize,
  kept: Coefficients,
  quantization: Uint16Array | undefined,
): Channel {
  const { across, down } = components[index] ?? { across: mostAcross, down: mostDown };
  const scale = kept.size / size;
  return {
    plane: samplesOf(kept, quantization),
    across: (scale * across) / mostAcross,
    down: (scale * down) / mostDown,
  };
}

function windowOf({ blocksAcross, blocksDown }: Component, part: Part): BlockWindow {
  return {
    left: Math.floor(part.left * blocksAcross),
    top: Math.floor(part.top * blocksDown),
    right: Math.ceil(part.right * blocksAcross),
    bottom: Math.ceil(part.bottom * blocksDown),
  };
}

/** The blocks of a smaller window out of those that are kept. */
function cut(kept: Coefficients, window: BlockWindow): Coefficients {
  const block = kept.size * kept.size;
  const [left, right] = [window.left - kept.window.left, window.right - kept.window.left];
  const across = kept.window.right - kept.window.left;
  const values = new Int16Array((right - left) * (window.bottom - window.top) * block);
  for (let row = window.top; row < window.bottom; row += 1) {
    const from = (row - kept.window.top) * across;
    const line = kept.values.subarray((from + left) * block, (from + right) * block);
    values.set(line, (row - window.top) * (right - left) * block);
  }
  return { ...kept, window, values };
}

type Colour = 'grey' | 'ycbcr' | 'rgb' | 'cmyk' | 'ycck';

/** What the components mean: an Adobe segment says it, else their names and number do. */
function colourOf({ frame: { components }, adobeTransform }: JpegSegments): Colour {
  if (components.length < 3) return 'grey';
  if (components.length === 4) return adobeTransform === 2 ? 'ycck' : 'cmyk';
  const isNamedRgb = components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB';
  if (adobeTransform === 0 || (adobeTransform === undefined && isNamedRgb)) return 'rgb';
  return 'ycbcr';
}

/** The planes as red, green and blue, changed in place. */
function inColour(
  colour: Colour,
  planes: readonly Uint8ClampedArray[],
  inverted: boolean,
): Pick<Thumbnail, 'red' | 'green' | 'blue' | 'isColour'> {
  const [red, green, blue, black] = planes;
  if (red === undefined) throw new JpegRefused('broken');
  if (green === undefined || blue === undefined) return { red, green: red, blue: red, isColour: false };
  if (colour === 'ycbcr' || colour === 'ycck') turnIntoRgb(red, green, blue);
  // In YCCK the colours stand for light already, black for ink.
  const isInk = black !== undefined && colour === 'cmyk';
  if (isInk !== inverted) for (const plane of [red, green, blue]) invert(plane);
  if (black !== undefined) for (const plane of [red, green, blue]) lay(plane, black, inverted);
  return { red, green, blue, isColour: true };
}

/** JFIF's colours, in place. */
function turnIntoRgb(luma: Uint8ClampedArray, cb: Uint8ClampedArray, cr: Uint8ClampedArray): void {
  for (let index = 0; index < luma.length; index += 1) {
    const light = luma[index] ?? 0;
    const blue = (cb[index] ?? 0) - 128;
    const red = (cr[index] ?? 0) - 128;
    luma[index] = light + 1.402 * red;
    cb[index] = light - 0.344136 * blue - 0.714136 * red;
    cr[index] = light + 1.772 * blue;
  }
}

function invert(plane: Uint8ClampedArray): void {
  for (let index = 0; index < plane.length; index += 1) plane[index] = 255 - (plane[index] ?? 0);
}

/** Lays black ink over a colour. */
function lay(plane: Uint8ClampedArray, black: Uint8ClampedArray, inverted: boolean): void {
  for (let index = 0; index < plane.length; index += 1) {
    const light = inverted ? (black[index] ?? 0) : 255 - (black[index] ?? 0);
    plane[index] = ((plane[index] ?? 0) * light) / 255;
  }
}
