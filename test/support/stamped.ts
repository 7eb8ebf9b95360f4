/** A department's report as it comes back from the scanner: a sealed page of paper with the code of its draft in the footer. */
import encodeQR from 'qr';
import { formatCode, type ReportCode } from '../../shared/domain/report-code.ts';
import { roundSeal, scanned, scanPdf } from './scans.ts';

/** The code's side, and where its left upper corner lies on the page, in millimetres. */
const [side, left, top] = [18, 96, 272];

export async function stampedScan(code: ReportCode, { seal = true } = {}): Promise<Buffer> {
  const svg = `${codeAsSvg(formatCode(code))}${seal ? roundSeal(145, 225) : ''}`;
  return scanPdf([await scanned({ dpi: 200, svg })]);
}

function codeAsSvg(text: string): string {
  const rows = encodeQR(text, 'raw', { border: 2 });
  const module = side / rows.length;
  const dark = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) =>
      isDark
        ? [`<rect x="${left + x * module}" y="${top + y * module}" width="${module}" height="${module}"/>`]
        : [],
    ),
  );
  return `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="#fff"/><g fill="#000" shape-rendering="crispEdges">${dark.join('')}</g>`;
}
