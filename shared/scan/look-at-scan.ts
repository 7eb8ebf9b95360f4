/**
 * What the check of a stamped report sees on its pages: whether a red seal is there, and what the code of the draft says. One page at a
 * time; nothing of a page is kept but what was seen on it, so ten pages cost no more memory than one.
 */
import { type PageView, pageImages } from '../pdf/page-images.ts';
import type { PdfLimits } from '../pdf/work.ts';
import { readCode } from './page-code.ts';
import { type PageSight, type SealHint, sealHint, sightOf } from './seal-hint.ts';

export interface PageCode {
  /** Beginning with 1. */
  readonly page: number;
  /** Null where no code could be read. */
  readonly text: string | null;
}

export interface ScanSight {
  readonly seal: SealHint;
  /** Of the pages that were tried: as a rule the first, and the next ones as long as nothing was read. */
  readonly codes: readonly PageCode[];
}

/** Pages on which a code is looked for; the draft has one on each. */
const pagesTried = 3;
/** Pages that are looked at for a seal; a report has ten. */
const mostPages = 60;

export function lookAtScan(bytes: Uint8Array, limits: Partial<PdfLimits> = {}): ScanSight {
  return lookAtPages(pageImages(bytes, limits));
}

export function lookAtPages(pages: Iterable<PageView>): ScanSight {
  const sights: PageSight[] = [];
  const codes: PageCode[] = [];
  for (const view of pages) {
    if (sights.length === mostPages) {
      sights.push({ page: view.page, sight: 'blind', reason: 'too-large' });
      break;
    }
    sights.push(sightOf(view));
    if (codes.length < pagesTried && codes.every(({ text }) => text === null))
      codes.push({ page: view.page, text: codeOn(view) });
  }
  return { seal: sealHint(sights), codes };
}

/** The code on the largest picture of a page, which is the scan. */
function codeOn({ images }: PageView): string | null {
  const largest = images.toSorted((a, b) => b.widthMm * b.heightMm - a.widthMm * a.heightMm)[0];
  return largest === undefined ? null : readCode(largest);
}
