/** PutObject: the body goes to disk while it is checked, and becomes the newest version in one step. */

import { openBody } from './body.ts';
import { type Answer, type Handler, permit, type Store } from './call.ts';
import type { Description } from './catalog.ts';
import { type Claims, claimsOf } from './claims.ts';
import { writeGuard } from './conditions.ts';
import { describe, receiptHeaders } from './description.ts';
import { invalidRequest } from './failures.ts';
import { measured, type Payload } from './measure.ts';
import { commitObject, type Draft } from './objects.ts';

export const putObject: Handler = async (call, store): Promise<Answer> => {
  permit(call, store, 's3:PutObject');
  const description = describe(call, store);
  const claims = claimsOf(call.headers);
  refuseCareless(description, claims);
  const guard = writeGuard(call.headers, call.key);
  const draft = await receiveDraft(store, openBody(call), claims, description);
  const version = await commitObject(call, store, draft, { reason: 'PutObject', guard });
  return { status: 200, headers: { ...receiptHeaders(call, version), 'Content-Length': '0' } };
};

/** Puts a payload to disk as one file. */
export async function receiveDraft(
  store: Store,
  payload: Payload,
  claims: Claims,
  description: Description,
): Promise<Draft> {
  const stream = measured(payload, claims);
  const file = await store.files.receive(stream.bytes);
  const { size, md5, checksum } = stream.outcome();
  return { ...description, file, size, etag: md5, checksum };
}

/** What can never be replaced must not arrive damaged. */
export function refuseCareless(description: Description, claims: Claims): void {
  if ((description.retention || description.legalHold !== undefined) && !claims.careful)
    throw invalidRequest(
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    );
}
