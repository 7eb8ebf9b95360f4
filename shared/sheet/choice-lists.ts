/**
 * Lists to choose from. They stand in a sheet of their own, which is not shown, because a list inside a cell's rule holds 255 characters
 * and no comma.
 */
import type { DataValidation, WriteSheet } from 'hucre/xlsx';
import { writable } from './sheet-xml.ts';
import { cellName } from './table.ts';

export interface ChoiceLists {
  readonly sheet: string;
  /** One column each. */
  readonly lists: (readonly string[])[];
}

/** No lists yet; the sheet's name is none of those taken. */
export function choiceLists(taken: ReadonlySet<string>): ChoiceLists {
  let sheet = '选项';
  for (let number = 2; taken.has(sheet); number += 1) sheet = `选项${number}`;
  return { sheet, lists: [] };
}

/** The rule that the cells of a range are chosen from a list. */
export function chosenFrom(choices: ChoiceLists, offered: readonly string[], range: string): DataValidation {
  const letter = cellName(1, placeOf(choices, offered)).slice(0, -1);
  return {
    type: 'list',
    formula1: `'${choices.sheet}'!$${letter}$1:$${letter}$${Math.max(1, offered.length)}`,
    range,
    allowBlank: true,
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: '不在可选范围内',
    errorMessage: '请从下拉列表中选择。',
  };
}

/** The column of a list, counted from 1; the same list is kept once. */
function placeOf({ lists }: ChoiceLists, offered: readonly string[]): number {
  const same = lists.findIndex(
    (list) => list.length === offered.length && list.every((choice, index) => choice === offered[index]),
  );
  return same < 0 ? lists.push(offered) : same + 1;
}

/** The sheet of the lists; none when there are no lists. */
export function choiceSheet({ sheet, lists }: ChoiceLists): readonly WriteSheet[] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  const rows = Array.from({ length }, (_, row) =>
    lists.map((list) => (list[row] === undefined ? null : writable(list[row]))),
  );
  return lists.length === 0 ? [] : [{ name: sheet, rows, veryHidden: true }];
}
