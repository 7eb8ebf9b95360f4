/** Codes as the draft prints them, read from scans of the pages. */
import { describe, expect, test } from 'vitest';
import type { PageImage } from '../../shared/pdf/page-images.ts';
import { readCode } from '../../shared/scan/page-code.ts';
import { lines, seal } from './page-drawing.ts';
import { codeOn } from './printed-code.ts';
import { pixelsOf, type ScanOptions, scanOf } from './scan-maker.ts';
import { imageOf } from './scan-page.ts';

const short = 'JXJK1/360733-2022-AN-101/12/0123456789ABCDEF01234567';
const long = `${short}/ABCDEFGHIJKLMNOPQRSTUVWXYZ0`;
const mixed = `${short.toLowerCase()}/abcdefghijklmnopq`;

interface Code {
  readonly text: string;
  readonly x?: number;
  readonly y?: number;
  readonly size?: number;
}

function code({ text, ...place }: Code): string {
  return codeOn(text, place);
}

async function read(printed: Code, options: ScanOptions = {}, more: Partial<PageImage> = {}, over = '') {
  return readCode(imageOf(await scanOf(lines(30, 255) + code(printed) + over, options), more));
}

describe('the code in the footer of a page', () => {
  test.each<[string, Code, ScanOptions]>([
    ['150 dpi', { text: short, size: 18 }, { dpi: 150 }],
    ['200 dpi, small letters', { text: mixed }, {}],
    ['300 dpi', { text: long, size: 22 }, { dpi: 300 }],
    ['150 dpi, quality 50, askew by 2°', { text: long, size: 18 }, { dpi: 150, quality: 50, skew: 2 }],
    ['grey, askew by -2°', { text: short, size: 18, x: 25 }, { grey: true, skew: -2 }],
    ['progressive', { text: short }, { dpi: 300, progressive: true }],
    ['a photo in bad light', { text: short }, { paper: [232, 214, 178], shadow: 0.6, noise: 14 }],
    ['the page lay upside down', { text: short }, { quarters: 2 }],
    ['the page lay on its side', { text: short }, { quarters: 1 }],
    ['somewhere else on the page', { text: short, y: 20, x: 4 }, { dpi: 300 }],
  ])('%s', async (_, printed, options) => {
    expect(await read(printed, options)).toBe(printed.text);
  });

  test('under a seal that runs over its corner', async () => {
    expect(await read({ text: short }, {}, {}, seal({ x: 190, y: 250, opacity: 0.5 }))).toBe(short);
  });

  test('in the picture’s own directions where the file turns it', async () => {
    const scan = await scanOf(lines(30, 255) + code({ text: short }), { quarters: 3 });
    expect(readCode(imageOf(scan, { turn: 90 }))).toBe(short);
  });

  test('in bare pixels', async () => {
    const { data, info } = await pixelsOf(lines(30, 255) + code({ text: short }), { dpi: 150 });
    const scan = { data, width: info.width, height: info.height, widthMm: 210, heightMm: 297 };
    expect(readCode(imageOf(scan, { filter: null }))).toBe(short);
  });

  test.each<[string, string, ScanOptions, Partial<PageImage>]>([
    ['no code', '', {}, {}],
    ['a code too small to be printed', code({ text: short, size: 4 }), {}, {}],
    ['half a code', code({ text: short, x: 200 }), {}, {}],
    ['a picture that cannot be read', code({ text: short }), {}, { filter: 'JPXDecode' }],
    ['a JPEG that is none', code({ text: short }), {}, { data: Uint8Array.of(1, 2, 3) }],
  ])('%s: nothing is read, and nothing thrown', async (_, drawing, options, more) => {
    expect(readCode(imageOf(await scanOf(lines(30, 255) + drawing, options), more))).toBeNull();
  });
});
