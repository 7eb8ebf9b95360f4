/** What the hint says of a whole file: which pages, where on them, and when it says that it cannot tell. */
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PageImage } from '../../shared/pdf/page-images.ts';
import { type PageSight, sealHint, sightOf } from '../../shared/scan/seal-hint.ts';
import { lines, seal } from './page-drawing.ts';
import { pixelsOf, type Scan, scanOf } from './scan-maker.ts';
import { imageOf, pageWith } from './scan-page.ts';

const sealed = lines(60, 200) + seal({ x: 140, y: 235 });

let scan: Scan;
let plain: Scan;
beforeAll(async () => {
  scan = await scanOf(sealed, { dpi: 150 });
  plain = await scanOf(lines(60, 200), { dpi: 150 });
});

function placeOn(image: PageImage) {
  const sight = sightOf(pageWith([image]));
  if (sight.sight !== 'seal') throw new Error(sight.sight);
  const [place] = sight.seals;
  return place;
}

function isNear(place: ReturnType<typeof placeOn>, x: number, y: number): void {
  expect(Math.abs((place?.xMm ?? 0) - x)).toBeLessThan(1.5);
  expect(Math.abs((place?.yMm ?? 0) - y)).toBeLessThan(1.5);
}

describe('where the seal stands', () => {
  test('in millimetres of the page, with its size', () => {
    const place = placeOn(imageOf(scan));
    isNear(place, 140, 235);
    expect(place?.widthMm).toBeGreaterThan(39);
    expect(place?.widthMm).toBeLessThan(43);
  });

  test.each([
    [90, false, 62, 140],
    [180, false, 70, 62],
    [270, false, 235, 70],
    [0, true, 70, 235],
    [90, true, 62, 70],
  ] as const)('as the page is shown: turned by %i, mirrored %s', (turn, mirrored, x, y) => {
    isNear(placeOn(imageOf(scan, { turn, mirrored })), x, y);
  });

  test('a picture that claims to be metres large is measured as A4', () => {
    isNear(placeOn(imageOf(scan, { widthMm: 2100, heightMm: 2970 })), 140, 235);
  });
});

describe('bare and deflated pixels', () => {
  async function bare(drawing: string) {
    const { data, info } = await pixelsOf(drawing, { dpi: 100 });
    return { data, width: info.width, height: info.height, widthMm: 210, heightMm: 297 };
  }

  test('bare, deflated, and deflated as differences of rows', async () => {
    const pixels = await bare(sealed);
    isNear(placeOn(imageOf(pixels, { filter: null })), 140, 235);
    isNear(placeOn(imageOf(pixels, { filter: 'FlateDecode', data: deflateSync(pixels.data) })), 140, 235);
    const row = pixels.width * 3;
    const up = Buffer.alloc((row + 1) * pixels.height);
    for (let y = 0; y < pixels.height; y += 1) {
      up[y * (row + 1)] = 2;
      for (let x = 0; x < row; x += 1)
        up[y * (row + 1) + 1 + x] = (pixels.data[y * row + x] ?? 0) - (pixels.data[(y - 1) * row + x] ?? 0);
    }
    const parameters = new Map([
      ['Predictor', 12],
      ['Colors', 3],
      ['Columns', pixels.width],
    ]);
    isNear(placeOn(imageOf(pixels, { filter: 'FlateDecode', parameters, data: deflateSync(up) })), 140, 235);
  });

  test('without a seal there is none', async () => {
    const pixels = await bare(lines(60, 200));
    expect(sightOf(pageWith([imageOf(pixels, { filter: null })]))).toEqual({ page: 1, sight: 'none' });
  });

  test('a palette of colours', async () => {
    const pixels = await bare(sealed);
    const steps = [0, 51, 102, 153, 204, 255];
    const colors = Uint8Array.from(
      steps.flatMap((r) => steps.flatMap((g) => steps.flatMap((b) => [r, g, b]))),
    );
    const level = (value = 0) => Math.round(value / 51);
    const data = Uint8Array.from({ length: pixels.width * pixels.height }, (_, at) => {
      const [r, g, b] = pixels.data.subarray(at * 3);
      return level(r) * 36 + level(g) * 6 + level(b);
    });
    const colorSpace = { name: 'Indexed', components: 1, palette: { components: 3, colors } };
    isNear(placeOn(imageOf(pixels, { filter: null, colorSpace, data })), 140, 235);
  });

  test.each([
    ['sixteen bits', { filter: null, bitsPerComponent: 16 }, 'unsupported'],
    ['more than an ordinary page', { filter: 'FlateDecode', width: 5_000, height: 7_000 }, 'too-large'],
    ['what does not inflate', { filter: 'FlateDecode', data: Uint8Array.of(1, 2, 3) }, 'broken'],
    ['too few bytes', { filter: null, data: new Uint8Array(30) }, 'broken'],
    [
      'more than the picture can hold',
      { filter: 'FlateDecode', data: deflateSync(Buffer.alloc(30_000_000)) },
      'broken',
    ],
  ])('%s: cannot tell', (_, more, reason) => {
    expect(sightOf(pageWith([imageOf(scan, more)]))).toEqual({ page: 1, sight: 'blind', reason });
  });
});

