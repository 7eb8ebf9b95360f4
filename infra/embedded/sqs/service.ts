/**
 * SQS as far as looking at dead letters goes: how many there are, and a look at some of them that hides none from the next one. All letters
 * of the desk lie in one file, so that a template has at most one such queue here. A letter comes in the form in which Lambda leaves a failed
 * asynchronous invocation; whatever else is asked is refused by name, and IAM decides before anything is read.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Access } from '../access.ts';
import type { DeadLetters, KeptLetter } from '../dead-letters.ts';
import { AwsError, type Json, type JsonService, type Principal } from '../parts.ts';
import type { QueueSettings } from './settings.ts';

export interface SqsOptions {
  readonly queues: readonly QueueSettings[];
  readonly deadLetters: DeadLetters;
  readonly access: Access;
}

const counted = 'ApproximateNumberOfMessages';
const attributesInput = z.strictObject({
  QueueUrl: z.string(),
  AttributeNames: z.array(z.literal(counted, `The desk's queues have only the attribute ${counted}.`)),
});
const receiveInput = z.strictObject({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: z.literal(0, 'Dead letters can only be looked at here: VisibilityTimeout must be 0.'),
});

export function createSqs({ queues, deadLetters, access }: SqsOptions): JsonService {
  if (queues.length > 1)
    throw new Error(
      'A template with several queues is not supported: the desk keeps its dead letters together.',
    );

  function allow(url: string, action: string, principal: Principal): void {
    const found = queues.find((queue) => queue.url === url);
    if (found === undefined)
      throw new AwsError('QueueDoesNotExist', `The queue ${url} is none of the template.`);
    access(principal, action, found.arn);
  }

  return {
    target: 'AmazonSQS',
    async call(operation, input, principal) {
      if (operation === 'GetQueueAttributes') {
        const { QueueUrl } = read(attributesInput, input);
        allow(QueueUrl, 'sqs:GetQueueAttributes', principal);
        return { Attributes: { [counted]: (await deadLetters.all()).length.toString() } };
      }
      if (operation === 'ReceiveMessage') {
        const { QueueUrl, MaxNumberOfMessages: most } = read(receiveInput, input);
        allow(QueueUrl, 'sqs:ReceiveMessage', principal);
        return { Messages: (await deadLetters.all()).slice(-most).map(messageOf) };
      }
      throw new AwsError('UnknownOperationException', `The desk's SQS does not carry out ${operation}.`);
    },
  };
}

function messageOf({ at, functionName, payload, reason }: KeptLetter): Json {
  const body = JSON.stringify({
    version: '1.0',
    timestamp: at,
    requestContext: { functionArn: functionName, condition: 'RetriesExhausted' },
    requestPayload: payload,
    responsePayload: { errorMessage: reason },
  });
  const id = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return {
    MessageId: id,
    ReceiptHandle: id,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Body: body,
  };
}

function read<T>(schema: z.ZodType<T>, input: Json): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError('ValidationException', `${issue?.path.join('.')}: ${issue?.message}`);
}
