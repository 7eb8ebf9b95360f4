/**
 * Scans for an examination of whoever looks for seals: made without knowledge of how it looks, half of them pages with a red seal in
 * awkward conditions, half pages that only look so. Each class has a few; what is counted is how many of a class are told right.
 */
import sharp from 'sharp';
import { paperMm, type Scan, type ScanOptions, scanned, scanPdf } from '../../support/scans.ts';
import { dashedSeal, ovalSeal, speckles, stamp } from './red-marks.ts';

export type BlindLabel = 'seal' | 'none' | 'cannot-tell';

export interface BlindScan {
  readonly name: string;
  readonly kind:
    | 'clean seal'
    | 'cut seal'
    | 'poor seal'
    | 'print'
    | 'pen'
    | 'other stamp'
    | 'picture'
    | 'grey';
  readonly label: BlindLabel;
  readonly pdf: () => Promise<Buffer>;
}

type Draw = (change?: (scan: Scan) => Promise<Scan>) => Promise<Buffer>;

function page(options: ScanOptions): Draw {
  return async (change = async (scan) => scan) =>
    scanPdf([await change(await scanned({ dpi: 200, quality: 82, ...options }))]);
}

function sealed(
  kind: BlindScan['kind'],
  name: string,
  options: ScanOptions,
  change?: (scan: Scan) => Promise<Scan>,
): BlindScan {
  return { name, kind, label: 'seal', pdf: () => page(options)(change) };
}

function bare(kind: BlindScan['kind'], name: string, options: ScanOptions): BlindScan {
  return { name, kind, label: 'none', pdf: () => page(options)() };
}

