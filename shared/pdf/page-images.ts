/**
 * The pictures that the pages of a PDF draw, as they lie in the file: which page, how large on paper, how turned, and the bytes of the
 * picture's own format. A scan's JPEG is handed out without a copy, so that whoever looks for something in it decodes no more than it
 * needs. What is drawn by patterns, by annotations or inside the content itself is not among them.
 */
import { type Drawn, drawingOf } from './content.ts';
import { PdfDocument } from './document.ts';
import { unfiltered } from './filters.ts';
import type { Matrix } from './matrix.ts';
import { pageTree } from './page-tree.ts';
import { countOf, type Dictionary, dictionaryOf, listOf, nameOf, Stream, type Value } from './value.ts';
import { Exceeded, type PdfLimits, usualLimits, Work } from './work.ts';

export type QuarterTurn = 0 | 90 | 180 | 270;

/** The colours of an image: how many numbers a pixel has, and what they mean. */
export interface ColorSpace {
  /** `DeviceRGB`, `DeviceGray`, `DeviceCMYK`, `ICCBased`, `Indexed` …; empty where the file does not say (JPX, masks). */
  readonly name: string;
  /** Numbers per pixel; null where nobody knows. */
  readonly components: number | null;
  /** Of `Indexed`: the colours in the order of their numbers, each with as many bytes as the base has components. */
  readonly palette: { readonly components: number; readonly colors: Uint8Array } | null;
}

export interface PageImage {
  /** Beginning with 1. */
  readonly page: number;
  /** Pixels, as the file's dictionary says: the picture itself may say otherwise. */
  readonly width: number;
  readonly height: number;
  /** The sides of the picture as it lies on the paper, along its own width and height. */
  readonly widthMm: number;
  readonly heightMm: number;
  /** From the picture's unit square to the page before it is turned, in points from the page's lower left corner. */
  readonly placed: Matrix;
  /** How far clockwise the picture has to be turned to look as it does on the page that is shown, the page's own turn included. */
  readonly turn: QuarterTurn;
  /** It is shown as in a mirror: first mirror left and right, then turn. */
  readonly mirrored: boolean;
  /** What is left to decode: `DCTDecode`, `FlateDecode`, `JPXDecode`, `CCITTFaxDecode`, `JBIG2Decode`; null for bare pixels. */
  readonly filter: string | null;
  /** Of that filter: `Predictor`, `Columns`, `K`, `ColorTransform` … */
  readonly parameters: ReadonlyMap<string, Value> | null;
  readonly colorSpace: ColorSpace;
  readonly bitsPerComponent: number;
  /** One bit per pixel that lets the present colour through. */
  readonly isMask: boolean;
  readonly hasSoftMask: boolean;
  /** Pairs of least and most for each component where the file turns colours round; empty as a rule. */
  readonly decode: readonly number[];
  readonly data: Uint8Array;
}

export interface PageView {
  /** Beginning with 1. */
  readonly page: number;
  /** As shown, turned pages turned. */
  readonly widthMm: number;
  readonly heightMm: number;
  /** Clockwise, of the page itself. */
  readonly rotate: QuarterTurn;
  readonly images: readonly PageImage[];
  /** There is something else than these: text, lines, areas, pictures inside the content. Without images a page is blank or drawn. */
  readonly painted: boolean;
  /** What this page costs is beyond the limits; its images are not known. */
  readonly tooCostly: boolean;
}

const millimetresPerPoint = 25.4 / 72;
/** A4, where a page does not say. */
const usualBox = [0, 0, 595.276, 841.89];

/**
 * Page after page; of a file that cannot be opened none. Nothing is kept of a page once the next is asked for, and nothing is thrown
 * whatever the bytes are.
 */
export function* pageImages(bytes: Uint8Array, limits: Partial<PdfLimits> = {}): Generator<PageView, void> {
  const work = new Work({ ...usualLimits, ...limits });
  const opened = attempt(() => {
    const document = new PdfDocument(bytes, work);
    return document.encrypted ? null : { document, tree: pageTree(document) };
  });
  if (opened?.tree.kind !== 'pages') return;
  for (const [index, page] of opened.tree.pages.entries()) yield viewOf(page, index + 1, opened.document);
}

