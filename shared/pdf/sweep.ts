/**
 * Goes through the whole file from object to object, whatever its table of contents says: what an older revision holds, or nobody
 * refers to, is found here, and so is everything when the table is broken. What lies between the objects is looked at too.
 */
import type { Found, LengthOf, ObjectReader } from './object-reader.ts';
import type { SeePair } from './parser.ts';

export interface Gap {
  readonly start: number;
  readonly end: number;
}

export interface Sweeping {
  readonly lengthOf: LengthOf;
  /** Objects that lie in the data of streams too: a program that repairs a file may take them for objects. */
  readonly insideStreams: boolean;
  readonly seePair: SeePair | undefined;
  readonly seeObject: (found: Found) => void;
  readonly seeGap: (gap: Gap) => void;
}

export function sweep(
  reader: ObjectReader,
  { lengthOf, insideStreams, seePair, seeObject, seeGap }: Sweeping,
): void {
  const { bytes, work } = reader;
  let [at, behind] = [0, 0];
  for (;;) {
    const obj = bytes.indexOf('obj', at);
    work.spend(((obj < 0 ? bytes.length : obj) - at) >> 3);
    if (obj < 0) break;
    const header = reader.headerBefore(obj);
    at = obj + 3;
    if (header === null || header.at < behind) continue;
    seeGap({ start: behind, end: header.at });
    const found = reader.read(header, lengthOf, seePair);
    seeObject(found);
    behind = insideStreams ? found.valueEnd : found.end;
    at = behind;
  }
  seeGap({ start: behind, end: bytes.length });
}
