/**
 * Where the S3 contract is tried. By default an embedded S3 on a fresh folder, under a clock that stands in July 2022, so
 * that nothing can depend on the time being real. To try it on any other S3:
 *
 *   CONTRACT_S3_ENDPOINT=https://… AWS_REGION=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… \
 *   CONTRACT_S3_BUCKET=… CONTRACT_S3_BUCKET_VERSIONED=… CONTRACT_S3_BUCKET_LOCKED=… npx vitest run test/contract/s3
 *
 * with three existing buckets: plain, versioned, and with Object Lock but no default retention. What needs the embedded
 * server's own parts (its clock, its bus, its permissions) is then left out.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { startEngine } from '../../infra/embedded/dynamodb/engine.ts';
import { AwsError, type BusEvent, type Clock, type Principal } from '../../infra/embedded/parts.ts';
import { type BucketSettings, createS3 } from '../../infra/embedded/s3/server.ts';

const environment = new Map(Object.entries(process.env));
const endpoint = environment.get('CONTRACT_S3_ENDPOINT');

export const onEmbedded = endpoint === undefined;

/** A clock that stands still until a test moves it. */
class StandingClock implements Clock {
  #now: number;
  #wakes: { readonly instant: number; readonly wake: () => void }[] = [];

  constructor(date: string) {
    this.#now = Date.parse(date);
  }

  now(): number {
    return this.#now;
  }

  at(instant: number, wake: () => void): () => void {
    const entry = { instant, wake };
    this.#wakes.push(entry);
    return () => {
      this.#wakes = this.#wakes.filter((other) => other !== entry);
    };
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#wakes.filter(({ instant }) => instant <= this.#now);
    this.#wakes = this.#wakes.filter(({ instant }) => instant > this.#now);
    for (const { wake } of due) wake();
  }
}

export const OPERATOR: Principal = {
  name: 'operator',
  accessKeyId: 'DESKOPERATOR',
  secretAccessKey: 'desk-secret',
};
/** May do everything but what a test forbids. */
export const CLERK: Principal = { name: 'clerk', accessKeyId: 'DESKCLERK', secretAccessKey: 'clerk-secret' };

export interface Embedded {
  readonly url: string;
  readonly folder: string;
  readonly clock: StandingClock;
  readonly events: BusEvent[];
  /** Actions that are denied to the clerk. */
  readonly forbidden: Set<string>;
  /** Fails the bus for as long as it is true. */
  busDown: boolean;
}

export interface S3Desk {
  readonly client: S3Client;
  readonly plain: string;
  readonly versioned: string;
  readonly locked: string;
  /** A beginning of keys that no other run uses. */
  readonly prefix: string;
  /** Throws where the desk is not the embedded one. */
  embedded(): Embedded;
  stop(): Promise<void>;
}

export const ORIGIN = 'https://desk.example.org';

const BUCKETS: readonly BucketSettings[] = [
  {
    name: 'plain',
    versioned: false,
    objectLock: false,
    notify: true,
    cors: [
      {
        allowedOrigins: ['https://*.example.org'],
        allowedMethods: ['GET', 'PUT', 'POST'],
        allowedHeaders: ['content-*', 'x-amz-*'],
        exposedHeaders: ['ETag'],
        maxAge: 600,
      },
    ],
  },
  { name: 'versioned', versioned: true, objectLock: false, notify: true, cors: [] },
  { name: 'locked', versioned: true, objectLock: true, notify: false, cors: [] },
  {
    name: 'archive',
    versioned: true,
    objectLock: true,
    defaultRetention: { mode: 'COMPLIANCE', days: 30 },
    notify: false,
    cors: [],
  },
];

/** Two attempts: the second is the client's own way to set its clock right after the desk's has been moved. */
export function clientOf(url: string, principal: Principal, maxAttempts = 2): S3Client {
  return new S3Client({
    endpoint: url,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: principal,
    maxAttempts,
  });
}

export function openDesk(): Promise<S3Desk> {
  return endpoint === undefined ? embeddedDesk() : Promise.resolve(foreignDesk(endpoint));
}

function foreignDesk(url: string): S3Desk {
  const named = (name: string) => {
    const value = environment.get(name);
    if (value === undefined) throw new Error(`CONTRACT_S3_ENDPOINT is set, so ${name} must name a bucket.`);
    return value;
  };
  const client = new S3Client({ endpoint: url, forcePathStyle: true });
  return {
    client,
    plain: named('CONTRACT_S3_BUCKET'),
    versioned: named('CONTRACT_S3_BUCKET_VERSIONED'),
    locked: named('CONTRACT_S3_BUCKET_LOCKED'),
    prefix: `${randomUUID()}/`,
    embedded() {
      throw new Error('This test needs the embedded server.');
    },
    async stop() {
      client.destroy();
    },
  };
}

/** An S3 server on a folder, with the engine below it; `buckets` and `clock` may be a test's own. */
export async function startEmbedded(
  folder: string,
  buckets: readonly BucketSettings[] = BUCKETS,
  clock = new StandingClock('2022-07-01T00:00:00Z'),
): Promise<Embedded & { stop(): Promise<void> }> {
  const engine = await startEngine(join(folder, 'ledger.db'));
  const metadata = new DynamoDBClient({ endpoint: engine.endpoint, region: 'local', credentials: OPERATOR });
  const state = { events: [] as BusEvent[], forbidden: new Set<string>(), busDown: false };
  const server = createServer((request, response) => void s3.serve(request, response));
  const s3 = await createS3({
    folder: join(folder, 'objects'),
    metadata,
    buckets,
    clock,
    principals: (id) => [OPERATOR, CLERK].find((principal) => principal.accessKeyId === id),
    async emit(event) {
      if (state.busDown) throw new Error('the bus is down');
      state.events.push(event);
    },
    access(principal, action, resource) {
      if (principal === CLERK && state.forbidden.has(action))
        throw new AwsError('AccessDenied', `No permission for ${action} on ${resource}`, 403);
    },
  }).catch(async (error: unknown) => {
    await engine.stop();
    throw error;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    folder,
    clock,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await s3.stop();
      metadata.destroy();
      await engine.stop();
    },
  });
}

async function embeddedDesk(): Promise<S3Desk> {
  const folder = await mkdtemp(join(tmpdir(), 's3-contract-'));
  const embedded = await startEmbedded(folder);
  const client = clientOf(embedded.url, OPERATOR);
  return {
    client,
    plain: 'plain',
    versioned: 'versioned',
    locked: 'locked',
    prefix: 'run/',
    embedded: () => embedded,
    async stop() {
      client.destroy();
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
