/**
 * The directory of a zip, read before a byte is inflated. Whatever can be told from it is judged here: sizes, ratios, counts, names,
 * and that it agrees with the file it describes. A zip whose parts overlap, or whose two descriptions differ, is read differently by
 * different programs, so it is refused.
 */
import { refused } from './file-problem.ts';
import type { Limits } from './table.ts';

export interface ZipEntry {
  /** In lower case: the parts of a workbook are named without regard to case. */
  readonly name: string;
  readonly deflated: boolean;
  /** What the file holds of it. */
  readonly content: Uint8Array;
  /** Inflated bytes, as the directory says. */
  readonly size: number;
  readonly crc32: number;
}

export type ZipDirectory = ReadonlyMap<string, ZipEntry>;

/** An entry as the central directory tells it. */
interface Listed {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const endLength = 22;
const longestComment = 0xffff;
const none32 = 0xffffffff;
const none16 = 0xffff;
const [encryptedFlag, streamedFlag] = [0x1, 0x8];

/** The parts by name; throws the problem that the directory shows. */
export function zipDirectory(bytes: Uint8Array, limits: Limits): ZipDirectory {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const { count, offset, end } = directoryPlace(file);
  if (count > limits.parts) throw refused('too-many-parts', { limit: limits.parts });
  const listed = [...listedEntries(file, count, offset, end)];
  judgeNames(listed);
  judgeSizes(listed, limits);
  return entriesOf(file, listed, offset);
}

/** Where the central directory lies. Its end must be the end of the file, and a zip64 record may only say the same. */
function directoryPlace(file: Buffer) {
  const at = endRecord(file);
  const count = file.readUInt16LE(at + 10);
  const size = file.readUInt32LE(at + 12);
  const offset = file.readUInt32LE(at + 16);
  const oneDisk = file.readUInt32LE(at + 4) === 0 && file.readUInt16LE(at + 8) === count;
  if (!oneDisk || count === none16 || size === none32 || offset === none32) throw refused('disguised');
  const end = offset + size;
  if (end !== at && !saysTheSame(file, at, end, [count, size, offset])) throw refused('disguised');
  return { count, offset, end };
}

function endRecord(file: Buffer): number {
  const earliest = Math.max(0, file.length - endLength - longestComment);
  for (let at = file.length - endLength; at >= earliest; at -= 1) {
    const isEnd = file.readUInt32LE(at) === 0x06054b50;
    if (isEnd && at + endLength + file.readUInt16LE(at + 20) === file.length) return at;
  }
  throw refused('damaged');
}

/** Some writers add a zip64 record and its locator (56 + 20 bytes) to every file; between directory and end nothing else may lie. */
function saysTheSame(file: Buffer, at: number, end: number, said: readonly number[]): boolean {
  if (end + 76 !== at || file.readUInt32LE(end) !== 0x06064b50) return false;
  if (file.readUInt32LE(at - 20) !== 0x07064b50 || long(file, at - 12) !== end) return false;
  return [32, 40, 48].every((field, index) => long(file, end + field) === said[index]);
}

function long(file: Buffer, at: number): number {
  return Number(file.readBigUInt64LE(at));
}

function* listedEntries(file: Buffer, count: number, offset: number, end: number): Generator<Listed> {
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || file.readUInt32LE(at) !== 0x02014b50) throw refused('damaged');
    const next =
      at + 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    if (next > end) throw refused('damaged');
    yield {
      name: nameOf(file.subarray(at + 46, at + 46 + file.readUInt16LE(at + 28))),
      flags: file.readUInt16LE(at + 8),
      method: file.readUInt16LE(at + 10),
      crc32: file.readUInt32LE(at + 16),
      packed: file.readUInt32LE(at + 20),
      size: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    };
    at = next;
  }
  if (at !== end) throw refused('disguised');
}

function nameOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).toLowerCase();
  } catch {
    throw refused('disguised');
  }
}

function judgeNames(listed: readonly Listed[]): void {
  if (new Set(listed.map(({ name }) => name)).size < listed.length) throw refused('disguised');
  if (listed.some(({ name }) => leavesItsPlace(name))) throw refused('disguised');
}

function leavesItsPlace(name: string): boolean {
  return name === '' || /^\/|[\\:\0]/.test(name) || name.split('/').includes('..');
}

function judgeSizes(listed: readonly Listed[], limits: Limits): void {
  if (listed.some(({ flags }) => (flags & encryptedFlag) !== 0)) throw refused('encrypted');
  const total = listed.reduce((sum, { size }) => sum + size, 0);
  const packed = listed.reduce((sum, entry) => sum + entry.packed, 0);
  if (total > limits.bytes) throw refused('too-large', { megabytes: limits.bytes / 1024 / 1024 });
  if ([{ size: total, packed }, ...listed].some((entry) => tooDense(entry, limits)))
    throw refused('too-dense', { ratio: limits.ratio });
}

function tooDense({ size, packed }: { size: number; packed: number }, limits: Limits): boolean {
  return size > limits.denseBytes && size > packed * limits.ratio;
}

function entriesOf(file: Buffer, listed: readonly Listed[], directory: number): ZipDirectory {
  const inOrder = [...listed].sort((a, b) => a.offset - b.offset);
  let free = 0;
  const entries = inOrder.map((entry): [string, ZipEntry] => {
    if (entry.offset < free || entry.offset + 30 > directory) throw refused('disguised');
    const start = contentStart(file, entry);
    free = start + entry.packed;
    if (free > directory) throw refused('disguised');
    const { name, size, crc32 } = entry;
    return [name, { name, size, crc32, deflated: entry.method === 8, content: file.subarray(start, free) }];
  });
  return new Map(entries);
}

/** The local header before a part must tell the same as the directory; sizes it may leave open. */
function contentStart(file: Buffer, entry: Listed): number {
  const at = entry.offset;
  if (file.readUInt32LE(at) !== 0x04034b50) throw refused('damaged');
  const nameEnd = at + 30 + file.readUInt16LE(at + 26);
  const same =
    nameOf(file.subarray(at + 30, nameEnd)) === entry.name &&
    file.readUInt16LE(at + 8) === entry.method &&
    agreesOnSizes(file, entry);
  if (!same) throw refused('disguised');
  if (entry.method !== 0 && entry.method !== 8) throw refused('damaged');
  if (entry.method === 0 && entry.packed !== entry.size) throw refused('disguised');
  return nameEnd + file.readUInt16LE(at + 28);
}

function agreesOnSizes(file: Buffer, entry: Listed): boolean {
  const at = entry.offset;
  const flags = file.readUInt16LE(at + 6);
  if ((flags & encryptedFlag) !== 0) return false;
  const open = (flags & streamedFlag) !== 0;
  const agrees = (said: number, known: number) => said === known || (open && said === 0);
  return (
    agrees(file.readUInt32LE(at + 14), entry.crc32) &&
    [none32, entry.packed].some((known) => agrees(file.readUInt32LE(at + 18), known)) &&
    [none32, entry.size].some((known) => agrees(file.readUInt32LE(at + 22), known))
  );
}
