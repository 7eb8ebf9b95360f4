import type { Now } from '../../shared/ports.ts';
import type { ProofLedger, Signer } from '../../shared/ports-proof.ts';

export interface Ports {
  readonly ledger: ProofLedger;
  readonly signer: Signer;
  readonly now: Now;
}
