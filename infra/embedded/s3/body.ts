/** Opens the body of a request: takes off chunk framing, and knows how long the payload must be. */
import { chunkChain } from '../sigv4.ts';
import { unchunked } from './aws-chunked.ts';
import type { Call } from './call.ts';
import { claimsOf } from './claims.ts';
import { entityTooLarge, invalidArgument, notImplemented, S3Failure } from './failures.ts';
import { type Body, measured } from './measure.ts';

/** S3's own bound for one upload: 5 GiB. */
const LARGEST_PUT = 5 * 1024 ** 3;
const LARGEST_XML = 2 * 1024 ** 2;

export function openBody(call: Call): Body {
  const { payload, request } = call;
  const trailers = new Map<string, string>();
  // A failure halfway must leave the connection open for its answer.
  const bytes: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  if (payload === 'UNSIGNED-PAYLOAD') return { bytes, length: lengthOf(call, 'content-length'), trailers };
  if (/^[0-9a-f]{64}$/.test(payload))
    return { bytes, length: lengthOf(call, 'content-length'), sha256: payload, trailers };
  const length = () => lengthOf(call, 'x-amz-decoded-content-length');
  if (payload === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    return { bytes: unchunked(bytes, undefined, trailers), length: length(), trailers };
  if (/^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/.test(payload)) {
    const chain = chunkChain(call.signature);
    return { bytes: unchunked(bytes, chain, trailers), length: length(), trailers };
  }
  if (payload.startsWith('STREAMING-')) throw notImplemented(`The payload signature ${payload}`);
  throw invalidArgument(
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING-… word, or a SHA-256 in hex.',
    'x-amz-content-sha256',
    payload,
  );
}

/** The whole body of a call that carries XML; verified like any upload, but bounded, since it is held in memory. */
export async function readXmlBody(call: Call): Promise<Buffer> {
  const body = openBody(call);
  if (body.length > LARGEST_XML)
    throw new S3Failure('MaxMessageLengthExceeded', 'Your request was too big.', 400, {
      MaxMessageLengthBytes: LARGEST_XML,
    });
  const pieces: Buffer[] = [];
  for await (const piece of measured(body, claimsOf(call.headers)).bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

function lengthOf(call: Call, header: string): number {
  const text = call.headers.get(header);
  if (text === undefined)
    throw new S3Failure('MissingContentLength', `You must provide the ${header} HTTP header.`, 411);
  if (!/^\d{1,15}$/.test(text)) throw invalidArgument('The length must be a number.', header, text);
  const length = Number(text);
  if (length > LARGEST_PUT) throw entityTooLarge(length, LARGEST_PUT);
  return length;
}
