/**
 * Undoes a stream's filters as far as they are of this folder's business: text and tables. Pictures stay as they are, with the name
 * of the filter that is left. Nothing inflates beyond the room that is left of the account.
 */
import { constants, inflateRawSync } from 'node:zlib';
import { unpackedLzw } from './lzw.ts';
import { hexadecimal } from './parser.ts';
import { unpredicted } from './predictor.ts';
import { countOf, type Dictionary, dictionaryOf, listOf, nameOf, type Stream, type Value } from './value.ts';
import { Exceeded, type Work } from './work.ts';

export interface Unfiltered {
  readonly bytes: Uint8Array;
  /** The filter that was not undone, a picture's; null when all were. */
  readonly filter: string | null;
  readonly parameters: Dictionary | null;
}

export type Resolve = (value: Value | undefined) => Value;

const longNames: Readonly<Record<string, string>> = {
  Fl: 'FlateDecode',
  LZW: 'LZWDecode',
  A85: 'ASCII85Decode',
  AHx: 'ASCIIHexDecode',
  RL: 'RunLengthDecode',
  DCT: 'DCTDecode',
  CCF: 'CCITTFaxDecode',
};

type Undo = (bytes: Uint8Array, parameters: Dictionary | null, work: Work) => Uint8Array | null;

const undo: Readonly<Record<string, Undo>> = {
  FlateDecode: (bytes, parameters, work) => predicted(inflated(bytes, work), parameters),
  LZWDecode: (bytes, parameters, work) => {
    const early = countOf(parameters?.get('EarlyChange')) ?? 1;
    return predicted(unpackedLzw(bytes, early, work), parameters);
  },
  ASCII85Decode: ascii85,
  ASCIIHexDecode: (bytes) => {
    const end = bytes.indexOf(0x3e);
    return hexadecimal(end < 0 ? bytes : bytes.subarray(0, end));
  },
  RunLengthDecode: (bytes, _, work) => runs(bytes, work.room),
};

/** The names of a stream's filters, in the order in which they are undone. */
export function filtersOf(dictionary: Dictionary, resolve: Resolve): readonly string[] {
  const filters = listOf(resolve(dictionary.get('Filter')));
  return filters.map((filter) => {
    const name = nameOf(resolve(filter)) ?? '';
    return longNames[name] ?? name;
  });
}

/** Null when the bytes are not what their filter says. `keep` names a filter to leave as it is. */
export function unfiltered(stream: Stream, resolve: Resolve, work: Work, keep?: string): Unfiltered | null {
  const { dictionary, raw } = stream;
  const filters = filtersOf(dictionary, resolve);
  if (filters.length > work.limits.filters) throw new Exceeded('filters');
  const parameters = listOf(resolve(dictionary.get('DecodeParms')));
  let bytes = raw;
  for (const [index, filter] of filters.entries()) {
    const own = plain(dictionaryOf(resolve(parameters[index])), resolve);
    if (filter === 'Crypt') continue;
    if (filter === keep || !Object.hasOwn(undo, filter)) return { bytes, filter, parameters: own };
    const next = undo[filter]?.(bytes, own, work) ?? null;
    if (next === null) return null;
    work.countInflated(next.length);
    bytes = next;
  }
  return { bytes, filter: null, parameters: null };
}

/** With its values in place of references to them. */
function plain(dictionary: Dictionary | null, resolve: Resolve): Dictionary | null {
  return dictionary === null ? null : new Map([...dictionary].map(([key, value]) => [key, resolve(value)]));
}

function predicted(bytes: Uint8Array | null, parameters: Dictionary | null): Uint8Array | null {
  return bytes === null ? null : unpredicted(bytes, parameters);
}

/** Takes what there is of data cut short, and does not look at the checksum behind it, like the programs that show such files. */
function inflated(bytes: Uint8Array, work: Work): Uint8Array | null {
  if (bytes.length < 2) return bytes.length === 0 ? bytes : null;
  if (((bytes[0] ?? 0) & 0x0f) !== 8) return null;
  work.spend(bytes.length >> 3);
  try {
    return inflateRawSync(bytes.subarray(2), {
      maxOutputLength: Math.max(1, work.room),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch (error) {
    if (error instanceof RangeError) throw new Exceeded('inflated');
    return null;
  }
}

/** Five digits are four bytes; `z` is four zeros, `~` the end. */
function ascii85(bytes: Uint8Array, _: Dictionary | null, work: Work): Uint8Array {
  work.spend(bytes.length);
  const room = work.room;
  const out = new Uint8Array(Math.min(bytes.length * 4, room) + 4);
  let length = 0;
  let group = 0;
  let digits = 0;
  for (const byte of bytes) {
    if (byte === 0x7e) break;
    if (length > room) throw new Exceeded('inflated');
    if (byte === 0x7a && digits === 0) length += 4;
    if (byte < 0x21 || byte > 0x75) continue;
    group = group * 85 + byte - 0x21;
    digits += 1;
    if (digits < 5) continue;
    putGroup(out, length, group, 4);
    length += 4;
    group = 0;
    digits = 0;
  }
  if (length > room) throw new Exceeded('inflated');
  if (digits < 2) return out.subarray(0, length);
  putGroup(out, length, (group + 1) * 85 ** (5 - digits) - 1, digits - 1);
  return out.subarray(0, length + digits - 1);
}

/** The first bytes of a group of four. */
function putGroup(out: Uint8Array, at: number, group: number, count: number): void {
  for (let index = 0; index < count; index += 1) out[at + index] = Math.floor(group / 2 ** (24 - 8 * index));
}

/** A byte tells how many follow as they are, or how often the one behind it is repeated. */
function runs(bytes: Uint8Array, room: number): Uint8Array {
  let size = 0;
  for (let at = 0; at < bytes.length && bytes[at] !== 128; at += stepOf(bytes[at] ?? 0))
    size += lengthOf(bytes[at] ?? 0);
  if (size > room) throw new Exceeded('inflated');
  const out = new Uint8Array(size);
  let length = 0;
  for (let at = 0; length < size; at += stepOf(bytes[at] ?? 0)) {
    const code = bytes[at] ?? 0;
    if (code < 128) out.set(bytes.subarray(at + 1, at + 2 + code), length);
    else out.fill(bytes[at + 1] ?? 0, length, length + lengthOf(code));
    length += lengthOf(code);
  }
  return out;
}

function stepOf(code: number): number {
  return code < 128 ? code + 2 : 2;
}

function lengthOf(code: number): number {
  return code < 128 ? code + 1 : 257 - code;
}
