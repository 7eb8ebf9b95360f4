/** The two looks at a JPEG, against the full decoding of another decoder and against pictures whose samples are known. */
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { jpegLuminance, jpegThumbnail } from '../../shared/scan/jpeg-picture.ts';
import type { Plane } from '../../shared/scan/plane.ts';
import type { Thumbnail } from '../../shared/scan/thumbnail.ts';
import { jpegOf, type Making } from './jpeg-maker.ts';
import { lines, seal } from './page-drawing.ts';
import { type Scan, type ScanOptions, scanOf } from './scan-maker.ts';

const drawing = lines(20, 70) + seal({ x: 70, y: 40 });
const page = [110, 75] as const;

function thumbnail(data: Uint8Array, across: number, inverted = false): Thumbnail {
  const result = jpegThumbnail(data, across, inverted);
  if (!result.ok) throw new Error(result.fault);
  return result.value;
}

function luminance(data: Uint8Array, part: Parameters<typeof jpegLuminance>[1], across: number): Plane {
  const result = jpegLuminance(data, part, across);
  if (!result.ok) throw new Error(result.fault);
  return result.value;
}

async function reference(data: Buffer) {
  const { data: pixels, info } = await sharp(data)
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels, width: info.width, height: info.height, channels: info.channels };
}

/** The mean of a square of the full picture, of one channel. */
function meanOf(
  full: Awaited<ReturnType<typeof reference>>,
  x: number,
  y: number,
  side: number,
  channel: number,
) {
  let sum = 0;
  for (let row = y * side; row < (y + 1) * side; row += 1)
    for (let column = x * side; column < (x + 1) * side; column += 1)
      sum +=
        full.pixels[(row * full.width + column) * full.channels + (full.channels < 3 ? 0 : channel)] ?? 0;
  return sum / side ** 2;
}

/** The mean difference to the full picture, over the squares that lie within it. */
function distance(small: Thumbnail, full: Awaited<ReturnType<typeof reference>>, side: number): number {
  let [sum, count] = [0, 0];
  for (let y = 0; y < Math.floor(full.height / side); y += 1)
    for (let x = 0; x < Math.floor(full.width / side); x += 1)
      for (const [channel, plane] of [small.red, small.green, small.blue].entries()) {
        sum += Math.abs((plane[y * small.width + x] ?? 0) - meanOf(full, x, y, side, channel));
        count += 1;
      }
  return sum / count;
}

const kinds: Readonly<Record<string, ScanOptions>> = {
  'baseline 4:2:0': {},
  'baseline 4:4:4': { subsampling: '4:4:4' },
  'progressive 4:2:0': { progressive: true },
  'progressive 4:4:4': { progressive: true, subsampling: '4:4:4' },
  grey: { grey: true },
  'progressive grey': { grey: true, progressive: true },
  'quality 50': { quality: 50 },
};

describe('a JPEG made small', () => {
  test.each(Object.entries(kinds))(
    '%s: an eighth and a quarter are the means of the full picture',
    async (_, options) => {
      const scan = await scanOf(drawing, { page, dpi: 100, ...options });
      const full = await reference(scan.data);
      const eighth = thumbnail(scan.data, scan.width / 8);
      expect([eighth.width, eighth.height]).toEqual([Math.ceil(scan.width / 8), Math.ceil(scan.height / 8)]);
      expect(eighth.isWhole).toBe(true);
      expect(eighth.isColour).toBe(options.grey !== true);
      // Clipping and chroma that is spread differently: a few of 255.
      expect(distance(eighth, full, 8)).toBeLessThan(4);
      expect(distance(thumbnail(scan.data, scan.width / 4), full, 4)).toBeLessThan(6);
    },
  );

  test('the whole picture is given where it has no more pixels than wanted', async () => {
    const scan = await scanOf(drawing, { page, dpi: 60 });
    expect(thumbnail(scan.data, 10_000).width).toBe(scan.width);
  });
});

