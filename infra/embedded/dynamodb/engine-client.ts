/**
 * The front's way to the engine: plain HTTP on kept-open connections, bodies as bytes. The engine only looks whether a
 * signature is there, so each request carries the same empty one; the true one has been verified before.
 */
import { Agent, request } from 'node:http';
import { AwsError, type Json } from '../parts.ts';
import type { Engine } from './engine.ts';
import { objectIn } from './shapes.ts';

export interface EngineAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface EngineClient {
  /** One call with a body as it is; an engine that does not answer is an `InternalServerError`. */
  send(operation: string, body: Buffer | string): Promise<EngineAnswer>;
  /** The same for our own calls: what is not a success is thrown as an error of its name. */
  call(operation: string, input: Json): Promise<Json>;
  close(): void;
}

const SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=front/20220101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

export function connectEngine(engine: Engine): EngineClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const { hostname, port } = new URL(engine.endpoint);

  function send(operation: string, body: Buffer | string): Promise<EngineAnswer> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) =>
        reject(
          new AwsError('InternalServerError', `The embedded engine gave no answer: ${error.message}`, 500),
        );
      const outgoing = request(
        {
          agent,
          hostname,
          port,
          method: 'POST',
          path: '/',
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(body),
            'x-amz-target': `DynamoDB_20120810.${operation}`,
            'x-amz-date': '20220101T000000Z',
            authorization: SIGNATURE,
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => resolve({ status: answer.statusCode ?? 500, body: Buffer.concat(chunks) }));
          answer.on('error', fail);
        },
      );
      outgoing.on('error', fail);
      outgoing.end(body);
    });
  }

  return {
    send,
    async call(operation, input) {
      const { status, body } = await send(operation, JSON.stringify(input));
      const output = objectIn(JSON.parse(body.toString()));
      if (status !== 200) throw new AwsError(errorName(output), String(output['message']), status, output);
      return output;
    },
    close: () => agent.destroy(),
  };
}

/** The name of an error as clients know it, without the shape's name space. */
export function errorName(output: Json): string {
  return String(output['__type']).replace(/^.*#/, '');
}
