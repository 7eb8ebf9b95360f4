import type { Now } from '../../shared/ports.ts';
import type { AssessmentLedger } from '../../shared/ports-proof.ts';

export interface Ports {
  readonly ledger: AssessmentLedger;
  readonly now: Now;
}
