/** A zip out of parts, which may be taken over from another zip or come in pieces. It carries no dates, so the same parts give the same bytes. */
import { crc32, createDeflateRaw } from 'node:zlib';
import type { ZipEntry } from './zip-directory.ts';

const version = 20;
/** The first of January 1980, the first day there is. */
const noDate = 0x21;

/** A part whose text is deflated as it comes. */
export async function deflatedPart(path: string, texts: Iterable<string>): Promise<ZipEntry> {
  const told = { size: 0, crc32: 0 };
  const deflater = createDeflateRaw();
  const filled = fill(deflater, texts, told);
  const pieces: Uint8Array[] = [];
  for await (const piece of deflater) pieces.push(piece);
  await filled;
  return { path, name: path.toLowerCase(), deflated: true, content: Buffer.concat(pieces), ...told };
}

async function fill(
  deflater: ReturnType<typeof createDeflateRaw>,
  texts: Iterable<string>,
  told: { size: number; crc32: number },
): Promise<void> {
  for (const text of texts) {
    const bytes = Buffer.from(text);
    told.size += bytes.length;
    told.crc32 = crc32(bytes, told.crc32);
    if (!deflater.write(bytes)) await new Promise((resume) => deflater.once('drain', resume));
  }
  deflater.end();
}

/** The bytes of a zip with the parts in their order. */
export function zipOf(parts: readonly ZipEntry[]): Uint8Array {
  const local: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const part of parts) {
    const path = Buffer.from(part.path);
    const header = headerOf(part, path.length);
    local.push(localSignature, header, path, part.content);
    directory.push(...directoryEntry(header, path, offset));
    offset += localSignature.length + header.length + path.length + part.content.length;
  }
  const listed = Buffer.concat(directory);
  return Buffer.concat([...local, listed, endRecord(parts.length, listed.length, offset)]);
}

const localSignature = Buffer.from('504b0304', 'hex');

/** What the local header and the directory tell alike. */
function headerOf(part: ZipEntry, pathLength: number): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(version, 0);
  header.writeUInt16LE(part.deflated ? 8 : 0, 4);
  header.writeUInt16LE(noDate, 8);
  header.writeUInt32LE(part.crc32, 10);
  header.writeUInt32LE(part.content.length, 14);
  header.writeUInt32LE(part.size, 18);
  header.writeUInt16LE(pathLength, 22);
  return header;
}

function directoryEntry(header: Buffer, path: Buffer, offset: number): Uint8Array[] {
  const beginning = Buffer.from('504b01020000', 'hex');
  beginning.writeUInt16LE(version, 4);
  const ending = Buffer.alloc(14);
  ending.writeUInt32LE(offset, 10);
  return [beginning, header, ending, path];
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
