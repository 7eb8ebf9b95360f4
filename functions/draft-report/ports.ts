import type { Now } from '../../shared/ports.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';

export interface Ports {
  readonly ledger: ReportingLedger;
  readonly dispositions: Pick<DispositionLedger, 'dispositionsIn'>;
  readonly now: Now;
}
