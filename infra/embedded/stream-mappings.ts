/**
 * Event source mappings: the records of a table's stream go to a function in batches, those that its filters let through.
 * A record that has failed too often, or failed and grown too old, is kept as a dead letter, so that the stream goes on.
 */

import type { DeadLetters } from './dead-letters.ts';
import { lambdaEvent, lambdaRecord, reportedFailures, type StreamRecord } from './dynamodb/stream-record.ts';
import type { Streams } from './dynamodb/streams.ts';
import { matches } from './events/pattern.ts';
import type { Clock, Functions, Stoppable } from './parts.ts';
import type { StreamMapping } from './template/deployment.ts';

export interface StreamMappingPorts {
  readonly streams: Streams;
  readonly functions: Functions;
  readonly clock: Clock;
  readonly deadLetters: DeadLetters;
}

/** Starts the deliveries of one mapping. */
export function startMapping(mapping: StreamMapping, ports: StreamMappingPorts): Stoppable {
  const { streams, functions, clock, deadLetters } = ports;
  const { filters, functionName } = mapping;
  const failedBefore = new Set<string>();
  const bury = (record: StreamRecord, reason: string): Promise<void> =>
    deadLetters.keep({ source: mapping.name, functionName, payload: lambdaEvent([record]), reason });

  async function buryTooOld(records: readonly StreamRecord[]): Promise<StreamRecord[]> {
    const oldest = clock.now() - (mapping.maxAgeSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    const tooOld = records.filter(({ at, eventID }) => at < oldest && failedBefore.has(eventID));
    for (const record of tooOld) {
      await bury(record, `older than ${mapping.maxAgeSeconds} s`);
      failedBefore.delete(record.eventID);
    }
    return records.filter((record) => !tooOld.includes(record));
  }

  async function deliver(batch: StreamRecord[]): Promise<{ failed: string[] }> {
    const records = await buryTooOld(batch);
    if (records.length === 0) return { failed: [] };
    const answer = await functions.invoke(functionName, lambdaEvent(records));
    if ('error' in answer) {
      for (const { eventID } of records) failedBefore.add(eventID);
      // A rejection fails the whole batch, also those that have just been buried.
      if (records.length < batch.length) return { failed: records.map(({ eventID }) => eventID) };
      throw new Error(`${answer.error.errorType}: ${answer.error.errorMessage}`);
    }
    const failed = mapping.reportsItemFailures ? reportedFailures(answer.payload, records).failed : [];
    for (const { eventID } of records) failedBefore.delete(eventID);
    for (const eventID of failed) failedBefore.add(eventID);
    return { failed };
  }

  return streams.subscribe(
    mapping.streamArn,
    {
      name: mapping.name,
      batchSize: mapping.batchSize,
      windowMs: mapping.batchingWindowSeconds * 1000,
      parallel: mapping.parallelBatches,
      ...(filters.length === 0
        ? {}
        : { filter: (record) => filters.some((filter) => matches(filter, lambdaRecord(record))) }),
      ...(mapping.maxRetries === undefined ? {} : { maxAttempts: mapping.maxRetries }),
      onExhausted: (record, reason) => {
        failedBefore.delete(record.eventID);
        return bury(record, reason);
      },
    },
    deliver,
  );
}
