/** An answer of the gateway before it goes over the wire, and the short ones that API Gateway gives by itself. */

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

export function say(status: number, message: string): HttpAnswer {
  return json(status, { message }, { 'content-type': 'application/json' });
}

export function json(status: number, value: unknown, headers: HttpAnswer['headers']): HttpAnswer {
  return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}
