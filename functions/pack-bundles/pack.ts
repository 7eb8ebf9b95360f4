/**
 * What goes into a bundle, in order. Everything is hashed again as it passes, against what the ledger says it must be; what does not hold
 * is packed all the same and said in the manifest, which comes last because only then is everything known.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { manifest as manifestSchema } from '../../shared/contract/bundle.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import { receipt as receiptSchema } from '../../shared/contract/receipt.ts';
import { type ArchivedCopy, copiesOf, type PackedFiling, packedFiling } from '../../shared/domain/bundle.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { receiptOf } from '../../shared/domain/receipt.ts';
import type { FilingEntry, KeptFile } from '../../shared/ports.ts';
import type { Ports } from './ports.ts';
import { type ZipEntry, zipped } from './zip.ts';

export type Manifest = z.output<typeof manifestSchema>;
type Entry = Manifest['entries'][number];

export interface ToPack {
  readonly about: Pick<Manifest, 'region' | 'year' | 'department' | 'departmentName'>;
  readonly at: Instant;
  readonly filings: readonly { readonly head: FilingHead; readonly files: readonly KeptFile[] }[];
}

/** The bundle as it is made; `manifest` is whole once all chunks were taken. */
export function pack(ports: Ports, { about, at, filings }: ToPack) {
  const packedAt = new Date(at).toISOString();
  const manifest: Manifest = { format: 'bundle-1', ...about, packedAt, entries: [], missing: [] };
  return { manifest, chunks: zipped(entriesOf(new Packing(ports, manifest), filings), at) };
}

async function* entriesOf(packing: Packing, filings: ToPack['filings']): AsyncIterable<ZipEntry> {
  const packed: PackedFiling[] = [];
  yield packing.bytes('verifier.html', packing.ports.verifier, null);
  yield packing.json('key.json', await packing.ports.signer.key(), null);
  for (const { head, files } of filings) {
    const id = formatFilingId(head);
    const { events, entries, intact } = await packing.ports.ledger.chain(head);
    const copies = copiesOf(entries);
    packed.push(packedFiling(id, head, copies));
    yield packing.json(`filings/${id}/chain.json`, { filing: id, events }, intact);
    // A broken chain confirms nothing.
    if (intact) yield* receiptsOf(packing, id, entries);
    for (const copy of copies) yield* archived(packing, head, copy);
    for (const file of files) yield* evidence(packing, head, file);
  }
  yield packing.json('filings.json', { filings: packed }, null);
  yield packing.last();
}

async function* receiptsOf(packing: Packing, id: string, entries: readonly FilingEntry[]) {
  const receipts = entries.flatMap((entry) => receiptOf(id, entry) ?? []);
  const wire = receipts.map((each) => z.encode(receiptSchema, each));
  const signatures = await Promise.all(wire.map((each) => packing.ports.signer.sign(each)));
  for (const [index, receipt] of wire.entries()) {
    const path = `filings/${id}/receipts/${receipt.number}.json`;
    yield packing.json(path, { receipt, signature: signatures[index] }, null);
  }
}

async function* archived(packing: Packing, head: FilingHead, copy: ArchivedCopy): AsyncIterable<ZipEntry> {
  const path = `filings/${formatFilingId(head)}/archived-a${copy.attempt}.json`;
  const chunks = await packing.ports.bundles.archivedFiling(head, copy.attempt);
  if (chunks === undefined) return packing.misses(path);
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const bytes = Buffer.concat(parts);
  yield packing.bytes(path, bytes, isCopy(packing, bytes, copy));
}

const frozen = z.looseObject({ digest: z.string(), content: z.unknown(), evaluation: z.unknown() });

/** The archive must have given what was approved, byte for byte of its canonical form. */
function isCopy({ ports }: Packing, bytes: Buffer, { digest, evaluation }: ArchivedCopy): boolean {
  try {
    const copy = z.parse(frozen, JSON.parse(bytes.toString('utf8')));
    const { digestOf } = ports.ledger;
    return (
      copy.digest === digest && digestOf(copy.content) === digest && digestOf(copy.evaluation) === evaluation
    );
  } catch {
    return false;
  }
}

async function* evidence(
  packing: Packing,
  head: FilingHead,
  { file, type }: KeptFile,
): AsyncIterable<ZipEntry> {
  const path = `filings/${formatFilingId(head)}/files/${file}.${type}`;
  const chunks = await packing.ports.bundles.evidence(head, file);
  if (chunks === undefined) return packing.misses(path);
  yield { path, stored: true, chunks: packing.passing(path, chunks, file) };
}

/** Writes the manifest while the entries go by. */
class Packing {
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
  async *passing(path: string, chunks: AsyncIterable<Uint8Array>, id: string): AsyncIterable<Uint8Array> {
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
