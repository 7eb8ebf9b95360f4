import type { Now } from '../../shared/ports.ts';
import type { ReportInbox, ReportingLedger } from '../../shared/ports-report.ts';

export interface Ports {
  readonly ledger: ReportingLedger;
  readonly inbox: ReportInbox;
  readonly now: Now;
}
