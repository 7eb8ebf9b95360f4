import type { Ledger, Now } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: Ledger;
  readonly now: Now;
}
