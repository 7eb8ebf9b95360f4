/** The code of a draft as it is printed on a page, in millimetres. */
import { encodeQR } from 'qr';

/** In the footer on the right, unless told otherwise; `size` is the side with its quiet zone. */
export function codeOn(text: string, { x = 165, y = 268, size = 20 } = {}): string {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 1 });
  const squares = rows.flatMap((row, line) =>
    row.map((dark, column) => (dark ? `M${column} ${line}h1v1h-1z` : '')),
  );
  return `<path transform="translate(${x} ${y}) scale(${size / rows.length})" d="${squares.join('')}"/>`;
}
