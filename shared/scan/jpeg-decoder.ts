/**
 * Takes the scans of a JPEG one after another and fills what is to be kept. Scans that add nothing to it are passed unread; damage
 * costs what lies between it and the next restart, and is told.
 */
import { ScanBits } from './jpeg-bits.ts';
import { type BlockReader, blockReader } from './jpeg-blocks.ts';
import { type Coefficients, offsetOf } from './jpeg-coefficients.ts';
import { JpegRefused } from './jpeg-fault.ts';
import type { Frame, JpegSegments, ScanHeader } from './jpeg-segments.ts';

/**
 * Blocks that all scans of an image may visit. A 300-dpi page in colour has 0.2 million, in ten progressive scans a million; this
 * is for 600 dpi of that, and stops files that repeat their scans without end.
 */
const workLimit = 16_000_000;

export interface Decoded {
  /** By component, as it was when its first scan came; a later table does not change earlier scans. */
  readonly quantization: readonly (Uint16Array | undefined)[];
  /** Whether every kept component has been read to its end. */
  readonly isWhole: boolean;
}

/** Fills `kept`, one for each component of the frame. */
export function decodeScans(segments: JpegSegments, kept: readonly Coefficients[]): Decoded {
  const { frame } = segments;
  const quantization: (Uint16Array | undefined)[] = frame.components.map(() => undefined);
  const missing = new Set(frame.components.map((_, index) => index).filter((index) => isKept(kept[index])));
  const firstIsEnough = !frame.progressive || kept.every(({ last }) => last === 0);
  let isWhole = true;
  let work = 0;
  while (missing.size > 0 || !firstIsEnough) {
    const header = nextWanted(segments, kept);
    if (header === undefined) break;
    for (const { component } of header.parts) {
      if (header.from === 0) missing.delete(component);
      quantization[component] ??= segments.quantization[frame.components[component]?.quantization ?? 0];
    }
    const bits = new ScanBits(segments.data, segments.at);
    segments.at = bits.next;
    const walk = new ScanWalk(frame, header, kept, bits);
    work += walk.blocks;
    if (work > workLimit) throw new JpegRefused('too-large');
    isWhole = walk.read() && isWhole;
  }
  return { quantization, isWhole: isWhole && missing.size === 0 };
}

/** The next scan that adds to what is kept; its data begin at `segments.at`. */
function nextWanted(segments: JpegSegments, kept: readonly Coefficients[]): ScanHeader | undefined {
  let header = segments.nextScan();
  while (header !== undefined && !isWanted(header, kept)) {
    segments.passScan();
    header = segments.nextScan();
  }
  return header;
}

function isKept(kept: Coefficients | undefined): boolean {
  return kept !== undefined && kept.values.length > 0;
}

/** Refinements need every earlier coefficient, so a scan of theirs is read only where all are kept. */
function isWanted(header: ScanHeader, kept: readonly Coefficients[]): boolean {
  return header.parts.some(({ component }) => {
    const own = kept[component];
    return (
      own !== undefined && isKept(own) && header.from <= own.last && (header.high === 0 || own.size === 8)
    );
  });
}

/** A component within a scan, and its blocks of one MCU. */
interface Lane {
  readonly kept: Coefficients;
  readonly reader: BlockReader;
  readonly across: number;
  readonly down: number;
}

class ScanWalk {
  private readonly bits: ScanBits;
  private readonly lanes: readonly Lane[];
  private readonly columns: number;
  private readonly rows: number;
  private readonly interval: number;
  /** MCUs visited. */
  private visited = 0;
  private isWhole = true;

  constructor(frame: Frame, header: ScanHeader, kept: readonly Coefficients[], bits: ScanBits) {
    this.bits = bits;
    this.interval = header.restartInterval;
    const alone = header.parts.length === 1;
    this.lanes = header.parts.map((part) => {
      const own = kept[part.component];
      const component = frame.components[part.component];
      if (own === undefined || component === undefined) throw new JpegRefused('broken');
      const reader = blockReader(frame.progressive, header, part, own);
      return { kept: own, reader, across: alone ? 1 : component.across, down: alone ? 1 : component.down };
    });
    const single = alone ? frame.components[header.parts[0]?.component ?? 0] : undefined;
    this.columns = single?.blocksAcross ?? frame.mcusAcross;
    const rows = single?.blocksDown ?? frame.mcusDown;
    this.rows = frame.progressive ? rows : Math.min(rows, this.lastRow());
  }

  get blocks(): number {
    return this.columns * this.rows * this.lanes.reduce((sum, { across, down }) => sum + across * down, 0);
  }

  /** Answers whether nothing was missing. */
  read(): boolean {
    for (let row = 0; row < this.rows; row += 1)
      for (let column = 0; column < this.columns; column += 1)
        if (this.isReadable()) for (const lane of this.lanes) readMcu(this.bits, lane, row, column);
    return this.isWhole && !this.bits.isSpent;
  }

  /** Sequential data below the last wanted row are not read at all. */
  private lastRow(): number {
    return Math.max(...this.lanes.map(({ kept, down }) => Math.ceil(kept.window.bottom / down)));
  }

  private isReadable(): boolean {
    if (this.interval > 0 && this.visited > 0 && this.visited % this.interval === 0) this.restart();
    this.visited += 1;
    if (!this.bits.isSpent) return true;
    this.isWhole = false;
    return false;
  }

  private restart(): void {
    if (this.bits.isSpent) this.isWhole = false;
    if (!this.bits.restart()) this.bits.abandon();
    for (const { reader } of this.lanes) reader.restart();
  }
}

function readMcu(bits: ScanBits, { kept, reader, across, down }: Lane, row: number, column: number): void {
  for (let y = row * down; y < (row + 1) * down; y += 1)
    for (let x = column * across; x < (column + 1) * across; x += 1) reader.read(bits, offsetOf(kept, y, x));
}
