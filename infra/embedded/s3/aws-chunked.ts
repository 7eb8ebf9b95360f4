/**
 * Takes the framing off a body sent as `aws-chunked`: sizes, chunk signatures and trailing headers. The SDKs send
 * streams this way, because the checksum of a stream is known only after its last byte.
 */
import { createHash } from 'node:crypto';
import type { ChunkChain } from '../sigv4.ts';
import { incompleteBody, invalidRequest, S3Failure } from './failures.ts';

/** S3 refuses smaller chunks before the last one, and a client should learn that here already. */
const SMALLEST_CHUNK = 8192;
const LONGEST_LINE = 8192;

/** The payload of a chunked body. Trailing headers appear in `trailers` once the last byte has been taken. */
export async function* unchunked(
  source: AsyncIterable<Buffer>,
  chain: ChunkChain | undefined,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  let previous = SMALLEST_CHUNK;
  for (;;) {
    const head = readHead(await reader.line());
    if (head.size > 0 && previous < SMALLEST_CHUNK)
      throw new S3Failure(
        'InvalidChunkSizeError',
        'Only the last chunk is allowed to have a size less than 8192 bytes',
        403,
      );
    const hash = createHash('sha256');
    for await (const piece of reader.take(head.size)) {
      if (chain) hash.update(piece);
      yield piece;
    }
    chain?.chunk(hash.digest('hex'), head.signature);
    if (head.size === 0) break;
    if ((await reader.line()) !== '') throw incompleteBody();
    previous = head.size;
  }
  await readTrailers(reader, chain, trailers);
}

function readHead(line: string): { size: number; signature: string } {
  const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (match === null) throw invalidRequest('A chunk of the body does not begin with its size.');
  return { size: Number.parseInt(match[1] ?? '', 16), signature: match[2] ?? '' };
}

async function readTrailers(
  reader: ByteReader,
  chain: ChunkChain | undefined,
  trailers: Map<string, string>,
): Promise<void> {
  let signature: string | undefined;
  let signed = '';
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const cut = line.indexOf(':');
    if (cut < 1) throw invalidRequest('A trailing header of the body is malformed.');
    const [name, value] = [line.slice(0, cut).trim().toLowerCase(), line.slice(cut + 1).trim()];
    if (name === 'x-amz-trailer-signature') {
      signature = value;
    } else {
      trailers.set(name, value);
      signed += `${name}:${value}\n`;
    }
  }
  if (chain && signed !== '')
    chain.trailer(createHash('sha256').update(signed).digest('hex'), signature ?? '');
}

/** Reads lines and counted bytes from pieces of any size. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#rest.toString('latin1', 0, end);
        this.#rest = this.#rest.subarray(end + 2);
        return line;
      }
      if (this.#rest.length > LONGEST_LINE)
        throw invalidRequest('A line in the framing of the body is too long.');
      const more = await this.#next();
      this.#rest = Buffer.concat([this.#rest, more]);
    }
  }

  async *take(count: number): AsyncGenerator<Buffer> {
    let missing = count;
    while (missing > 0) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const piece = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#source.next();
    if (done) throw incompleteBody();
    return value;
  }
}
