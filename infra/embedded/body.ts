/** Reads the body of a request within bounds. */
import type { IncomingMessage } from 'node:http';

/** The whole body; undefined when it is longer than `most` bytes. The rest is read and let go, so that the client hears of it. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= most) chunks.push(bytes);
    else chunks.length = 0;
  }
  return length > most ? undefined : Buffer.concat(chunks);
}
