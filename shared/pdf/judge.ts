/**
 * Whether a file is a plain PDF: one that can be opened without a password, has pages, does nothing by itself, carries nothing inside and
 * is nothing else besides. Whatever the bytes are there is an answer, and it costs no more than the limits allow. Signature fields
 * and e-seals are plain; whether a signature is good is not asked here.
 */
import { ActiveContent, type ActiveKind, activeWords } from './active.ts';
import { PdfDocument } from './document.ts';
import { filtersOf, unfiltered } from './filters.ts';
import { isAnotherFileToo, isForeignGap } from './foreign.ts';
import { pageTree } from './page-tree.ts';
import { countOf, nameOf, Stream } from './value.ts';
import { Exceeded, type Excess, type PdfLimits, usualLimits, Work } from './work.ts';

/** What there is to know of a file, as far as it was looked into. */
export interface PdfFacts {
  readonly bytes: number;
  /** `%PDF-` at byte 0. */
  readonly startsWithPdf: boolean;
  /** Why its structure could not be followed to the pages; null where it could, and where nobody can tell. */
  readonly trouble: PdfFault | Excess | null;
  /** Of a file with too many one more than allowed. */
  readonly pages: number;
  readonly encrypted: boolean;
  /** Chinese: what acts or is carried inside. */
  readonly active: readonly string[];
  readonly signatureFields: boolean;
  /** Its table of contents leads nowhere; the objects were found one by one. */
  readonly repaired: boolean;
}

/** Why a file cannot be read: no way to the pages, a tree that leads nowhere or into itself, an end that is missing, objects that stay packed. */
export type PdfFault = 'no-catalogue' | 'broken-tree' | 'cut' | 'closed';

export type PdfVerdict = { readonly facts: PdfFacts } & (
  | {
      readonly kind:
        | 'plain'
        | 'empty'
        | 'too-large'
        | 'not-pdf'
        | 'encrypted'
        | 'no-pages'
        | 'too-many-pages';
    }
  | { readonly kind: 'unreadable'; readonly fault: PdfFault }
  | { readonly kind: 'too-costly'; readonly excess: Excess }
  | { readonly kind: 'active'; readonly found: readonly ActiveKind[] }
);

export function judgePdf(bytes: Uint8Array, limits: Partial<PdfLimits> = {}): PdfVerdict {
  const work = new Work({ ...usualLimits, ...limits });
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const startsWithPdf = file.toString('latin1', 0, 5) === '%PDF-';
  const facts: PdfFacts = { ...nothing, bytes: bytes.length, startsWithPdf };
  if (bytes.length === 0) return { kind: 'empty', facts };
  if (bytes.length > work.limits.bytes) return { kind: 'too-large', facts };
  if (!startsWithPdf) return { kind: 'not-pdf', facts };
  try {
    return look(file, facts, work);
  } catch (error) {
    if (error instanceof Exceeded)
      return { kind: 'too-costly', excess: error.excess, facts: { ...facts, trouble: error.excess } };
    throw error;
  }
}

const nothing = {
  trouble: null,
  pages: 0,
  encrypted: false,
  active: [],
  signatureFields: false,
  repaired: false,
} as const;

function look(file: Buffer, start: PdfFacts, work: Work): PdfVerdict {
  const active = new ActiveContent();
  const document = new PdfDocument(file, work, {
    seePair: active.seePair,
    seeValue: (value, opened) => {
      active.seeWord(value);
      if (value instanceof Stream) judgeStream(value, opened, active);
    },
    seeGap: (gap) => {
      if (isForeignGap(file, gap, work)) active.add('foreign');
    },
  });
  const { encrypted, repaired } = document;
  const facts = { ...start, repaired, signatureFields: active.signatureFields };
  if (encrypted) return { kind: 'encrypted', facts: { ...facts, encrypted } };
  const fault = faultOf(document);
  if (fault !== null) return unreadable(fault, facts);
  active.settle(document);
  if (isAnotherFileToo(file)) active.add('foreign');
  return judgePages(document, active.found, facts);
}

function faultOf(document: PdfDocument): PdfFault | null {
  if (document.catalogue === null) return 'no-catalogue';
  if (document.cut) return 'cut';
  return document.closed ? 'closed' : null;
}

function unreadable(fault: PdfFault, facts: PdfFacts): PdfVerdict {
  return { kind: 'unreadable', fault, facts: { ...facts, trouble: fault } };
}

function judgePages(document: PdfDocument, found: readonly ActiveKind[], seen: PdfFacts): PdfVerdict {
  const tree = pageTree(document);
  if (tree.kind === 'broken') return unreadable('broken-tree', seen);
  const pages = tree.kind === 'pages' ? tree.pages.length : document.work.limits.pages + 1;
  const facts = { ...seen, pages, active: found.map((kind) => activeWords[kind]) };
  if (tree.kind === 'too-many') return { kind: 'too-many-pages', facts };
  if (pages === 0) return { kind: 'no-pages', facts };
  return found.length === 0 ? { kind: 'plain', facts } : { kind: 'active', found, facts };
}

/** Bytes that a pixel takes at most: four colours of 16 bits. And what a picture's data may be longer than its pixels. */
const [mostPixelBytes, slack] = [8, 64 * 1024];

/**
 * Unpacks a stream to see that it can be unpacked within the limits, pictures excepted: of these a reader takes as much as they have
 * pixels, whatever there is more of.
 */
function judgeStream(stream: Stream, { resolve, work }: PdfDocument, active: ActiveContent): void {
  const { dictionary, raw } = stream;
  if ((resolve(dictionary.get('F')) ?? null) !== null) active.add('other-file');
  if (filtersOf(dictionary, resolve).length > work.limits.filters) throw new Exceeded('filters');
  if (nameOf(resolve(dictionary.get('Subtype'))) !== 'Image') {
    unfiltered(stream, resolve, work);
    return;
  }
  const side = (key: string): number => countOf(resolve(dictionary.get(key))) ?? 0;
  const pixels = side('Width') * side('Height');
  if (pixels > work.limits.pixels) throw new Exceeded('pixels');
  if (raw.length > pixels * mostPixelBytes + slack) throw new Exceeded('inflated');
}
