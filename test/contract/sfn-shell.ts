/** The thinnest HTTP around a JSON service that the unmodified AWS client accepts. It trusts everyone. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AwsError,
  type Clock,
  type Json,
  type JsonService,
  type Principal,
} from '../../infra/embedded/parts.ts';

const caller: Principal = { name: 'tester', accessKeyId: 'test', secretAccessKey: 'test' };

export interface Shell {
  readonly endpoint: string;
  close(): Promise<void>;
}

export async function openShell(service: () => JsonService, clock: Clock): Promise<Shell> {
  const server = createServer((request, response) => {
    answer(service(), request)
      .catch(errorBody)
      .then(({ status, body }) => write(response, clock, status, body))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: Json;
}

async function answer(service: JsonService, request: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const [target, operation = ''] = String(request.headers['x-amz-target']).split('.');
  if (target !== service.target) throw new AwsError('UnknownOperationException', `No service ${target}.`);
  const body = await service.call(operation, JSON.parse(Buffer.concat(chunks).toString('utf8')), caller);
  return { status: 200, body };
}

function errorBody(error: unknown): Answer {
  if (!(error instanceof AwsError))
    return { status: 500, body: { __type: 'InternalFailure', message: String(error) } };
  return { status: error.status, body: { __type: error.code, message: error.message, ...error.detail } };
}

function write(response: ServerResponse, clock: Clock, status: number, body: Json): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    date: new Date(clock.now()).toUTCString(),
  });
  response.end(JSON.stringify(body));
}
