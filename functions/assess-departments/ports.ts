import type { Now } from '../../shared/ports.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';
import type { AssessmentLedger } from '../../shared/ports-proof.ts';

export interface Ports {
  readonly ledger: AssessmentLedger;
  readonly dispositions: Pick<DispositionLedger, 'dispositionsIn'>;
  readonly now: Now;
}
