/**
 * Reads the small code (二维码) that a report's draft carries in the footer of each page, from the scan of that page: first where it should
 * stand, then anywhere. What is not read is null; why it was not is no one's guess.
 */
import { decodeQR } from 'qr/decode.js';
import type { PageImage, QuarterTurn } from '../pdf/page-images.ts';
import type { Part } from './part.ts';
import { greyPartOf } from './picture.ts';
import type { Plane } from './plane.ts';

/**
 * Pixels of a millimetre. A code of 80 characters has up to 45 modules on 18 mm and is read from two pixels for each, as a rule; where
 * it is not, the footer is looked at once more, as finely as it was scanned.
 */
const [coarse, fine] = [5, 10];
/** Share of the page's height that holds the footer, with room for a scan that has slipped. */
const footerShare = 0.2;
/** Beyond this many pixels the whole page is not searched. */
const pixelLimit = 6_000_000;
/** Hypotheses that the reader may try where the first does not fit; a count and not a time, so that every machine reads alike. */
const effort = 48;

const whole: Part = { left: 0, top: 0, right: 1, bottom: 1 };

/** The text of the code on a page's picture. */
export function readCode(image: PageImage): string | null {
  const footer = footerOf(image.turn);
  return readPart(image, footer, coarse) ?? readPart(image, footer, fine) ?? readPart(image, whole, coarse);
}

/** The lower band of the page that is shown, in the picture's own directions. */
function footerOf(turn: QuarterTurn): Part {
  if (turn === 0) return { ...whole, top: 1 - footerShare };
  if (turn === 180) return { ...whole, bottom: footerShare };
  return turn === 90 ? { ...whole, left: 1 - footerShare } : { ...whole, right: footerShare };
}

function readPart(image: PageImage, part: Part, pixelsPerMm: number): string | null {
  const seen = greyPartOf(image, part, image.widthMm * pixelsPerMm);
  if (!seen.ok || seen.value.width * seen.value.height > pixelLimit) return null;
  return decoded(seen.value);
}

/** The reader throws where it finds nothing. */
function decoded({ width, height, samples }: Plane): string | null {
  try {
    return decodeQR(
      { width, height, data: samples },
      { format: 'I420', effort, timeLimit: Number.POSITIVE_INFINITY },
    );
  } catch {
    return null;
  }
}
