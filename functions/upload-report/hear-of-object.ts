/** The bucket says that an object has come (EventBridge): if it is an announced report it is received, as if its sender had said so. */
import { parseReportKey } from '../../shared/contract/object-key.ts';
import { log } from '../../shared/edge/log.ts';
import type { Ports } from './ports.ts';
import { receiveUpload } from './receive-upload.ts';

/** As much of EventBridge's event as is needed: the key of an object in the inbox, and nothing of it is believed but that. */
export interface ObjectCreated {
  readonly 'detail-type': string;
  readonly detail: { readonly object: { readonly key: string } };
}

export async function hearOfObject(ports: Ports, { detail }: ObjectCreated): Promise<void> {
  const named = parseReportKey(detail.object.key);
  if (named === undefined) return;
  const outcome = await receiveUpload(ports, named.report, named.upload, ports.now());
  if (outcome !== undefined && !outcome.ok)
    log('refused', { upload: named.upload, code: outcome.refusal.code });
}