describe('when it cannot tell', () => {
  test.each([
    ['JPX', { filter: 'JPXDecode' }, 'unsupported'],
    ['fax', { filter: 'CCITTFaxDecode', bitsPerComponent: 1 }, 'grey'],
    ['JBIG2', { filter: 'JBIG2Decode', bitsPerComponent: 1 }, 'grey'],
    [
      'grey pixels',
      { filter: null, colorSpace: { name: 'DeviceGray', components: 1, palette: null } },
      'grey',
    ],
    ['what is no JPEG', { data: Uint8Array.of(0xff, 0xd8) }, 'broken'],
    ['20 dpi', { widthMm: 590, heightMm: 598, width: 100 }, 'too-coarse'],
  ])('%s', (_, more, reason) => {
    const coarse = reason === 'too-coarse' ? { data: tiny } : {};
    expect(sightOf(pageWith([imageOf(plain, { ...more, ...coarse })]))).toEqual({
      page: 1,
      sight: 'blind',
      reason,
    });
  });

  let tiny: Buffer;
  beforeAll(async () => {
    tiny = (await scanOf(lines(60, 200), { dpi: 10 })).data;
  });

  test('a page that was written and not scanned, or of strips that would cut a seal', () => {
    const strip = imageOf(plain, { heightMm: 60 });
    for (const images of [[], [strip, strip]])
      expect(sightOf(pageWith(images, { painted: true }))).toEqual({
        page: 1,
        sight: 'blind',
        reason: 'no-scan',
      });
  });

  test('half a picture: a seal that is seen is a seal, one that is not may be in the other half', () => {
    const head = scan.data.subarray(0, scan.data.length * 0.6);
    expect(sightOf(pageWith([imageOf(scan, { data: head })]))).toEqual({
      page: 1,
      sight: 'blind',
      reason: 'broken',
    });
    const most = scan.data.subarray(0, scan.data.length * 0.99);
    expect(sightOf(pageWith([imageOf(scan, { data: most })])).sight).toBe('seal');
  });

  test('a page that costs too much', () => {
    expect(sightOf(pageWith([], { tooCostly: true }))).toEqual({
      page: 1,
      sight: 'blind',
      reason: 'too-large',
    });
  });
});

describe('the pages together', () => {
  const none = (page: number): PageSight => ({ page, sight: 'none' });
  const colourless = (page: number): PageSight => ({ page, sight: 'colourless' });
  const blind = (page: number): PageSight => ({ page, sight: 'blind', reason: 'grey' });
  const withSeal = (page: number): PageSight => ({ page, sight: 'seal', seals: [] });

  test('a seal anywhere is a seal, whatever the others are', () => {
    expect(sealHint([none(1), blind(2), withSeal(3), withSeal(5)])).toMatchObject({
      hint: 'seal',
      pages: [3, 5],
    });
  });

  test('none only where every page could be seen', () => {
    expect(sealHint([none(1), none(2)])).toEqual({ hint: 'none' });
    expect(sealHint([none(1), blind(2)])).toEqual({ hint: 'cannot-tell', reason: 'grey' });
    expect(sealHint([])).toEqual({ hint: 'cannot-tell', reason: 'no-scan' });
  });

  test('a page without a colour is grey, unless the same scanner has shown colours elsewhere', () => {
    expect(sealHint([colourless(1), colourless(2)])).toEqual({ hint: 'cannot-tell', reason: 'grey' });
    expect(sealHint([colourless(1), none(2)])).toEqual({ hint: 'none' });
  });
});
