/**
 * AWS Signature Version 4, seen from the side that verifies: signed headers (every service), presigned query strings,
 * signed POST policies and signed body chunks (S3). It knows no wire format of errors: a refusal carries its reason and
 * each service words it in its own way.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock, Principal, Principals } from './parts.ts';

export type RefusalReason =
  | 'missing'
  | 'malformed'
  | 'unknown-key'
  | 'session-token'
  | 'mismatch'
  | 'skewed'
  | 'not-yet-valid'
  | 'expired'
  | 'unsigned-header';

/** Why a signature was not accepted. */
export class SignatureRefusal extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.name = 'SignatureRefusal';
    this.reason = reason;
  }
}

export interface Verifier {
  readonly principals: Principals;
  readonly clock: Clock;
  /** The service's name in the credential scope, e.g. `s3`. */
  readonly service: string;
}

/** An accepted signature, with what a chain of signed chunks goes on from. */
export interface Signature {
  readonly principal: Principal;
  readonly value: string;
  readonly date: string;
  readonly scope: string;
  readonly key: Buffer;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SKEW = 15 * 60_000;
const LONGEST_PRESIGNED = 7 * 24 * 3600;
const EMPTY_HASH = sha256('');

/**
 * Verifies the `Authorization` header. `payloadHash` is the body's SHA-256 in hex, or for S3 the value of
 * `x-amz-content-sha256`, which may also be one of the words for an unsigned or chunked payload.
 */
export function verifyHeader(request: IncomingMessage, payloadHash: string, verifier: Verifier): Signature {
  const authorization = request.headers.authorization;
  if (authorization === undefined) throw new SignatureRefusal('missing', 'The request is not signed.');
  const fields = authorizationFields(authorization);
  const date = one(request, 'x-amz-date');
  if (date === undefined) throw new SignatureRefusal('malformed', 'The request has no x-amz-date header.');
  const credential = readCredential(fields.credential, date, verifier);
  refuseSessionToken(one(request, 'x-amz-security-token'));
  const signedAt = instantOf(date);
  if (Math.abs(nearestNow(signedAt, verifier.clock) - signedAt) > SKEW)
    throw new SignatureRefusal('skewed', 'The time of the request is more than 15 minutes away from now.');
  const signed = signedNames(request, fields.signedHeaders, []);
  const target = splitTarget(request);
  const canonical = [
    request.method,
    canonicalPath(target.path, verifier.service),
    canonicalQuery(target.query),
    ...canonicalHeaders(request, signed),
    payloadHash,
  ].join('\n');
  return accept(credential, date, requestToSign(date, credential.scope, canonical), fields.signature);
}

/** Verifies a presigned URL (the signature is in the query); the body of such a request is not signed. */
export function verifyPresigned(request: IncomingMessage, verifier: Verifier): Signature {
  const target = splitTarget(request);
  const query = new Map(decodedQuery(target.query));
  const field = (name: string) => required(query.get(name), name);
  if (field('X-Amz-Algorithm') !== ALGORITHM)
    throw new SignatureRefusal('malformed', `Only ${ALGORITHM} is a supported algorithm.`);
  const date = field('X-Amz-Date');
  const credential = readCredential(field('X-Amz-Credential'), date, verifier);
  refuseSessionToken(query.get('X-Amz-Security-Token'));
  refuseOutdated(instantOf(date), field('X-Amz-Expires'), verifier.clock);
  // The SDK's own clients may repeat the hash as a header of a presigned upload; it is not what the URL speaks for.
  const signed = signedNames(request, field('X-Amz-SignedHeaders'), ['x-amz-content-sha256']);
  const canonical = [
    request.method,
    canonicalPath(target.path, verifier.service),
    canonicalQuery(target.query, 'X-Amz-Signature'),
    ...canonicalHeaders(request, signed),
    query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const text = requestToSign(date, credential.scope, canonical);
  return accept(credential, date, text, field('X-Amz-Signature'));
}

/** Verifies the signature over the (base64) policy of a POST form. `field` finds a form field by lower-case name. */
export function verifyPolicy(field: (name: string) => string | undefined, verifier: Verifier): Signature {
  const policy = field('policy');
  const signature = field('x-amz-signature');
  if (policy === undefined || signature === undefined)
    throw new SignatureRefusal('missing', 'The form has no signed policy.');
  if (field('x-amz-algorithm') !== ALGORITHM)
    throw new SignatureRefusal('malformed', `Only ${ALGORITHM} is a supported algorithm.`);
  const date = required(field('x-amz-date'), 'x-amz-date');
  refuseSessionToken(field('x-amz-security-token'));
  const credential = readCredential(required(field('x-amz-credential'), 'x-amz-credential'), date, verifier);
  return accept(credential, date, policy, signature);
}

/** Checks the chain of a body sent in signed chunks: each chunk signs the one before it. */
export interface ChunkChain {
  chunk(dataHash: string, signature: string): void;
  trailer(trailerHash: string, signature: string): void;
}

export function chunkChain(seed: Signature): ChunkChain {
  let previous = seed.value;
  const link = (parts: readonly string[], signature: string) => {
    const expected = hmac(seed.key, parts.join('\n')).toString('hex');
    if (!same(expected, signature))
      throw new SignatureRefusal('mismatch', 'The signature of a chunk of the body does not match.');
    previous = expected;
  };
  return {
    chunk: (dataHash, signature) =>
      link([`${ALGORITHM}-PAYLOAD`, seed.date, seed.scope, previous, EMPTY_HASH, dataHash], signature),
    trailer: (trailerHash, signature) =>
      link([`${ALGORITHM}-TRAILER`, seed.date, seed.scope, previous, trailerHash], signature),
  };
}

/**
 * The time by which a signature of that date is judged. The clock may be virtual, while a command line tool outside
 * signs by the real time: whichever of the two is nearer to the date of the signature counts.
 */
export function nearestNow(signedAt: number, clock: Clock): number {
  const here = clock.now();
  const real = Date.now();
  return Math.abs(signedAt - here) <= Math.abs(signedAt - real) ? here : real;
}

/** The instant of an `x-amz-date`, e.g. `20220701T013000Z`. */
export function instantOf(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  const instant = match
    ? Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`)
    : Number.NaN;
  if (Number.isNaN(instant))
    throw new SignatureRefusal('malformed', 'The date must have the form 20220701T013000Z.');
  return instant;
}

/** Percent-encoding as AWS defines it: all but letters, digits and `-._~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The parameters of a raw query string, decoded, in their order. A plus sign is a plus sign. */
export function decodedQuery(query: string): [string, string][] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const cut = pair.indexOf('=');
    return cut < 0 ? [decode(pair), ''] : [decode(pair.slice(0, cut)), decode(pair.slice(cut + 1))];
  });
}

