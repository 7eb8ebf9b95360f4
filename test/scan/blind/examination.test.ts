/** The looker for seals under examination by scans that it was not made for: how many of each kind it tells right. */
import { expect, test } from 'vitest';
import { lookAtScan } from '../../../shared/scan/look-at-scan.ts';
import { type BlindScan, blindScans } from './blind-scans.ts';

test('G16 · told right, of each kind', async () => {
  const figures: Partial<Record<BlindScan['kind'], { right: number; of: number }>> = {};
  for (const { kind, label, pdf } of blindScans) {
    const { right, of } = figures[kind] ?? { right: 0, of: 0 };
    const isRight = lookAtScan(await pdf()).seal.hint === label;
    figures[kind] = { right: right + (isRight ? 1 : 0), of: of + 1 };
  }
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
}, 300_000);
