/** Squares as a picture: PNG of one bit a dot, which any word processor reads. */
import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Each square is `scale` dots wide. */
export function pictureOf(squares: readonly (readonly boolean[])[], scale: number): Uint8Array {
  const size = squares.length * scale;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // One bit a dot, in shades of grey.
  head[8] = 1;
  const rows = squares.flatMap((squaresOfRow) => Array(scale).fill(rowOf(squaresOfRow, scale)));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A byte that says that the row is not filtered, then its dots; a bit that is set is white. */
function rowOf(squares: readonly boolean[], scale: number): Buffer {
  const row = Buffer.alloc(1 + Math.ceil((squares.length * scale) / 8));
  for (let dot = 0; dot < squares.length * scale; dot += 1) {
    const byte = 1 + (dot >> 3);
    if (!squares[Math.floor(dot / scale)]) row[byte] = (row[byte] ?? 0) | (0x80 >> (dot & 7));
  }
  return row;
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
