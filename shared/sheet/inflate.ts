/**
 * The content of a zip's part, piece by piece. Inflating stops at the size that the directory gave, whatever the data would still
 * hold, so nothing grows beyond what has been judged.
 */
import { constants, crc32, createInflateRaw } from 'node:zlib';
import { Refused, refused } from './file-problem.ts';
import type { ZipEntry } from './zip-directory.ts';

const pieceBytes = 64 * 1024;

/** The inflated pieces; throws when they are more, fewer or other bytes than the directory says. */
export async function* piecesOf(entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let size = 0;
  let check = 0;
  for await (const piece of entry.deflated ? inflated(entry.content) : stored(entry.content)) {
    size += piece.length;
    check = crc32(piece, check);
    if (size > entry.size) throw refused('disguised');
    yield piece;
  }
  if (size !== entry.size || check !== entry.crc32) throw refused('damaged');
}

async function* inflated(content: Uint8Array): AsyncGenerator<Uint8Array> {
  const inflater = createInflateRaw({ chunkSize: pieceBytes, finishFlush: constants.Z_FINISH });
  inflater.end(content);
  try {
    for await (const piece of inflater) yield piece;
  } catch (error) {
    throw error instanceof Refused ? error : refused('damaged');
  }
}

function* stored(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += pieceBytes) yield content.subarray(at, at + pieceBytes);
}
