/** An object stream: many objects in one, packed together; a table at its beginning says where each lies. */
import type { Resolve } from './filters.ts';
import { unfiltered } from './filters.ts';
import { Parser, type SeePair } from './parser.ts';
import { countOf, type Dictionary, type Stream, type Value } from './value.ts';
import type { Work } from './work.ts';

/** Whatever it calls itself: readers go by the table of contents and not by the type. */
export function isObjectStream({ dictionary }: Stream): boolean {
  return countOf(dictionary.get('N')) !== null && countOf(dictionary.get('First')) !== null;
}

export class ObjectStream {
  readonly #bytes: Uint8Array;
  readonly #work: Work;
  /** Where the objects lie, by their number; of one that is there twice the first counts. */
  readonly #places: ReadonlyMap<number, number>;

  constructor(bytes: Uint8Array, dictionary: Dictionary, work: Work) {
    this.#bytes = bytes;
    this.#work = work;
    const count = countOf(dictionary.get('N')) ?? 0;
    work.countObjects(count);
    this.#places = places(
      new Parser(bytes, work, { references: false }),
      count,
      countOf(dictionary.get('First')) ?? 0,
    );
  }

  get numbers(): Iterable<number> {
    return this.#places.keys();
  }

  value(number: number, seePair?: SeePair): Value {
    const at = this.#places.get(number);
    if (at === undefined || at >= this.#bytes.length) return null;
    return new Parser(this.#bytes, this.#work, { at, seePair }).value();
  }
}

/** Null when its data cannot be unpacked. */
export function openObjectStream(stream: Stream, resolve: Resolve, work: Work): ObjectStream | null {
  const content = unfiltered(stream, resolve, work);
  if (content === null || content.filter !== null) return null;
  return new ObjectStream(content.bytes, stream.dictionary, work);
}

function places(parser: Parser, count: number, first: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    parser.startObject();
    const number = parser.next();
    const offset = parser.next();
    if (typeof number !== 'number' || typeof offset !== 'number') break;
    if (!found.has(number)) found.set(number, first + offset);
  }
  return found;
}
