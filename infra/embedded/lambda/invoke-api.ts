/**
 * Lambda's own address: `POST /2015-03-31/functions/{name}/invocations`, as the SDK and the command line call it. The
 * signature and the right to invoke are checked here; an invocation of type Event goes to the queue.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access } from '../access.ts';
import { readBody } from '../body.ts';
import { AwsError, type Clock, type HttpService, type Principal, type Principals } from '../parts.ts';
import { SignatureRefusal, verifyHeader } from '../sigv4.ts';
import type { AsyncQueue } from './async-queue.ts';
import { type Lambda, PAYLOAD_BYTES } from './host.ts';

export interface InvokeApiOptions {
  readonly lambda: Lambda;
  readonly queue: AsyncQueue;
  readonly principals: Principals;
  readonly access: Access;
  readonly clock: Clock;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Call {
  readonly functionName: string;
  readonly type: string;
  readonly body: Buffer;
  readonly principal: Principal;
}

/** What an invocation of type Event may hold. */
const EVENT_BYTES = 1024 * 1024;

export function createInvokeApi(options: InvokeApiOptions): HttpService {
  return {
    async serve(request, response) {
      const answer = await readCall(request, options)
        .then((call) => carryOut(call, options))
        .catch(toErrorAnswer);
      write(answer, response);
    },
  };
}

async function readCall(request: IncomingMessage, { principals, clock }: InvokeApiOptions): Promise<Call> {
  const body = await readBody(request, PAYLOAD_BYTES);
  if (body === undefined) throw tooLarge(PAYLOAD_BYTES);
  const principal = signer(request, body, principals, clock);
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const [, encoded] = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/.exec(path) ?? [];
  if (request.method !== 'POST' || encoded === undefined)
    throw new AwsError(
      'UnknownOperationException',
      `The desk has no ${request.method} ${path}: of Lambda's operations it has Invoke.`,
      404,
    );
  for (const header of ['x-amz-client-context', 'x-amz-log-type'])
    if ((request.headers[header] ?? 'None') !== 'None')
      throw invalid(`The header ${header} is not supported here: logs go to the desk's own log.`);
  const qualifier = new URLSearchParams(query).get('Qualifier');
  const name = decodeURIComponent(encoded);
  return {
    functionName: qualifier === null ? name : `${name}:${qualifier}`,
    type: String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse'),
    body,
    principal,
  };
}

async function carryOut(
  { functionName, type, body, principal }: Call,
  options: InvokeApiOptions,
): Promise<Answer> {
  const { lambda, queue, access } = options;
  const { name, arn } = lambda.find(functionName);
  access(principal, 'lambda:InvokeFunction', arn);
  const payload = readPayload(body);
  switch (type) {
    case 'DryRun':
      return { status: 204 };
    case 'Event':
      if (body.length > EVENT_BYTES) throw tooLarge(EVENT_BYTES);
      await queue.enqueue([{ functionName: name, payload: JSON.parse(payload), source: principal.name }]);
      return { status: 202 };
    case 'RequestResponse': {
      const outcome = await lambda.invokeText(name, payload);
      const headers = { 'X-Amz-Executed-Version': '$LATEST', 'Content-Type': 'application/json' };
      if (!('failure' in outcome)) return { status: 200, headers, body: outcome.payload };
      return {
        status: 200,
        headers: { ...headers, 'X-Amz-Function-Error': 'Unhandled' },
        body: JSON.stringify(outcome.failure),
      };
    }
    default:
      throw invalid(`There is no invocation type ${type}.`);
  }
}

function readPayload(body: Buffer): string {
  const text = body.toString('utf8');
  if (text.trim() === '') return '{}';
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${why}`);
  }
}

function signer(request: IncomingMessage, body: Buffer, principals: Principals, clock: Clock): Principal {
  const hash = createHash('sha256').update(body).digest('hex');
  try {
    return verifyHeader(request, hash, { principals, clock, service: 'lambda' }).principal;
  } catch (error) {
    if (!(error instanceof SignatureRefusal)) throw error;
    const code =
      error.reason === 'missing' ? 'MissingAuthenticationTokenException' : 'InvalidSignatureException';
    throw new AwsError(
      error.reason === 'unknown-key' ? 'UnrecognizedClientException' : code,
      error.message,
      403,
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

function tooLarge(limit: number): AwsError {
  return new AwsError('RequestTooLargeException', `Request must be smaller than ${limit} bytes.`, 413);
}

function toErrorAnswer(error: unknown): Answer {
  if (!(error instanceof AwsError)) throw error;
  return {
    status: error.code === 'AccessDeniedException' ? 403 : error.status,
    headers: { 'Content-Type': 'application/json', 'X-Amzn-ErrorType': error.code },
    body: JSON.stringify({ Type: 'User', Message: error.message, ...error.detail }),
  };
}

function write({ status, headers = {}, body = '' }: Answer, response: ServerResponse): void {
  response.writeHead(status, {
    'x-amzn-RequestId': randomUUID(),
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
