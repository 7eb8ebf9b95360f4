/** A filing in a bundle: its chain, its receipts, every copy that was ever archived of it, its evidence. */
import * as z from 'zod/mini';
import { formatFilingId } from '../../shared/contract/field.ts';
import { type ArchivedCopy, copiesOf, type PackedFiling, packedFiling } from '../../shared/domain/bundle.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { filingReceipts } from '../../shared/domain/receipt.ts';
import type { KeptFile } from '../../shared/ports.ts';
import type { Packing } from './packing.ts';
import type { ZipEntry } from './zip.ts';

export interface FilingToPack {
  readonly head: FilingHead;
  readonly files: readonly KeptFile[];
}

/** Returns the filing's line of the list. */
export async function* packFiling(
  packing: Packing,
  { head, files }: FilingToPack,
): AsyncGenerator<ZipEntry, PackedFiling> {
  const id = formatFilingId(head);
  const folder = `filings/${id}`;
  const { events, entries, intact } = await packing.ports.ledger.chain(head);
  yield packing.json(`${folder}/chain.json`, { filing: id, events }, intact);
  // A broken chain confirms nothing.
  if (intact) yield* packing.receipts(folder, filingReceipts(id, entries));
  const copies = copiesOf(entries);
  for (const copy of copies) yield* archived(packing, `${folder}/archived-a${copy.attempt}.json`, head, copy);
  for (const { file, type } of files) {
    const chunks = await packing.ports.bundles.evidence(head, file);
    yield* packing.stored(`${folder}/files/${file}.${type}`, chunks, file);
  }
  return packedFiling(id, head, copies);
}

async function* archived(
  packing: Packing,
  path: string,
  head: FilingHead,
  copy: ArchivedCopy,
): AsyncIterable<ZipEntry> {
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
