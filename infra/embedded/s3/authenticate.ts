/** Reads what a request is about and who signed it; from here on nobody needs the raw request but for its body. */
import type { IncomingMessage } from 'node:http';
import {
  decodedQuery,
  type Signature,
  SignatureRefusal,
  type Verifier,
  verifyHeader,
  verifyPresigned,
} from '../sigv4.ts';
import { invalidArgument, invalidRequest, notImplemented, S3Failure } from './failures.ts';

export interface Address {
  /** Empty for the list of buckets. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A signed request in plain terms. */
export interface Asked {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  /** Without the parameters of the signature. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  readonly signature: Signature;
  readonly payload: string;
}

const LONGEST_KEY = 1024;

/**
 * S3 overlooks checksums among the parameters of a presigned URL, and must: clients that sign an upload before they have
 * its bytes write the checksum of no bytes there. A checksum that shall bind the upload has to be a signed header.
 */
const CHECKSUM_PARAMETER = /^x-amz-(checksum-(crc|sha)|sdk-checksum-)/i;

export function readAddress(request: IncomingMessage): Address {
  const target = request.url ?? '/';
  const cut = target.indexOf('?');
  const path = decodePath(cut < 0 ? target : target.slice(0, cut)).replace(/^\//, '');
  const slash = path.indexOf('/');
  const [bucket, key] = slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
  if (Buffer.byteLength(key) > LONGEST_KEY)
    throw new S3Failure('KeyTooLongError', 'Your key is too long', 400, { MaxSizeAllowed: LONGEST_KEY });
  return { bucket, key, parameters: new Map(decodedQuery(cut < 0 ? '' : target.slice(cut + 1))) };
}

export function authenticate(request: IncomingMessage, address: Address, verifier: Verifier): Asked {
  const { bucket, key, parameters } = address;
  const presigned = parameters.has('X-Amz-Algorithm');
  if (presigned && request.headers.authorization !== undefined)
    throw invalidArgument('Only one auth mechanism allowed', 'Authorization', '');
  const { signature, payload } = presigned ? fromQuery(request, verifier) : fromHeader(request, verifier);
  const query = new Map<string, string>();
  const headers = new Map<string, string>();
  for (const [name, value] of parameters) {
    // A presigned URL carries as parameters what would else be headers, as in S3.
    if (!presigned || !name.toLowerCase().startsWith('x-amz-')) query.set(name, value);
    else if (!CHECKSUM_PARAMETER.test(name)) headers.set(name.toLowerCase(), value);
  }
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values) headers.set(name, fromWire(values.join(',')));
  }
  return { method: request.method ?? '', bucket, key, query, headers, signature, payload };
}

function fromHeader(request: IncomingMessage, verifier: Verifier) {
  const payload = request.headersDistinct['x-amz-content-sha256']?.join(',');
  if (request.url?.includes('AWSAccessKeyId=') || request.headers.authorization?.startsWith('AWS '))
    throw invalidRequest(
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  if (request.headers.authorization === undefined)
    throw new SignatureRefusal('missing', 'Access Denied: the request is not signed.');
  if (payload === undefined)
    throw invalidRequest('Missing required header for this request: x-amz-content-sha256');
  return { signature: verifyHeader(request, payload, verifier), payload };
}

function fromQuery(request: IncomingMessage, verifier: Verifier) {
  const payload = request.headersDistinct['x-amz-content-sha256']?.join(',') ?? 'UNSIGNED-PAYLOAD';
  if (payload.startsWith('STREAMING-')) throw notImplemented('A chunked upload to a presigned URL');
  return { signature: verifyPresigned(request, verifier), payload };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Failure('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
}

/** Node hands out header bytes as latin1; clients that send more than ASCII mean UTF-8. */
function fromWire(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}
