/** How cells look, in few words. The colours say what a clerk may do: cream is to fill in, grey is given, red is to mend. */
import type { CellStyle } from 'hucre/xlsx';

/** `plain` is the look of a cell that says nothing else. */
export type CellLook = 'plain' | 'title' | 'head' | 'entry' | 'locked' | 'error';

export const defaultFont = { name: '宋体', size: 11 } as const;

const hair = { style: 'thin', color: { rgb: 'BFBFBF' } } as const;
const border = { top: hair, right: hair, bottom: hair, left: hair };
const bold = { ...defaultFont, bold: true };
const centred = { horizontal: 'center', vertical: 'center', wrapText: true } as const;

const looks: Readonly<Record<CellLook, CellStyle>> = {
  plain: { border },
  title: { font: { ...bold, size: 16 }, alignment: centred },
  head: { border, font: bold, fill: filled('D9E2EF'), alignment: centred },
  entry: { border, fill: filled('FFF8E1'), protection: { locked: false } },
  locked: { border, fill: filled('F2F2F2') },
  error: { border, fill: filled('FDE7E9'), font: { ...defaultFont, color: { rgb: 'B00020' } } },
};

/** The style of a cell whose number format is `format`, `@` for text. */
export function styleOf(look: CellLook, horizontal: 'left' | 'right', format: string): CellStyle {
  return { alignment: { horizontal, vertical: 'center', wrapText: true }, ...looks[look], numFmt: format };
}

function filled(rgb: string): { type: 'pattern'; pattern: 'solid'; fgColor: { rgb: string } } {
  return { type: 'pattern', pattern: 'solid', fgColor: { rgb } };
}
