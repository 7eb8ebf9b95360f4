/** What a PDF is made of. Strings are bytes, dictionaries are maps by the plain name: `/J#53` and `/JS` are the same key. */

export class Name {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class Reference {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}

/** A word that is no value: an operator, `endobj`, a closing bracket. */
export class Word {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class Stream {
  readonly dictionary: Dictionary;
  /** As it lies in the file, still filtered. */
  readonly raw: Uint8Array;
  constructor(dictionary: Dictionary, raw: Uint8Array) {
    this.dictionary = dictionary;
    this.raw = raw;
  }
}

export type Dictionary = ReadonlyMap<string, Value>;
export type Value =
  | null
  | boolean
  | number
  | Name
  | Reference
  | Uint8Array
  | Dictionary
  | Stream
  | readonly Value[];

/** The dictionary of a value, a stream's own if it is one. */
export function dictionaryOf(value: Value | undefined): Dictionary | null {
  if (value instanceof Stream) return value.dictionary;
  return value instanceof Map ? value : null;
}

export function nameOf(value: Value | undefined): string | null {
  return value instanceof Name ? value.text : null;
}

/** A whole number that is not negative. */
export function countOf(value: Value | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Value];
}
