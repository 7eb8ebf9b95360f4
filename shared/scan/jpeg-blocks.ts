/**
 * How one block is read from the bits: the sequential way (T.81 F.2.2) and the four of progressive images (G.1.2 and G.2). Each
 * writes what is kept and passes the rest.
 */
import type { ScanBits } from './jpeg-bits.ts';
import type { Coefficients } from './jpeg-coefficients.ts';
import { JpegRefused } from './jpeg-fault.ts';
import type { HuffmanTable } from './jpeg-huffman.ts';
import type { ScanHeader, ScanPart } from './jpeg-segments.ts';

/** Reads blocks of one component within one scan; `at` is where in `kept.values` the block begins, -1 for nowhere. */
export interface BlockReader {
  read(bits: ScanBits, at: number): void;
  /** Forgets what blocks hand on to each other. */
  restart(): void;
}

export function blockReader(
  progressive: boolean,
  header: ScanHeader,
  part: ScanPart,
  kept: Coefficients,
): BlockReader {
  if (!progressive) return new SequentialBlocks(needed(part.dc), needed(part.ac), kept);
  if (header.from === 0)
    return header.high === 0
      ? new FirstDcBlocks(needed(part.dc), kept, header.low)
      : new MoreDcBlocks(kept, header.low);
  const table = needed(part.ac);
  return header.high === 0 ? new FirstAcBlocks(table, kept, header) : new MoreAcBlocks(table, kept, header);
}

function needed(table: HuffmanTable | undefined): HuffmanTable {
  if (table === undefined) throw new JpegRefused('broken');
  return table;
}

class SequentialBlocks implements BlockReader {
  private readonly dc: HuffmanTable;
  private readonly ac: HuffmanTable;
  private readonly kept: Coefficients;
  private before = 0;

  constructor(dc: HuffmanTable, ac: HuffmanTable, kept: Coefficients) {
    this.dc = dc;
    this.ac = ac;
    this.kept = kept;
  }

  restart(): void {
    this.before = 0;
  }

  read(bits: ScanBits, at: number): void {
    this.before += bits.value(bits.symbol(this.dc) & 15);
    if (at >= 0) this.kept.values[at] = this.before;
    const place = at < 0 || this.kept.last === 0 ? 1 : this.readAc(bits, at);
    if (place < 64) bits.pass(this.ac, place);
  }

  /** Reads as far as anything is kept; answers the place reached, 64 when the block is over. */
  private readAc(bits: ScanBits, at: number): number {
    const { values, slots, last } = this.kept;
    let place = 1;
    while (place <= last) {
      const symbol = bits.symbol(this.ac);
      const size = symbol & 15;
      if (size === 0 && symbol < 0xf0) return 64;
      place += symbol >> 4;
      const slot = slots[place] ?? -1;
      const value = bits.value(size);
      if (slot >= 0) values[at + slot] = value;
      place += 1;
    }
    return place;
  }
}

class FirstDcBlocks implements BlockReader {
  private readonly table: HuffmanTable;
  private readonly kept: Coefficients;
  private readonly low: number;
  private before = 0;

  constructor(table: HuffmanTable, kept: Coefficients, low: number) {
    this.table = table;
    this.kept = kept;
    this.low = low;
  }

  restart(): void {
    this.before = 0;
  }

  read(bits: ScanBits, at: number): void {
    this.before += bits.value(bits.symbol(this.table) & 15);
    if (at >= 0) this.kept.values[at] = this.before << this.low;
  }
}

class MoreDcBlocks implements BlockReader {
  private readonly kept: Coefficients;
  private readonly low: number;

  constructor(kept: Coefficients, low: number) {
    this.kept = kept;
    this.low = low;
  }

  restart(): void {}

  read(bits: ScanBits, at: number): void {
    const bit = bits.receive(1) << this.low;
    if (at >= 0) this.kept.values[at] = (this.kept.values[at] ?? 0) | bit;
  }
}

class FirstAcBlocks implements BlockReader {
  private readonly table: HuffmanTable;
  private readonly kept: Coefficients;
  private readonly header: ScanHeader;
  /** Blocks, this one included, that have nothing more in this band. */
  private ended = 0;

  constructor(table: HuffmanTable, kept: Coefficients, header: ScanHeader) {
    this.table = table;
    this.kept = kept;
    this.header = header;
  }

  restart(): void {
    this.ended = 0;
  }

  read(bits: ScanBits, at: number): void {
    if (this.ended > 0) {
      this.ended -= 1;
      return;
    }
    const { values, slots } = this.kept;
    const { from, to, low } = this.header;
    for (let place = from; place <= to; place += 1) {
      const symbol = bits.symbol(this.table);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        this.ended = (1 << run) + bits.receive(run) - 1;
        return;
      }
      place += run;
      const value = bits.value(size) << low;
      const slot = slots[place] ?? -1;
      if (slot >= 0 && at >= 0 && size > 0) values[at + slot] = value;
    }
  }
}

/** Adds a bit to what is known and new values between; needs every coefficient of the band, so the block is kept whole. */
class MoreAcBlocks implements BlockReader {
  private readonly table: HuffmanTable;
  private readonly kept: Coefficients;
  private readonly header: ScanHeader;
  private readonly bit: number;
  private ended = 0;

  constructor(table: HuffmanTable, kept: Coefficients, header: ScanHeader) {
    this.table = table;
    this.kept = kept;
    this.header = header;
    this.bit = 1 << header.low;
  }

  restart(): void {
    this.ended = 0;
  }

  read(bits: ScanBits, at: number): void {
    const { from, to } = this.header;
    let place = from;
    while (this.ended === 0 && place <= to) {
      const symbol = bits.symbol(this.table);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        this.ended = (1 << run) + bits.receive(run);
        break;
      }
      const value = size === 0 ? 0 : bits.receive(1) === 1 ? this.bit : -this.bit;
      place = this.correct(bits, at, place, run);
      if (value !== 0 && place <= to) this.put(at, place, value);
      place += 1;
    }
    if (this.ended > 0) {
      this.correct(bits, at, place, 64);
      this.ended -= 1;
    }
  }

  /** Corrects known coefficients from `place` on until `zeros` unknown ones are passed; answers the next unknown place. */
  private correct(bits: ScanBits, at: number, place: number, zeros: number): number {
    const { values, slots } = this.kept;
    let left = zeros;
    for (let next = place; next <= this.header.to; next += 1) {
      const index = at + (slots[next] ?? 0);
      if (values[index] !== 0) this.correctOne(bits, index);
      else if (left === 0) return next;
      else left -= 1;
    }
    return this.header.to + 1;
  }

  private correctOne(bits: ScanBits, index: number): void {
    const { values } = this.kept;
    const value = values[index] ?? 0;
    if (bits.receive(1) === 1 && (value & this.bit) === 0)
      values[index] = value > 0 ? value + this.bit : value - this.bit;
  }

  private put(at: number, place: number, value: number): void {
    this.kept.values[at + (this.kept.slots[place] ?? 0)] = value;
  }
}
