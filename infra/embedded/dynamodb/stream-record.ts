/**
 * A record of a stream: the keys of one item that a write changed, and how. It is what subscribers are given; the event
 * that a function receives from a stream is made of it here, and a function's answer to a batch is read here as well.
 */
import type { Json } from '../parts.ts';
import { isObject, listIn, objectIn, textIn } from './shapes.ts';

/**
 * INSERT and REMOVE mean that the item appeared or went; every accepted write of an item that stays is MODIFY, also
 * one that changed nothing (AWS leaves that one out). Deleting what is not there makes no record.
 */
export type StreamEventName = 'INSERT' | 'MODIFY' | 'REMOVE';

export interface StreamRecord {
  /** The same at every delivery of the record. */
  readonly eventID: string;
  readonly eventName: StreamEventName;
  /** Digits of a fixed length that rise with every record, also over restarts. */
  readonly sequenceNumber: string;
  readonly streamArn: string;
  readonly keys: Json;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A record in the shape that Lambda gives it. */
export function lambdaRecord(record: StreamRecord): Json {
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: record.streamArn.split(':')[3],
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(record.at / 1000),
      Keys: record.keys,
      SequenceNumber: record.sequenceNumber,
      SizeBytes: JSON.stringify(record.keys).length,
      StreamViewType: 'KEYS_ONLY',
    },
    eventSourceARN: record.streamArn,
  };
}

/** The event that a function is invoked with. */
export function lambdaEvent(records: readonly StreamRecord[]): Json {
  return { Records: records.map(lambdaRecord) };
}

/**
 * Reads a function's answer under ReportBatchItemFailures: the event ids of the records that it names. Nothing named is
 * full success; a name that is not in the batch, or none at all in an entry, fails the whole batch, as in AWS.
 */
export function reportedFailures(answer: unknown, records: readonly StreamRecord[]): { failed: string[] } {
  const failures = listIn(objectIn(answer)['batchItemFailures']);
  const failed = failures.map((failure) => {
    const name = isObject(failure) ? textIn(failure['itemIdentifier']) : undefined;
    return records.find((record) => record.sequenceNumber === name || record.eventID === name)?.eventID;
  });
  const named = failed.filter((id) => id !== undefined);
  return { failed: named.length < failed.length ? records.map((record) => record.eventID) : named };
}
