/** The whole look at a stamped report, from the bytes of its PDF. */
import { beforeAll, describe, expect, test } from 'vitest';
import { lookAtScan } from '../../shared/scan/look-at-scan.ts';
import { scanPdf } from '../support/scans.ts';
import { lines, seal } from './page-drawing.ts';
import { codeOn } from './printed-code.ts';
import { type ScanOptions, scanOf } from './scan-maker.ts';

const text = 'JXJK1/360733-2022-AN-101/3/0123456789ABCDEF01234567';

async function jpeg(drawing: string, options: ScanOptions = {}) {
  const { data, ...scan } = await scanOf(drawing, { dpi: 150, ...options });
  return { ...scan, jpeg: data };
}

let page: Awaited<ReturnType<typeof jpeg>>;
let bare: Awaited<ReturnType<typeof jpeg>>;
let sealed: Awaited<ReturnType<typeof jpeg>>;
beforeAll(async () => {
  page = await jpeg(lines(30, 255) + codeOn(text));
  bare = await jpeg(lines(30, 255));
  sealed = await jpeg(lines(30, 200) + codeOn(text) + seal({ x: 140, y: 235 }));
});

describe('a stamped report as a PDF of scans', () => {
  test('its seal is seen on the page where it is, and its code is read from the first page', () => {
    const { seal: hint, codes } = lookAtScan(scanPdf([page, page, sealed]));
    expect(hint).toMatchObject({ hint: 'seal', pages: [3], places: [{ page: 3, seals: [{}] }] });
    expect(codes).toEqual([{ page: 1, text }]);
  });

  test('without a seal there is none to be seen', () => {
    expect(lookAtScan(scanPdf([page, page])).seal).toEqual({ hint: 'none' });
  });

  test('the code is looked for on three pages and on no more', () => {
    const tries = (...pages: Parameters<typeof scanPdf>[0]) => lookAtScan(scanPdf(pages)).codes;
    expect(tries(bare, page)).toEqual([
      { page: 1, text: null },
      { page: 2, text },
    ]);
    expect(tries(bare, bare, bare, page)).toEqual([1, 2, 3].map((number) => ({ page: number, text: null })));
  });

  test('a grey page among others: no seal seen is not no seal', async () => {
    const grey = await jpeg(lines(30, 200) + seal({ x: 140, y: 235 }), { grey: true });
    expect(lookAtScan(scanPdf([page, grey])).seal).toEqual({ hint: 'cannot-tell', reason: 'grey' });
  });

  test.each([
    ['no file', Buffer.alloc(0)],
    ['no PDF', Buffer.from('<html></html>')],
  ])('%s: nothing is told and nothing thrown', (_, bytes) => {
    expect(lookAtScan(bytes)).toEqual({ seal: { hint: 'cannot-tell', reason: 'no-scan' }, codes: [] });
  });
});
