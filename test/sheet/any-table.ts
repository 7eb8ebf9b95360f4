/** Tables for the properties: any text, with a liking for what could go wrong. */
import * as fc from 'fast-check';

const nasty = [
  '=1+1',
  '+1',
  '-1',
  '@x',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '"',
  '""',
  "'",
  ',',
  ';',
  '<',
  '&amp;',
  ']]>',
  '_x000D_',
  '_x0041',
  '#N/A',
  '#DIV/0!',
  'TRUE',
  '007',
  '1e5',
  '31.20',
  '2022-07-01',
  ' ',
  '\u3000',
  '\u00a0',
  '\ufeff',
  '\u2028',
  '𠮷',
  '📈',
  'é',
] as const;

/** Rows of cells, some of them nasty or made of nasty pieces. */
export function tables(anyText: fc.Arbitrary<string>): fc.Arbitrary<string[][]> {
  const piece = fc.constantFrom(...nasty);
  const cell = fc.oneof(
    anyText,
    piece,
    fc.array(fc.oneof(piece, anyText), { maxLength: 4 }).map((all) => all.join('')),
  );
  const clean = cell.map((text) => text.replaceAll('\0', ''));
  return fc.array(fc.array(clean, { maxLength: 6 }), { maxLength: 8 });
}

/** The rows as reading gives them: without what is empty at the ends. */
export function shown(rows: readonly (readonly string[])[]): string[][] {
  const cut = rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== '') + 1));
  const first = cut.findIndex((row) => row.length > 0);
  const last = cut.findLastIndex((row) => row.length > 0);
  return first < 0 ? [] : cut.slice(first, last + 1);
}
