/** A request as a function gets it: payload format 2.0. */
import type { IncomingMessage } from 'node:http';
import type { Clock, Json } from '../parts.ts';
import type { Match } from './router.ts';

export interface Call {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly match: Match;
  /** Claims of a token that was accepted. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Bodies of these types reach the function as text, all others as base64; forms are among the others on AWS. */
const textTypes = /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml)\b|application\/javascript\b)/i;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function eventOf(call: Call, apiId: string, clock: Clock): Json {
  const { request, path, query, body, match } = call;
  const cookies = (request.headersDistinct['cookie'] ?? []).flatMap((line) => line.split(/;\s*/));
  const isText = body.length === 0 || textTypes.test(request.headers['content-type'] ?? '');
  const parameters = queryParameters(query);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers: flatHeaders(request),
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    ...(Object.keys(match.parameters).length > 0 && { pathParameters: match.parameters }),
    requestContext: contextOf(call, apiId, clock.now()),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: !isText,
  };
}

function contextOf({ request, requestId, path, match, claims }: Call, apiId: string, now: number): Json {
  const domainName = (request.headers.host ?? '127.0.0.1').replace(/:\d+$/, '');
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
    requestId,
    routeKey: match.route.routeKey,
    stage: '$default',
    time: logTime(new Date(now)),
    timeEpoch: now,
  };
}

/** The form of web servers' logs, e.g. `01/Jul/2022:01:00:00 +0000`. */
function logTime(at: Date): string {
  const [, year, month, day, time] = /^(\d+)-(\d\d)-(\d\d)T([\d:]+)/.exec(at.toISOString()) ?? [];
  return `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`;
}

/** API Gateway hands claims over as text, whatever they were in the token; lists in brackets, without commas. */
function claimTexts(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  const textOf = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(textOf).join(' ')}]`;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, textOf(value)]));
}

/** Lower-cased names; a header that came more than once is joined by commas. Cookies stand in a field of their own. */
function flatHeaders(request: IncomingMessage): Record<string, string> {
  const { cookie: _, ...others } = request.headersDistinct;
  return Object.fromEntries(Object.entries(others).map(([name, lines = []]) => [name, lines.join(',')]));
}

function queryParameters(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
}