/** Null when it costs too much. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof Exceeded) return null;
    throw error;
  }
}

function viewOf(page: Dictionary, number: number, document: PdfDocument): PageView {
  const { resolve } = document;
  const unit = positive(resolve(page.get('UserUnit'))) ?? 1;
  const rotate = quarterTurn(resolve(page.get('Rotate')));
  const sides = boxOf(page, document).map((side) => side * unit * millimetresPerPoint);
  const [widthMm = 0, heightMm = 0] = rotate % 180 === 0 ? sides : sides.toReversed();
  const drawn = attempt(() => {
    const drawing = drawingOf(page, document);
    const images = drawing.images.map((image) => imageOf(image, { number, rotate, unit }, document));
    return {
      images: images.filter((image) => image !== null),
      painted: drawing.painted || drawing.inlineImages > 0,
    };
  });
  const shown = drawn ?? { images: [], painted: false };
  return { page: number, widthMm, heightMm, rotate, ...shown, tooCostly: drawn === null };
}

/** Width and height in the page's units. */
function boxOf(page: Dictionary, { resolve }: PdfDocument): readonly number[] {
  const boxes = ['CropBox', 'MediaBox'].map((key) => listOf(resolve(page.get(key))).map(resolve));
  const corners = boxes.map((box) => box.filter((value) => typeof value === 'number'));
  const [left = 0, bottom = 0, right = 0, top = 0] = corners.find(isBox) ?? usualBox;
  return [Math.abs(right - left), Math.abs(top - bottom)];
}

function isBox([left, bottom, right, top]: readonly number[]): boolean {
  return top !== undefined && left !== right && bottom !== top;
}

function quarterTurn(value: Value): QuarterTurn {
  const degrees = typeof value === 'number' ? (((Math.round(value / 90) * 90) % 360) + 360) % 360 : 0;
  return degrees === 90 || degrees === 180 || degrees === 270 ? degrees : 0;
}

function positive(value: Value): number | null {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : null;
}

interface Sheet {
  readonly number: number;
  readonly rotate: QuarterTurn;
  readonly unit: number;
}

/** Null for what has no size or cannot be unpacked. */
function imageOf({ image, placed }: Drawn, sheet: Sheet, document: PdfDocument): PageImage | null {
  const { resolve, work } = document;
  const entry = (key: string, short: string) =>
    resolve(image.dictionary.get(key) ?? image.dictionary.get(short));
  const [width, height] = [countOf(entry('Width', 'W')) ?? 0, countOf(entry('Height', 'H')) ?? 0];
  if (width * height > work.limits.pixels) throw new Exceeded('pixels');
  const content = width * height > 0 ? unfiltered(image, resolve, work, 'FlateDecode') : null;
  if (content === null) return null;
  const isMask = entry('ImageMask', 'IM') === true;
  const [a, b, c, d] = placed;
  const millimetres = sheet.unit * millimetresPerPoint;
  return {
    page: sheet.number,
    width,
    height,
    widthMm: Math.hypot(a, b) * millimetres,
    heightMm: Math.hypot(c, d) * millimetres,
    placed,
    ...turnOf(placed, sheet.rotate),
    filter: content.filter,
    parameters: content.parameters,
    colorSpace: isMask
      ? { name: '', components: 1, palette: null }
      : colorSpaceOf(entry('ColorSpace', 'CS'), document),
    bitsPerComponent: isMask ? 1 : (countOf(entry('BitsPerComponent', 'BPC')) ?? 8),
    isMask,
    hasSoftMask: entry('SMask', 'SMask') instanceof Stream,
    decode: listOf(entry('Decode', 'D')).filter((value) => typeof value === 'number'),
    data: content.bytes,
  };
}

/** A picture's rows go down and a page's height goes up: unmoved, the picture's right is the page's right and its up is up. */
function turnOf([a, b, c, d]: Matrix, rotate: QuarterTurn): { turn: QuarterTurn; mirrored: boolean } {
  const mirrored = a * d - b * c < 0;
  const counterClockwise = (Math.atan2(mirrored ? -b : b, mirrored ? -a : a) * 180) / Math.PI;
  return { turn: quarterTurn(rotate - counterClockwise), mirrored };
}

const deviceComponents: Readonly<Record<string, number>> = {
  DeviceGray: 1,
  CalGray: 1,
  G: 1,
  DeviceRGB: 3,
  CalRGB: 3,
  RGB: 3,
  Lab: 3,
  DeviceCMYK: 4,
  CMYK: 4,
  Separation: 1,
};

function colorSpaceOf(value: Value, document: PdfDocument, depth = 0): ColorSpace {
  const { resolve } = document;
  const [head, second, , fourth] = listOf(value).map(resolve);
  const name = nameOf(head) ?? '';
  if (name === 'ICCBased')
    return { name, components: countOf(resolve(dictionaryOf(second)?.get('N'))), palette: null };
  if (name === 'DeviceN') return { name, components: listOf(second).length, palette: null };
  if ((name !== 'Indexed' && name !== 'I') || depth > 0)
    return { name, components: deviceComponents[name] ?? null, palette: null };
  const base = colorSpaceOf(second ?? null, document, depth + 1);
  const colors = fourth instanceof Stream ? unfiltered(fourth, resolve, document.work)?.bytes : fourth;
  const palette =
    base.components !== null && colors instanceof Uint8Array ? { components: base.components, colors } : null;
  return { name: 'Indexed', components: 1, palette };
}
