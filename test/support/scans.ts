/**
 * Scans for tests: pages of paper with bars in place of lines of writing, as a scanner's JPEGs in a PDF. Where no fonts are installed
 * text cannot be drawn; what is looked for on a page is colour and shape.
 */
import sharp from 'sharp';
import { type Body, pdf, stream } from '../pdf/pdf-maker.ts';

export interface Scan {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

export interface ScanOptions {
  readonly dpi?: number;
  /** SVG over the page in millimetres: `<circle cx="140" cy="230" r="21" …/>`. */
  readonly svg?: string;
  readonly quality?: number;
  readonly grey?: boolean;
  readonly progressive?: boolean;
  /** Of the paper, `#f4f1e8` as a rule. */
  readonly paper?: string;
}

export const paperMm = { width: 210, height: 297 } as const;

/** A page of A4. */
export async function scanned(options: ScanOptions = {}): Promise<Scan> {
  const dpi = options.dpi ?? 300;
  const [width, height] = [pixels(paperMm.width, dpi), pixels(paperMm.height, dpi)];
  const page = await sharp({ create: { width, height, channels: 3, background: options.paper ?? '#f4f1e8' } })
    .composite([{ input: svgPage(`${lines}${options.svg ?? ''}`, dpi) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  addGrain(page);
  const scan = sharp(page, { raw: { width, height, channels: 3 } });
  const jpeg = await (options.grey === true ? scan.greyscale() : scan)
    .jpeg({ quality: options.quality ?? 88, progressive: options.progressive ?? false })
    .toBuffer();
  return { jpeg, width, height, widthMm: paperMm.width, heightMm: paperMm.height };
}

/** The noise of paper and sensor, always the same: each pixel is up to eight steps darker. */
function addGrain(page: Buffer): void {
  let seed = 1;
  for (let at = 0; at < page.length; at += 3) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    const grain = seed >>> 29;
    page[at] = Math.max(0, (page[at] ?? 0) - grain);
    page[at + 1] = Math.max(0, (page[at + 1] ?? 0) - grain);
    page[at + 2] = Math.max(0, (page[at + 2] ?? 0) - grain);
  }
}

export function pixels(millimetres: number, dpi: number): number {
  return Math.round((millimetres / 25.4) * dpi);
}

/** A drawing in millimetres over a whole page. */
export function svgPage(svg: string, dpi: number): Buffer {
  const [width, height] = [pixels(paperMm.width, dpi), pixels(paperMm.height, dpi)];
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${paperMm.width} ${paperMm.height}">${svg}</svg>`,
  );
}

/** A heading and 22 lines of 28 characters, as bars. */
const lines = [
  '<rect x="60" y="37" width="90" height="7" fill="#222"/>',
  ...Array.from({ length: 22 }, (_, line) =>
    Array.from({ length: 28 }, (_, character) => {
      const left = 28 + character * 5.57;
      const bottom = 55 + line * 9.8;
      return `<path d="M${left} ${bottom}h4M${left + 1} ${bottom + 2}h3M${left + 2} ${bottom - 1}v4" stroke="#222" stroke-width=".5"/>`;
    }).join(''),
  ),
].join('');

/** A round official seal of 42 mm with a star, words around as dashes. */
export function roundSeal(x: number, y: number, color = '#d8232a', radius = 21): string {
  const star = Array.from({ length: 10 }, (_, index) => {
    const reach = radius * (index % 2 === 0 ? 0.33 : 0.13);
    const angle = (Math.PI / 5) * index - Math.PI / 2;
    return `${x + reach * Math.cos(angle)},${y + reach * Math.sin(angle)}`;
  });
  const around = `<circle cx="${x}" cy="${y}" r="${radius * 0.76}" fill="none" stroke="${color}" stroke-width="${radius * 0.16}" stroke-dasharray="${radius * 0.12} ${radius * 0.1}"/>`;
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${color}" stroke-width="1.2"/>${around}<polygon points="${star.join(' ')}" fill="${color}"/>`;
}

/** The scans as a scanner writes them: a page each, filled by its picture. */
export function scanPdf(scans: readonly Scan[]): Buffer {
  const objects: Record<number, Body> = { 1: '<</Type/Catalog/Pages 2 0 R>>' };
  const kids = scans.map((scan, index) => {
    const first = 3 + index * 3;
    const points = [scan.widthMm, scan.heightMm].map((side) => ((side / 25.4) * 72).toFixed(2));
    objects[first] =
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${points.join(' ')}]/Contents ${first + 1} 0 R/Resources<</XObject<</Im0 ${first + 2} 0 R>>>>>>`;
    objects[first + 1] = stream('', `q ${points[0]} 0 0 ${points[1]} 0 0 cm /Im0 Do Q`);
    objects[first + 2] = stream(pictureOf(scan), scan.jpeg);
    return `${first} 0 R`;
  });
  objects[2] = `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${kids.length}>>`;
  return pdf(objects, { header: '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n' });
}

function pictureOf({ jpeg, width, height }: Scan): string {
  const colors = componentsOf(jpeg) === 1 ? '/DeviceGray' : '/DeviceRGB';
  return `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace${colors}/BitsPerComponent 8/Filter/DCTDecode`;
}

/** Of a JPEG, from the head of its frame. */
function componentsOf(jpeg: Buffer): number {
  for (let at = 2; at + 9 < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xc2) return jpeg.readUInt8(at + 9);
  }
  throw new Error('this JPEG has no frame');
}

/** A report of colour scans, one of its pages sealed. */
export async function scannedReport(pages: number, sealedPage?: number): Promise<Buffer> {
  const scans: Scan[] = [];
  for (let page = 1; page <= pages; page += 1)
    scans.push(await scanned(page === sealedPage ? { svg: roundSeal(145, 235) } : {}));
  return scanPdf(scans);
}
