/** Samples of 0 to 255, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly samples: Uint8ClampedArray;
}
