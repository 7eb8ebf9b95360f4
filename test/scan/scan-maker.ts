/**
 * Scans as a scanner or a phone makes them: a drawing in millimetres becomes a JPEG with the paper's tint, the sensor's noise, skew
 * and shadow. Everything is seeded, so that a figure that changes has a cause.
 */
import sharp from 'sharp';
import { seeded } from './page-drawing.ts';

export interface ScanOptions {
  readonly dpi?: number;
  readonly quality?: number;
  readonly progressive?: boolean;
  /** 4:2:0 is what most scanners write. */
  readonly subsampling?: '4:4:4' | '4:2:0';
  readonly grey?: boolean;
  /** Degrees by which the paper lay askew. */
  readonly skew?: number;
  /** Quarter turns of the whole page, clockwise. */
  readonly quarters?: number;
  /** Colour of the paper under the light. */
  readonly paper?: readonly [number, number, number];
  /** Brightness left at the darkest corner. */
  readonly shadow?: number;
  readonly noise?: number;
  /** Millimetres of the page; A4 by default. */
  readonly page?: readonly [number, number];
}

const a4: readonly [number, number] = [210, 297];

export interface Scan {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

export async function scanOf(drawing: string, options: ScanOptions = {}): Promise<Scan> {
  const { data, info } = await pixelsOf(drawing, options);
  const { quality = 80, progressive = false, subsampling = '4:2:0', grey = false } = options;
  const raw = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
  const jpeg = await (grey ? raw.toColourspace('b-w') : raw)
    .jpeg({ quality, progressive, chromaSubsampling: subsampling, optimiseCoding: progressive })
    .toBuffer();
  const [pageWidth, pageHeight] = options.page ?? a4;
  const turned = (options.quarters ?? 0) % 2 === 1;
  return {
    data: jpeg,
    width: info.width,
    height: info.height,
    widthMm: turned ? pageHeight : pageWidth,
    heightMm: turned ? pageWidth : pageHeight,
  };
}

/** The page as red, green and blue. */
export async function pixelsOf(drawing: string, options: ScanOptions = {}) {
  const { dpi = 200, skew = 0, quarters = 0 } = options;
  const [pageWidth, pageHeight] = options.page ?? a4;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round((pageWidth * dpi) / 25.4)}" height="${Math.round((pageHeight * dpi) / 25.4)}" viewBox="0 0 ${pageWidth} ${pageHeight}">
    <rect width="100%" height="100%" fill="#fff"/><g transform="rotate(${skew} ${pageWidth / 2} ${pageHeight / 2})">${drawing}</g></svg>`;
  const upright = sharp(Buffer.from(svg), { limitInputPixels: false }).flatten({ background: '#fff' });
  const { data, info } = await upright
    .rotate(quarters * 90)
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  light(data, info.width, info.height, options);
  return { data, info };
}

/** Multiplies with the paper's colour and the light that falls on it, and adds noise, in place. */
function light(pixels: Buffer, width: number, height: number, options: ScanOptions): void {
  const { paper = [250, 249, 245], shadow = 1, noise = 6 } = options;
  const random = seeded(99);
  const grain = Int8Array.from({ length: 65_536 }, () => Math.round((random() + random() - 1) * noise));
  let speck = 0;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const fall = 1 - ((1 - shadow) * (x / width + y / height)) / 2;
      for (let channel = 0; channel < 3; channel += 1, at += 1) {
        speck = (speck + 7919) & 65_535;
        const value =
          ((pixels[at] ?? 0) * (paper[channel] ?? 255) * fall) / 255 +
          (grain[(speck + (at >> 9)) & 65_535] ?? 0);
        pixels[at] = Math.max(0, Math.min(255, value));
      }
    }
}
