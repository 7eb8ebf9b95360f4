/**
 * What the engines of the embedded runtime owe each other. Each engine is a folder beside this file and knows the
 * others only through these types; `runtime.ts` puts them together. Nothing here knows the product that runs on it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The one source of time. It may be virtual and jump forward; everything that waits, waits here. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `wake` once, when the clock has reached `instant` (ms since the epoch; the past means soon). The answer cancels. */
  at(instant: number, wake: () => void): () => void;
}

/** Who signed a request: a function's role, a state machine's role, or the operator at the desk. */
export interface Principal {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Finds a principal by the access key id of a signature. */
export type Principals = (accessKeyId: string) => Principal | undefined;

/** An error as AWS puts it on the wire: `code` becomes `error.name` in the SDK, `detail` its further fields. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: Readonly<Record<string, unknown>>;
  constructor(code: string, message: string, status = 400, detail: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.detail = detail;
  }
}

export type Json = Record<string, unknown>;

/** A service that speaks AWS JSON 1.0 or 1.1: one call, one answer. Throws `AwsError`. */
export interface JsonService {
  /** The part of `X-Amz-Target` before the dot, e.g. `AWSStepFunctions`. */
  readonly target: string;
  call(operation: string, input: Json, principal: Principal): Promise<Json>;
}

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A JSON service that also takes a body as it came and answers with bytes, without reading what it need not read. */
export interface WireService extends JsonService {
  /** `no-answer` closes the connection without a word, as a network fault does. Throws `AwsError`. */
  exchange(operation: string, body: Buffer, principal: Principal): Promise<WireAnswer | 'no-answer'>;
}

/** A service that speaks plain HTTP (S3, Lambda's Invoke). It checks the signature and writes the whole answer itself. */
export interface HttpService {
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** What an invocation came to; a function's own failure is a value, never a rejection. */
export type Invocation =
  | { readonly payload: unknown }
  | {
      readonly error: {
        readonly errorType: string;
        readonly errorMessage: string;
        readonly trace?: readonly string[];
      };
    };

/** Runs deployed functions by name or ARN. Rejects with `AwsError` only when there is no such function. */
export interface Functions {
  /** `roleName` is in whose name: a state machine needs a grant of its role, the runtime itself needs none. */
  invoke(nameOrArn: string, payload: unknown, roleName?: string): Promise<Invocation>;
}

/** An event on the default bus, in EventBridge's own shape. */
export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Json;
  readonly resources: readonly string[];
}

/** Takes events for the rules of the template; resolves once they are durably accepted. */
export type Emit = (event: BusEvent) => Promise<void>;

/** Stops an engine: no new work, what runs is finished or durably parked. */
export interface Stoppable {
  stop(): Promise<void>;
}
