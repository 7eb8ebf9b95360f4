/** Rows as the XML of a sheet, in pieces. Texts stand in their cells, so nothing grows with the number of rows. */
import type { CellStyle } from 'hucre/xlsx';
import { cellName } from './table.ts';

/** A cell as it is written; an empty text leaves the style alone. */
export interface StyledCell {
  readonly text: string;
  /** The text is a decimal that may stand as a number. */
  readonly number: boolean;
  readonly style: CellStyle;
}

const pieceLength = 64 * 1024;
/** Control characters but tab, line feed and those from U+007F on, and the two that are no characters. */
const unwritable = /[^\P{Cc}\t\n\u007f-\u009f]|[\ufffe\uffff]/gu;

/** A sheet's XML around its rows, and the numbers of the styles that its cells have, in their order. */
export function openFrame(xml: string) {
  const data = /<sheetData(?:\/>|>(.*)<\/sheetData>)/s.exec(xml);
  if (data === null) throw new Error('the XML of a sheet has no place for rows');
  // It tells the extent of other rows than will be there.
  const before = xml.slice(0, data.index).replace(/<dimension [^>]*>/, '');
  return {
    before: `${before}<sheetData>`,
    styleIds: [...(data[1] ?? '').matchAll(/ s="(\d+)"/g)].map(([, id]) => Number(id)),
    after: `</sheetData>${xml.slice(data.index + data[0].length)}`,
  };
}

/** The rows as XML, with heights in points by row counted from 1; `idOf` gives the number of a style in the workbook. */
export function* rowsXml(
  rows: Iterable<readonly StyledCell[]>,
  heights: Readonly<Record<number, number>>,
  idOf: (style: CellStyle) => number,
): Generator<string> {
  let piece = '';
  let row = 0;
  for (const cells of rows) {
    row += 1;
    const written = cells.map((cell, index) => cellXml(cell, cellName(row, index + 1), idOf(cell.style)));
    const height = heights[row] === undefined ? '' : ` ht="${heights[row]}" customHeight="1"`;
    piece += `<row r="${row}"${height}>${written.join('')}</row>`;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function cellXml({ text, number }: StyledCell, name: string, style: number): string {
  const beginning = `<c r="${name}" s="${style}"`;
  if (text === '') return `${beginning}/>`;
  if (number) return `${beginning}><v>${text}</v></c>`;
  return `${beginning} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/**
 * Text for XML. What XML cannot hold is written as a spreadsheet writes it (`_x0001_`), what only looks like such writing is kept apart
 * from it, and half a surrogate pair, which is no character, becomes U+FFFD.
 */
function escaped(text: string): string {
  return writable(text).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The same, for what escapes the rest itself. */
export function writable(text: string): string {
  return text
    .replace(/_(?=x[0-9a-f]{4})/gi, '_x005F_')
    .replace(unwritable, codeOf)
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

function codeOf(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
