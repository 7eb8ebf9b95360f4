/**
 * Reads values out of bytes, forgiving as the programs are that will show the file: what is not closed ends where the object ends,
 * what makes no sense is passed over. Whoever wants to know of every pair of every dictionary is told while it is read, of a key that
 * stands there twice both times: programs differ in which of the two they take.
 */
import { type Dictionary, Name, Reference, type Value, Word } from './value.ts';
import { Exceeded, type Work } from './work.ts';

export type SeePair = (key: string, value: Value) => void;

export interface ParserOptions {
  readonly at?: number;
  readonly end?: number;
  /** `12 0 R` is a reference; in a page's content it is two numbers and an operator. */
  readonly references?: boolean;
  readonly seePair?: SeePair | undefined;
}

/** Kinds of bytes: 0 regular, 1 white, 2 delimiter. */
const kinds = new Uint8Array(256);
for (const white of [0, 9, 10, 12, 13, 32]) kinds[white] = 1;
for (const delimiter of Buffer.from('()<>[]{}/%')) kinds[delimiter] = 2;

const [percent, slash, hash, backslash] = [0x25, 0x2f, 0x23, 0x5c];
const [open, close, less, more, openList] = [0x28, 0x29, 0x3c, 0x3e, 0x5b];
const [lineFeed, carriageReturn] = [10, 13];
/** Words that end whatever is still open. */
const borders = new Set(['endobj', 'obj', 'stream', 'endstream', 'xref', 'trailer', 'startxref']);
const constants: Readonly<Record<string, Value>> = { true: true, false: false, null: null };
const escapes: Readonly<Record<number, number>> = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12 };

export class Parser {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
  readonly #work: Work;
  readonly #references: boolean;
  readonly #seePair: SeePair | undefined;
  #values = 0;

  constructor(bytes: Uint8Array, work: Work, options: ParserOptions = {}) {
    this.bytes = bytes;
    this.at = options.at ?? 0;
    this.end = options.end ?? bytes.length;
    this.#work = work;
    this.#references = options.references ?? true;
    this.#seePair = options.seePair;
  }

  /** The next value or word; undefined at the end. */
  next(depth = 0): Value | Word | undefined {
    this.skipWhite();
    const start = this.at;
    if (start >= this.end) return undefined;
    this.#values += 1;
    if (this.#values > this.#work.limits.values) throw new Exceeded('values');
    const token = this.#token(this.#byte(start), depth);
    // What is inside a list or a dictionary has been paid for by itself.
    const isWhole = Array.isArray(token) || token instanceof Map;
    this.#work.spend(isWhole ? 2 : 1 + this.at - start);
    return token;
  }

  /** The next value; a word or the end is none. */
  value(): Value {
    const value = this.next();
    return value === undefined || value instanceof Word ? null : value;
  }

  /** Forgets how many values it has read: they are limited within one object. */
  startObject(): void {
    this.#values = 0;
  }

  skipWhite(): void {
    const start = this.at;
    while (this.at < this.end) {
      const byte = this.#byte(this.at);
      if (byte === percent) this.#skipComment();
      else if (kinds[byte] === 1) this.at += 1;
      else break;
    }
    this.#work.spend(this.at - start);
  }

  #byte(at: number): number {
    return this.bytes[at] ?? 0;
  }

  #skipComment(): void {
    while (this.at < this.end && this.#byte(this.at) !== lineFeed && this.#byte(this.at) !== carriageReturn)
      this.at += 1;
  }

  #token(byte: number, depth: number): Value | Word {
    if (byte === slash) return this.#name();
    if (byte === open) return this.#literal();
    if (byte === less)
      return this.#byte(this.at + 1) === less ? this.#dictionary(depth) : this.#hexadecimal();
    if (byte === openList) return this.#list(depth);
    if (byte === more && this.#byte(this.at + 1) === more) return this.#sign('>>');
    if (kinds[byte] === 2) return this.#sign(String.fromCharCode(byte));
    return this.#regular();
  }

