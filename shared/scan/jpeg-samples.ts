/**
 * From coefficients to samples: the inverse transform of n × n values, the lowest of the eight by eight, which shows the same picture at
 * n eighths of its size (n = 1 is the block's mean).
 */
import { type BlockSize, type Coefficients, zigzag } from './jpeg-coefficients.ts';
import type { Plane } from './plane.ts';

/** All blocks of the window, side by side. */
export function samplesOf(kept: Coefficients, quantization: Uint16Array | undefined): Plane {
  const { size, window, values } = kept;
  const [across, down] = [window.right - window.left, window.bottom - window.top];
  const width = across * size;
  const samples = new Uint8ClampedArray(width * down * size);
  const steps = stepsOf(kept, quantization);
  if (size === 1) return { width, height: down, samples: meansOf(values, steps[0] ?? 0, samples) };
  const transform = new Transform(size);
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1) {
      const block = (row * across + column) * size * size;
      transform.put(values, block, steps, samples, row * size * width + column * size, width);
    }
  return { width, height: down * size, samples };
}

/** The thumbnail at an eighth, by whole numbers alone. */
function meansOf(values: Int16Array, step: number, samples: Uint8ClampedArray): Uint8ClampedArray {
  for (let block = 0; block < values.length; block += 1)
    samples[block] = (((values[block] ?? 0) * step + 4) >> 3) + 128;
  return samples;
}

/** Quantization steps in the order in which the values are kept; without a table nothing can be shown but grey. */
function stepsOf({ size, slots }: Coefficients, quantization: Uint16Array | undefined): Float32Array {
  const steps = new Float32Array(size * size);
  for (let place = 0; place < zigzag.length; place += 1) {
    const slot = slots[place] ?? -1;
    if (slot >= 0) steps[slot] = quantization?.[place] ?? 0;
  }
  return steps;
}

class Transform {
  private readonly size: BlockSize;
  /** By frequency × size + place: half the orthonormal cosine of T.81 A.3.3, which is the same for every size. */
  private readonly cosines: Float32Array;
  private readonly half: Float32Array;

  constructor(size: BlockSize) {
    this.size = size;
    this.half = new Float32Array(size * size);
    this.cosines = Float32Array.from({ length: size * size }, (_, index) => {
      const [frequency, place] = [Math.floor(index / size), index % size];
      const scale = frequency === 0 ? Math.SQRT1_2 : 1;
      return (scale / 2) * Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * size));
    });
  }

  /** Shows the block that begins at `block`, with its first sample at `at`. */
  put(
    values: Int16Array,
    block: number,
    steps: Float32Array,
    samples: Uint8ClampedArray,
    at: number,
    width: number,
  ): void {
    const { size } = this;
    if (hasDetail(values, block, size)) {
      this.sumColumns(values, block, steps);
      for (let y = 0; y < size; y += 1) this.sumRow(y, samples, at + y * width);
      return;
    }
    const mean = ((values[block] ?? 0) * (steps[0] ?? 0)) / 8 + 128;
    for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) samples[at + y * width + x] = mean;
  }

  /** Along the rows of frequencies; most of them are zero. */
  private sumColumns(values: Int16Array, block: number, steps: Float32Array): void {
    const { size, half, cosines } = this;
    half.fill(0);
    for (let index = 0; index < size * size; index += 1) {
      const value = (values[block + index] ?? 0) * (steps[index] ?? 0);
      if (value === 0) continue;
      const row = index - (index % size);
      const wave = (index % size) * size;
      for (let x = 0; x < size; x += 1)
        half[row + x] = (half[row + x] ?? 0) + value * (cosines[wave + x] ?? 0);
    }
  }

  private sumRow(y: number, samples: Uint8ClampedArray, at: number): void {
    const { size, half, cosines } = this;
    for (let x = 0; x < size; x += 1) {
      let sum = 128;
      for (let index = 0; index < size * size; index += size)
        sum += (half[index + x] ?? 0) * (cosines[index + y] ?? 0);
      samples[at + x] = sum;
    }
  }
}

function hasDetail(values: Int16Array, block: number, size: number): boolean {
  for (let index = 1; index < size * size; index += 1) if ((values[block + index] ?? 0) !== 0) return true;
  return false;
}
