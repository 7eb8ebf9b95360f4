/** Cross-origin requests of browsers: the preflight, and the headers beside every other answer. */
import type { IncomingMessage } from 'node:http';
import type { Answer } from './call.ts';
import { S3Failure } from './failures.ts';
import type { BucketSettings, CorsRule } from './settings.ts';

/** The answer to OPTIONS, which comes without a signature. */
export function preflight(request: IncomingMessage, bucket: BucketSettings): Answer {
  const { origin } = request.headers;
  const method = request.headers['access-control-request-method'];
  if (origin === undefined || method === undefined)
    throw new S3Failure('BadRequest', 'Insufficient information. Origin request header needed.', 400);
  const wanted = (request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = ruleFor(bucket, origin, method, wanted);
  if (rule === undefined)
    throw new S3Failure('AccessForbidden', 'CORSResponse: This CORS request is not allowed.', 403);
  return {
    status: 200,
    headers: {
      ...grantOf(rule, origin),
      ...(wanted.length > 0 ? { 'Access-Control-Allow-Headers': wanted.join(', ') } : {}),
      'Content-Length': '0',
    },
  };
}

/** What a browser must find in the answer to the request itself, failure or not. */
export function corsHeaders(request: IncomingMessage, bucket: BucketSettings): Record<string, string> {
  const { method } = request;
  const { origin } = request.headers;
  if (origin === undefined || method === undefined) return {};
  const rule = ruleFor(bucket, origin, method, []);
  return rule ? grantOf(rule, origin) : {};
}

function ruleFor(
  bucket: BucketSettings,
  origin: string,
  method: string,
  headers: readonly string[],
): CorsRule | undefined {
  return bucket.cors.find(
    (rule) =>
      rule.allowedMethods.includes(method) &&
      rule.allowedOrigins.some((pattern) => fits(pattern, origin)) &&
      headers.every((name) =>
        (rule.allowedHeaders ?? []).some((pattern) => fits(pattern.toLowerCase(), name)),
      ),
  );
}

function grantOf(rule: CorsRule, origin: string): Record<string, string> {
  const anyone = rule.allowedOrigins.includes('*');
  return {
    'Access-Control-Allow-Origin': anyone ? '*' : origin,
    'Access-Control-Allow-Methods': rule.allowedMethods.join(', '),
    ...(anyone ? {} : { 'Access-Control-Allow-Credentials': 'true' }),
    ...(rule.exposedHeaders?.length
      ? { 'Access-Control-Expose-Headers': rule.exposedHeaders.join(', ') }
      : {}),
    ...(rule.maxAge === undefined ? {} : { 'Access-Control-Max-Age': String(rule.maxAge) }),
    Vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** A pattern may hold one `*`, which stands for any text. */
function fits(pattern: string, text: string): boolean {
  const cut = pattern.indexOf('*');
  if (cut < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, cut), pattern.slice(cut + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
