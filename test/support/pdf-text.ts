/** The text of each page of a PDF as Chromium writes it: plain objects, deflated streams, fonts that say which characters they draw. */
import { inflateSync } from 'node:zlib';

type Objects = ReadonlyMap<string, Buffer>;
type Glyphs = ReadonlyMap<number, string>;

/** Page by page, without spaces: words are placed on paper, not separated. */
export function pageTexts(pdf: Buffer): readonly string[] {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].map(headOf).filter((head) => /\/Type \/Page\b/.test(head));
  return pages.map((page) => textOf(page, objects));
}

function objectsOf(pdf: Buffer): Objects {
  const found = new Map<string, Buffer>();
  const text = pdf.toString('latin1');
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    found.set(match[1] ?? '', pdf.subarray(start, text.indexOf('\nendobj', start)));
  }
  return found;
}

/** The dictionary before a stream, or all of an object without one. */
function headOf(object: Buffer): string {
  return object.toString('latin1').split(/\nstream\r?\n/)[0] ?? '';
}

function streamOf(number: string, objects: Objects): string {
  const object = objects.get(number);
  if (object === undefined) throw new Error(`the PDF has no object ${number}`);
  const start = object.indexOf('stream') + 'stream\n'.length;
  return inflateSync(object.subarray(start), { finishFlush: 2 }).toString('latin1');
}

function textOf(page: string, objects: Objects): string {
  const [, contents = ''] = /\/Contents (\d+) 0 R/.exec(page) ?? [];
  const fonts = new Map(
    [...page.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', number = '']) => [
      name,
      glyphsOf(objects.get(number), objects),
    ]),
  );
  return written(streamOf(contents, objects), fonts);
}

function glyphsOf(font: Buffer | undefined, objects: Objects): Glyphs {
  const [, map] = /\/ToUnicode (\d+) 0 R/.exec(font === undefined ? '' : headOf(font)) ?? [];
  if (map === undefined) return new Map();
  const glyphs = new Map<number, string>();
  const cmap = streamOf(map, objects);
  for (const [, block = ''] of cmap.matchAll(/beginbfchar(.*?)endbfchar/gs))
    for (const [, glyph = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)>/g))
      glyphs.set(Number.parseInt(glyph, 16), fromHex(text));
  for (const [, block = ''] of cmap.matchAll(/beginbfrange(.*?)endbfrange/gs))
    for (const [, from = '', to = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let glyph = Number.parseInt(from, 16); glyph <= Number.parseInt(to, 16); glyph += 1)
        glyphs.set(
          glyph,
          String.fromCodePoint((fromHex(text).codePointAt(0) ?? 0) + glyph - Number.parseInt(from, 16)),
        );
  return glyphs;
}

/** A font of many glyphs names each by four digits, one of few by two. */
function written(stream: string, fonts: ReadonlyMap<string, Glyphs>): string {
  const operator =
    /\/Span<<\/ActualText <FEFF(\w*)>(?:[^>]|>(?!>))*>> BDC.*?EMC|\/(F\d+) [\d.]+ Tf|<(\w+)> Tj/gs;
  let glyphs: Glyphs = new Map();
  let text = '';
  for (const [, actual, font, shown] of stream.matchAll(operator)) {
    if (actual !== undefined) text += fromHex(actual);
    else if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    else
      text += (shown?.match(glyphs.size > 0 && isWide(shown, glyphs) ? /.{4}/g : /../g) ?? [])
        .map((glyph) => glyphs.get(Number.parseInt(glyph, 16)) ?? '')
        .join('');
  }
  return text.replace(/\s/g, '');
}

function isWide(shown: string, glyphs: Glyphs): boolean {
  return shown.length % 4 === 0 && Math.max(...glyphs.keys()) > 255;
}

function fromHex(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le');
}
