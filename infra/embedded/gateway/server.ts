/**
 * The HTTP API of a template on a port of its own: finds the route, lets the authorizer decide, invokes the function and answers in its
 * words. What AWS answers by itself (no route, no token, a function that failed) it answers alike. Paths under `/local/` belong to the desk.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBody } from '../body.ts';
import type { Clock, Functions, Invocation, Stoppable } from '../parts.ts';
import { type HttpAnswer, say } from './answer.ts';
import { type Authorize, createAuthorizer } from './authorizer.ts';
import { corsHeaders } from './cors.ts';
import { eventOf } from './event.ts';
import { answerOf } from './function-answer.ts';
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

/** A request on its way: what it asks for and how it is called in logs. */
interface Asked {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly path: string;
  readonly query: string;
}

/** How long a client may take to send its request, however slowly, in milliseconds of the machine. */
const patience = 60_000;
/** What API Gateway takes of request line and headers. */
const mostHeaderBytes = 10_240;
/** The paths of the desk, which are none of the API's. */
const desk = '/local/';

/** What API Gateway takes at most. */
const MOST_BYTES = 10 * 1024 * 1024;

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
  readonly #underWay = new Map<IncomingMessage, Promise<void>>();
  #taken = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#route = createRouter(options.api?.routes ?? []);
    this.#authorize = createAuthorizer(options.issuer, options.clock, options.log);
    const limits = { requestTimeout: patience, maxHeaderSize: mostHeaderBytes };
    this.#server = createServer(limits, (request, response) => {
      this.#taken += 1;
      const work = this.#serve(request, response).finally(() => this.#underWay.delete(request));
      this.#underWay.set(request, work);
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
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    // Nobody has to wait for a client that is still sending.
    for (const request of this.#underWay.keys()) if (!request.complete) request.destroy();
    await this.settled();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    try {
      const [path = '/', query = ''] = splitUrl(request.url ?? '/');
      const asked = { request, requestId, path, query };
      if (path.startsWith(desk)) this.#write(response, await this.#answerOfDesk(asked), {});
      else this.#write(response, await this.#answer(asked), this.#added(asked));
    } catch (error) {
      // The client has gone away in the middle of its request.
      if (!request.complete) return;
      this.#options.log(`The gateway failed at ${request.method} ${request.url} (${requestId}): ${error}`);
      if (response.headersSent) response.destroy();
      else this.#write(response, say(500, 'Internal Server Error'), {});
    }
  }

  async #answerOfDesk({ request, path }: Asked): Promise<HttpAnswer> {
    const body = await readBody(request, MOST_BYTES);
    return body === undefined
      ? say(413, 'Request Entity Too Large')
      : this.#options.local(request, path, body);
  }

  async #answer(asked: Asked): Promise<HttpAnswer> {
    const { request, path } = asked;
    if (path === desk.slice(0, -1))
      return { status: 308, headers: { location: desk }, body: Buffer.alloc(0) };
    if (request.method === 'OPTIONS' && this.#options.api?.cors)
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    const body = await readBody(request, MOST_BYTES);
    if (body === undefined) return say(413, 'Request Entity Too Large');
    const match = this.#route(request.method ?? 'GET', path);
    return match === undefined ? say(404, 'Not Found') : this.#pass(asked, body, match);
  }

  async #pass(asked: Asked, body: Buffer, match: Match): Promise<HttpAnswer> {
    const { api, functions, clock } = this.#options;
    const { authorizer, functionArn, timeoutMs } = match.route;
    const claims = authorizer && (await this.#authorize(authorizer, asked.request.headers.authorization));
    if (authorizer !== undefined && claims === undefined) return unauthorized();
    const event = eventOf({ ...asked, body, match, ...(claims && { claims }) }, api?.id ?? '', clock);
    const invocation = await withinTime(functions.invoke(functionArn, event), timeoutMs);
    return invocation === undefined ? say(503, 'Service Unavailable') : this.#answerOf(invocation, asked);
  }

  #answerOf(invocation: Invocation, { requestId }: Asked): HttpAnswer {
    if ('payload' in invocation) {
      const answer = answerOf(invocation.payload);
      if (answer !== undefined) return answer;
      this.#options.log(`A function answered ${requestId} with something that is no response.`);
    } else if (invocation.error.errorType === 'RequestTooLargeException') {
      return say(413, 'Request Entity Too Large');
    } else {
      const { errorType, errorMessage } = invocation.error;
      this.#options.log(`A function failed at ${requestId}: ${errorType}: ${errorMessage}`);
    }
    return say(500, 'Internal Server Error');
  }

  /** What API Gateway adds to every answer. */
  #added({ request, requestId }: Asked): Record<string, string> {
    return { ...corsHeaders(this.#options.api?.cors, request), 'apigw-requestid': requestId };
  }

  #write(response: ServerResponse, answer: HttpAnswer, added: Readonly<Record<string, string>>): void {
    const { status, headers, body } = answer;
    for (const [name, value] of Object.entries({ ...headers, ...added }))
      response.setHeader(name, typeof value === 'string' ? value : [...value]);
    response.setHeader('date', new Date(this.#options.clock.now()).toUTCString());
    // An answer of these kinds has no body, and so no length.
    if (status !== 204 && status !== 304) response.setHeader('content-length', body.length);
    response.writeHead(status);
    response.end(body);
  }
}

function splitUrl(url: string): readonly string[] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url] : [url.slice(0, mark), url.slice(mark + 1)];
}

function unauthorized(): HttpAnswer {
  const { headers, ...answer } = say(401, 'Unauthorized');
  return { ...answer, headers: { ...headers, 'www-authenticate': 'Bearer' } };
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
