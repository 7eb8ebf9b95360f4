import { expect } from 'vitest';
import { keyOf } from '../../shared/contract/item.ts';
import type { Key } from '../../shared/contract/stream-key.ts';
import type { Bureau } from './bureau.ts';

/** What the stream says of a new item. */
export function recordOf({ pk, sk }: Key) {
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: sk, Keys: { pk: { S: pk }, sk: { S: sk } } } };
}

/** The stream delivers a piece of news again, six times, also at once. */
export async function deliveredAgain({ runtime }: Bureau, id: string): Promise<void> {
  const record = recordOf(keyOf.news('360733', id));
  const deliver = () => runtime.invoke('notify', { Records: [record, record] });
  expect(await Promise.all([deliver(), deliver(), deliver()])).toEqual(
    Array(3).fill({ payload: { batchItemFailures: [] } }),
  );
}
