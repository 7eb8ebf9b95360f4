/**
 * Another system of the county, as RUNBOOK.md tells its makers to build it: what is not signed, or signed more than five minutes ago, is
 * refused; what it has taken already is taken again and counts once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const window = 5 * 60_000;

export interface Taken {
  readonly id: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly status: number;
}

export class WebhookReceiver {
  readonly url: string;
  /** Every delivery, whatever it was answered. */
  readonly deliveries: Taken[] = [];
  /** How often the events of these ids are still to be answered with 500. */
  readonly failing = new Map<string, number>();
  now: () => number = () => Date.now();
  readonly #server;
  readonly #secret: string;

  private constructor(server: ReturnType<typeof createServer>, secret: string) {
    this.#server = server;
    this.#secret = secret;
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}/announcements`;
  }

  static async open(secret: string): Promise<WebhookReceiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new WebhookReceiver(server, secret);
    server.on('request', async (request, response) => {
      const body = await text(request);
      response.writeHead(receiver.#take(request.headers, body)).end();
    });
    return receiver;
  }

  /** The events that it has taken, each once. */
  get events(): ReadonlyMap<string, Record<string, unknown>> {
    const taken = this.deliveries.filter(({ status }) => status === 204);
    return new Map(taken.map(({ id, body }) => [id, JSON.parse(body)]));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(headers: IncomingMessage['headers'], body: string): number {
    const status = this.#judge(headers, body);
    this.deliveries.push({ id: String(headers['x-event-id']), headers, body, status });
    return status;
  }

  #judge(headers: IncomingMessage['headers'], body: string): number {
    const timestamp = String(headers['x-event-timestamp']);
    const mac = createHmac('sha256', this.#secret).update(`${timestamp}.${body}`).digest('hex');
    const [expected, given] = [`sha256=${mac}`, String(headers['x-event-signature'])].map((each) =>
      Buffer.from(each),
    );
    if (!expected || !given || expected.length !== given.length || !timingSafeEqual(expected, given))
      return 401;
    if (Math.abs(this.now() - Number(timestamp) * 1000) > window) return 401;
    const { id } = JSON.parse(body);
    const left = this.failing.get(id) ?? 0;
    if (left === 0) return 204;
    this.failing.set(id, left - 1);
    return 500;
  }
}
