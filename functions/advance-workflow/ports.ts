import type { Now, Workflow } from '../../shared/ports.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';

export interface Ports {
  readonly ledger: ReportingLedger;
  readonly workflow: Workflow;
  readonly now: Now;
}
