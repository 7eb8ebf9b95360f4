/**
 * The looker for seals under examination by scans that it was not made for: that each of them is what it says it is, and how many of each
 * kind are told right.
 */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { judgePdf } from '../../../shared/pdf/judge.ts';
import { pageImages } from '../../../shared/pdf/page-images.ts';
import { lookAtScan } from '../../../shared/scan/look-at-scan.ts';
import { type BlindScan, blindScans } from './blind-scans.ts';

const figures: Partial<Record<BlindScan['kind'], { right: number; of: number }>> = {};

describe('the scans of the examination', () => {
  test('are seals by half, with at least ten of either', () => {
    const seals = blindScans.filter(({ label }) => label === 'seal').length;
    expect(seals).toBeGreaterThanOrEqual(10);
    expect(blindScans.length - seals).toBeGreaterThanOrEqual(10);
    expect(Math.abs(blindScans.length - 2 * seals)).toBeLessThanOrEqual(2);
  });

  test.each(blindScans)(
    '$kind: $name is a page with one picture, and red unless grey',
    async ({ kind, label, pdf }) => {
      const file = await pdf();
      expect(judgePdf(file).kind).toBe('plain');
      const [image, ...more] = [...pageImages(file)].flatMap(({ images }) => images);
      expect(more).toEqual([]);
      const small = await sharp(image?.data ?? Buffer.alloc(0))
        .resize(200)
        .raw()
        .toBuffer({ resolveWithObject: true });
      const reds = redPixels(small.data, small.info.channels);
      expect(reds > 20).toBe(kind !== 'grey');
      const { right, of } = figures[kind] ?? { right: 0, of: 0 };
      const isRight = lookAtScan(file).seal.hint === label;
      figures[kind] = { right: right + (isRight ? 1 : 0), of: of + 1 };
    },
  );

  test('G16 · told right, of each kind', () => {
    expect(figures).toEqual({
      'clean seal': { right: 9, of: 9 },
      'cut seal': { right: 2, of: 2 },
      'poor seal': { right: 5, of: 5 },
      print: { right: 7, of: 7 },
      pen: { right: 3, of: 3 },
      'other stamp': { right: 3, of: 3 },
      picture: { right: 2, of: 2 },
      grey: { right: 1, of: 1 },
    });
  });
});

function redPixels(data: Buffer, channels: number): number {
  let reds = 0;
  for (let at = 0; channels >= 3 && at < data.length; at += channels) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (red > green + 25 && red > blue + 25) reds += 1;
  }
  return reds;
}
