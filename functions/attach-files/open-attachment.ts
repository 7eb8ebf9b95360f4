/** 申请上传: answers with a form that takes exactly the file that was announced. Nothing is recorded before it has arrived. */
import { whyNoRoom, whyNotThisSize } from '../../shared/domain/attachment.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { ownFiling, type Ports } from './own-filing.ts';

/** Seconds for which the form can be used. */
const formLasts = 600;

export const openAttachment: UseCase<Ports, 'openAttachment'> = async (ports, request) => {
  const { body, member, params, now } = request;
  const found = await ownFiling(ports, member, params.filing, now);
  if (!found.ok) return found;
  const { head, refusedNow } = found.value;
  const refused = refusedNow ?? whyNotThisSize(body.bytes);
  if (refused !== null) return deny(refused);
  const kept = await ports.ledger.files(head);
  if (kept.some(({ file }) => file === body.sha256))
    return accept({ file: body.sha256, url: null, fields: {}, expiresAt: null });
  const full = whyNoRoom(kept.length);
  if (full !== null) return deny(full);
  const form = await ports.attachments.form(head, body, formLasts);
  return accept({ file: body.sha256, ...form, expiresAt: now + formLasts * 1000 });
};
