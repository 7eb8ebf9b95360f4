/** The queue of dead letters, looked at without taking anything from it. */
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { Fault } from '../fault.ts';
import type { DeadLetter, DeadLetters } from '../ports-operations.ts';

const shown = 10;

/** As Lambda leaves it; what a schedule or a rule could not deliver has no such frame. */
const letter = z.object({
  timestamp: z.string(),
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
});

export function openDeadLetters(QueueUrl: string, config: SQSClientConfig = {}): DeadLetters {
  // The client would otherwise go to the host that the queue's address names, and not to the endpoint that it was given.
  const client = new SQSClient({ useQueueUrlAsEndpoint: false, ...config });
  return {
    async count() {
      const name = 'ApproximateNumberOfMessages';
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] });
      const { Attributes = {} } = await guard(() => client.send(command));
      return Number(Attributes[name] ?? 0);
    },

    async some() {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: shown,
        VisibilityTimeout: 0,
      });
      const { Messages = [] } = await guard(() => client.send(command));
      return Messages.flatMap(({ Body = '' }) => letterOf(Body) ?? []);
    },
  };
}

function letterOf(body: string): DeadLetter | undefined {
  const parsed = z.safeParse(letter, JSON.parse(body));
  if (!parsed.success) return undefined;
  const { timestamp, requestContext } = parsed.data;
  const [, name = requestContext.functionArn] = /:function:([^:]+)/.exec(requestContext.functionArn) ?? [];
  return { function: name, condition: requestContext.condition, at: Date.parse(timestamp) };
}

async function guard<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new Fault('dead letters', error);
  }
}
