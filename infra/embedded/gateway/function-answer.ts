/**
 * What a function answered, as HTTP: the response of payload format 2.0, or any other value as a 200 of JSON. Whatever
 * cannot go over the wire is an error of the function, as on AWS.
 */
import type { HttpAnswer } from './answer.ts';

interface FunctionResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, unknown>> | null;
  readonly cookies?: readonly string[] | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** Undefined when the function answered something that is no response, e.g. a body that is not text. */
export function answerOf(payload: unknown): HttpAnswer | undefined {
  if (!hasStatus(payload)) {
    const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload ?? null));
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded = false } = payload;
  if (!isStatus(statusCode) || !(body == null || typeof body === 'string')) return undefined;
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(named),
      ...(cookies != null && cookies.length > 0 && { 'set-cookie': cookies.map(String) }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function hasStatus(payload: unknown): payload is FunctionResponse {
  return typeof payload === 'object' && payload !== null && 'statusCode' in payload;
}

function isStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}
