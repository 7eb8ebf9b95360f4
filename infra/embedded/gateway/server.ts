/**
 * The HTTP API of a template on a port of its own: finds the route, lets the authorizer decide, invokes the function and answers in its
 * words. What AWS answers by itself (no route, no token, a function that failed) it answers alike. Paths under `/local/` belong to the desk.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock, Functions, Stoppable } from '../parts.ts';
import { type Authorize, createAuthorizer } from './authorizer.ts';
import { corsHeaders } from './cors.ts';
import { answerOf, eventOf, type HttpAnswer } from './event.ts';
import type { Issuer } from './issuer.ts';
import type { Local } from './local.ts';
import { createRouter, type Match, type Router } from './router.ts';
import type { ApiSettings } from './settings.ts';

export interface GatewayOptions {
  readonly port: number;
  /** Without an API only the desk's own pages answer. */
  readonly api?: ApiSettings;
  readonly functions: Functions;
  readonly issuer: Issuer;
  readonly local: Local;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export interface Gateway extends Stoppable {
  /** Requests taken so far. */
  taken(): number;
  /** Resolves when no request is under way. */
  settled(): Promise<void>;
}

/** What API Gateway takes at most. */
const mostBytes = 10 * 1024 * 1024;
/** How long a client may take to send its request, however slowly. */
const patience = 60_000;

export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const gateway = new HttpGateway(options);
  await gateway.listen(options.port);
  return gateway;
}

class HttpGateway implements Gateway {
  readonly #options: GatewayOptions;
  readonly #route: Router;
  readonly #authorize: Authorize;
  readonly #server: Server;
  readonly #underWay = new Set<Promise<void>>();
  #taken = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#route = createRouter(options.api?.routes ?? []);
    this.#authorize = createAuthorizer(options.issuer, options.clock);
    this.#server = createServer({ requestTimeout: patience }, (request, response) => {
      this.#taken += 1;
      const work = this.#serve(request, response).finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    });
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  taken(): number {
    return this.#taken;
  }

  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    await this.settled();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#write(request, response, await this.#answer(request));
    } catch (error) {
      this.#options.log(`The gateway failed at ${request.method} ${request.url}: ${error}`);
      if (response.headersSent) response.destroy();
      else this.#write(request, response, say(500, 'Internal Server Error'));
    }
  }

  async #answer(request: IncomingMessage): Promise<HttpAnswer> {
    const [path = '/', query = ''] = splitUrl(request.url ?? '/');
    const isLocal = path.startsWith('/local/');
    if (!isLocal && request.method === 'OPTIONS' && this.#options.api?.cors)
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    const body = await readBody(request);
    if (body === undefined) return say(413, 'Request Entity Too Large');
    if (isLocal) return this.#options.local(request.method ?? 'GET', path, body);
    const match = this.#route(request.method ?? 'GET', path);
    return match === undefined ? say(404, 'Not Found') : this.#pass(request, path, query, body, match);
  }

  async #pass(
    request: IncomingMessage,
    path: string,
    query: string,
    body: Buffer,
    match: Match,
  ): Promise<HttpAnswer> {
    const { api, functions, clock } = this.#options;
    const { authorizer, functionArn, timeoutMs } = match.route;
    const claims = authorizer && (await this.#authorize(authorizer, request.headers.authorization));
    if (authorizer !== undefined && claims === undefined)
      return {
        ...say(401, 'Unauthorized'),
        headers: { ...say(401, '').headers, 'www-authenticate': 'Bearer' },
      };
    const event = eventOf(
      { request, path, query, body, match, ...(claims && { claims }) },
      api?.id ?? '',
      clock,
    );
    const invocation = await withinTime(functions.invoke(functionArn, event), timeoutMs);
    if (invocation === undefined) return say(503, 'Service Unavailable');
    return 'error' in invocation ? say(500, 'Internal Server Error') : answerOf(invocation.payload);
  }

  #write(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void {
    const { api, clock } = this.#options;
    response.writeHead(answer.status, {
      ...answer.headers,
      ...corsHeaders(api?.cors, request),
      date: new Date(clock.now()).toUTCString(),
      'content-length': answer.body.length,
    } as Record<string, string | number>);
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }
}

function splitUrl(url: string): readonly string[] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** The whole body, or undefined when it is longer than the gateway takes; the rest is read and let go, so that the client hears of it. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= mostBytes) chunks.push(bytes);
  }
  return length > mostBytes ? undefined : Buffer.concat(chunks);
}

/** Undefined when it took too long; the invocation itself runs on, as it does in AWS. */
async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function say(status: number, message: string): HttpAnswer {
  const body = Buffer.from(JSON.stringify({ message }));
  return { status, headers: { 'content-type': 'application/json' }, body };
}
