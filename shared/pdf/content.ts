/**
 * Follows what a page draws, as far as pictures go: where each is placed, also inside forms. Text, lines and colours are passed over; a
 * picture written into the content itself is counted and not taken, because no scanner writes its page that way.
 */
import type { PdfDocument } from './document.ts';
import { unfiltered } from './filters.ts';
import { combined, type Matrix, matrixOf, unmoved } from './matrix.ts';
import { isWhite, Parser } from './parser.ts';
import { type Dictionary, dictionaryOf, listOf, Name, nameOf, Stream, type Value, Word } from './value.ts';
import { Exceeded } from './work.ts';

export interface Drawn {
  readonly image: Stream;
  readonly placed: Matrix;
}

export interface Drawing {
  readonly images: readonly Drawn[];
  /** Pictures inside the content. */
  readonly inlineImages: number;
  /** Anything else is painted: text, lines, areas. */
  readonly painted: boolean;
}

const paintings = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Tj', 'TJ', "'", '"']);
const [mostForms, mostImages, mostOperands, mostSaved] = [12, 1_000, 64, 256];

export function drawingOf(page: Dictionary, document: PdfDocument): Drawing {
  const canvas = new Canvas(document);
  const resources = dictionaryOf(document.resolve(page.get('Resources')));
  for (const content of contentsOf(page, document)) canvas.draw(content, resources, unmoved, 0);
  return canvas;
}

/** A page's content may be cut into several streams, between any two words. */
function contentsOf(page: Dictionary, document: PdfDocument): readonly Uint8Array[] {
  const streams = listOf(document.resolve(page.get('Contents'))).map(document.resolve);
  const pieces = streams.map((stream) => (stream instanceof Stream ? textOf(stream, document) : null));
  const texts = pieces.filter((piece) => piece !== null);
  return texts.length < 2 ? texts : [Buffer.concat(texts.flatMap((text) => [text, Buffer.from('\n')]))];
}

function textOf(stream: Stream, document: PdfDocument): Uint8Array | null {
  const content = unfiltered(stream, document.resolve, document.work);
  return content === null || content.filter !== null ? null : content.bytes;
}

/** Where the drawing stands within one content. */
interface Level {
  readonly resources: Dictionary | null;
  readonly forms: number;
  readonly saved: Matrix[];
  placed: Matrix;
}

class Canvas implements Drawing {
  readonly images: Drawn[] = [];
  inlineImages = 0;
  painted = false;
  readonly #document: PdfDocument;

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  draw(content: Uint8Array, resources: Dictionary | null, placed: Matrix, forms: number): void {
    const parser = new Parser(content, this.#document.work, { references: false });
    const level: Level = { resources, forms, placed, saved: [] };
    let operands: Value[] = [];
    for (;;) {
      parser.startObject();
      const token = parser.next();
      if (token === undefined) return;
      if (token instanceof Word) {
        if (token.text === 'BI') this.#passInlineImage(parser);
        else this.#operate(token.text, operands, level);
        operands = [];
      } else if (operands.length < mostOperands) operands.push(token);
    }
  }

  #operate(operator: string, operands: readonly Value[], level: Level): void {
    if (operator === 'q' && level.saved.length < mostSaved) level.saved.push(level.placed);
    else if (operator === 'Q') level.placed = level.saved.pop() ?? level.placed;
    else if (operator === 'cm') level.placed = combined(matrixOf(operands) ?? unmoved, level.placed);
    else if (operator === 'Do') this.#do(operands.at(-1), level);
    else if (paintings.has(operator)) this.painted = true;
  }

  #do(name: Value | undefined, { resources, placed, forms }: Level): void {
    const { resolve } = this.#document;
    const objects = dictionaryOf(resolve(resources?.get('XObject')));
    const drawn = name instanceof Name ? resolve(objects?.get(name.text)) : null;
    if (!(drawn instanceof Stream)) return;
    const kind = nameOf(resolve(drawn.dictionary.get('Subtype')));
    if (kind === 'Form') this.#form(drawn, resources, placed, forms);
    else if (kind === 'Image') this.#take({ image: drawn, placed });
  }

  #take(drawn: Drawn): void {
    if (this.images.length === mostImages) throw new Exceeded('objects');
    this.images.push(drawn);
  }

  #form(form: Stream, resources: Dictionary | null, placed: Matrix, forms: number): void {
    if (forms === mostForms) throw new Exceeded('depth');
    const { resolve } = this.#document;
    const content = textOf(form, this.#document);
    if (content === null) return;
    const own = dictionaryOf(resolve(form.dictionary.get('Resources'))) ?? resources;
    const matrix = matrixOf(listOf(resolve(form.dictionary.get('Matrix'))).map(resolve)) ?? unmoved;
    this.draw(content, own, combined(matrix, placed), forms + 1);
  }

  /** `BI`, its dictionary, `ID`, bytes, and `EI` between blanks. */
  #passInlineImage(parser: Parser): void {
    this.inlineImages += 1;
    for (;;) {
      const token = parser.next();
      if (token === undefined) return;
      if (token instanceof Word && token.text === 'ID') break;
    }
    const bytes = Buffer.from(parser.bytes.buffer, parser.bytes.byteOffset, parser.bytes.length);
    const start = parser.at;
    let at = bytes.indexOf('EI', start);
    while (at >= 0 && !(isWhite(bytes[at - 1]) && (isWhite(bytes[at + 2]) || at + 2 >= bytes.length)))
      at = bytes.indexOf('EI', at + 2);
    parser.at = at < 0 ? parser.end : at + 2;
    this.#document.work.spend(parser.at - start);
  }
}
