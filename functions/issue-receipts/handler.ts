/** Receipts (回执) and what one verifies them with: the chain as it was sealed, and the public key. */
import { composeProofLedger, composeSigner, now } from '../../shared/compose.ts';
import { issueReceipts } from '../../shared/contract/routes/issue-receipts.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { listReceipts } from './list-receipts.ts';
import { listReportReceipts } from './list-report-receipts.ts';
import { readChain } from './read-chain.ts';
import { readReceipt } from './read-receipt.ts';
import { readReceiptKey } from './read-receipt-key.ts';
import { readReportChain } from './read-report-chain.ts';
import { readReportReceipt } from './read-report-receipt.ts';
import { verifyChains } from './verify-chains.ts';

export const handler = endpoints(
  issueReceipts,
  { ledger: composeProofLedger(), signer: composeSigner(), now },
  {
    listReceipts,
    readReceipt,
    readReceiptKey,
    readChain,
    listReportReceipts,
    readReportReceipt,
    readReportChain,
    verifyChains,
  },
);
