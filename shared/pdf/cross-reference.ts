/**
 * The file's own table of contents: tables, streams and both together, newest first along `/Prev`. Whoever stands first wins, as
 * readers do. What is wrong with a table is not judged here: an object that is not where it should be is found by the sweep.
 */
import { unfiltered } from './filters.ts';
import type { ObjectReader } from './object-reader.ts';
import { Parser, type SeePair } from './parser.ts';
import { countOf, type Dictionary, nameOf, Stream, type Value, Word } from './value.ts';
import { Exceeded } from './work.ts';

/** Where an object lies: at a place of the file, or as one of those inside an object stream. */
export type Place = { readonly at: number } | { readonly container: number } | 'free';

export interface CrossReference {
  readonly places: ReadonlyMap<number, Place>;
  /** Newest first. */
  readonly trailers: readonly Dictionary[];
}

const mostSections = 1_000;

export function crossReference(reader: ObjectReader): CrossReference {
  return new Chain(reader).read();
}

class Chain {
  readonly #reader: ObjectReader;
  readonly #places = new Map<number, Place>();
  readonly #trailers: Dictionary[] = [];
  readonly #seen = new Set<number>();

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  read(): CrossReference {
    const waiting: (number | null)[] = [startOf(this.#reader)];
    while (waiting.length > 0 && this.#seen.size < mostSections) {
      const at = waiting.shift() ?? null;
      if (at === null || this.#seen.has(at)) continue;
      this.#seen.add(at);
      const trailer = this.#section(at);
      if (trailer === null) continue;
      this.#trailers.push(trailer);
      waiting.push(countOf(trailer.get('Prev')));
    }
    return { places: this.#places, trailers: this.#trailers };
  }

  #section(at: number): Dictionary | null {
    const { bytes, work } = this.#reader;
    if (at >= bytes.length) return null;
    const parser = new Parser(bytes, work, { at, references: false });
    const word = parser.next();
    return word instanceof Word && word.text === 'xref' ? this.#table(parser) : this.#streamAt(at);
  }

  /** Of a hybrid file the stream goes first: the table calls free what only newer programs shall see. */
  #table(parser: Parser): Dictionary | null {
    const entries = new Map<number, Place>();
    const trailer = this.#tableEntries(parser, entries);
    const hidden = countOf(trailer?.get('XRefStm'));
    if (hidden !== null && !this.#seen.has(hidden)) {
      this.#seen.add(hidden);
      this.#streamAt(hidden);
    }
    for (const [number, place] of entries) this.#put(number, place);
    return trailer;
  }

  #tableEntries(parser: Parser, entries: Map<number, Place>): Dictionary | null {
    for (;;) {
      parser.startObject();
      const first = parser.next();
      if (first instanceof Word && first.text === 'trailer')
        return trailerAt(this.#reader, parser.at)?.dictionary ?? null;
      const count = parser.next();
      if (typeof first !== 'number' || typeof count !== 'number') return null;
      this.#subsection(parser, first, count, entries);
    }
  }

  #subsection(parser: Parser, first: number, count: number, entries: Map<number, Place>): void {
    // Some writers begin at 1 with the entry that belongs to 0.
    let shift = 0;
    for (let index = 0; index < count; index += 1) {
      parser.startObject();
      const before = parser.at;
      const [offset, generation, kind] = [parser.next(), parser.next(), parser.next()];
      if (typeof offset !== 'number' || typeof generation !== 'number' || !(kind instanceof Word)) {
        parser.at = before;
        return;
      }
      if (index === 0 && first === 1 && kind.text === 'f' && generation === 65_535) shift = -1;
      if (entries.size > this.#reader.work.limits.objects) throw new Exceeded('objects');
      entries.set(first + index + shift, kind.text === 'n' ? { at: offset } : 'free');
    }
  }

  #streamAt(at: number): Dictionary | null {
    const header = this.#reader.headerAt(at);
    if (header === null) return null;
    const { value } = this.#reader.read(header, countOf);
    return value instanceof Stream ? this.#stream(value) : null;
  }

  #stream(stream: Stream): Dictionary | null {
    const { dictionary } = stream;
    const widths = numbers(dictionary.get('W'));
    const width = widths.reduce((sum, one) => sum + one, 0);
    if (nameOf(dictionary.get('Type')) !== 'XRef' || widths.length !== 3 || width < 1 || width > 24)
      return null;
    const table = unfiltered(stream, (value) => value ?? null, this.#reader.work);
    if (table === null || table.filter !== null) return null;
    const index = dictionary.has('Index') ? numbers(dictionary.get('Index')) : [0, Number.MAX_SAFE_INTEGER];
    let at = 0;
    for (let pair = 0; pair + 1 < index.length; pair += 2)
      for (let step = 0; step < (index[pair + 1] ?? 0) && at + width <= table.bytes.length; step += 1) {
        this.#put((index[pair] ?? 0) + step, placeIn(table.bytes, at, widths));
        at += width;
      }
    return dictionary;
  }

  #put(number: number, place: Place): void {
    this.#reader.work.spend(4);
    if (this.#places.has(number)) return;
    if (this.#places.size >= this.#reader.work.limits.objects) throw new Exceeded('objects');
    this.#places.set(number, place);
  }
}

function startOf({ bytes, work }: ObjectReader): number | null {
  const at = bytes.lastIndexOf('startxref');
  if (at < 0) return null;
  const parser = new Parser(bytes, work, {
    at: at + 9,
    end: Math.min(bytes.length, at + 64),
    references: false,
  });
  const start = parser.next();
  return start instanceof Word ? null : countOf(start);
}

/** The dictionary behind the word `trailer`, and where it ends. */
export function trailerAt({ bytes, work }: ObjectReader, at: number, seePair?: SeePair) {
  const parser = new Parser(bytes, work, { at, seePair });
  const dictionary = parser.value();
  return dictionary instanceof Map ? { dictionary: dictionary as Dictionary, end: parser.at } : null;
}

/** One entry of a stream: its kind, where it lies, and what only free entries and old generations need. */
function placeIn(bytes: Uint8Array, at: number, [kindWidth = 0, placeWidth = 0]: readonly number[]): Place {
  const kind = kindWidth === 0 ? 1 : wide(bytes, at, kindWidth);
  const place = wide(bytes, at + kindWidth, placeWidth);
  if (kind === 1) return { at: place };
  return kind === 2 ? { container: place } : 'free';
}

function numbers(value: Value | undefined): readonly number[] {
  return Array.isArray(value) ? value.map((item: Value) => countOf(item) ?? 0) : [];
}

function wide(bytes: Uint8Array, at: number, width: number): number {
  let number = 0;
  for (let index = 0; index < width; index += 1) number = number * 256 + (bytes[at + index] ?? 0);
  return number;
}
