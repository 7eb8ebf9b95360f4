/**
 * What of a component's coefficients is kept: of each block the lowest `size` × `size`, for the blocks of a window. One means the
 * thumbnail at an eighth, eight means everything. What is not kept is passed, not decoded.
 */
import type { Component, Frame } from './jpeg-segments.ts';

/** Samples that a block of eight by eight is shown with, in each direction. */
export type BlockSize = 1 | 2 | 4 | 8;

/** Blocks of a component: the first that is wanted, and the first that is not wanted any more. */
export interface BlockWindow {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Coefficients {
  readonly size: BlockSize;
  readonly window: BlockWindow;
  /** Size² values for each block of the window, row by row, not yet dequantized. */
  readonly values: Int16Array;
  /** By place in the zigzag order: where in the block the value is kept, or -1. */
  readonly slots: Int8Array;
  /** The last place of the zigzag order that is kept. */
  readonly last: number;
}

/** Row and column of each place of the zigzag order (T.81 figure A.6), as row × 8 + column. */
export const zigzag: Uint8Array = walkDiagonals();

function walkDiagonals(): Uint8Array {
  const order: number[] = [];
  for (let diagonal = 0; diagonal < 15; diagonal += 1)
    for (let step = 0; step <= diagonal; step += 1) {
      const [row, column] = diagonal % 2 === 0 ? [diagonal - step, step] : [step, diagonal - step];
      if (row < 8 && column < 8) order.push(row * 8 + column);
    }
  return Uint8Array.from(order);
}

export function keepCoefficients(size: BlockSize, window: BlockWindow): Coefficients {
  const slots = Int8Array.from(zigzag, (place) => {
    const [row, column] = [place >> 3, place & 7];
    return row < size && column < size ? row * size + column : -1;
  });
  const blocks = (window.right - window.left) * (window.bottom - window.top);
  return {
    size,
    window,
    values: new Int16Array(blocks * size * size),
    slots,
    last: slots.findLastIndex((slot) => slot >= 0),
  };
}

/** All blocks of a component, those included that only fill up an MCU. */
export function wholeOf(frame: Frame, component: Component): BlockWindow {
  const [right, bottom] = [frame.mcusAcross * component.across, frame.mcusDown * component.down];
  return { left: 0, top: 0, right, bottom };
}

/** Where a block's values begin, or -1 when it is outside the window. */
export function offsetOf({ window, size }: Coefficients, row: number, column: number): number {
  const { left, top, right, bottom } = window;
  if (row < top || row >= bottom || column < left || column >= right) return -1;
  return ((row - top) * (right - left) + column - left) * size * size;
}
