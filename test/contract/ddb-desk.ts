/**
 * The embedded DynamoDB as a client meets it: engine, front and endpoint in a temporary folder. It can be stopped and
 * started again on the same data.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAccess, type Policies } from '../../infra/embedded/access.ts';
import { realClock } from '../../infra/embedded/clock.ts';
import { startEngine } from '../../infra/embedded/dynamodb/engine.ts';
import { createDynamoDB, type DynamoDB } from '../../infra/embedded/dynamodb/front.ts';
import type { TableSettings } from '../../infra/embedded/dynamodb/tables.ts';
import { type Endpoint, serveAws } from '../../infra/embedded/endpoint.ts';
import type { Clock, HttpService, Principal } from '../../infra/embedded/parts.ts';
import { type Credentials, loadCredentials } from '../../infra/embedded/principals.ts';

export const REGION = 'us-east-1';

export interface DeskOptions {
  readonly tables: readonly TableSettings[];
  readonly policies?: Policies;
  readonly clock?: Clock;
  /** A folder of one's own, which is then not removed. */
  readonly folder?: string;
}

export interface Desk {
  readonly front: DynamoDB;
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly folder: string;
  /** A client of the operator, or of the principal named. */
  client(principal?: string): DynamoDBClient;
  stop(): Promise<void>;
}

export async function startDesk(options: DeskOptions): Promise<Desk> {
  const { policies = {}, clock = realClock() } = options;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'ddb-')));
  const credentials = loadCredentials(join(folder, 'keys'), Object.keys(policies));
  const engine = await startEngine(join(folder, 'ledger.db'));
  const access = createAccess(policies);
  const front = await createDynamoDB({ engine, tables: options.tables, clock, access }).catch(
    async (error: unknown) => {
      await engine.stop();
      throw error;
    },
  );
  const absent: HttpService = {
    async serve(_, response) {
      response.writeHead(501).end();
    },
  };
  const endpoint = await serveAws({
    port: 0,
    json: [front],
    lambda: absent,
    s3: absent,
    principals: credentials.byAccessKeyId,
    clock,
  });
  const clients: DynamoDBClient[] = [];
  return {
    front,
    endpoint,
    credentials,
    folder,
    client(name) {
      const client = clientOf(
        endpoint.url,
        name === undefined ? credentials.operator : credentials.byName(name),
      );
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) client.destroy();
      await endpoint.stop();
      await front.stop();
      await engine.stop();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An unmodified client that does not repeat what fails, so that a test sees each answer. */
export function clientOf(url: string, credentials: Principal): DynamoDBClient {
  return new DynamoDBClient({ endpoint: url, region: REGION, credentials, maxAttempts: 1 });
}

/** A table `pk`/`sk` with the indexes of the suite, and with a stream unless told otherwise. */
export function tableSettings(name: string, streamed = true): TableSettings {
  const arn = `arn:aws:dynamodb:${REGION}:000000000000:table/${name}`;
  return {
    name,
    arn,
    create: {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk', 'owner', 'due'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-owner',
          KeySchema: [
            { AttributeName: 'owner', KeyType: 'HASH' },
            { AttributeName: 'due', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: 'by-due',
          KeySchema: [{ AttributeName: 'due', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
        },
      ],
    },
    ...(streamed && { stream: { arn: `${arn}/stream/2022-07-01T00:00:00.000`, viewType: 'KEYS_ONLY' } }),
  };
}
