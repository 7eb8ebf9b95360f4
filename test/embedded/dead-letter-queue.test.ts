/** The queue of dead letters over the wire, as its template’s functions and an operator see it: looked at, never emptied. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAccess } from '../../infra/embedded/access.ts';
import { createDeadLetters, type DeadLetters } from '../../infra/embedded/dead-letters.ts';
import { createSqs } from '../../infra/embedded/sqs/service.ts';
import { manualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from './hand-made-assembly.ts';

const queue = { arn: 'arn:aws:sqs:x:1:q', url: 'https://sqs.x/1/q' };
const access = createAccess({
  looker: [{ Effect: 'Allow', Action: ['sqs:ReceiveMessage'], Resource: [queue.arn] }],
});
const who = (name: string) => ({ name, accessKeyId: name, secretAccessKey: '' });
let folder: string;
let deadLetters: DeadLetters;
beforeEach(() => {
  folder = temporaryFolder();
  const file = join(folder, 'dead-letters.jsonl');
  deadLetters = createDeadLetters({ file, clock: manualClock('2022-07-01T01:00:00Z'), log: () => undefined });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ask = (operation: string, input: object, by = 'looker') =>
  createSqs({ queues: [queue], deadLetters, access }).call(
    operation,
    { QueueUrl: queue.url, ...input },
    who(by),
  );
const look = { VisibilityTimeout: 0, MaxNumberOfMessages: 10 };

test('a letter is there as often as somebody looks, and without any there is none', async () => {
  expect(await ask('ReceiveMessage', look)).toEqual({ Messages: [] });
  await deadLetters.keep({ source: 's', functionName: 'f', payload: { a: 1 }, reason: 'over' });
  const first = await ask('ReceiveMessage', look);
  expect(await ask('ReceiveMessage', look)).toEqual(first);
  const [{ Body }] = first['Messages'] as [{ Body: string }];
  expect(JSON.parse(Body)).toMatchObject({
    timestamp: '2022-07-01T01:00:00.000Z',
    requestContext: { functionArn: 'f' },
    requestPayload: { a: 1 },
    responsePayload: { errorMessage: 'over' },
  });
});

test.each([
  ['takes it away', 'ReceiveMessage', { VisibilityTimeout: 30 }, 'VisibilityTimeout must be 0'],
  ['asks for more than ten', 'ReceiveMessage', { ...look, MaxNumberOfMessages: 11 }, 'MaxNumberOfMessages'],
  [
    'asks for another queue',
    'ReceiveMessage',
    { ...look, QueueUrl: 'https://other' },
    'none of the template',
  ],
  ['sends', 'SendMessage', { MessageBody: '{}' }, 'does not carry out SendMessage'],
  ['deletes', 'DeleteMessage', { ReceiptHandle: 'x' }, 'does not carry out DeleteMessage'],
  [
    'has no grant',
    'GetQueueAttributes',
    { AttributeNames: ['ApproximateNumberOfMessages'] },
    'not authorized',
  ],
])('who %s is refused', async (_, operation, input, why) => {
  await expect(ask(operation, input)).rejects.toThrow(why);
});

test('a template with two queues is refused', () => {
  expect(() => createSqs({ queues: [queue, queue], deadLetters, access })).toThrow('several queues');
});