interface Credential {
  readonly principal: Principal;
  readonly scope: string;
  readonly key: Buffer;
}

function readCredential(text: string, date: string, verifier: Verifier): Credential {
  const [accessKeyId = '', day = '', region = '', service = '', end, ...rest] = text.split('/');
  if (end !== 'aws4_request' || rest.length > 0 || region === '')
    throw new SignatureRefusal('malformed', 'The credential must be key/date/region/service/aws4_request.');
  if (service !== verifier.service)
    throw new SignatureRefusal('malformed', `The credential is for ${service}, not for ${verifier.service}.`);
  if (!date.startsWith(`${day}T`))
    throw new SignatureRefusal('malformed', 'The credential is of another day than the request.');
  const principal = verifier.principals(accessKeyId);
  if (principal === undefined)
    throw new SignatureRefusal('unknown-key', `There is no access key ${accessKeyId}.`);
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${principal.secretAccessKey}`),
  );
  return { principal, scope: [day, region, service, end].join('/'), key };
}

function accept(credential: Credential, date: string, toSign: string, signature: string): Signature {
  const value = hmac(credential.key, toSign).toString('hex');
  if (!same(value, signature))
    throw new SignatureRefusal(
      'mismatch',
      'The signature does not match the one computed here. Check the secret key and the way of signing.',
    );
  return { principal: credential.principal, value, date, scope: credential.scope, key: credential.key };
}

function requestToSign(date: string, scope: string, canonical: string): string {
  // Node hands out header bytes as latin1, and all else in the canonical request is ASCII.
  return [ALGORITHM, date, scope, sha256(Buffer.from(canonical, 'latin1'))].join('\n');
}

function authorizationFields(header: string) {
  const [algorithm, ...rest] = header.trim().split(/\s+/);
  if (algorithm !== ALGORITHM)
    throw new SignatureRefusal('malformed', `Only ${ALGORITHM} is a supported algorithm.`);
  const fields = new Map<string, string>();
  for (const pair of rest.join('').split(',')) {
    const cut = pair.indexOf('=');
    fields.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
  const field = (name: string) => required(fields.get(name), name);
  return {
    credential: field('Credential'),
    signedHeaders: field('SignedHeaders'),
    signature: field('Signature'),
  };
}

/** The signed headers' names. Nothing that means something to AWS may ride along unsigned. */
function signedNames(request: IncomingMessage, list: string, free: readonly string[]): string[] {
  const names = list.split(';');
  if (!names.includes('host'))
    throw new SignatureRefusal('malformed', 'The host header must be among the signed headers.');
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith('x-amz-') && !names.includes(name) && !free.includes(name))
      throw new SignatureRefusal('unsigned-header', `The header ${name} was sent but is not signed.`);
  }
  return names;
}

function canonicalHeaders(request: IncomingMessage, names: readonly string[]): string[] {
  const lines = names.map((name) => {
    const values = request.headersDistinct[name] ?? [];
    return `${name}:${values.map((value) => value.trim().replace(/ +/g, ' ')).join(',')}`;
  });
  return [...lines, '', names.join(';')];
}

function canonicalPath(path: string, service: string): string {
  // S3 takes the path for what it names; all other services encode once more what is already encoded.
  const text = service === 's3' ? decode(path) : path;
  return encode(text).replaceAll('%2F', '/');
}

function canonicalQuery(query: string, leaveOut?: string): string {
  return decodedQuery(query)
    .filter(([name]) => name !== leaveOut)
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function splitTarget(request: IncomingMessage): { path: string; query: string } {
  const target = request.url ?? '/';
  const cut = target.indexOf('?');
  return cut < 0 ? { path: target, query: '' } : { path: target.slice(0, cut), query: target.slice(cut + 1) };
}

function refuseOutdated(signedAt: number, expires: string, clock: Clock): void {
  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > LONGEST_PRESIGNED)
    throw new SignatureRefusal('malformed', 'X-Amz-Expires must be between 1 and 604800 seconds.');
  const now = nearestNow(signedAt, clock);
  if (signedAt - now > SKEW) throw new SignatureRefusal('not-yet-valid', 'The request is not valid yet.');
  if (now > signedAt + seconds * 1000) throw new SignatureRefusal('expired', 'The request has expired.');
}

function refuseSessionToken(token: string | undefined): void {
  if (token !== undefined)
    throw new SignatureRefusal('session-token', 'There are no session tokens here: sign with a key alone.');
}

function one(request: IncomingMessage, name: string): string | undefined {
  return request.headersDistinct[name]?.join(',');
}

function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '')
    throw new SignatureRefusal('malformed', `The signature lacks ${name}.`);
  return value;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SignatureRefusal('malformed', 'The address is not well-formed percent-encoding.');
  }
}

function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
