/**
 * The checksums that S3 clients send: CRC32 (the SDK's default), CRC32C, CRC64NVME (S3's own default when a client
 * sends none), SHA1 and SHA256, all fed piece by piece. Node brings all but two of them.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface Checksum {
  readonly algorithm: Algorithm;
  /** Base64, as on the wire; `…-3` for a checksum of three parts' checksums. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** A running checksum. */
export interface Digest {
  update(data: Buffer): void;
  /** The value so far; ends the use of SHA digests. */
  bytes(): Buffer;
}

export function digestOf(algorithm: Algorithm): Digest {
  if (algorithm === 'CRC32') return crc32Digest();
  if (algorithm === 'CRC32C') return crc32cDigest();
  if (algorithm === 'CRC64NVME') return crc64Digest();
  const hash = createHash(algorithm.toLowerCase());
  return { update: (data) => void hash.update(data), bytes: () => hash.digest() };
}

export function checksumHeader(algorithm: Algorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

export function asAlgorithm(text: string): Algorithm | undefined {
  return ALGORITHMS.find((algorithm) => algorithm === text.toUpperCase());
}

/** Length of the raw value in bytes, by which a malformed claim is told from a wrong one. */
export function checksumLength(algorithm: Algorithm): number {
  return { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 }[algorithm];
}

function crc32Digest(): Digest {
  let value = 0;
  return {
    update(data) {
      value = crc32(data, value);
    },
    bytes: () => bigEndian(value),
  };
}

function crc32cDigest(): Digest {
  let value = 0xffffffff;
  return {
    update(data) {
      let crc = value;
      for (const byte of data) crc = (crc >>> 8) ^ (CASTAGNOLI[(crc ^ byte) & 0xff] ?? 0);
      value = crc;
    },
    bytes: () => bigEndian(value ^ 0xffffffff),
  };
}

/** CRC64NVME in two halves of 32 bits, since a BigInt per byte would be far too slow. */
function crc64Digest(): Digest {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(data) {
      let [h, l] = [high, low];
      for (const byte of data) {
        const index = (l ^ byte) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ (NVME.low[index] ?? 0);
        h = (h >>> 8) ^ (NVME.high[index] ?? 0);
      }
      [high, low] = [h, l];
    },
    bytes: () => Buffer.concat([bigEndian(high ^ 0xffffffff), bigEndian(low ^ 0xffffffff)]),
  };
}

const CASTAGNOLI = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

const NVME = nvmeTables();

function nvmeTables(): { high: Uint32Array; low: Uint32Array } {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let crc = BigInt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
    high[index] = Number(crc >> 32n);
    low[index] = Number(crc & 0xffffffffn);
  }
  return { high, low };
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