  #sign(text: string): Word {
    this.at += text.length;
    return new Word(text);
  }

  /** A run of regular bytes: number, reference, constant or word. */
  #regular(): Value | Word {
    const start = this.at;
    while (this.at < this.end && kinds[this.#byte(this.at)] === 0) this.at += 1;
    const number = numberIn(this.bytes, start, this.at);
    if (number === null) return this.#wordOf(start);
    return this.#references && Number.isInteger(number) && number >= 0 ? this.#referenceOr(number) : number;
  }

  /** Longer than any word of the language is none of them. */
  #wordOf(start: number): Value | Word {
    const text = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, Math.min(32, this.at - start));
    const word = text.toString('latin1');
    return Object.hasOwn(constants, word) ? (constants[word] ?? null) : new Word(word);
  }

  #referenceOr(number: number): number | Reference {
    let at = this.#past(this.at, 1);
    const digits = at;
    while (at < this.end && at - digits < 6 && isDigit(this.#byte(at))) at += 1;
    if (at === digits || at === this.at) return number;
    const letter = this.#past(at, 1);
    const isReference =
      letter > at &&
      this.#byte(letter) === 0x52 &&
      (letter + 1 >= this.end || kinds[this.#byte(letter + 1)] !== 0);
    if (!isReference || letter >= this.end) return number;
    this.at = letter + 1;
    return new Reference(number);
  }

  /** Past bytes of a kind, a few: nobody writes a reference over a page of blanks. */
  #past(from: number, kind: number): number {
    let at = from;
    while (at < this.end && at - from < 32 && kinds[this.#byte(at)] === kind) at += 1;
    return at;
  }

  #name(): Name {
    const start = this.at + 1;
    this.at = start;
    let escaped = false;
    while (this.at < this.end && kinds[this.#byte(this.at)] === 0) {
      if (this.#byte(this.at) === hash) escaped = true;
      this.at += 1;
    }
    // Names have 127 bytes at most; of a longer one the beginning tells enough.
    const text = Buffer.from(
      this.bytes.buffer,
      this.bytes.byteOffset + start,
      Math.min(400, this.at - start),
    );
    const name = text.toString('latin1');
    return new Name(escaped ? unescaped(name) : name);
  }

  #literal(): Uint8Array {
    const start = this.at + 1;
    let depth = 1;
    let at = start;
    for (; at < this.end; at += 1) {
      const byte = this.#byte(at);
      if (byte === backslash) at += 1;
      else if (byte === open) depth += 1;
      else if (byte === close) depth -= 1;
      if (depth === 0) break;
    }
    const end = Math.min(at, this.end);
    this.at = Math.min(end + 1, this.end);
    return unescapedText(this.bytes.subarray(start, end));
  }

  #hexadecimal(): Uint8Array {
    const start = this.at + 1;
    let end = start;
    while (end < this.end && this.#byte(end) !== more) end += 1;
    this.at = Math.min(end + 1, this.end);
    return hexadecimal(this.bytes.subarray(start, end));
  }

  #list(depth: number): readonly Value[] {
    this.#goDeeper(depth);
    this.at += 1;
    const values: Value[] = [];
    for (;;) {
      const before = this.at;
      const value = this.next(depth + 1);
      if (value === undefined) return values;
      if (!(value instanceof Word)) values.push(value);
      else if (value.text === ']') return values;
      else if (this.#isBorder(value, before)) return values;
    }
  }

  #dictionary(depth: number): Dictionary {
    this.#goDeeper(depth);
    this.at += 2;
    const pairs = new Map<string, Value>();
    for (;;) {
      const before = this.at;
      const key = this.next(depth + 1);
      if (key === undefined) return pairs;
      if (key instanceof Word && (key.text === '>>' || this.#isBorder(key, before))) return pairs;
      if (!(key instanceof Name)) continue;
      if (!this.#pair(pairs, key.text, depth)) return pairs;
    }
  }

  /** False when the dictionary ended in place of the value. */
  #pair(pairs: Map<string, Value>, key: string, depth: number): boolean {
    const before = this.at;
    const value = this.next(depth + 1);
    if (value === undefined) return false;
    if (value instanceof Word) return !(value.text === '>>' || this.#isBorder(value, before));
    pairs.set(key, value);
    if (value !== null) this.#seePair?.(key, value);
    return true;
  }

  #isBorder(word: Word, before: number): boolean {
    if (!borders.has(word.text)) return false;
    this.at = before;
    return true;
  }

  #goDeeper(depth: number): void {
    if (depth >= this.#work.limits.depth) throw new Exceeded('depth');
  }
}

export function isWhite(byte: number | undefined): boolean {
  return byte !== undefined && kinds[byte] === 1;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Decimal only; null for what is no number. */
function numberIn(bytes: Uint8Array, start: number, end: number): number | null {
  const first = bytes[start] ?? 0;
  if (!isDigit(first) && first !== 0x2b && first !== 0x2d && first !== 0x2e) return null;
  if (end - start > 40) return null;
  let number = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (!isDigit(byte)) return fraction(bytes, start, end);
    number = number * 10 + byte - 0x30;
  }
  return number;
}

function fraction(bytes: Uint8Array, start: number, end: number): number | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  // Some writers double the minus, or leave one behind the digits.
  const plain = /^([+-]?)[+-]*(\d*\.?\d*)-?\d*$/.exec(text);
  if (plain === null || !/\d/.test(plain[2] ?? '')) return text === '-' || text === '.' ? 0 : null;
  return Number(`${plain[1]}${plain[2]}`);
}

function unescaped(name: string): string {
  return name.replace(/#([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function unescapedText(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(backslash)) return bytes;
  const text = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const octal = byte === backslash ? octalAt(bytes, at + 1) : 0;
    if (byte === backslash) at += Math.max(1, octal);
    const isBrokenLine = byte === backslash && (bytes[at] === lineFeed || bytes[at] === carriageReturn);
    if (isBrokenLine) continue;
    text[length] = byte === backslash ? escaped(bytes, at, octal) : byte;
    length += 1;
  }
  return text.subarray(0, length);
}

/** What the escape means that ends here. */
function escaped(bytes: Uint8Array, at: number, octal: number): number {
  const last = bytes[at] ?? 0;
  if (octal === 0) return escapes[last] ?? last;
  return Number.parseInt(Buffer.from(bytes.subarray(at - octal + 1, at + 1)).toString('latin1'), 8);
}

function octalAt(bytes: Uint8Array, at: number): number {
  let digits = 0;
  while (digits < 3 && at + digits < bytes.length) {
    const byte = bytes[at + digits] ?? 0;
    if (byte < 0x30 || byte > 0x37) break;
    digits += 1;
  }
  return digits;
}

/** Digits two by two; whatever else stands between them is passed over. */
export function hexadecimal(digits: Uint8Array): Uint8Array {
  const bytes = new Uint8Array((digits.length + 1) >> 1);
  let count = 0;
  for (const byte of digits) {
    const digit = hexDigit(byte);
    if (digit < 0) continue;
    const at = count >> 1;
    bytes[at] = count % 2 === 0 ? digit << 4 : (bytes[at] ?? 0) | digit;
    count += 1;
  }
  return bytes.subarray(0, (count + 1) >> 1);
}

function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}
