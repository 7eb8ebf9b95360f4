/**
 * Baseline JPEGs of the kinds that the usual encoders do not write: any sampling, restart intervals, a scan for each component, Adobe's
 * marks. Without loss but for rounding: every quantization step is 1 and every code has eight bits.
 */

export interface Making {
  readonly width: number;
  readonly height: number;
  /** Sampling factors of each component, `2x1` for 4:2:2. */
  readonly sampling: readonly string[];
  /** The sample of a component at a place of its own grid, 0 to 255. */
  readonly sample: (component: number, x: number, y: number) => number;
  readonly restartInterval?: number;
  readonly apart?: boolean;
  readonly adobe?: number;
  readonly ids?: readonly number[];
}

const zigzag = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];

/** Bits into bytes, with a zero after each 0xFF. */
class BitWriter {
  readonly bytes: number[] = [];
  private bits = '';

  put(value: number, length: number): void {
    this.bits += length > 0 ? value.toString(2).padStart(length, '0') : '';
    while (this.bits.length >= 8) this.flush();
  }

  pad(): void {
    if (this.bits !== '') this.put(2 ** (8 - this.bits.length) - 1, 8 - this.bits.length);
  }

  private flush(): void {
    const byte = Number.parseInt(this.bits.slice(0, 8), 2);
    this.bits = this.bits.slice(8);
    this.bytes.push(...(byte === 0xff ? [0xff, 0] : [byte]));
  }
}

function segment(marker: number, content: readonly number[]): number[] {
  return [0xff, marker, ...word(content.length + 2), ...content];
}

function word(value: number): number[] {
  return [value >> 8, value & 255];
}

/** Coefficients in zigzag order, steps of 1. */
function transformed(sample: (x: number, y: number) => number): number[] {
  const cosine = (place: number, frequency: number) => Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
  const scale = (frequency: number) => (frequency === 0 ? Math.SQRT1_2 : 1);
  return zigzag.map((place) => {
    const [v, u] = [place >> 3, place & 7];
    let sum = 0;
    for (let y = 0; y < 8; y += 1)
      for (let x = 0; x < 8; x += 1) sum += (sample(x, y) - 128) * cosine(x, u) * cosine(y, v);
    return Math.round((scale(u) * scale(v) * sum) / 4);
  });
}

function putValue(writer: BitWriter, run: number, value: number): void {
  const size = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
  writer.put((run << 4) | size, 8);
  writer.put(value < 0 ? value + 2 ** size - 1 : value, size);
}

function putBlock(writer: BitWriter, values: readonly number[], before: number): number {
  const [dc = 0, ...ac] = values;
  putValue(writer, 0, dc - before);
  let run = 0;
  for (const [index, value] of ac.entries()) {
    if (ac.slice(index).every((rest) => rest === 0)) {
      writer.put(0, 8);
      break;
    }
    if (value === 0 && run < 15) run += 1;
    else {
      putValue(writer, run, value);
      run = 0;
    }
  }
  return dc;
}

export function jpegOf(making: Making): Buffer {
  const { width, height, sampling, restartInterval = 0, adobe } = making;
  const factors = sampling.map((text) => text.split('x').map(Number));
  const ids = making.ids ?? factors.map((_, index) => index + 1);
  const frame = factors.flatMap(([across = 1, down = 1], index) => [
    ids[index] ?? 0,
    (across << 4) | down,
    0,
  ]);
  // A symbol is its own code; 0xFF, all ones, is no code.
  const codes = [
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    255,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    ...Array.from({ length: 255 }, (_, index) => index),
  ];
  const head = [
    ...[0xff, 0xd8],
    ...(adobe === undefined ? [] : segment(0xee, [0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, adobe])),
    ...segment(0xdb, [0, ...zigzag.map(() => 1)]),
    ...segment(0xc0, [8, ...word(height), ...word(width), factors.length, ...frame]),
    ...segment(0xc4, [0, ...codes]),
    ...segment(0xc4, [0x10, ...codes]),
    ...(restartInterval > 0 ? segment(0xdd, word(restartInterval)) : []),
  ];
  const all = factors.map((_, index) => index);
  const scans = making.apart === true ? all.map((index) => [index]) : [all];
  return Buffer.from([...head, ...scans.flatMap((parts) => scanOf(making, factors, ids, parts)), 0xff, 0xd9]);
}

function scanOf(
  making: Making,
  factors: number[][],
  ids: readonly number[],
  parts: readonly number[],
): number[] {
  const { restartInterval = 0 } = making;
  const { columns, rows, blocks } = gridOf(making, factors, parts);
  const bytes: number[] = segment(0xda, [
    parts.length,
    ...parts.flatMap((part) => [ids[part] ?? 0, 0]),
    0,
    63,
    0,
  ]);
  let writer = new BitWriter();
  const before = factors.map(() => 0);
  for (let mcu = 0; mcu < columns * rows; mcu += 1) {
    if (restartInterval > 0 && mcu > 0 && mcu % restartInterval === 0) {
      writer.pad();
      bytes.push(...writer.bytes, 0xff, 0xd0 + ((mcu / restartInterval - 1) % 8));
      writer = new BitWriter();
      before.fill(0);
    }
    for (const { part, left, top } of blocks(mcu % columns, Math.floor(mcu / columns))) {
      const values = transformed((x, y) => making.sample(part, left + x, top + y));
      before[part] = putBlock(writer, values, before[part] ?? 0);
    }
  }
  writer.pad();
  return [...bytes, ...writer.bytes];
}

/** The MCUs of a scan and the blocks of each; a component alone has one block in each and none that only fill up. */
function gridOf({ width, height }: Making, factors: number[][], parts: readonly number[]) {
  const mostAcross = Math.max(...factors.map(([across = 1]) => across));
  const mostDown = Math.max(...factors.map(([, down = 1]) => down));
  const alone = parts.length === 1;
  const [across = 1, down = 1] = alone ? (factors[parts[0] ?? 0] ?? []) : [1, 1];
  return {
    columns: Math.ceil((width * across) / mostAcross / 8),
    rows: Math.ceil((height * down) / mostDown / 8),
    blocks: (column: number, row: number) =>
      parts.flatMap((part) => {
        const [wide = 1, high = 1] = alone ? [1, 1] : (factors[part] ?? []);
        return Array.from({ length: wide * high }, (_, block) => ({
          part,
          left: (column * wide + (block % wide)) * 8,
          top: (row * high + Math.floor(block / wide)) * 8,
        }));
      }),
  };
}
