/** Names of objects in the buckets: made of ids alone, never of names that people gave. */
import type { FilingRef } from '../domain/filing.ts';
import type { ReportRef } from '../domain/report-checks.ts';
import { formatFilingId, formatReportId, parseReportId } from './field.ts';

/** A piece of evidence, under the same key in the inbox and in the archive; its id is the SHA-256 of its bytes in hexadecimal. */
export function attachmentKey(ref: FilingRef, file: string): string {
  return `attachments/${ref.region}/${formatFilingId(ref)}/${file}`;
}

/** The frozen copy of an approved filing; one per attempt, since only one attempt is ever approved unchanged. */
export function archivedFilingKey(ref: FilingRef, attempt: number): string {
  return `filings/${ref.region}/${ref.round}/${formatFilingId(ref)}-a${attempt}.json`;
}

/** A file of an import, in the inbox and in the archive: its id names it by content. */
export function importKey(region: string, id: string): string {
  return `imports/${region}/${id}`;
}

/** A bundle on its way to whoever asked; the next one of the same place takes its place. */
export function bundleKey(place: {
  readonly region: string;
  readonly year: number;
  readonly department: string;
  readonly round: string | null;
}): string {
  const { region, year, department, round } = place;
  return `bundles/${region}/${year}/${department}/${round ?? 'year'}.zip`;
}

/** A stamped report as it was handed in, under the same key in the inbox and in the archive. */
export function reportFileKey(ref: ReportRef, upload: string): string {
  return `reports/${ref.region}/${formatReportId(ref)}/${upload}.pdf`;
}

/** What is to be known of an archived report, beside it. */
export function reportRecordKey(ref: ReportRef, upload: string): string {
  return `reports/${ref.region}/${formatReportId(ref)}/${upload}.json`;
}

/** Which upload an object of the inbox is; undefined for the key of anything else. */
export function parseReportKey(
  key: string,
): { readonly report: ReportRef; readonly upload: string } | undefined {
  const [, id = '', upload] = /^reports\/\d{6}\/([\w-]+)\/([0-9a-f-]{36})\.pdf$/.exec(key) ?? [];
  const report = parseReportId(id);
  return report && upload ? { report, upload } : undefined;
}
