/** The code of a report as squares, four of white around it as its quiet zone, and as a drawing for a page. */
import { encodeQR } from 'qr';
import { type Markup, markup } from './markup.ts';

/** Row by row, true is dark. */
export function squaresOf(text: string): readonly (readonly boolean[])[] {
  return encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
}

export function codeDrawing(text: string): Markup {
  const squares = squaresOf(text);
  const path = squares.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')));
  const size = String(squares.length);
  return markup`<svg class="code" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="数据核对码"><path d="${path.join('')}"/></svg>`;
}
