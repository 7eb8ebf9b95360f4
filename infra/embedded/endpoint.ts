/**
 * The one address of all AWS services at the desk, on 127.0.0.1 only. JSON services are told apart by `X-Amz-Target`,
 * Lambda by its path, and all else is S3. For JSON services the signature is verified here, so that a service is only
 * ever called by somebody known; Lambda and S3 verify their own, because theirs depends on the body's way of coming.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBody } from './body.ts';
import {
  AwsError,
  type Clock,
  type HttpService,
  type JsonService,
  type Principal,
  type Principals,
  type Stoppable,
  type WireAnswer,
  type WireService,
} from './parts.ts';
import { type RefusalReason, SignatureRefusal, verifyHeader } from './sigv4.ts';

export interface EndpointOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly json: readonly JsonService[];
  readonly lambda: HttpService;
  readonly s3: HttpService;
  readonly principals: Principals;
  readonly clock: Clock;
  /** Told of defects: what no service had meant to answer. */
  readonly log?: (line: string) => void;
}

export interface Endpoint extends Stoppable {
  readonly url: string;
}

/** The name of each JSON service in the scope of a signature. */
const SIGNING_NAMES: ReadonlyMap<string, string> = new Map([
  ['DynamoDB_20120810', 'dynamodb'],
  ['AWSStepFunctions', 'states'],
  ['AWSEvents', 'events'],
  ['TrentService', 'kms'],
  ['AmazonSQS', 'sqs'],
]);

const LARGEST_BODY = 16 * 1024 * 1024;

export async function serveAws(options: EndpointOptions): Promise<Endpoint> {
  const services = new Map(options.json.map((service) => [service.target, service]));
  for (const target of services.keys())
    if (!SIGNING_NAMES.has(target))
      throw new Error(`The endpoint does not know how ${target} signs its requests.`);

  let closing = false;
  const server = createServer((request, response) => {
    // A connection kept open by its client would otherwise hold up the end until it times out.
    response.once('close', () => closing && server.closeIdleConnections());
    response.setHeader('Date', new Date(options.clock.now()).toUTCString());
    dispatch(request, response).catch((error: unknown) => {
      options.log?.(
        `${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`,
      );
      response.destroy();
    });
  });
  // Longer than clients keep idle connections, so that none sends into a connection that is just being closed.
  server.keepAliveTimeout = 75_000;

  async function dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') return answerJson(target, request, response);
    const service = request.url?.startsWith('/2015-03-31/functions') ? options.lambda : options.s3;
    await service.serve(request, response);
  }

  async function answerJson(
    target: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const answer = await jsonAnswer(target, request).catch((error: unknown) => {
      // The client went away in the middle of its request.
      if (!request.complete) return 'no-answer' as const;
      if (!(error instanceof AwsError))
        options.log?.(`${target}: ${error instanceof Error ? error.stack : String(error)}`);
      return errorAnswer(error);
    });
    if (answer === 'no-answer') response.destroy();
    else write(answer, request, response);
  }

  async function jsonAnswer(target: string, request: IncomingMessage): Promise<WireAnswer | 'no-answer'> {
    const body = await boundedBody(request);
    const [prefix = '', operation = ''] = target.split('.');
    const service = services.get(prefix);
    if (service === undefined || operation === '')
      throw new AwsError('UnknownOperationException', `The desk has no service for ${target}.`);
    const principal = signer(request, body, SIGNING_NAMES.get(prefix) ?? prefix);
    if (isWireService(service)) return service.exchange(operation, body, principal);
    return jsonBody(200, await service.call(operation, parse(body), principal));
  }

  function signer(request: IncomingMessage, body: Buffer, service: string): Principal {
    const hash = createHash('sha256').update(body).digest('hex');
    try {
      return verifyHeader(request, hash, { principals: options.principals, clock: options.clock, service })
        .principal;
    } catch (error) {
      throw error instanceof SignatureRefusal ? refusal(error) : error;
    }
  }

  function stop(): Promise<void> {
    closing = true;
    return close(server);
  }

  const port = await listen(server, options.port);
  return { url: `http://127.0.0.1:${port}`, stop };
}

function isWireService(service: JsonService): service is WireService {
  return 'exchange' in service;
}

const REFUSALS: Readonly<Record<RefusalReason, string>> = {
  missing: 'MissingAuthenticationTokenException',
  malformed: 'IncompleteSignatureException',
  'unknown-key': 'UnrecognizedClientException',
  'session-token': 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  skewed: 'InvalidSignatureException',
  'not-yet-valid': 'InvalidSignatureException',
  expired: 'InvalidSignatureException',
  'unsigned-header': 'InvalidSignatureException',
};

function refusal({ reason, message }: SignatureRefusal): AwsError {
  return new AwsError(REFUSALS[reason], message, 400);
}

async function boundedBody(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, LARGEST_BODY);
  if (body !== undefined) return body;
  const message = `A request may hold ${LARGEST_BODY} bytes at most.`;
  throw new AwsError('RequestEntityTooLargeException', message, 413);
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(body.toString() || '{}');
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  } catch {
    // Answered below, together with JSON that is not an object.
  }
  throw new AwsError('SerializationException', 'The body of the request is not a JSON object.');
}

function jsonBody(status: number, output: unknown): WireAnswer {
  return { status, headers: {}, body: Buffer.from(JSON.stringify(output)) };
}

/** What is no `AwsError` is a defect of ours; its text stays in the log. */
function errorAnswer(error: unknown): WireAnswer {
  if (error instanceof AwsError)
    return jsonBody(error.status, { ...error.detail, __type: error.code, message: error.message });
  return jsonBody(500, { __type: 'InternalServerError', message: 'The desk failed to carry out the call.' });
}

function write(answer: WireAnswer, request: IncomingMessage, response: ServerResponse): void {
  const version = request.headers['content-type'] === 'application/x-amz-json-1.1' ? '1.1' : '1.0';
  response.writeHead(answer.status, {
    'Content-Type': `application/x-amz-json-${version}`,
    'Content-Length': answer.body.length,
    'x-amzn-RequestId': randomUUID(),
    ...answer.headers,
  });
  response.end(answer.body);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** No new connection; requests under way are answered, then their connections end. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeIdleConnections();
  });
}
