/**
 * The segments of a JPEG (ITU-T T.81 annex B): frame, tables and scans, read one scan at a time because tables may change between
 * them. Only what an eight-bit baseline or progressive image needs; everything else is a fault.
 */

import { JpegRefused } from './jpeg-fault.ts';
import { type HuffmanTable, huffmanTable } from './jpeg-huffman.ts';

/** 600 dpi A4 has 35 million pixels; A3 of 400 dpi as many. */
const pixelLimit = 48_000_000;

export interface Component {
  readonly id: number;
  /** Sampling factors: blocks of an MCU. */
  readonly across: number;
  readonly down: number;
  readonly quantization: number;
  /** Blocks that its own samples fill; a scan of this component alone holds just these. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
}

export interface Frame {
  readonly progressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
  readonly mostAcross: number;
  readonly mostDown: number;
  readonly mcusAcross: number;
  readonly mcusDown: number;
}

export interface ScanPart {
  /** Index into the frame's components. */
  readonly component: number;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

export interface ScanHeader {
  readonly parts: readonly ScanPart[];
  /** First and last place of the zigzag order. */
  readonly from: number;
  readonly to: number;
  /** The bit that an earlier scan ended at, 0 when this is the first; and the lowest bit of this one. */
  readonly high: number;
  readonly low: number;
  readonly restartInterval: number;
}

const [sof0, sof1, sof2, dht, soi, eoi, sos, dqt, dri, app14] = [
  0xc0, 0xc1, 0xc2, 0xc4, 0xd8, 0xd9, 0xda, 0xdb, 0xdd, 0xee,
];

/** Frames that this reader does not know: lossless, hierarchical, arithmetic, and the arithmetic tables. */
function isStrangeFrame(marker: number): boolean {
  return marker > sof2 && marker <= 0xcf && marker !== dht;
}

export class JpegSegments {
  readonly data: Uint8Array;
  /** Where the next segment, or the entropy-coded data of the scan just answered, begins. */
  at: number;
  /** Of an Adobe segment: 0 as it is, 1 YCbCr, 2 YCCK; undefined without one. */
  adobeTransform: number | undefined;
  readonly quantization: (Uint16Array | undefined)[] = [];
  private readonly dcTables: (HuffmanTable | undefined)[] = [];
  private readonly acTables: (HuffmanTable | undefined)[] = [];
  private restartInterval = 0;
  private known: Frame | undefined;

  constructor(data: Uint8Array) {
    this.data = data;
    if (data[0] !== 0xff || data[1] !== soi) throw new JpegRefused('broken');
    this.at = 2;
  }

  get frame(): Frame {
    if (this.known === undefined) throw new JpegRefused('broken');
    return this.known;
  }

  /** Reads on until the frame is known. */
  toFrame(): Frame {
    while (this.known === undefined) {
      const marker = this.nextMarker();
      if (marker === undefined || marker === eoi || marker === sos) throw new JpegRefused('broken');
      this.readSegment(marker);
    }
    return this.known;
  }

  /** The next scan, or undefined when there is none; its data begin at `at`. */
  nextScan(): ScanHeader | undefined {
    for (;;) {
      const marker = this.nextMarker();
      if (marker === undefined || marker === eoi) return undefined;
      if (marker === sos) return this.scanHeader(this.segment());
      this.readSegment(marker);
    }
  }

  /** Passes entropy-coded data that nobody needs. */
  passScan(): void {
    this.at = endOfScan(this.data, this.at);
  }

  private nextMarker(): number | undefined {
    const { data } = this;
    let at = data.indexOf(0xff, this.at);
    while (at >= 0 && (data[at + 1] === 0 || data[at + 1] === 0xff)) at = data.indexOf(0xff, at + 1);
    if (at < 0 || at + 1 >= data.length) return undefined;
    this.at = at + 2;
    return data[at + 1];
  }

  private segment(): Uint8Array {
    const length = this.word(this.at);
    const end = this.at + length;
    if (length < 2 || end > this.data.length) throw new JpegRefused('broken');
    const content = this.data.subarray(this.at + 2, end);
    this.at = end;
    return content;
  }

  private readSegment(marker: number): void {
    if ((marker >= 0xd0 && marker <= soi) || marker === 0x01) return;
    if (isStrangeFrame(marker)) throw new JpegRefused('unsupported');
    const content = this.segment();
    if (marker === sof0 || marker === sof1 || marker === sof2) this.readFrame(marker === sof2, content);
    else if (marker === dht) this.readHuffman(content);
    else if (marker === dqt) this.readQuantization(content);
    else if (marker === dri) this.restartInterval = wordOf(content, 0);
    else if (marker === app14 && content.length >= 12 && isAdobe(content)) this.adobeTransform = content[11];
  }