describe('a part of a JPEG in grey', () => {
  test.each(Object.entries(kinds))('%s: the lower third as another decoder shows it', async (_, options) => {
    const scan = await scanOf(drawing, { page, dpi: 100, ...options });
    const full = await reference(scan.data);
    const part = luminance(scan.data, { left: 0, right: 1, top: 0.66, bottom: 1 }, scan.width);
    const top = Math.floor(0.66 * Math.ceil(scan.height / 8)) * 8;
    let [sum, count] = [0, 0];
    for (let y = top; y < scan.height; y += 1)
      for (let x = 0; x < scan.width; x += 1) {
        const [red = 0, green = 0, blue = 0] = full.pixels.subarray((y * full.width + x) * full.channels);
        const light = full.channels < 3 ? red : 0.299 * red + 0.587 * green + 0.114 * blue;
        sum += Math.abs(light - (part.samples[(y - top) * part.width + x] ?? 0));
        count += 1;
      }
    expect(sum / count).toBeLessThan(1);
  });

  test('only the columns asked for, and coarser where that is enough', async () => {
    const scan = await scanOf(drawing, { page, dpi: 100 });
    const all = luminance(scan.data, { left: 0, right: 1, top: 0, bottom: 1 }, scan.width);
    const right = luminance(scan.data, { left: 0.5, right: 1, top: 0, bottom: 1 }, scan.width);
    const from = Math.floor(0.5 * Math.ceil(scan.width / 8)) * 8;
    expect(right.samples.subarray(0, right.width)).toEqual(all.samples.subarray(from, all.width));
    expect(luminance(scan.data, { left: 0, right: 1, top: 0, bottom: 1 }, scan.width / 2).width).toBe(
      all.width / 2,
    );
  });
});

describe('JPEGs of other kinds, whose samples are known', () => {
  const wave = (component: number, x: number, y: number) => 128 + 90 * Math.sin(x / (9 + component) + y / 13);
  const base: Making = { width: 75, height: 50, sampling: ['1x1'], sample: wave };

  function isWave(making: Making): void {
    const all = luminance(jpegOf(making), { left: 0, right: 1, top: 0, bottom: 1 }, making.width);
    for (const [x, y] of [
      [0, 0],
      [37, 20],
      [74, 49],
      [8, 41],
    ] as const)
      expect(Math.abs((all.samples[y * all.width + x] ?? 0) - wave(0, x, y))).toBeLessThanOrEqual(2);
    expect(thumbnail(jpegOf(making), 1).isWhole).toBe(true);
  }

  test.each(['1x1', '2x1', '1x2', '2x2', '4x1'])('light sampled %s against colours', (factor) => {
    isWave({ ...base, sampling: [factor, '1x1', '1x1'] });
  });

  test('a scan for each component', () => {
    isWave({ ...base, sampling: ['2x2', '1x1', '1x1'], apart: true });
  });

  test('restart intervals, and what is lost of one is lost of no other', () => {
    const making = { ...base, restartInterval: 3 };
    isWave(making);
    const damaged = jpegOf(making);
    const second = damaged.indexOf(Buffer.from([0xff, 0xd0])) + 2;
    // All ones are no code.
    damaged.set([0xff, 0, 0xff, 0, 0xff, 0], second);
    const small = thumbnail(damaged, 9);
    expect(small.width).toBe(10);
    expect(small.isWhole).toBe(false);
    const [last] = small.red.subarray(-1);
    expect(last).toBe(thumbnail(jpegOf(making), 9).red.at(-1));
  });

  const flat = (values: readonly number[]) => (component: number) => values[component] ?? 0;
  const colour = ({ red, green, blue }: Thumbnail) => [red[0], green[0], blue[0]];

  test.each([
    ['YCbCr is the rule', {}, [201, 20, 39]],
    ['Adobe says that it is RGB', { adobe: 0 }, [76, 107, 217]],
    ['the components are named R, G and B', { ids: [82, 71, 66] }, [76, 107, 217]],
  ])('three components: %s', (_, more, expected) => {
    const making = { ...base, sampling: ['1x1', '1x1', '1x1'], sample: flat([76, 107, 217]), ...more };
    const [red = 0, green = 0, blue = 0] = colour(thumbnail(jpegOf(making), 1));
    for (const [index, value] of [red, green, blue].entries())
      expect(Math.abs(value - (expected[index] ?? 0))).toBeLessThanOrEqual(3);
  });

  test('four components are inks, or light where the file turns them round', () => {
    const four = { ...base, sampling: ['1x1', '1x1', '1x1', '1x1'] };
    const ink = jpegOf({ ...four, sample: flat([0, 230, 200, 20]) });
    const light = jpegOf({ ...four, sample: flat([255, 25, 55, 235]), adobe: 0 });
    expect(colour(thumbnail(ink, 1))).toEqual([235, 23, 51]);
    expect(colour(thumbnail(light, 1, true))).toEqual([235, 23, 51]);
    expect(jpegLuminance(ink, { left: 0, right: 1, top: 0, bottom: 1 }, 1)).toEqual({
      ok: false,
      fault: 'unsupported',
    });
  });
});

