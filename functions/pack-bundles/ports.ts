import type { Now } from '../../shared/ports.ts';
import type { Bundles, ProofLedger, Signer } from '../../shared/ports-proof.ts';

export interface Ports {
  readonly ledger: ProofLedger;
  readonly bundles: Bundles;
  readonly signer: Signer;
  /** The page with which a bundle is verified. */
  readonly verifier: Uint8Array;
  readonly now: Now;
}
