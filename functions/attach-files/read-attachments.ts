/** The evidence that a filing keeps, for whoever sees the filing; bytes are fetched from the archive by an address that soon expires. */
import { formatFilingId } from '../../shared/contract/field.ts';
import { downloadName } from '../../shared/domain/attachment.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { Ports } from './own-filing.ts';

/** Seconds for which the address can be used. */
const linkLasts = 300;

export const listAttachments: UseCase<Ports, 'listAttachments'> = async (ports, { member, params }) => {
  const found = await visibleFiling(ports.ledger, member, params.filing);
  if (!found.ok) return found;
  const attachments = await ports.ledger.files(found.value);
  return accept({ filing: formatFilingId(found.value), attachments: [...attachments] });
};

export const readAttachment: UseCase<Ports, 'readAttachment'> = async (ports, request) => {
  const { member, params, now } = request;
  const found = await visibleFiling(ports.ledger, member, params.filing);
  if (!found.ok) return found;
  const head = found.value;
  const kept = (await ports.ledger.files(head)).find(({ file }) => file === params.attachment);
  if (kept === undefined) return deny(refusal('not-found', { what: '这个附件' }));
  const { file, name, type, bytes } = kept;
  const url = await ports.attachments.link(head, file, downloadName(kept), linkLasts);
  return accept({ name, type, bytes, sha256: file, url, expiresAt: now + linkLasts * 1000 });
};
