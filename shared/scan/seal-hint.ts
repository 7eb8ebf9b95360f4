/**
 * Whether a red seal is to be seen on a scan: a hint for the eye of whoever checks the stamped report, never a refusal. It says that
 * there is none only where it could have seen one on every page.
 */
import type { PageImage, PageView } from '../pdf/page-images.ts';
import { type Blindness, isGrey, thumbnailOf } from './picture.ts';
import { findSeals, type SeenSeal } from './seal-finder.ts';
import type { Thumbnail } from './thumbnail.ts';

/** Why a page tells nothing: what its picture is, or that no picture covers it (a page that was written, not scanned). */
export type Reason = Blindness | 'no-scan';

export interface SealedPage {
  /** Beginning with 1. */
  readonly page: number;
  readonly seals: readonly SeenSeal[];
}

export type SealHint =
  | { readonly hint: 'seal'; readonly pages: readonly number[]; readonly places: readonly SealedPage[] }
  | { readonly hint: 'none' }
  | { readonly hint: 'cannot-tell'; readonly reason: Reason };

/** What one page shows; `colourless` is a colour file without any colour, which an old scanner makes of grey. */
export type PageSight =
  | { readonly page: number; readonly sight: 'seal'; readonly seals: readonly SeenSeal[] }
  | { readonly page: number; readonly sight: 'none' | 'colourless' }
  | { readonly page: number; readonly sight: 'blind'; readonly reason: Reason };

/** Millimetres of a pixel at which a rim is a line of its own, and at which nothing can be told any more. */
const [wantedPitch, coarsestPitch] = [0.8, 1.2];
/** Pictures smaller than the smallest seal hold none. */
const smallestMm = 20;
/** Pages of reports are A4; a picture that claims to be larger than A2 is measured as A4. */
const [largestMm, usualMm] = [600, 297];

/** The whole file's hint out of what its pages show. */
export function sealHint(sights: readonly PageSight[]): SealHint {
  const places = sights.flatMap((each) =>
    each.sight === 'seal' ? [{ page: each.page, seals: each.seals }] : [],
  );
  if (places.length > 0) return { hint: 'seal', pages: places.map(({ page }) => page), places };
  // Seals stand at the end, so the last page that tells nothing says why.
  const blind = sights.findLast((each) => each.sight === 'blind');
  if (blind?.sight === 'blind') return { hint: 'cannot-tell', reason: blind.reason };
  // A scanner that has shown colours on one page would have shown them on the others.
  const hasColours = sights.some(({ sight }) => sight === 'none');
  if (hasColours) return { hint: 'none' };
  return { hint: 'cannot-tell', reason: sights.length === 0 ? 'no-scan' : 'grey' };
}

/** Looks at the pictures of one page. */
export function sightOf(view: PageView): PageSight {
  const { page } = view;
  if (view.tooCostly) return { page, sight: 'blind', reason: 'too-large' };
  const large = view.images.filter(({ widthMm, heightMm }) => Math.min(widthMm, heightMm) >= smallestMm);
  const looks = large.map(lookAt);
  const seals = looks.flatMap((look) => look.seals);
  if (seals.length > 0) return { page, sight: 'seal', seals };
  const blind = looks.find(({ reason }) => reason !== undefined);
  if (blind?.reason !== undefined) return { page, sight: 'blind', reason: blind.reason };
  if (!isCovered(view, large)) return { page, sight: 'blind', reason: 'no-scan' };
  return { page, sight: looks.every(({ colourless }) => colourless) ? 'colourless' : 'none' };
}

/** One picture covers most of the page; of strips each would show only a part of a seal. */
function isCovered({ widthMm, heightMm }: PageView, images: readonly PageImage[]): boolean {
  return images.some((image) => image.widthMm * image.heightMm > 0.6 * widthMm * heightMm);
}

interface Look {
  readonly seals: readonly SeenSeal[];
  readonly colourless: boolean;
  readonly reason: Reason | undefined;
}

function lookAt(image: PageImage): Look {
  if (isGrey(image)) return blindFor('grey');
  const scale = Math.min(
    1,
    Math.max(image.widthMm, image.heightMm) > largestMm
      ? usualMm / Math.max(image.widthMm, image.heightMm)
      : 1,
  );
  const widthMm = image.widthMm * scale;
  const seen = thumbnailOf(image, widthMm / wantedPitch);
  if (!seen.ok) return blindFor(seen.fault);
  const thumbnail = seen.value;
  if (!thumbnail.isColour) return blindFor('grey');
  const pitch = widthMm / thumbnail.width;
  if (pitch > coarsestPitch) return blindFor('too-coarse');
  const colourless = isColourless(thumbnail);
  const seals = colourless ? [] : findSeals(thumbnail, pitch).map((seal) => asShown(seal, image, scale));
  const isBlind = seals.length === 0 && !thumbnail.isWhole;
  return { seals, colourless, reason: isBlind ? 'broken' : undefined };
}

function blindFor(reason: Reason): Look {
  return { seals: [], colourless: false, reason };
}

/** Whether as good as nothing has a colour; rounding alone tells the channels apart by three. */
function isColourless({ red, green, blue }: Thumbnail): boolean {
  let coloured = 0;
  for (let at = 0; at < red.length; at += 1) {
    const light = green[at] ?? 0;
    if (Math.abs((red[at] ?? 0) - light) > 4 || Math.abs((blue[at] ?? 0) - light) > 4) coloured += 1;
  }
  return coloured * 5_000 < red.length;
}

/** The place as the picture looks on the page that is shown: mirrored first, then turned. */
function asShown(seal: SeenSeal, { widthMm, heightMm, mirrored, turn }: PageImage, scale: number): SeenSeal {
  const [width, height] = [widthMm * scale, heightMm * scale];
  const x = mirrored ? width - seal.xMm : seal.xMm;
  const { yMm: y } = seal;
  if (turn === 0) return { ...seal, xMm: x };
  if (turn === 180) return { ...seal, xMm: width - x, yMm: height - y };
  const [xMm, yMm] = turn === 90 ? [height - y, x] : [y, width - x];
  return { xMm, yMm, widthMm: seal.heightMm, heightMm: seal.widthMm };
}
