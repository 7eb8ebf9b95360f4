/**
 * How the journal lies on disk: an eight-byte title, then frames of `length, payload CRC, header CRC, payload`. One frame
 * holds all records of one fsync, so the frame after a broken one can only exist if the broken one had been acknowledged:
 * that tells a torn tail, which may be cut off, from damage, which must stop the start.
 */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

export const TITLE = Buffer.from('JOURNAL1', 'latin1');
export const HEADER_BYTES = 12;
const SECTOR_BYTES = 512;
const READ_BYTES = 4 * 1024 * 1024;

export function encodeFrame(lines: readonly string[]): Buffer {
  const payload = Buffer.from(lines.join('\n'), 'utf8');
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt32BE(crc32(payload), 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  payload.copy(frame, HEADER_BYTES);
  return frame;
}

export interface FrameHeader {
  readonly length: number;
  readonly checksum: number;
}

/** The header at the start of `bytes`, or undefined where there is none or it is broken. */
export function decodeHeader(bytes: Buffer): FrameHeader | undefined {
  if (bytes.length < HEADER_BYTES || crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8)) return undefined;
  return { length: bytes.readUInt32BE(0), checksum: bytes.readUInt32BE(4) };
}

/** The records of a payload, or undefined if its checksum does not hold. */
export function decodePayload(header: FrameHeader, payload: Buffer): string[] | undefined {
  if (payload.length < header.length || crc32(payload) !== header.checksum) return undefined;
  return payload.toString('utf8').split('\n');
}

export async function readBytes(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Reads one whole frame, or undefined if it is not whole. `window` saves system calls while scanning. */
export class FrameReader {
  readonly #handle: FileHandle;
  #start = 0;
  #window: Buffer = Buffer.alloc(0);

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async frameAt(offset: number, ahead = 0): Promise<{ lines: string[]; end: number } | undefined> {
    const header = decodeHeader(await this.#bytes(offset, HEADER_BYTES, ahead));
    if (header === undefined) return undefined;
    const lines = decodePayload(header, await this.#bytes(offset + HEADER_BYTES, header.length, ahead));
    return lines && { lines, end: offset + HEADER_BYTES + header.length };
  }

  async #bytes(offset: number, length: number, ahead: number): Promise<Buffer> {
    const at = offset - this.#start;
    if (at < 0 || at + length > this.#window.length) {
      this.#window = await readBytes(this.#handle, offset, Math.max(length, ahead));
      this.#start = offset;
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length);
  }
}

export const SCAN_AHEAD = READ_BYTES;

/**
 * Whether the broken bytes from `offset` to the end are the trace of a write that never was acknowledged: cut short by the
 * end of the file, or with sectors the disk never filled. Any whole frame after them, or broken text, means damage.
 */
export function isTornTail(tail: Buffer, offset: number): boolean {
  const header = decodeHeader(tail);
  if (tail.length < HEADER_BYTES || (header && tail.length < HEADER_BYTES + header.length)) return true;
  return hasUnwrittenSector(tail, offset) && !holdsWholeFrame(tail);
}

// Payloads are JSON and never hold a zero byte: zeros at the end, or a sector of them, were never written.
function hasUnwrittenSector(tail: Buffer, offset: number): boolean {
  if (tail.at(-1) === 0) return true;
  const blank = Buffer.alloc(SECTOR_BYTES);
  for (
    let at = (SECTOR_BYTES - (offset % SECTOR_BYTES)) % SECTOR_BYTES;
    at + SECTOR_BYTES <= tail.length;
    at += SECTOR_BYTES
  ) {
    if (tail.compare(blank, 0, SECTOR_BYTES, at, at + SECTOR_BYTES) === 0) return true;
  }
  return false;
}

function holdsWholeFrame(tail: Buffer): boolean {
  for (let at = 1; at + HEADER_BYTES < tail.length; at += 1) {
    const header = decodeHeader(tail.subarray(at, at + HEADER_BYTES));
    // Twelve zero bytes are no header: a frame never is empty.
    if (header === undefined || header.length === 0) continue;
    const from = at + HEADER_BYTES;
    if (decodePayload(header, tail.subarray(from, from + header.length))) return true;
  }
  return false;
}
