/** Reads the body of a request within bounds. */
import type { IncomingMessage } from 'node:http';

/** What API Gateway takes at most. */
const MOST_BYTES = 10 * 1024 * 1024;

/** The whole body; undefined when it is too long. The rest is read and let go, so that the client hears of it. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= MOST_BYTES) chunks.push(bytes);
    else chunks.length = 0;
  }
  return length > MOST_BYTES ? undefined : Buffer.concat(chunks);
}
