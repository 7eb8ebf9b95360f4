/** A request as a function gets it (payload format 2.0), and what the function answers as HTTP. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock, Json } from '../parts.ts';
import type { Match } from './router.ts';

export interface Call {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly match: Match;
  /** Claims of a token that was accepted. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Bodies of these types reach the function as text, all others as base64. */
const textTypes =
  /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml)|application\/javascript|application\/x-www-form-urlencoded)/;

export function eventOf(call: Call, apiId: string, clock: Clock): Json {
  const { request, path, query, body, match, claims } = call;
  const { cookie, ...headers } = flatHeaders(request);
  const isText = body.length === 0 || textTypes.test(headers['content-type'] ?? 'application/json');
  const parameters = queryParameters(query);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    ...(Object.keys(match.parameters).length > 0 && { pathParameters: match.parameters }),
    requestContext: contextOf(call, apiId, clock, claims),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: !isText,
  };
}

function contextOf(
  { request, path, match }: Call,
  apiId: string,
  clock: Clock,
  claims: Call['claims'],
): Json {
  const now = new Date(clock.now());
  const domainName = request.headers.host ?? '127.0.0.1';
  return {
    accountId: '000000000000',
    apiId,
    ...(claims && { authorizer: { jwt: { claims: claimTexts(claims), scopes: null } } }),
    domainName,
    domainPrefix: domainName.split('.')[0],
    http: {
      method: request.method,
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey: match.route.routeKey,
    stage: '$default',
    time: now.toUTCString(),
    timeEpoch: now.getTime(),
  };
}

/** API Gateway hands claims over as text, whatever they were in the token. */
function claimTexts(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  const textOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, textOf(value)]));
}

/** Lower-cased names; a header that came more than once is joined by commas. */
function flatHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headersDistinct).map(([name, values = []]) => [
    name,
    values.join(','),
  ]);
  return Object.fromEntries(entries);
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = parameters[name] === undefined ? value : `${parameters[name]},${value}`;
  }
  return parameters;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** What a function answered: the 2.0 response, or any other value as a 200 of JSON. */
export function answerOf(payload: unknown): HttpAnswer {
  if (!isResponse(payload)) {
    const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload ?? null));
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = payload;
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: { ...Object.fromEntries(named), ...(cookies.length > 0 && { 'set-cookie': cookies }) },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

interface FunctionResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

function isResponse(payload: unknown): payload is FunctionResponse {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'statusCode' in payload &&
    typeof payload.statusCode === 'number'
  );
}
