import type { Now } from '../../shared/ports.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';

export interface Ports {
  readonly ledger: ReportingLedger;
  readonly now: Now;
}
