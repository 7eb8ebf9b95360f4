/**
 * 确认上传: looks at what has arrived, keeps it in the archive and then in the ledger. In this order, so that a file that the ledger
 * knows is never without its bytes; whoever asks again, at whatever point it broke off, gets the same answer.
 */
import { fileTypeOf, whyNoRoom, whyNotTaken } from '../../shared/domain/attachment.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { KeptFile } from '../../shared/ports.ts';
import { ownFiling, type Ports } from './own-filing.ts';

export const completeAttachment: UseCase<Ports, 'completeAttachment'> = async (ports, request) => {
  const { body, member, params, now } = request;
  const found = await ownFiling(ports, member, params.filing, now);
  if (!found.ok) return found;
  const { head, post, refusedNow } = found.value;
  const kept = await ports.ledger.files(head);
  const known = kept.find(({ file }) => file === params.attachment);
  if (known !== undefined) return accept(known);
  const refused = refusedNow ?? whyNoRoom(kept.length);
  if (refused !== null) return deny(refused);
  const by = { id: member.id, name: member.name, post: roleNames[post.role] };
  return keepArrived(ports, head, { file: params.attachment, name: body.name, by, at: now });
};

async function keepArrived(
  { ledger, attachments }: Ports,
  head: FilingHead,
  said: Pick<KeptFile, 'file' | 'name' | 'by' | 'at'>,
): Promise<Result<KeptFile>> {
  const arrived = await attachments.arrived(head, said.file);
  if (arrived === undefined) return deny(refusal('not-uploaded'));
  const { bytes, seen } = arrived;
  const type = fileTypeOf(arrived.start);
  const refused = whyNotTaken({ bytes, type });
  if (refused !== null || type === null) return deny(refused ?? refusal('wrong-file-type'));
  if (arrived.sha256 !== said.file) return deny(refusal('file-differs'));
  await attachments.keep(head, said.file, { seen, type });
  const file: KeptFile = { ...said, bytes, type };
  if (await ledger.keepFile(head, file)) return accept(file);
  // Another click was faster: its item stands.
  const other = (await ledger.files(head)).find((each) => each.file === said.file);
  return accept(other ?? file);
}
