/**
 * A page's picture in whatever format it lies in the file: made small and in colour, or a part of it in grey. What cannot be read is told
 * by its reason, and never taken for a page without anything on it.
 */
import type { PageImage } from '../pdf/page-images.ts';
import { bareLuminance, barePixels, bareThumbnail } from './bare-pixels.ts';
import { jpegLuminance, jpegThumbnail } from './jpeg-picture.ts';
import type { Part } from './part.ts';
import type { Plane } from './plane.ts';
import type { Thumbnail } from './thumbnail.ts';

/** Why nobody can tell from a picture: it has no colours, or it cannot be read. */
export type Blindness = 'grey' | 'unsupported' | 'broken' | 'too-large' | 'too-coarse';

export type Seen<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Exclude<Blindness, 'grey'> };

const unsupported = { ok: false, fault: 'unsupported' } as const;

/** Whether the file itself says that there are no colours: one bit, or one number that no palette explains. */
export function isGrey({ filter, colorSpace, isMask }: PageImage): boolean {
  if (filter === 'CCITTFaxDecode' || filter === 'JBIG2Decode' || isMask) return true;
  return filter !== 'JPXDecode' && colorSpace.components === 1 && colorSpace.palette === null;
}

/** At least `across` pixels wide, if the picture has as many. */
export function thumbnailOf(image: PageImage, across: number): Seen<Thumbnail> {
  if (image.filter === 'DCTDecode') return jpegThumbnail(image.data, across, isInverted(image));
  if (!isBare(image)) return unsupported;
  const pixels = barePixels(image);
  return pixels.ok ? { ok: true, value: bareThumbnail(pixels.value, across) } : pixels;
}

/** At least `across` pixels for the whole width, if the picture has as many. */
export function greyPartOf(image: PageImage, part: Part, across: number): Seen<Plane> {
  if (image.filter === 'DCTDecode') return jpegLuminance(image.data, part, across);
  if (!isBare(image)) return unsupported;
  const pixels = barePixels(image);
  return pixels.ok ? { ok: true, value: bareLuminance(pixels.value, part) } : pixels;
}

function isBare({ filter }: PageImage): boolean {
  return filter === null || filter === 'FlateDecode';
}

/** The file turns colours round: what is most in the data is least on paper. */
function isInverted({ decode }: PageImage): boolean {
  const [least = 0, most = 1] = decode;
  return least > most;
}
