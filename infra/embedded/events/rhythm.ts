/** When something is due again and again, whatever it was written as. Instants are milliseconds since the epoch. */

export interface Rhythm {
  /** The first due time after `after`; for a rate `after` is the last one, or when the schedule began. */
  next(after: number): number | undefined;
  /** The last due time that lies after `after` and not after `until`. */
  last(after: number, until: number): number | undefined;
}
