/** A page of a PDF that is one scan, as `shared/pdf` would hand it out. */
import type { PageImage, PageView } from '../../shared/pdf/page-images.ts';
import type { Scan } from './scan-maker.ts';

export function imageOf(scan: Scan, more: Partial<PageImage> = {}): PageImage {
  return {
    page: 1,
    width: scan.width,
    height: scan.height,
    widthMm: scan.widthMm,
    heightMm: scan.heightMm,
    placed: [(scan.widthMm / 25.4) * 72, 0, 0, (scan.heightMm / 25.4) * 72, 0, 0],
    turn: 0,
    mirrored: false,
    filter: 'DCTDecode',
    parameters: null,
    colorSpace: { name: 'DeviceRGB', components: 3, palette: null },
    bitsPerComponent: 8,
    isMask: false,
    hasSoftMask: false,
    decode: [],
    data: scan.data,
    ...more,
  };
}

export function pageWith(images: readonly PageImage[], more: Partial<PageView> = {}): PageView {
  return {
    page: 1,
    widthMm: 210,
    heightMm: 297,
    rotate: 0,
    images,
    painted: false,
    tooCostly: false,
    ...more,
  };
}
