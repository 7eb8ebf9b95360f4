/**
 * What differs between two contents, cell by cell, and what became of a reviewer's pins: a pinned cell that has changed is fixed,
 * one that has not is not fixed, and a changed cell without a pin is also changed.
 */
import type { Pin } from './filing.ts';

/** JSON pointer → text; an empty cell is absent. */
export type Cells = ReadonlyMap<string, string>;
export type Mark = 'fixed' | 'not-fixed' | 'also-changed';

export interface Difference {
  readonly pointer: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface MarkedDifference extends Difference {
  readonly mark: Mark;
  /** The reviewer's remark, null where there was none. */
  readonly pin: string | null;
}

/** Every cell whose text differs, the cells of `after` first. */
export function differencesOf(before: Cells, after: Cells): readonly Difference[] {
  const pointers = new Set([...after.keys(), ...before.keys()]);
  return [...pointers]
    .map((pointer) => ({
      pointer,
      before: before.get(pointer) ?? null,
      after: after.get(pointer) ?? null,
    }))
    .filter((cell) => cell.before !== cell.after);
}

/** The same against the pins of a return; a pin on a row speaks for every cell in it. */
export function markedDifferences(
  before: Cells,
  after: Cells,
  pins: readonly Pin[],
): readonly MarkedDifference[] {
  const changed = differencesOf(before, after);
  const pinOf = (pointer: string) => pins.find((pin) => isWithin(pointer, pin.pointer));
  const marked = changed.map((cell): MarkedDifference => {
    const pin = pinOf(cell.pointer);
    return { ...cell, mark: pin ? 'fixed' : 'also-changed', pin: pin?.text ?? null };
  });
  const untouched = pins.filter((pin) => !changed.some((cell) => isWithin(cell.pointer, pin.pointer)));
  const notFixed = untouched.map((pin): MarkedDifference => {
    const text = after.get(pin.pointer) ?? null;
    return { pointer: pin.pointer, before: text, after: text, mark: 'not-fixed', pin: pin.text };
  });
  return [...marked, ...notFixed];
}

function isWithin(pointer: string, of: string): boolean {
  return pointer === of || pointer.startsWith(`${of}/`);
}
