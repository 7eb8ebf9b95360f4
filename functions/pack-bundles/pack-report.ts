/** A stamped report in a bundle: its chain, its receipts, and each of its files byte for byte as the archive keeps it (2.2d). */
import { formatReportId } from '../../shared/contract/field.ts';
import { archivedFiles } from '../../shared/domain/bundle.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import { reportReceipts } from '../../shared/domain/report-receipt.ts';
import type { SealedChain } from '../../shared/ports-proof.ts';
import type { ReportEntry } from '../../shared/ports-report.ts';
import type { Packing } from './packing.ts';
import type { ZipEntry } from './zip.ts';

export interface ReportToPack {
  readonly head: ReportHead;
  readonly chain: SealedChain<ReportEntry>;
}

export async function* packReport(
  packing: Packing,
  { head, chain: { events, entries, intact } }: ReportToPack,
): AsyncIterable<ZipEntry> {
  const id = formatReportId(head);
  const folder = `reports/${id}`;
  yield packing.json(`${folder}/chain.json`, { report: id, events }, intact);
  if (intact) yield* packing.receipts(folder, reportReceipts(id, entries));
  for (const { upload, sha256 } of archivedFiles(entries.map(({ fact }) => fact))) {
    const chunks = await packing.ports.bundles.report(head, upload);
    yield* packing.stored(`${folder}/files/${upload}.${sha256}.pdf`, chunks, sha256);
  }
}
