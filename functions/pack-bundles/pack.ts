/**
 * What goes into a bundle, in order. Everything is hashed again as it passes, against what the ledger says it must be; what does not hold
 * is packed all the same and said in the manifest, which comes last because only then is everything known.
 */
import { formatDispositionId } from '../../shared/contract/disposition.ts';
import type { PackedFiling } from '../../shared/domain/bundle.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { DispositionRef } from '../../shared/domain/disposition.ts';
import { type FilingToPack, packFiling } from './pack-filing.ts';
import { packReport, type ReportToPack } from './pack-report.ts';
import { type Manifest, Packing } from './packing.ts';
import type { Ports } from './ports.ts';
import { type ZipEntry, zipped } from './zip.ts';

export interface ToPack {
  readonly about: Pick<Manifest, 'region' | 'year' | 'department' | 'departmentName'>;
  readonly at: Instant;
  readonly filings: readonly FilingToPack[];
  readonly reports: readonly ReportToPack[];
  readonly dispositions: readonly DispositionRef[];
}

/** The bundle as it is made; `manifest` is whole once all chunks were taken. */
export function pack(ports: Ports, { about, at, ...contents }: ToPack) {
  const packedAt = new Date(at).toISOString();
  const manifest: Manifest = { format: 'bundle-1', ...about, packedAt, entries: [], missing: [] };
  return { manifest, chunks: zipped(entriesOf(new Packing(ports, manifest), contents), at) };
}

async function* entriesOf(
  packing: Packing,
  { filings, reports, dispositions }: Omit<ToPack, 'about' | 'at'>,
): AsyncIterable<ZipEntry> {
  const packed: PackedFiling[] = [];
  yield packing.bytes('verifier.html', packing.ports.verifier, null);
  yield packing.json('key.json', await packing.ports.signer.key(), null);
  for (const filing of filings) packed.push(yield* packFiling(packing, filing));
  for (const report of reports) yield* packReport(packing, report);
  for (const ref of dispositions) {
    const disposition = formatDispositionId(ref);
    const { events, intact } = await packing.ports.ledger.dispositionChain(ref);
    yield packing.json(`dispositions/${disposition}/chain.json`, { disposition, events }, intact);
  }
  yield packing.json('filings.json', { filings: packed }, null);
  yield packing.last();
}
