/** PDFs made by hand, object by object, with whatever lies a test wants to tell in them. Text is Latin-1: a character is a byte. */
import { deflateSync } from 'node:zlib';

/** What stands between `12 0 obj` and `endobj`. */
export type Body = string | Buffer;
export type Objects = Readonly<Record<number, Body>>;

export interface Making {
  readonly header?: string;
  readonly eol?: string;
  /** Numbers that lie in an object stream, by the number of the stream. */
  readonly packed?: Readonly<Record<number, Objects>>;
  readonly contents?: 'table' | 'stream' | 'hybrid' | 'none';
  /** More for the trailer, like `/Encrypt 9 0 R`. */
  readonly trailer?: string;
  /** Written in place of where the table of contents lies. */
  readonly startxref?: number;
  /** Added to every place that the table names. */
  readonly shift?: number;
  /** Places to tell lies about. */
  readonly places?: Readonly<Record<number, number>>;
  readonly end?: string;
}

const root = '/Root 1 0 R';

export function bytes(text: Body): Buffer {
  return typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
}

/** A stream object; its length is counted unless the dictionary says one. */
export function stream(dictionary: string, data: Body, eol = '\n'): Buffer {
  const content = bytes(data);
  const length = /\/Length\b/.test(dictionary) ? '' : `/Length ${content.length}`;
  return Buffer.concat([
    bytes(`<<${dictionary}${length}>>${eol}stream${eol === '\r' ? '\r\n' : eol}`),
    content,
    bytes(`${eol}endstream`),
  ]);
}

export function deflated(dictionary: string, data: Body): Buffer {
  return stream(`${dictionary}/Filter/FlateDecode`, deflateSync(bytes(data), { level: 9 }));
}

export function objectStream(objects: Objects, dictionary = ''): Buffer {
  const bodies = Object.entries(objects).map(([number, body]) => ({
    number,
    body: `${bytes(body).toString('latin1')} `,
  }));
  let offset = 0;
  const table = bodies.map(({ number, body }) => {
    const entry = `${number} ${offset} `;
    offset += body.length;
    return entry;
  });
  const first = table.join('').length;
  const text = table.join('') + bodies.map(({ body }) => body).join('');
  return deflated(`/Type/ObjStm/N ${bodies.length}/First ${first}${dictionary}`, text);
}

/** A whole file. */
export function pdf(objects: Objects, making: Making = {}): Buffer {
  const eol = making.eol ?? '\n';
  return revision(bytes(making.header ?? `%PDF-1.7${eol}%\xe2\xe3\xcf\xd3${eol}`), objects, making);
}

/** The file with one more revision behind it. */
export function updated(before: Buffer, objects: Objects, making: Making = {}): Buffer {
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(
    before.toString('latin1', Math.max(0, before.length - 64)),
  )?.[1];
  return revision(before, objects, { ...making, trailer: `/Prev ${previous}${making.trailer ?? ''}` });
}

interface Entry {
  readonly number: number;
  readonly kind: 1 | 2;
  readonly place: number;
  readonly index: number;
}

function revision(before: Buffer, objects: Objects, making: Making): Buffer {
  const eol = making.eol ?? '\n';
  const pieces = [before];
  let at = before.length;
  const add = (piece: Body): void => {
    pieces.push(bytes(piece));
    at += bytes(piece).length;
  };
  const entries: Entry[] = [];
  const put = (number: number, body: Body): void => {
    const place = making.places?.[number] ?? at + (making.shift ?? 0);
    entries.push({ number, kind: 1, place, index: 0 });
    add(Buffer.concat([bytes(`${number} 0 obj${eol}`), bytes(body), bytes(`${eol}endobj${eol}`)]));
  };
  for (const [number, body] of Object.entries(objects)) put(Number(number), body);
  const hidden = packed(making);
  for (const [number, inside] of Object.entries(making.packed ?? {}))
    put(Number(number), objectStream(inside));
  add(contents(at, entries, hidden, making));
  return Buffer.concat(pieces);
}

function packed({ packed: containers = {} }: Making): readonly Entry[] {
  return Object.entries(containers).flatMap(([container, objects]) =>
    Object.keys(objects).map((number, index) => ({
      number: Number(number),
      kind: 2 as const,
      place: Number(container),
      index,
    })),
  );
}

function contents(at: number, entries: readonly Entry[], hidden: readonly Entry[], making: Making): Buffer {
  const eol = making.eol ?? '\n';
  const ending = (start: number) =>
    bytes(`startxref${eol}${making.startxref ?? start}${eol}${making.end ?? `%%EOF${eol}`}`);
  const kind = making.contents ?? (hidden.length > 0 ? 'stream' : 'table');
  if (kind === 'none') return bytes(making.end ?? '');
  if (kind === 'stream')
    return Buffer.concat([crossReferenceStream(at, [...entries, ...hidden], making), ending(at)]);
  if (kind === 'table') return Buffer.concat([table(entries, making, ''), ending(at)]);
  const streamed = crossReferenceStream(at, hidden, making);
  return Buffer.concat([streamed, table(entries, making, `/XRefStm ${at}`), ending(at + streamed.length)]);
}

function sizeOf(entries: readonly Entry[]): number {
  return Math.max(0, ...entries.map(({ number }) => number)) + 1;
}

function table(entries: readonly Entry[], making: Making, more: string): Buffer {
  const eol = making.eol ?? '\n';
  const lineEnd = eol.length === 2 ? eol : ` ${eol}`;
  const sorted = [...entries].sort((a, b) => a.number - b.number);
  const rows = sorted.map(
    ({ number, place }) => `${number} 1${eol}${String(place).padStart(10, '0')} 00000 n${lineEnd}`,
  );
  return bytes(
    `xref${eol}0 1${eol}0000000000 65535 f${lineEnd}${rows.join('')}trailer${eol}<</Size ${sizeOf(entries)}${root}${more}${making.trailer ?? ''}>>${eol}`,
  );
}

function crossReferenceStream(at: number, entries: readonly Entry[], making: Making): Buffer {
  const own = sizeOf(entries);
  const all: Entry[] = [...entries, { number: own, kind: 1, place: at, index: 0 }];
  const rows = all.map(({ kind, place, index }) => {
    const row = Buffer.alloc(7);
    row.writeUInt8(kind, 0);
    row.writeUInt32BE(place, 1);
    row.writeUInt16BE(index, 5);
    return row;
  });
  const index = all.map(({ number }) => `${number} 1`).join(' ');
  const dictionary = `/Type/XRef/Size ${own + 1}/W[1 4 2]/Index[${index}]${root}${making.trailer ?? ''}`;
  return Buffer.concat([
    bytes(`${own} 0 obj\n`),
    deflated(dictionary, Buffer.concat(rows)),
    bytes('\nendobj\n'),
  ]);
}

/** A report of one page that draws a line of text: 1 catalogue, 2 tree, 3 page, 4 content, 5 font. */
export function plainObjects(
  more: { catalogue?: string; page?: string; tree?: string } = {},
): Record<number, Body> {
  return {
    1: `<</Type/Catalog/Pages 2 0 R${more.catalogue ?? ''}>>`,
    2: `<</Type/Pages/Kids[3 0 R]/Count 1${more.tree ?? ''}>>`,
    3: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>${more.page ?? ''}>>`,
    4: stream('', 'BT /F1 12 Tf 72 700 Td (report) Tj ET'),
    5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  };
}
