/** Reads what a request brings, by the schemas of its route. Whatever does not fit is a refusal that names each place and its fix. */
import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';

import { issuesOf } from '../contract/issue.ts';
import type { Route } from '../contract/route.ts';
import { refusal, refusalWith } from '../domain/refusal.ts';
import { accept, deny, type Result } from '../domain/result.ts';

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly ifMatch: number;
  readonly key: string | undefined;
  /** Digest of what was asked: a key may only be used again for exactly this. */
  readonly fingerprint: string;
}

export function readInput(route: Route, event: APIGatewayProxyEventV2): Result<Input> {
  const raw = route.takes === 'file' ? accept(bytesOf(event)) : readBody(event);
  if (!raw.ok) return raw;
  const params = check(route.params, event.pathParameters ?? {}, '');
  if (!params.ok) return deny(refusal('not-found', { what: '所请求的内容' }));
  const query = check(route.query, event.queryStringParameters ?? {}, '/query');
  if (!query.ok) return query;
  const body = check(route.body, raw.value, '');
  if (!body.ok) return body;
  const version = route.command ? readVersion(event.headers['if-match']) : accept(0);
  if (!version.ok) return version;
  const key = event.headers['idempotency-key'];
  if (key !== undefined && !/^[\w-]{1,64}$/.test(key)) return deny(refusal('invalid-key'));
  const asked = [event.requestContext.routeKey, event.rawPath, event.headers['if-match'], event.body ?? ''];
  const fingerprint = createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
  return accept({
    params: params.value,
    query: query.value,
    body: body.value,
    ifMatch: version.value,
    key,
    fingerprint,
  });
}

/** The gateway hands over text as text and everything else as base64. */
function bytesOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Buffer {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

function readBody(event: APIGatewayProxyEventV2): Result<unknown> {
  const text = bytesOf(event).toString('utf8');
  if (text.trim() === '') return accept({});
  try {
    const value: unknown = JSON.parse(text);
    return accept(value);
  } catch (error) {
    return deny(
      refusal('malformed-body', { reason: error instanceof Error ? error.message.slice(0, 80) : '无法解析' }),
    );
  }
}

/** `If-Match: "7"` is version 7. */
function readVersion(header: string | undefined): Result<number> {
  if (header === undefined) return deny(refusal('version-required'));
  const [, version] = /^"(\d{1,9})"$/.exec(header.trim()) ?? [];
  return version === undefined ? deny(refusal('version-required')) : accept(Number(version));
}

function check(schema: z.ZodMiniType, value: unknown, at: string): Result<unknown> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return accept(parsed.data);
  return deny(
    refusalWith(
      'invalid-input',
      parsed.error.issues.flatMap((issue) => issuesOf(issue, at)),
    ),
  );
}
