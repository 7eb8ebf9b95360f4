/**
 * The entropy-coded data of one scan as plain bits: stuffed bytes and restart markers are taken out beforehand, which the native
 * search for 0xFF makes cheap, so that reading is arithmetic on one number, the position.
 */
import { blockEnd, type HuffmanTable, lookBits, symbolAt } from './jpeg-huffman.ts';
import { endOfScan } from './jpeg-segments.ts';

/** What may be read beyond the end before it counts as cut off: a look reads ahead. */
const spareBytes = 8;
const lookMask = (1 << lookBits) - 1;

export class ScanBits {
  /** The plain bytes, followed by zeros. */
  private readonly bytes: Uint8Array;
  /** Where, in bits, each restart segment begins, the first at 0; and where the last ends. */
  private readonly segments: readonly number[];
  private segment = 0;
  private position = 0;
  /** Where the present segment ends. */
  private end: number;
  /** A code that no table knows; from there to the next restart nothing can be read. */
  private lost = false;
  /** Where the marker after the scan stands. */
  readonly next: number;

  constructor(data: Uint8Array, start: number) {
    const plain = plainBytes(data, start);
    this.bytes = plain.bytes;
    this.segments = [...plain.segments, plain.length * 8];
    this.end = this.segments[1] ?? 0;
    this.next = plain.next;
  }

  /** Whether something has been read that was not there. */
  get isSpent(): boolean {
    return this.lost || this.position > this.end;
  }

  /** Goes on at the next restart segment, wherever reading stands; false when there is none. */
  restart(): boolean {
    this.segment += 1;
    const end = this.segments[this.segment + 1];
    if (end === undefined) return false;
    this.position = this.end;
    this.end = end;
    this.lost = false;
    return true;
  }

  /** Gives up what is left. */
  abandon(): void {
    this.lost = true;
  }

  /** A Huffman symbol; of an unknown code 0, after which the scan is spent. */
  symbol(table: HuffmanTable): number {
    const found = symbolAt(table, this.sixteen());
    if (found === 0) this.lost = true;
    this.position += found >> 8;
    return found & 255;
  }

  /** The next `count` bits, up to sixteen, as they are. */
  receive(count: number): number {
    if (count === 0) return 0;
    const value = this.sixteen() >> (16 - count);
    this.position += count;
    return value;
  }

  /** A signed value of `size` bits as JPEG writes it (T.81 F.2.2.1). */
  value(size: number): number {
    const value = this.receive(size);
    return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Passes the AC coefficients of a block from place `from` on. Most of all data go this way, so the position is kept at hand. */
  pass(table: HuffmanTable, from: number): void {
    const { bytes } = this;
    const { strides } = table;
    let position = this.position;
    let place = from;
    while (place < 64) {
      const at = position >>> 3;
      const ahead = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
      const stride = strides[(ahead >>> (24 - lookBits - (position & 7))) & lookMask] ?? 0;
      const reach = place + ((stride >> 5) & 0x3ff);
      if (stride === 0 || reach > 64 - (stride >> 15)) {
        this.position = position;
        place = this.passOne(table, place);
        position = this.position;
        continue;
      }
      position += stride & 31;
      place = stride >= blockEnd ? 64 : reach;
    }
    this.position = position;
  }

  private passOne(table: HuffmanTable, place: number): number {
    const symbol = this.symbol(table);
    const size = symbol & 15;
    if (this.lost || (size === 0 && symbol < 0xf0)) return 64;
    this.position += size;
    return place + (symbol >> 4) + 1;
  }

  private sixteen(): number {
    const { bytes, position } = this;
    const at = position >>> 3;
    return (
      ((((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)) >>>
        (8 - (position & 7))) &
      0xffff
    );
  }
}

interface PlainBytes {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly segments: number[];
  readonly next: number;
}

function plainBytes(data: Uint8Array, start: number): PlainBytes {
  const next = endOfScan(data, start);
  const bytes = new Uint8Array(next - start + spareBytes);
  const segments = [0];
  let length = 0;
  let from = start;
  for (let at = data.indexOf(0xff, start); at >= 0 && at < next; at = data.indexOf(0xff, at + 2)) {
    const stuffed = data[at + 1] === 0;
    const to = stuffed ? at + 1 : at;
    bytes.set(data.subarray(from, to), length);
    length += to - from;
    from = at + 2;
    if (!stuffed) segments.push(length * 8);
  }
  if (from < next) {
    bytes.set(data.subarray(from, next), length);
    length += next - from;
  }
  return { bytes, length, segments, next };
}
