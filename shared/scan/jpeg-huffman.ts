/**
 * Huffman tables of a JPEG, laid out for two ways of reading: a symbol at a time, and as many coefficients at a time as fit into one
 * look, for those that nobody needs. Most of a scan is never needed, so the second way decides how long a page takes.
 */
import { JpegRefused } from './jpeg-fault.ts';

/** Bits of one look: a table of this many stays in the processor's nearest cache. */
export const lookBits = 12;

export interface HuffmanTable {
  /** By the next `lookBits` bits: length of the code × 256 + its symbol; 0 where the code is longer. */
  readonly look: Uint16Array;
  /** By the next `lookBits` bits: how far whole coefficients reach, see `stride`; 0 where not even one fits. */
  readonly strides: Uint16Array;
  /** By length: the smallest number of sixteen bits that is beyond all codes of up to this length. */
  readonly beyond: Int32Array;
  /** By length: what to add to a code to find its symbol. */
  readonly offsets: Int32Array;
  readonly symbols: Uint8Array;
}

/** Makes the tables from the sixteen counts and the symbols of a DHT segment. */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const look = new Uint16Array(1 << lookBits);
  const beyond = new Int32Array(17);
  const offsets = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    if (code + count > 1 << length) throw new JpegRefused('broken');
    offsets[length] = index - code;
    if (length <= lookBits) {
      const span = 1 << (lookBits - length);
      for (let turn = 0; turn < count; turn += 1)
        look.fill(
          (length << 8) | (symbols[index + turn] ?? 0),
          (code + turn) * span,
          (code + turn + 1) * span,
        );
    }
    code += count;
    index += count;
    beyond[length] = code << (16 - length);
    code <<= 1;
  }
  return { look, strides: stridesOf(look), beyond, offsets, symbols };
}

/** The symbol at the head of sixteen bits as length × 256 + symbol; 0 when no code begins so. */
export function symbolAt(table: HuffmanTable, sixteen: number): number {
  const found = table.look[sixteen >> (16 - lookBits)] ?? 0;
  return found === 0 ? longSymbol(table, sixteen) : found;
}

function longSymbol({ beyond, offsets, symbols }: HuffmanTable, sixteen: number): number {
  for (let length = lookBits + 1; length <= 16; length += 1)
    if (sixteen < (beyond[length] ?? 0))
      return (length << 8) | (symbols[(sixteen >> (16 - length)) + (offsets[length] ?? 0)] ?? 0);
  return 0;
}

/** The mark of a stride that ends its block. */
export const blockEnd = 0x8000;

/**
 * Strides over whole AC coefficients: end of block × 2^15 + places passed × 2^5 + bits. A look that cannot hold one coefficient
 * with its value bits is 0.
 */
function stridesOf(look: Uint16Array): Uint16Array {
  const strides = new Uint16Array(look.length);
  for (let bits = 0; bits < look.length; bits += 1) strides[bits] = strideOver(look, bits);
  return strides;
}

function strideOver(look: Uint16Array, bits: number): number {
  let used = 0;
  let places = 0;
  for (;;) {
    const found = look[(bits << used) & (look.length - 1)] ?? 0;
    const size = found & 15;
    const needed = (found >> 8) + size;
    if (found === 0 || used + needed > lookBits) break;
    const run = (found >> 4) & 15;
    if (size === 0 && run < 15) return blockEnd | (places << 5) | (used + needed);
    if (places + run + 1 > 63) break;
    used += needed;
    places += run + 1;
  }
  return (places << 5) | used;
}
