/** A department's year as one zip that can be kept and verified without this system (notice 3.3, 4.2), and the page that verifies it. */
import { readFileSync } from 'node:fs';
import { composeBundles, composeProofLedger, composeSigner, now } from '../../shared/compose.ts';
import { packBundles } from '../../shared/contract/routes/pack-bundles.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { readBundle } from './read-bundle.ts';
import { readVerifier } from './read-verifier.ts';

/** Laid beside the code by the bundler. */
const verifier = readFileSync(new URL('verifier.html', import.meta.url));

export const handler = endpoints(
  packBundles,
  { ledger: composeProofLedger(), bundles: composeBundles(), signer: composeSigner(), verifier, now },
  { readBundle, readVerifier },
);
