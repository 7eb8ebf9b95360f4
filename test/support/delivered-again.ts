import { expect } from 'vitest';
import { keyOf } from '../../shared/contract/item.ts';
import type { Bureau } from './bureau.ts';

/** The stream delivers a piece of news again, six times, also at once. */
export async function deliveredAgain({ runtime }: Bureau, id: string): Promise<void> {
  const { pk, sk } = keyOf.news('360733', id);
  const record = {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: '1', Keys: { pk: { S: pk }, sk: { S: sk } } },
  };
  const deliver = () => runtime.invoke('notify', { Records: [record, record] });
  expect(await Promise.all([deliver(), deliver(), deliver()])).toEqual(
    Array(3).fill({ payload: { batchItemFailures: [] } }),
  );
}
