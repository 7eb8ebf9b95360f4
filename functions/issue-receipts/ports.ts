import type { Now, ProofLedger, Signer } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: ProofLedger;
  readonly signer: Signer;
  readonly now: Now;
}
