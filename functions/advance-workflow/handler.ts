/**
 * Tells the state machines what the ledger has recorded. Fed by the table's stream, of which it takes only keys, and called every two
 * minutes to carry out what the stream may have missed: the stream is speed, the sweep is the guarantee.
 */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import {
  composeDispositionLedger,
  composeReportingLedger,
  composeWorkflow,
  now,
} from '../../shared/compose.ts';
import { errorFields, log } from '../../shared/edge/log.ts';
import { carryOut } from './carry-out.ts';
import { sweep } from './sweep.ts';

const ports = {
  ledger: composeReportingLedger(),
  dispositions: composeDispositionLedger(),
  workflow: composeWorkflow(),
  now,
};

type Sweep = { readonly sweep: true };

export async function handler(
  event: DynamoDBStreamEvent | Sweep,
): Promise<DynamoDBBatchResponse | { carriedOut: number }> {
  if ('sweep' in event) return { carriedOut: await sweep(ports) };
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    const { Keys: keys, SequenceNumber: itemIdentifier = '' } = record.dynamodb ?? {};
    try {
      await carryOut(ports, { pk: keys?.['pk']?.S ?? '', sk: keys?.['sk']?.S ?? '' });
    } catch (error) {
      log('fault', { record: itemIdentifier, ...errorFields(error) });
      batchItemFailures.push({ itemIdentifier });
    }
  }
  return { batchItemFailures };
}