/** As a telephone takes it: askew, on a table, yellowish, darker to one side. */
async function photographed(scan: Scan): Promise<Scan> {
  const shade = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${scan.width}" height="${scan.height}"><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff3d0"/><stop offset="1" stop-color="#8f8468"/></linearGradient><rect width="100%" height="100%" fill="url(#g)"/></svg>`,
  );
  const skewed = await sharp(scan.jpeg)
    .affine([0.93, 0.05, -0.07, 0.9], { background: '#6b5a48' })
    .toBuffer();
  const fitted = await sharp(skewed).resize(scan.width, scan.height, { fit: 'fill' }).toBuffer();
  const jpeg = await sharp(fitted)
    .composite([{ input: shade, blend: 'multiply' }])
    .jpeg({ quality: 75 })
    .toBuffer();
  return { ...scan, jpeg };
}

/** Put into the machine sideways. */
async function sideways(scan: Scan): Promise<Scan> {
  const jpeg = await sharp(scan.jpeg).rotate(90).jpeg({ quality: 85 }).toBuffer();
  return { jpeg, width: scan.height, height: scan.width, widthMm: scan.heightMm, heightMm: scan.widthMm };
}

const letterhead =
  '<g fill="#e60012"><rect x="35" y="18" width="140" height="13"/><rect x="25" y="48" width="72" height="1"/><rect x="113" y="48" width="72" height="1"/><polygon points="105,44 106.5,47.5 110,47.6 107.2,50 108.2,53.5 105,51.5 101.8,53.5 102.8,50 100,47.6 103.5,47.5"/></g>';
const signature =
  '<path d="M120 232c6-9 9 8 14-2s6 9 11-1 7 6 12 1" fill="none" stroke="#1a1a2a" stroke-width="1.1"/>';

const seals: readonly BlindScan[] = [
  sealed('clean seal', 'over the date, turned', { svg: dashedSeal({ x: 142, y: 240, turn: 12 }) }),
  sealed('clean seal', 'over lines of writing', { svg: dashedSeal({ x: 100, y: 150, opacity: 0.75 }) }),
  sealed('clean seal', 'two, one beside the other', {
    svg: `${dashedSeal({ x: 70, y: 240 })}${dashedSeal({ x: 148, y: 236, turn: -20 })}`,
  }),
  sealed('clean seal', 'under a red letterhead', { svg: `${letterhead}${dashedSeal({ x: 150, y: 245 })}` }),
  sealed('clean seal', 'carmine, over a signature', {
    svg: `${dashedSeal({ x: 140, y: 232, color: '#9c1030' })}${signature}`,
  }),
  sealed('clean seal', 'oval, 40 by 30 mm', { svg: ovalSeal(140, 240) }),
  sealed('clean seal', 'progressive', { svg: dashedSeal({ x: 145, y: 238 }), progressive: true }),
  sealed('clean seal', '600 dpi', { svg: dashedSeal({ x: 145, y: 238 }), dpi: 600, quality: 70 }),
  sealed('clean seal', 'the page sideways', { svg: dashedSeal({ x: 145, y: 238 }) }, sideways),
  sealed('cut seal', 'half over the right edge', { svg: dashedSeal({ x: paperMm.width, y: 150 }) }),
  sealed('cut seal', 'a third over the lower edge', { svg: dashedSeal({ x: 120, y: paperMm.height - 7 }) }),
  sealed('poor seal', '150 dpi, strongly compressed', {
    svg: dashedSeal({ x: 145, y: 238 }),
    dpi: 150,
    quality: 35,
  }),
  sealed('poor seal', 'faded', { svg: dashedSeal({ x: 145, y: 238, opacity: 0.32 }) }),
  sealed('poor seal', 'pressed unevenly', {
    svg: `${dashedSeal({ x: 145, y: 238, opacity: 0.8 })}${speckles({ x: 145, y: 238 }, 1_600)}`,
  }),
  sealed('poor seal', 'a quarter of the rim missing', { svg: dashedSeal({ x: 145, y: 238, rim: 0.75 }) }),
  sealed('poor seal', 'by telephone', { svg: dashedSeal({ x: 140, y: 225 }), dpi: 250 }, photographed),
];

const table =
  Array.from({ length: 9 }, (_, row) => `M25 ${60 + row * 22}h160`).join('') +
  [25, 60, 110, 150, 185].map((x) => `M${x} 60v176`).join('');

const others: readonly BlindScan[] = [
  bare('print', 'a red letterhead', { svg: letterhead }),
  bare('print', 'a red table', {
    svg: `<path d="${table}" fill="none" stroke="#d8232a" stroke-width=".8"/>`,
  }),
  bare('print', 'a round logo of 16 mm', { svg: dashedSeal({ x: 40, y: 28, radius: 8 }) }),
  bare('print', 'a red disc', { svg: '<circle cx="105" cy="150" r="21" fill="#d8232a"/>' }),
  bare('print', 'a chart of red and blue', {
    svg: '<g fill="none" stroke-width="11"><circle cx="105" cy="150" r="22" stroke="#d8232a"/><path d="M105 128a22 22 0 0 1 22 22" stroke="#2a52be"/><path d="M127 150a22 22 0 0 1 -22 22" stroke="#e8b923"/></g>',
  }),
  bare('print', 'a large pale ring', {
    svg: '<circle cx="105" cy="150" r="50" fill="none" stroke="#e89aa0" stroke-width="3"/>',
  }),
  bare('print', 'red page numbers and ticks', {
    svg: `<g fill="none" stroke="#d8232a" stroke-width="1.2">${Array.from({ length: 9 }, (_, row) => `<path d="M180 ${64 + row * 19}l3 4l6-9"/>`).join('')}</g>`,
  }),
  bare('pen', 'writing in red', {
    svg: '<path d="M60 200c8-14 12 10 20-4s9 12 17-2s11 9 18 0s8 8 16 1" fill="none" stroke="#c81e1e" stroke-width="1.4"/>',
  }),
  bare('pen', 'lines under words', {
    svg: '<path d="M30 96c40 2 80-2 120 1M30 135c30-2 70 2 90 0" fill="none" stroke="#c81e1e" stroke-width="1.2"/>',
  }),
  bare('pen', 'a loop around words', {
    svg: '<path d="M70 150c2-12 60-16 64 0s-50 18-62 6" fill="none" stroke="#c81e1e" stroke-width="1.1"/>',
  }),
  bare('other stamp', 'a rectangle for the date of receipt', {
    svg: stamp({ x: 120, y: 225, width: 60, height: 26 }),
  }),
  bare('other stamp', 'a square for a name', { svg: stamp({ x: 140, y: 235, width: 18, height: 18 }) }),
  bare('other stamp', 'a square of 40 mm with round corners', {
    svg: stamp({ x: 120, y: 220, width: 40, height: 40, corner: 6 }),
  }),
  bare('picture', 'a red picture', {
    svg: '<radialGradient id="p"><stop offset="0" stop-color="#ff5040"/><stop offset="1" stop-color="#5a0a10"/></radialGradient><rect x="55" y="120" width="100" height="70" fill="url(#p)"/>',
  }),
  bare('picture', 'red paper', { paper: '#e0535a' }),
  {
    name: 'grey, with a seal',
    kind: 'grey',
    label: 'cannot-tell',
    pdf: () => page({ svg: dashedSeal({ x: 145, y: 238 }), grey: true })(),
  },
];

export const blindScans: readonly BlindScan[] = [...seals, ...others];