describe('what is no readable JPEG is a value', () => {
  const all = { left: 0, right: 1, top: 0, bottom: 1 };
  let samples: readonly Scan[];
  beforeAll(async () => {
    const options = [
      {},
      { progressive: true },
      { grey: true },
      { progressive: true, subsampling: '4:4:4' },
    ] as const;
    samples = await Promise.all(options.map((each) => scanOf(drawing, { page, dpi: 40, ...each })));
  });

  test.each([
    ['nothing', [], 'broken'],
    ['a PNG', [0x89, 0x50, 0x4e, 0x47], 'broken'],
    ['the first mark alone', [0xff, 0xd8], 'broken'],
    ['no frame', [0xff, 0xd8, 0xff, 0xd9], 'broken'],
    ['twelve bits', [0xff, 0xd8, 0xff, 0xc1, 0, 11, 12, 0, 8, 0, 8, 1, 1, 0x11, 0], 'unsupported'],
    ['arithmetic coding', [0xff, 0xd8, 0xff, 0xc9, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0], 'unsupported'],
    ['lossless', [0xff, 0xd8, 0xff, 0xc3, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0], 'unsupported'],
    ['4 gigapixels', [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0], 'too-large'],
    ['a sampling of nothing', [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0, 0], 'broken'],
  ])('%s', (_, bytes, fault) => {
    expect(jpegThumbnail(Uint8Array.from(bytes), 10)).toEqual({ ok: false, fault });
    expect(jpegLuminance(Uint8Array.from(bytes), all, 10)).toEqual({ ok: false, fault });
  });

  test('scans repeated without end are given up', () => {
    const [, progressive] = samples;
    const data = progressive?.data ?? Buffer.alloc(0);
    const first = data.indexOf(Buffer.from([0xff, 0xda]));
    const frame = data.indexOf(Buffer.from([0xff, 0xc2]));
    const large = Buffer.from(data.subarray(0, first));
    large.writeUInt16BE(6_000, frame + 5);
    large.writeUInt16BE(6_000, frame + 7);
    const scan = data.subarray(first, data.indexOf(Buffer.from([0xff, 0xc4]), first));
    const bomb = Buffer.concat([
      large,
      ...Array.from({ length: 200 }, () => scan),
      Buffer.from([0xff, 0xd9]),
    ]);
    expect(jpegThumbnail(bomb, 6_000)).toEqual({ ok: false, fault: 'too-large' });
  });

  test('a picture that is cut off says that it is not whole', () => {
    for (const { data } of samples.filter((_, index) => index !== 1 && index !== 3)) {
      const result = jpegThumbnail(data.subarray(0, data.length * 0.7), 20);
      expect(result).toMatchObject({ ok: true, value: { isWhole: false } });
    }
  });

  test('bytes changed, taken out, doubled or cut off: never an exception, always samples or a fault', () => {
    const edit = fc.record({
      sample: fc.nat(3),
      edits: fc.array(
        fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255), kind: fc.nat(3) }),
        {
          minLength: 1,
          maxLength: 12,
        },
      ),
    });
    fc.assert(
      fc.property(edit, ({ sample, edits }) => {
        let data: Uint8Array = Uint8Array.from(samples[sample]?.data ?? []);
        for (const { at, byte, kind } of edits)
          data = mutated(data, Math.floor(at * data.length), byte, kind);
        for (const result of [
          jpegThumbnail(data, 20),
          jpegThumbnail(data, 60),
          jpegLuminance(data, all, 170),
        ])
          if (!result.ok) expect(['broken', 'unsupported', 'too-large']).toContain(result.fault);
      }),
      { numRuns: 300 },
    );
  });
});

function mutated(data: Uint8Array, at: number, byte: number, kind: number): Uint8Array {
  if (kind === 0) return Buffer.concat([data.subarray(0, at), data.subarray(at + 1 + (byte & 7))]);
  if (kind === 1) return Buffer.concat([data.subarray(0, at), data.subarray(Math.max(0, at - byte))]);
  if (kind === 2 && byte < 40) return data.subarray(0, at);
  const changed = Uint8Array.from(data);
  changed[at] = byte;
  return changed;
}
