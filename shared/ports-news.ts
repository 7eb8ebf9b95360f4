/** The outside world of whoever tells people the news. */
import type { Instant } from './domain/calendar.ts';
import type { FilingFact, FilingRef } from './domain/filing.ts';
import type { News } from './domain/news.ts';
import type { ReportFact } from './domain/report.ts';
import type { ReportRef } from './domain/report-checks.ts';
import type { CalendarLedger, StoredFact } from './ports.ts';
import type { DispositionLedger } from './ports-disposition.ts';
import type { ReportLedger, StoredReportFact } from './ports-report.ts';

/** The ledger for whoever tells people the news. */
export interface NewsLedger
  extends CalendarLedger,
    Pick<ReportLedger, 'report'>,
    Pick<DispositionLedger, 'disposition'> {
  /** Undefined when it has been told already. */
  untold(region: string, id: string): Promise<News | undefined>;
  /** News that has been waiting since before this instant, oldest first. */
  untoldBefore(region: string, at: Instant): Promise<readonly News[]>;
  /** Everybody has been told: the news is taken off and stays as the record of it. */
  settleNews(news: News, at: Instant): Promise<void>;
  /** A fact of a filing, by its number and its name. */
  filingFact(ref: FilingRef, seq: number, type: FilingFact['type']): Promise<StoredFact>;
  /** The same of a report. */
  reportFact(ref: ReportRef, seq: number, type: ReportFact['type']): Promise<StoredReportFact>;
}
