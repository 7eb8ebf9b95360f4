/** A part of a picture: fractions of its width and height, counted from its upper left corner. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
