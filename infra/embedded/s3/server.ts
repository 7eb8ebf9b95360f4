/**
 * The embedded S3: path style, bytes in files, everything else in rows of the embedded DynamoDB, so that objects share its
 * crash guarantees. This file takes a request from the socket to its handler and the answer back; it knows no call itself.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  AwsError,
  type Clock,
  type Emit,
  type HttpService,
  type Principals,
  type Stoppable,
} from '../parts.ts';
import { SignatureRefusal, type Verifier } from '../sigv4.ts';
import { type Asked, authenticate, readAddress } from './authenticate.ts';
import { listBuckets } from './bucket-calls.ts';
import type { Access, Answer, Store } from './call.ts';
import { openCatalog } from './catalog.ts';
import { corsHeaders, preflight } from './cors.ts';
import { noSuchBucket, notImplemented, S3Failure, signatureFailure } from './failures.ts';
import { openFiles } from './file-store.ts';
import { keepBuckets } from './kept-buckets.ts';
import { openOutbox } from './outbox.ts';
import { postForm } from './post-form.ts';
import { createQueue } from './queue.ts';
import { routeOf } from './routes.ts';
import { openRows } from './rows.ts';
import { type BucketSettings, checkedBuckets } from './settings.ts';
import { sweep } from './sweep.ts';
import { refuseStrangers } from './understood.ts';
import { openUploads } from './uploads.ts';
import { xmlDocument } from './xml.ts';

export type { BucketSettings };

export interface S3Options {
  /** Where the bytes are kept. */
  readonly folder: string;
  /** A client of the DynamoDB engine itself; the table `embedded-s3` is made there. */
  readonly metadata: DynamoDBClient;
  readonly buckets: readonly BucketSettings[];
  readonly clock: Clock;
  readonly principals: Principals;
  readonly emit: Emit;
  /** Throws AccessDenied; `resource` is `bucket`, `bucket/key`, or `*` for the list of buckets. */
  readonly access: Access;
}

export async function createS3(options: S3Options): Promise<HttpService & Stoppable> {
  const { clock, principals } = options;
  const buckets = checkedBuckets(options.buckets);
  const rows = await openRows(options.metadata);
  const since = await keepBuckets(rows, buckets, clock.now());
  const files = await openFiles(options.folder);
  const outbox = openOutbox(rows, options.emit, clock);
  const store: Store = {
    buckets,
    files,
    catalog: openCatalog(rows),
    uploads: openUploads(rows),
    outbox,
    queue: createQueue(),
    clock,
    access: options.access,
  };
  const swept = inBackground(sweep(rows, files, await files.ids()), 'removing what a crash left behind');
  const resumed = inBackground(outbox.resume(), 'telling events that were left');
  const running = new Set<Promise<void>>();
  let open = true;
  const desk: Desk = { isOpen: () => open, store, since, verifier: { principals, clock, service: 's3' } };
  return {
    serve(request, response) {
      const turn = serve(desk, request, response).finally(() => running.delete(turn));
      running.add(turn);
      return turn;
    },
    async stop() {
      open = false;
      await Promise.all([...running, swept, resumed]);
      await outbox.stop();
    },
  };
}

/** Work whose failure harms nobody now and is made good at the next start, but must be heard of. */
function inBackground(work: Promise<void>, what: string): Promise<void> {
  return work.catch((error: unknown) => process.emitWarning(`S3: ${what} failed: ${error}`));
}

interface Desk {
  readonly isOpen: () => boolean;
  readonly store: Store;
  readonly verifier: Verifier;
  readonly since: number;
}

async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  response.setHeader('Date', new Date(desk.store.clock.now()).toUTCString());
  response.setHeader('Server', 'embedded-s3');
  response.setHeader('x-amz-request-id', requestId);
  const answer = await answerTo(desk, request, response, requestId).catch((error: unknown) =>
    failure(error, request, requestId),
  );
  try {
    await send(answer, request, response);
  } catch (error) {
    // Half an answer can only be ended so that the client sees it is half.
    response.destroy(error instanceof Error ? error : undefined);
  }
}

async function answerTo(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<Answer> {
  if (!desk.isOpen()) throw new S3Failure('ServiceUnavailable', 'The server is being stopped.', 503);
  const address = readAddress(request);
  const bucket = desk.store.buckets.get(address.bucket);
  if (bucket) {
    for (const [name, value] of Object.entries(corsHeaders(request, bucket))) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return preflight(request, bucket);
    if (isForm(request) && address.key === '')
      return postForm({ request, requestId, bucket }, desk.store, desk.verifier);
  }
  const asked = authenticate(request, address, desk.verifier);
  if (address.bucket === '') return aboutNoBucket(desk, asked);
  return aboutBucket(desk, asked, { request, requestId });
}

function aboutNoBucket(desk: Desk, asked: Asked): Answer {
  const parameter = [...asked.query.keys()].find((name) => name !== 'x-id');
  if (asked.method !== 'GET' || parameter !== undefined)
    throw notImplemented(`${asked.method} on no bucket, with ?${parameter ?? ''},`);
  return listBuckets(asked.signature.principal, desk.store, desk.since);
}

function aboutBucket(
  desk: Desk,
  asked: Asked,
  context: { request: IncomingMessage; requestId: string },
): Promise<Answer> {
  // Before the bucket is looked for, so that CreateBucket hears why and not that there is none.
  const handler = routeOf(asked);
  const bucket = desk.store.buckets.get(asked.bucket);
  if (bucket === undefined) throw noSuchBucket(asked.bucket);
  refuseStrangers(asked.headers);
  return handler({ ...context, ...asked, bucket }, desk.store);
}

function isForm(request: IncomingMessage): boolean {
  const type = request.headers['content-type'] ?? '';
  return request.method === 'POST' && type.toLowerCase().startsWith('multipart/form-data');
}

function failure(error: unknown, request: IncomingMessage, requestId: string): Answer {
  const known = error instanceof SignatureRefusal ? signatureFailure(error) : error;
  if (!(known instanceof AwsError)) {
    // A client that hung up needs no answer and no warning.
    if (!request.socket.destroyed) process.emitWarning(`S3: ${request.method} failed: ${error}`);
    return failure(
      new S3Failure('InternalError', 'We encountered an internal error. Please try again.', 500),
      request,
      requestId,
    );
  }
  const fields = { Code: known.code, Message: known.message, ...texts(known.detail) };
  const headers = known instanceof S3Failure ? known.headers : {};
  return {
    status: known.status,
    headers: { ...headers, 'Content-Type': 'application/xml' },
    body: xmlDocument('Error', { ...fields, RequestId: requestId }, ''),
  };
}

function texts(detail: AwsError['detail']): Record<string, string> {
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, String(value)]));
}

async function send(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { body } = answer;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, onWire(value));
  if (typeof body === 'string') {
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.end(request.method === 'HEAD' ? undefined : body);
  } else if (body === undefined) response.end();
  else await pipeline(body, response);
}

/** Header values are kept as text; on the wire they are the bytes of that text, which Node wants as latin1. */
function onWire(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}
