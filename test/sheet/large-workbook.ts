/** A workbook as large as a county's import. */
import { workbook } from './zip-maker.ts';

/** A sheet whose cells are all different, a third of them text. */
export function largeWorkbook(rows: number, columns: number): Uint8Array {
  const strings: string[] = [];
  const lines: string[] = [];
  for (let line = 1; line <= rows; line += 1) {
    const cells = Array.from({ length: columns }, (_, column) => {
      if (column % 3 > 0) return `<c><v>${line * column}.${line}</v></c>`;
      return `<c t="s"><v>${strings.push(`<si><t>第${line}行第${column}列的内容</t></si>`) - 1}</v></c>`;
    });
    lines.push(`<row>${cells.join('')}</row>`);
  }
  return workbook({ sheets: { 表: lines.join('') }, strings: strings.join('') });
}
