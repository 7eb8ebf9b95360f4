/**
 * Event source mappings: the records of a table's stream go to a function in batches, those that its filters let through.
 * A record that has failed too often, or failed and grown too old, is kept as a dead letter, so that the stream goes on.
 */

import type { DeadLetters } from './dead-letters.ts';
import { lambdaEvent, lambdaRecord, reportedFailures, type StreamRecord } from './dynamodb/stream-record.ts';
import type { Streams } from './dynamodb/streams.ts';
import { matches } from './events/pattern.ts';
import type { Clock, Functions, Stoppable } from './parts.ts';
import type { RepeatSource } from './repeats.ts';
import type { StreamMapping } from './template/deployment.ts';

export interface StreamMappingPorts {
  readonly streams: Streams;
  readonly functions: Functions;
  readonly clock: Clock;
  readonly deadLetters: DeadLetters;
  readonly repeats: RepeatSource;
}

/** Starts the deliveries of one mapping. */
export function startMapping(mapping: StreamMapping, ports: StreamMappingPorts): Stoppable {
  const { streams, functions, clock, deadLetters, repeats } = ports;
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

  function remember(records: readonly StreamRecord[], failed: readonly string[]): void {
    for (const { eventID } of records) failedBefore.delete(eventID);
    for (const eventID of failed) failedBefore.add(eventID);
  }

  async function attempt(records: readonly StreamRecord[]): Promise<string[]> {
    const deliveries = Array.from({ length: repeats.draw() }, () =>
      functions.invoke(functionName, lambdaEvent(records)),
    );
    const failed = new Set<string>();
    for (const answer of await Promise.all(deliveries)) {
      if ('error' in answer) {
        remember(records, eventIds(records));
        throw new Error(`${answer.error.errorType}: ${answer.error.errorMessage}`);
      }
      if (!mapping.reportsItemFailures) continue;
      for (const id of reportedFailures(answer.payload, records).failed) failed.add(id);
    }
    return [...failed];
  }

  async function deliver(batch: StreamRecord[]): Promise<{ failed: string[] }> {
    const records = await buryTooOld(batch);
    if (records.length === 0) return { failed: [] };
    // A rejection fails the whole batch; what has just been buried must not come again.
    const failed = await attempt(records).catch((error: unknown) => {
      if (records.length === batch.length) throw error;
      return eventIds(records);
    });
    remember(records, failed);
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

function eventIds(records: readonly StreamRecord[]): string[] {
  return records.map(({ eventID }) => eventID);
}
