/**
 * Reads the object that lies at a place of the file: its number, its value, and where its stream ends. The stream's own length is
 * taken when `endstream` stands behind it, else `endstream` is searched for: writers who count wrong are many.
 */
import { isDigit, isWhite, Parser, type SeePair } from './parser.ts';
import { countOf, type Dictionary, Stream, type Value, Word } from './value.ts';
import type { Work } from './work.ts';

export interface Header {
  readonly number: number;
  /** Of its number. */
  readonly at: number;
  /** Behind `obj`. */
  readonly body: number;
}

interface Extent {
  /** Behind its value, where its stream's data begins if it has one. */
  readonly valueEnd: number;
  /** Behind its value or its stream's data. */
  readonly end: number;
  /** Its stream has no end: the file was cut. */
  readonly cut: boolean;
}

export interface Found extends Header, Extent {
  readonly value: Value;
}

export type LengthOf = (value: Value | undefined) => number | null;

export class ObjectReader {
  readonly bytes: Buffer;
  readonly work: Work;
  /** Behind the last `endstream` none has to be searched for. */
  readonly #lastEnd: number;

  constructor(bytes: Buffer, work: Work) {
    this.bytes = bytes;
    this.work = work;
    this.#lastEnd = bytes.lastIndexOf('endstream');
  }

  /** The head `12 0 obj` at a place, blanks and comments before it included. */
  headerAt(at: number): Header | null {
    if (at < 0 || at >= this.bytes.length) return null;
    const parser = new Parser(this.bytes, this.work, {
      at,
      end: Math.min(this.bytes.length, at + 4_096),
      references: false,
    });
    parser.skipWhite();
    const start = parser.at;
    const number = countOf(plainNumber(parser.next()));
    const generation = countOf(plainNumber(parser.next()));
    const word = parser.next();
    const isHeader =
      number !== null && generation !== null && word instanceof Word && word.text.startsWith('obj');
    // `1 0 obj<<` is read as the word `obj`; `1 0 obj12` is, by some writers, the number 12.
    return isHeader ? { number, at: start, body: parser.at - (word.text.length - 3) } : null;
  }

  /** The head whose `obj` stands at a place, read backwards. */
  headerBefore(obj: number): Header | null {
    const generation = this.#digitsBefore(obj);
    if (generation === null) return null;
    const number = this.#digitsBefore(generation.at);
    if (number === null || number.end === generation.at || number.value > 99_999_999) return null;
    return { number: number.value, at: number.at, body: obj + 3 };
  }

  #digitsBefore(from: number): { value: number; at: number; end: number } | null {
    let end = from;
    while (end > 0 && from - end < 16 && isWhite(this.bytes[end - 1])) end -= 1;
    let at = end;
    while (at > 0 && end - at < 10 && isDigit(this.bytes[at - 1])) at -= 1;
    return at === end ? null : { value: Number(this.bytes.toString('latin1', at, end)), at, end };
  }

  /** The object behind a head. */
  read(header: Header, lengthOf: LengthOf, seePair?: SeePair): Found {
    const parser = new Parser(this.bytes, this.work, { at: header.body, seePair });
    const value = parser.value();
    const end = parser.at;
    const word = value instanceof Map ? parser.next() : null;
    if (value instanceof Map && word instanceof Word && word.text === 'stream')
      return this.#stream(header, value, parser.at, lengthOf);
    return foundAt(header, value, { valueEnd: end, end, cut: false });
  }

  #stream(header: Header, dictionary: Dictionary, keyword: number, lengthOf: LengthOf): Found {
    const valueEnd = this.#dataStart(keyword);
    const length = lengthOf(dictionary.get('Length'));
    const counted = length === null ? null : valueEnd + length;
    const isRight = counted !== null && this.#endsAt(counted);
    const end = isRight ? counted : this.#searchedEnd(valueEnd);
    const stream = new Stream(dictionary, this.bytes.subarray(valueEnd, end ?? this.bytes.length));
    return foundAt(header, stream, { valueEnd, end: end ?? this.bytes.length, cut: end === null });
  }

  /** Null when there is none. */
  #searchedEnd(from: number): number | null {
    const end = from > this.#lastEnd ? -1 : this.bytes.indexOf('endstream', from);
    this.work.spend(((end < 0 ? this.bytes.length : end) - from) >> 3);
    return end < 0 ? null : end;
  }

  #dataStart(keyword: number): number {
    const [first, second] = [this.bytes[keyword], this.bytes[keyword + 1]];
    if (first === 13) return keyword + (second === 10 ? 2 : 1);
    return first === 10 ? keyword + 1 : keyword;
  }

  #endsAt(at: number): boolean {
    let end = at;
    while (end - at < 8 && isWhite(this.bytes[end])) end += 1;
    return this.bytes.toString('latin1', end, end + 9) === 'endstream';
  }
}

function foundAt({ number, at, body }: Header, value: Value, { valueEnd, end, cut }: Extent): Found {
  return { number, at, body, value, valueEnd, end, cut };
}

function plainNumber(value: Value | Word | undefined): Value {
  return typeof value === 'number' ? value : null;
}