  private readFrame(progressive: boolean, content: Uint8Array): void {
    if (this.known !== undefined) throw new JpegRefused('broken');
    if (content[0] !== 8) throw new JpegRefused('unsupported');
    const [height, width, count] = [wordOf(content, 1), wordOf(content, 3), content[5] ?? 0];
    if (width === 0 || content.length < 6 + 3 * count) throw new JpegRefused('broken');
    if (height === 0 || count === 0 || count > 4) throw new JpegRefused('unsupported');
    if (width * height > pixelLimit) throw new JpegRefused('too-large');
    this.known = frameOf(progressive, width, height, content.subarray(6, 6 + 3 * count));
  }

  private readHuffman(content: Uint8Array): void {
    for (let at = 0; at < content.length; ) {
      const place = content[at] ?? 0;
      const counts = content.subarray(at + 1, at + 17);
      const total = counts.reduce((sum, count) => sum + count, 0);
      const symbols = content.subarray(at + 17, at + 17 + total);
      if (symbols.length < total || counts.length < 16 || (place & 15) > 3) throw new JpegRefused('broken');
      (place >> 4 === 0 ? this.dcTables : this.acTables)[place & 15] = huffmanTable(counts, symbols);
      at += 17 + total;
    }
  }

  private readQuantization(content: Uint8Array): void {
    for (let at = 0; at < content.length; ) {
      const place = content[at] ?? 0;
      const wide = place >> 4 !== 0;
      if ((place & 15) > 3 || at + 1 + (wide ? 128 : 64) > content.length) throw new JpegRefused('broken');
      this.quantization[place & 15] = Uint16Array.from({ length: 64 }, (_, index) =>
        wide ? wordOf(content, at + 1 + 2 * index) : (content[at + 1 + index] ?? 0),
      );
      at += wide ? 129 : 65;
    }
  }

  private scanHeader(content: Uint8Array): ScanHeader {
    const count = content[0] ?? 0;
    if (count === 0 || count > 4 || content.length < 4 + 2 * count) throw new JpegRefused('broken');
    const parts = Array.from({ length: count }, (_, index) =>
      this.scanPart(content[1 + 2 * index] ?? 0, content[2 + 2 * index] ?? 0),
    );
    const bits = content[3 + 2 * count] ?? 0;
    const header = {
      parts,
      from: content[1 + 2 * count] ?? 0,
      to: content[2 + 2 * count] ?? 0,
      high: bits >> 4,
      low: bits & 15,
      restartInterval: this.restartInterval,
    };
    return this.frame.progressive ? checked(header) : { ...header, from: 0, to: 63, high: 0, low: 0 };
  }

  private scanPart(id: number, tables: number): ScanPart {
    const component = this.frame.components.findIndex((each) => each.id === id);
    if (component < 0) throw new JpegRefused('broken');
    return { component, dc: this.dcTables[tables >> 4], ac: this.acTables[tables & 15] };
  }

  private word(at: number): number {
    return wordOf(this.data, at);
  }
}

/** The first marker from `start` on that ends a scan's data, or the end of everything; stuffed bytes and restarts belong to the scan. */
export function endOfScan(data: Uint8Array, start: number): number {
  let at = data.indexOf(0xff, start);
  while (at >= 0 && isInsideScan(data[at + 1] ?? 0xff)) at = data.indexOf(0xff, at + 2);
  return at < 0 ? data.length : at;
}

function isInsideScan(afterFf: number): boolean {
  return afterFf === 0 || (afterFf >= 0xd0 && afterFf <= 0xd7);
}

function checked(header: ScanHeader): ScanHeader {
  const { from, to, low, parts } = header;
  const bandIsRight = from === 0 ? to === 0 : from <= to && to < 64 && parts.length === 1;
  if (!bandIsRight || low > 13) throw new JpegRefused('broken');
  return header;
}

function frameOf(progressive: boolean, width: number, height: number, specs: Uint8Array): Frame {
  const factors = Array.from({ length: specs.length / 3 }, (_, index) => specs[3 * index + 1] ?? 0);
  const mostAcross = Math.max(...factors.map((factor) => factor >> 4));
  const mostDown = Math.max(...factors.map((factor) => factor & 15));
  const components = factors.map((factor, index) => {
    const [across, down] = [factor >> 4, factor & 15];
    if (across < 1 || across > 4 || down < 1 || down > 4) throw new JpegRefused('broken');
    return {
      id: specs[3 * index] ?? 0,
      across,
      down,
      quantization: specs[3 * index + 2] ?? 0,
      blocksAcross: Math.ceil(Math.ceil((width * across) / mostAcross) / 8),
      blocksDown: Math.ceil(Math.ceil((height * down) / mostDown) / 8),
    };
  });
  return {
    progressive,
    width,
    height,
    components,
    mostAcross,
    mostDown,
    mcusAcross: Math.ceil(width / (8 * mostAcross)),
    mcusDown: Math.ceil(height / (8 * mostDown)),
  };
}

function wordOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function isAdobe(content: Uint8Array): boolean {
  return content[0] === 0x41 && content[1] === 0x64 && content[2] === 0x6f && content[3] === 0x62;
}
