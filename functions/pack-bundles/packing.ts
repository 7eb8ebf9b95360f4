/** A bundle under way: every entry is hashed as it passes, against what the ledger says it must be, and the manifest is written beside. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { manifest as manifestSchema } from '../../shared/contract/bundle.ts';
import { receipt as receiptSchema } from '../../shared/contract/receipt.ts';
import type { Receipt } from '../../shared/domain/receipt.ts';
import type { Ports } from './ports.ts';
import type { ZipEntry } from './zip.ts';

export type Manifest = z.output<typeof manifestSchema>;
type Entry = Manifest['entries'][number];

export class Packing {
  readonly ports: Ports;
  readonly #manifest: Manifest;

  constructor(ports: Ports, manifest: Manifest) {
    this.ports = ports;
    this.#manifest = manifest;
  }

  bytes(path: string, bytes: Uint8Array, holds: Entry['holds']): ZipEntry {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#manifest.entries.push({ path, bytes: bytes.length, sha256, holds });
    return { path, chunks: [bytes] };
  }

  json(path: string, value: unknown, holds: Entry['holds']): ZipEntry {
    return this.bytes(path, inJson(value), holds);
  }

  /** Notes what passes, and whether it was what its id says. */
  async *#passing(path: string, chunks: AsyncIterable<Uint8Array>, id: string): AsyncIterable<Uint8Array> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
    const sha256 = hash.digest('hex');
    this.#manifest.entries.push({ path, bytes, sha256, holds: sha256 === id });
  }

  /** A file as the archive gives it, under a name that bears what its bytes must be. */
  *stored(path: string, chunks: AsyncIterable<Uint8Array> | undefined, sha256: string): Iterable<ZipEntry> {
    if (chunks === undefined) this.misses(path);
    else yield { path, stored: true, chunks: this.#passing(path, chunks, sha256) };
  }

  /** Each signed, so that it proves the chain beside it. */
  async *receipts(folder: string, receipts: readonly Receipt[]): AsyncIterable<ZipEntry> {
    const wire = receipts.map((each) => z.encode(receiptSchema, each));
    const signatures = await Promise.all(wire.map((each) => this.ports.signer.sign(each)));
    for (const [index, receipt] of wire.entries())
      yield this.json(
        `${folder}/receipts/${receipt.number}.json`,
        { receipt, signature: signatures[index] },
        null,
      );
  }

  misses(path: string): void {
    this.#manifest.missing.push(path);
  }

  last(): ZipEntry {
    return { path: 'manifest.json', chunks: [inJson(this.#manifest)] };
  }
}

function inJson(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8');
}
