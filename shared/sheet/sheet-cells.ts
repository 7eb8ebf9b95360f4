/**
 * The filled cells of a sheet's part, and the texts of the shared strings, as they come. Nothing is kept here; who listens counts
 * or collects.
 */
import { type Refused, refused, refusedAt } from './file-problem.ts';
import { piecesOf } from './inflate.ts';
import { cellName, type Limits } from './table.ts';
import type { SheetPart } from './workbook-parts.ts';
import { attributesOf, readXml } from './xml.ts';
import type { ZipEntry } from './zip-directory.ts';

/** A cell that holds something; row and column are counted from 1. */
export interface FilledCell {
  readonly row: number;
  readonly column: number;
  /** `s` shared string, `str` and `inlineStr` text, `b` boolean, `e` error, `d` ISO date, `n` number. */
  readonly type: string;
  /** The number of its cell style. */
  readonly style: number;
  readonly stored: string;
  readonly formula: boolean;
}

const lastRow = 1_048_576;
const lastColumn = 16_384;
/** A character that XML cannot hold is written `_x000D_`. */
const escaped = /_x([0-9a-f]{4})_/gi;
const escapedLength = 7;

/** Tells each filled cell of a sheet. */
export function readCells(
  { name: sheet, part }: SheetPart,
  limits: Limits,
  tell: (cell: FilledCell) => void,
): Promise<void> {
  let [row, column, type, style, formula] = [0, 0, '', 0, false];
  const collector = textCollector('c', limits.cellText, () => {
    const cell = cellName(row, column);
    const where = `“${sheet}”的${cell}`;
    return refusedAt({ sheet, cell }, 'text-too-long', { where, limit: limits.cellText });
  });
  return readXml(piecesOf(part), {
    open(name, attributes) {
      collector.open(name);
      if (name === 'row') {
        row = rowOf(attributesOf(attributes).get('r'), row);
        column = 0;
      } else if (name === 'c') {
        const found = attributesOf(attributes);
        column = columnOf(found.get('r'), row, column);
        [type, style, formula] = [found.get('t') ?? 'n', Number(found.get('s') ?? '0'), false];
      } else if (name === 'f' && collector.inside()) formula = true;
    },
    text: collector.text,
    close(name) {
      const stored = collector.close(name);
      if (stored === undefined || (stored === '' && !formula)) return;
      tell({ row, column, type, style, stored, formula });
    },
  });
}

/** Tells each shared string, in order. */
export function readStrings(part: ZipEntry, limits: Limits, tell: (text: string) => void): Promise<void> {
  const collector = textCollector('si', limits.cellText, () =>
    refused('text-too-long', { where: '有一个单元格的文字', limit: limits.cellText }),
  );
  return readXml(piecesOf(part), {
    open: collector.open,
    text: collector.text,
    close(name) {
      const text = collector.close(name);
      if (text !== undefined) tell(text);
    },
  });
}

/** Joins what the `t` and `v` inside a holder say, except how its characters are pronounced (`rPh`). */
function textCollector(holder: string, limit: number, tooLong: () => Refused) {
  let [held, listening, aside, text] = [false, false, false, ''];
  return {
    inside: () => held,
    open(name: string): void {
      if (name === holder) [held, text] = [true, ''];
      else if (name === 'rPh') aside = true;
      else if (name === 't' || name === 'v') listening = held && !aside;
    },
    text(piece: string): void {
      if (!listening) return;
      text += piece;
      if (text.length > limit * escapedLength) throw tooLong();
    },
    /** The text, when it is the holder that closes. */
    close(name: string): string | undefined {
      if (name === 't' || name === 'v') listening = false;
      if (name === 'rPh') aside = false;
      if (name !== holder) return undefined;
      held = false;
      const whole = text.includes('_') ? text.replace(escaped, unescaped) : text;
      if (whole.length > limit) throw tooLong();
      return whole;
    },
  };
}

function unescaped(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

function rowOf(told: string | undefined, previous: number): number {
  const row = told === undefined ? previous + 1 : whole(told);
  if (row > lastRow) throw refused('damaged');
  return row;
}

/** From `B3`, which must lie in its row; a cell that does not say stands behind the previous one. */
function columnOf(told: string | undefined, row: number, previous: number): number {
  if (told === undefined) return previous + 1;
  const [, letters, digits] = /^([a-z]{1,3})(\d{1,7})$/i.exec(told) ?? [];
  if (letters === undefined || whole(digits ?? '') !== row) throw refused('damaged');
  const column = [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  if (column > lastColumn) throw refused('damaged');
  return column;
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw refused('damaged');
  return Number(text);
}
