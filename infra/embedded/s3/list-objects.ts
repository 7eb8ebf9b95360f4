/** ListObjectsV2: the keys that have an object now. */
import { encode } from '../sigv4.ts';
import { type Call, type Handler, permit } from './call.ts';
import type { Head } from './catalog.ts';
import { invalidArgument } from './failures.ts';
import { type Step, walk } from './walk.ts';
import { type XmlFields, xmlDocument } from './xml.ts';

const MOST = 1000;
const OWNER = { ID: '000000000000' };

export const listObjects: Handler = async (call, store) => {
  permit(call, store, 's3:ListBucket');
  const asked = readListing(call);
  const token = call.query.get('continuation-token');
  const startAfter = call.query.get('start-after');
  const begin =
    token === undefined ? { ...(startAfter === undefined ? {} : { after: startAfter }) } : readToken(token);
  const course = { ...asked, ...begin, pageSize: pageSize(asked.limit), keep: isObject };
  const { steps, truncated } = await take(walk(store.catalog, call.bucket.name, course), asked.limit);
  const last = steps.at(-1);
  const owner = call.query.get('fetch-owner') === 'true' ? { Owner: OWNER } : {};
  const body = xmlDocument('ListBucketResult', {
    Name: call.bucket.name,
    ...asked.echo,
    StartAfter: startAfter === undefined ? undefined : asked.write(startAfter),
    ContinuationToken: token,
    NextContinuationToken: truncated && last ? writeToken(last) : undefined,
    KeyCount: steps.length,
    MaxKeys: asked.limit,
    IsTruncated: truncated,
    Contents: steps.flatMap((step) =>
      'head' in step && step.head.kind === 'object'
        ? [{ ...contents(step.head, asked.write), ...owner }]
        : [],
    ),
    CommonPrefixes: steps.flatMap((step) => ('group' in step ? [{ Prefix: asked.write(step.group) }] : [])),
  });
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
};

export interface Listing {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
  /** Writes a key as the client wants it encoded. */
  readonly write: (key: string) => string;
  /** The elements that repeat the question. */
  readonly echo: XmlFields;
}

/** What every kind of listing may ask for. */
export function readListing(call: Call): Listing {
  const encoding = call.query.get('encoding-type');
  if (encoding !== undefined && encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  const text = call.query.get('max-keys') ?? String(MOST);
  if (!/^\d{1,9}$/.test(text))
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'max-keys', text);
  const write = (key: string) => (encoding === 'url' ? encode(key).replaceAll('%2F', '/') : key);
  const prefix = call.query.get('prefix') ?? '';
  const delimiter = call.query.get('delimiter') ?? '';
  const echo = {
    Prefix: write(prefix),
    Delimiter: delimiter === '' ? undefined : write(delimiter),
    EncodingType: encoding,
  };
  return { prefix, delimiter, limit: Math.min(Number(text), MOST), write, echo };
}

/** One more than asked for, so that the first page usually shows whether there is a second. */
export function pageSize(limit: number): number {
  return Math.min(limit, MOST) + 1;
}

async function take(
  steps: AsyncIterable<Step>,
  limit: number,
): Promise<{ steps: Step[]; truncated: boolean }> {
  const taken: Step[] = [];
  if (limit === 0) return { steps: taken, truncated: false };
  for await (const step of steps) {
    if (taken.length === limit) return { steps: taken, truncated: true };
    taken.push(step);
  }
  return { steps: taken, truncated: false };
}

function isObject(head: Head): boolean {
  return head.kind === 'object';
}

function contents(head: Extract<Head, { kind: 'object' }>, write: (key: string) => string): XmlFields {
  return {
    Key: write(head.key),
    LastModified: new Date(head.modified).toISOString(),
    ETag: `"${head.etag}"`,
    ChecksumAlgorithm: head.checksum.algorithm,
    ChecksumType: head.checksum.type,
    Size: head.size,
    StorageClass: 'STANDARD',
  };
}

/** Tokens hold the place where the page ended: `k` and a key, or `g` and a folded group. */
function writeToken(last: Step): string {
  const text = 'head' in last ? `k${last.head.key}` : `g${last.group}`;
  return Buffer.from(text).toString('base64url');
}

function readToken(token: string): { after: string } | { past: string } {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text.startsWith('k')) return { after: text.slice(1) };
  if (text.startsWith('g')) return { past: text.slice(1) };
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
