/**
 * How much redder than its paper each place of a page is. Paper is judged in the neighbourhood, so that a lamp, a shadow or tinted
 * paper changes nothing; black print over red ink only dims it.
 */
import type { Thumbnail } from './thumbnail.ts';

/** A map over the page; places outside are 0. */
export interface RedMap {
  readonly width: number;
  readonly height: number;
  /** Millimetres of a pixel. */
  readonly pitch: number;
  /** 0 is the paper's own colour, 1 pure red. */
  readonly values: Float32Array;
}

/** Millimetres of a neighbourhood: larger than a character, smaller than a seal, in which paper always shows through. */
const tileMm = 30;
/** Rows that share one line of paper; it changes slowly. */
const rowsAlike = 8;
/** Excess, of 255, that is no colour yet; and what shines brighter than paper counts no more than this. */
const [noise, brightest] = [4, 280];
/** Of a neighbourhood's samples this share is darker than its paper. */
const paperShare = 0.85;

export function rednessOf({ width, height, red, green, blue }: Thumbnail, pitch: number): RedMap {
  const tiles = new Tiles(width, height, Math.max(8, Math.round(tileMm / pitch)));
  const papers = [red, green, blue].map((samples) => tiles.quantile(samples));
  trust(papers);
  const values = new Float32Array(width * height);
  const [forRed, forGreen, forBlue] = [new Int32Array(width), new Int32Array(width), new Int32Array(width)];
  for (let at = 0; at < values.length; at += 1) {
    const x = at % width;
    if (at % (width * rowsAlike) === 0)
      for (const [index, row] of [forRed, forGreen, forBlue].entries())
        tiles.fillRow(row, papers[index] ?? [], at / width);
    const excess = excessOf(
      ((red[at] ?? 0) * (forRed[x] ?? 0)) >> 12,
      ((green[at] ?? 0) * (forGreen[x] ?? 0)) >> 12,
      ((blue[at] ?? 0) * (forBlue[x] ?? 0)) >> 12,
    );
    if (excess > noise) values[at] = excess / 255;
  }
  return { width, height, pitch, values };
}

/**
 * By how much red exceeds the others, of 255 for the paper's light; less for orange and violet, whose second channel stands far off the
 * third. Whole numbers: most pages have nothing to look at, and this is looked at everywhere.
 */
function excessOf(red: number, green: number, blue: number): number {
  const over = Math.min(red, brightest) - Math.max(green, blue);
  if (over <= noise) return 0;
  const lean = Math.abs(green - blue) - (over >> 1);
  return lean > 0 ? over - (lean >> 1) : over;
}

/** Where a neighbourhood has no paper (a photograph, the table under a page) the page's own paper counts. */
function trust(papers: readonly number[][]): void {
  const whole = papers.map(
    (tiles) => [...tiles].sort((a, b) => a - b)[Math.floor(tiles.length * 0.7)] ?? 255,
  );
  const count = papers[0]?.length ?? 0;
  for (let tile = 0; tile < count; tile += 1) {
    const shares = papers.map((tiles, channel) => (tiles[tile] ?? 0) / Math.max(1, whole[channel] ?? 1));
    const isDark = Math.min(...shares) < 0.45;
    const isTinted = Math.max(...shares) - Math.min(...shares) > 0.2;
    if (!isDark && !isTinted) continue;
    for (const [channel, tiles] of papers.entries()) tiles[tile] = whole[channel] ?? 255;
  }
}

/** Square neighbourhoods, between whose middles values go over smoothly. */
class Tiles {
  private readonly width: number;
  private readonly height: number;
  private readonly columns: number;
  private readonly rows: number;

  constructor(width: number, height: number, size: number) {
    this.width = width;
    this.height = height;
    this.columns = Math.max(1, Math.round(width / size));
    this.rows = Math.max(1, Math.round(height / size));
  }

  quantile(samples: Uint8ClampedArray): number[] {
    const { columns, rows, width, height } = this;
    const result: number[] = [];
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const [left, right] = [column, column + 1].map((edge) => Math.floor((edge * width) / columns));
        const [top, bottom] = [row, row + 1].map((edge) => Math.floor((edge * height) / rows));
        result.push(Math.max(1, this.quantileIn(samples, left ?? 0, right ?? 0, top ?? 0, bottom ?? 0)));
      }
    return result;
  }

  private quantileIn(
    samples: Uint8ClampedArray,
    left: number,
    right: number,
    top: number,
    bottom: number,
  ): number {
    const counts = new Int32Array(256);
    // A quarter of the samples says the same.
    for (let y = top; y < bottom; y += 2)
      for (let x = left; x < right; x += 2) {
        const value = samples[y * this.width + x] ?? 0;
        counts[value] = (counts[value] ?? 0) + 1;
      }
    let lighter = Math.ceil((right - left) / 2) * Math.ceil((bottom - top) / 2) * paperShare;
    for (let value = 0; value < 256; value += 1) {
      lighter -= counts[value] ?? 0;
      if (lighter <= 0) return value;
    }
    return 255;
  }

  /** Factors along a row of pixels that make 255 × 2^12 of the paper. */
  fillRow(row: Int32Array, tiles: readonly number[], y: number): void {
    const { columns, rows } = this;
    const v = Math.min(rows - 1, Math.max(0, ((y + 0.5) * rows) / this.height - 0.5));
    const above = Math.floor(v);
    const below = Math.min(rows - 1, above + 1);
    const heights = Array.from(
      { length: columns },
      (_, column) =>
        (tiles[above * columns + column] ?? 0) * (1 - v + above) +
        (tiles[below * columns + column] ?? 0) * (v - above),
    );
    for (let x = 0; x < row.length; x += 1) {
      const u = Math.min(columns - 1, Math.max(0, ((x + 0.5) * columns) / this.width - 0.5));
      const column = Math.floor(u);
      const next = Math.min(columns - 1, column + 1);
      const paper = (heights[column] ?? 0) * (1 - u + column) + (heights[next] ?? 0) * (u - column);
      row[x] = (255 << 12) / paper;
    }
  }
}
