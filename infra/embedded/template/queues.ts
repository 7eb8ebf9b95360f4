/** Queues of dead letters, the only ones that a desk has. A queue that serves as anything else would need a sender, and none is here. */
import { z } from 'zod';
import { idle, type Reader, reader, tags } from './resource.ts';

const Queue = z.strictObject({
  SqsManagedSseEnabled: idle('nothing is encrypted at rest at the desk'),
  KmsMasterKeyId: idle('nothing is encrypted at rest at the desk'),
  MessageRetentionPeriod: idle('dead letters stay in their file until a person removes it'),
  QueueName: idle('names the queue'),
  ...tags,
});

const queue = reader(Queue, (_, { identity }, { draft }) => {
  const { Arn: arn = '', QueueUrl: url = '' } = identity.attributes;
  draft.queues.push({ arn, url });
});

export const queueReaders: Readonly<Record<string, Reader>> = { 'AWS::SQS::Queue': queue };
