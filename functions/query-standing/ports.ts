import type { Now, StandingLedger } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: StandingLedger;
  readonly now: Now;
}
