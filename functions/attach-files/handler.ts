/** Evidence of a filing (佐证附件, V32): an upload in two calls, past the API and confirmed by it, and the way back. */
import { composeAttachmentLedger, composeAttachments, now } from '../../shared/compose.ts';
import { attachFiles } from '../../shared/contract/routes/attach-files.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { completeAttachment } from './complete-attachment.ts';
import { openAttachment } from './open-attachment.ts';
import { listAttachments, readAttachment } from './read-attachments.ts';

export const handler = endpoints(
  attachFiles,
  { ledger: composeAttachmentLedger(), attachments: composeAttachments(), now },
  { openAttachment, completeAttachment, listAttachments, readAttachment },
);
