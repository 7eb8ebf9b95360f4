/** The outside world of stamped reports; only who deals with them bundles it. */
import type { DispositionHead } from './domain/disposition.ts';
import type { FilingHead } from './domain/filing.ts';
import type { Narrative, ReportFact, ReportHead, ReportsRef, ReportUpload } from './domain/report.ts';
import type { ReportRef } from './domain/report-checks.ts';
import type { Appended, CalendarLedger, Entry, Freshness, Sealed } from './ports.ts';
import type { DispositionLedger } from './ports-disposition.ts';

/** The writer's edits stand beside their event by digest. */
export type ReportEntry = Sealed<StoredReportFact>;
export type StoredReportFact =
  | Exclude<ReportFact, { type: 'narrated' }>
  | { readonly type: 'narrated'; readonly digest: string };

/** What its bringer said of a file, before it has come. */
export type AnnouncedUpload = Omit<ReportUpload, 'replaces' | 'data' | 'receivedAt'>;

/** With the dispositions that reports speak of. */
export interface ReportLedger extends Pick<DispositionLedger, 'dispositionsIn'> {
  report(ref: ReportRef, freshness?: Freshness): Promise<ReportHead | undefined>;
  /** All reports of a period, in the order of departments. */
  reports(of: ReportsRef): Promise<readonly ReportHead[]>;
  reportEvents(
    ref: ReportRef,
  ): Promise<{ readonly entries: readonly ReportEntry[]; readonly intact: boolean }>;
  /** The writer's edits as they stand. */
  narrative(head: ReportHead): Promise<Narrative>;
  narrativeDigest(narrative: Narrative): string;
  /** What a report is made of, as one digest: the same as long as it would say the same. */
  reportDataDigest(filings: readonly FilingHead[], dispositions: readonly DispositionHead[]): string;
  /** `token` replaces the head's: a gate has opened with a new one. */
  appendToReport(
    before: ReportHead,
    entry: Entry<ReportHead, ReportFact> & { readonly token?: string },
  ): Appended<ReportHead>;
  /** False when this report is expected already; then nothing was written. */
  expectReport(head: ReportHead, keyMonitoring: boolean): Promise<boolean>;
  /** Notes a file that may come until then, in seconds of the epoch. */
  announceUpload(ref: ReportRef, upload: AnnouncedUpload, expiresAt: number): Promise<void>;
  announcedUpload(ref: ReportRef, upload: string): Promise<AnnouncedUpload | undefined>;
}

/** The ledger with reports beside the filings that they are made of. */
export interface ReportingLedger extends CalendarLedger, ReportLedger {}

/** What lies on desks: filings and, read alone, reports. */
export interface TodoLedger extends CalendarLedger, Pick<ReportLedger, 'report' | 'reports'> {}

/** What a store says of a file that has arrived, without sending it. */
export interface ArrivedReport {
  readonly bytes: number;
  /** Hexadecimal; null where the store was not told to compute it, so that it did not come by our form. */
  readonly sha256: string | null;
}

/** Stamped reports on their way: an inbox that takes them from people. */
export interface ReportInbox {
  /** A form that takes exactly these bytes, for so many seconds. */
  form(
    ref: ReportRef,
    upload: { readonly id: string; readonly sha256: string; readonly bytes: number },
    seconds: number,
  ): Promise<{ readonly url: string; readonly fields: Record<string, string> }>;
  /** Undefined when nothing has arrived. */
  arrived(ref: ReportRef, upload: string): Promise<ArrivedReport | undefined>;
  received(ref: ReportRef, upload: string): Promise<Uint8Array | undefined>;
  /** An address to look at it, for so many seconds. */
  link(ref: ReportRef, upload: string, name: string, seconds: number): Promise<string>;
}

/** Stamped reports for good: write-once, locked until their day. */
export interface ReportArchive {
  /** Copies the file from the inbox and puts its record beside it; answers the record that is there now, which may be an earlier one. */
  keep(
    ref: ReportRef,
    upload: string,
    as: { readonly sha256: string; readonly retainUntil: string; readonly record: string },
  ): Promise<string>;
  /** SHA-256 of what is there now, computed over every byte, in hexadecimal. */
  digest(ref: ReportRef, upload: string): Promise<string>;
  link(ref: ReportRef, upload: string, name: string, seconds: number): Promise<string>;
  hold(ref: ReportRef, upload: string, on: boolean): Promise<void>;
  /** Only ever longer. */
  retain(ref: ReportRef, upload: string, until: string): Promise<void>;
}
