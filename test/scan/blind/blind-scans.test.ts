import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { judgePdf } from '../../../shared/pdf/judge.ts';
import { pageImages } from '../../../shared/pdf/page-images.ts';
import { blindScans } from './blind-scans.ts';

describe('the scans of the examination', () => {
  test('are seals by half, with at least ten of either', () => {
    const seals = blindScans.filter(({ label }) => label === 'seal').length;
    expect(seals).toBeGreaterThanOrEqual(10);
    expect(blindScans.length - seals).toBeGreaterThanOrEqual(10);
    expect(Math.abs(blindScans.length - 2 * seals)).toBeLessThanOrEqual(2);
  });

  test.each(blindScans)(
    '$kind: $name is a page with one picture, and red unless grey',
    async ({ kind, pdf }) => {
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
    },
  );
});

function redPixels(data: Buffer, channels: number): number {
  let reds = 0;
  for (let at = 0; channels >= 3 && at < data.length; at += channels) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (red > green + 25 && red > blue + 25) reds += 1;
  }
  return reds;
}
