/** What a client says its payload must hash to, in headers, form fields or in a trailing header still to come. */
import { ALGORITHMS, type Algorithm, asAlgorithm, checksumHeader, checksumLength } from './checksums.ts';
import { invalidRequest, notImplemented, S3Failure } from './failures.ts';

export interface Claims {
  /** Base64 MD5 of `Content-MD5`. */
  readonly md5?: string;
  /** The algorithm to compute and to keep, whether or not a value was claimed. */
  readonly algorithm: Algorithm;
  /** The claimed checksum, when it is known before the body. */
  readonly value?: string;
  /** The trailing header that will bring the value. */
  readonly trailer?: string;
  /** Whether the client took any care for its payload at all; uploads under Object Lock must. */
  readonly careful: boolean;
}

const NO_CHECKSUM = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type']);

/** Without any claim, CRC64NVME is computed and kept, as S3 does. */
export function claimsOf(headers: ReadonlyMap<string, string>): Claims {
  const md5 = md5Claim(headers.get('content-md5'));
  const trailer = headers.get('x-amz-trailer')?.trim().toLowerCase();
  const names = [...headers.keys()].filter(
    (name) => name.startsWith('x-amz-checksum-') && !NO_CHECKSUM.has(name),
  );
  if (trailer !== undefined) names.push(trailer);
  const [name, ...others] = names;
  if (others.length > 0)
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  const careful = name !== undefined || md5 !== undefined;
  const base = { careful, ...(md5 === undefined ? {} : { md5 }) };
  if (name === undefined) return { ...base, algorithm: announced(headers) ?? 'CRC64NVME' };
  const algorithm = ALGORITHMS.find((known) => checksumHeader(known) === name);
  if (algorithm === undefined) throw notImplemented(`The checksum ${name}`);
  const said = announced(headers);
  if (said !== undefined && said !== algorithm)
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  if (trailer !== undefined) return { ...base, algorithm, trailer };
  return { ...base, algorithm, value: checksumClaim(algorithm, headers.get(name) ?? '') };
}

/** A claimed value, refused when it cannot be one of that algorithm. */
export function checksumClaim(algorithm: Algorithm, value: string): string {
  if (Buffer.from(value, 'base64').length !== checksumLength(algorithm))
    throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`);
  return value;
}

function announced(headers: ReadonlyMap<string, string>): Algorithm | undefined {
  const name = headers.get('x-amz-sdk-checksum-algorithm');
  if (name === undefined) return undefined;
  const algorithm = asAlgorithm(name);
  if (algorithm === undefined) throw notImplemented(`The checksum algorithm ${name}`);
  return algorithm;
}

function md5Claim(value: string | undefined): string | undefined {
  if (value !== undefined && Buffer.from(value, 'base64').length !== 16)
    throw new S3Failure('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400);
  return value;
}
