/** A person's messages (domain §8): to read, and to mark as read. */
import { composeMessageLedger, now } from '../../shared/compose.ts';
import { keepMessages } from '../../shared/contract/routes/keep-messages.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { markRead } from './mark-read.ts';
import { readMessages } from './read-messages.ts';

export const handler = endpoints(
  keepMessages,
  { ledger: composeMessageLedger(), now },
  { readMessages, markRead },
);
