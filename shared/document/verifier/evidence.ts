/** What somebody has given to be verified: each file is told by its content, never by its name. */
import * as z from 'zod/mini';
import { manifest as manifestSchema } from '../../contract/bundle.ts';
import {
  chainFile,
  dispositionChainFile,
  publicKey,
  type receipt,
  reportChainFile,
  signedReceipt,
} from '../../contract/receipt.ts';
import { type Link, readBody } from './chain.ts';
import { type Bytes, digestOf, hex, sha256 } from './digest.ts';

export interface GivenFile {
  readonly name: string;
  readonly bytes: Bytes;
}

/** Frozen copies of all years: what is read of them is what is verified. */
const frozenFiling = z.looseObject({
  filing: z.string(),
  attempt: z.int(),
  digest: z.string(),
  content: z.looseObject({ files: z.optional(z.array(z.looseObject({ file: z.string() }))) }),
  evaluation: z.unknown(),
});

type Wire<T extends z.ZodMiniType> = z.input<T>;

interface Told {
  readonly name: string;
  /** SHA-256 of its bytes in hexadecimal. */
  readonly sha256: string;
}
export type Key = Told & { readonly kind: 'key'; readonly key: Wire<typeof publicKey>; readonly kid: string };
export type SignedReceipt = Told & {
  readonly kind: 'receipt';
  readonly receipt: Wire<typeof receipt>;
  readonly signature: Wire<typeof signedReceipt>['signature'];
};
export type Chain = Told & {
  readonly kind: 'chain';
  /** The id of what it is of, and what that is called. */
  readonly document: string;
  readonly noun: '填报' | '报告' | '处置';
  readonly events: readonly Link[];
  /** SHA-256 of the files that it says were archived. */
  readonly files: readonly string[];
};
export type Filing = Told & {
  readonly kind: 'filing';
  readonly filing: string;
  readonly attempt: number;
  readonly digest: string;
  readonly computed: string | null;
  readonly evaluation: string | null;
  readonly files: readonly string[];
};
export type Manifest = Told & { readonly kind: 'manifest'; readonly manifest: Wire<typeof manifestSchema> };
export type Other = Told & { readonly kind: 'file' };
export type Piece = Key | SignedReceipt | Chain | Filing | Manifest | Other;

export async function recognise({ name, bytes }: GivenFile): Promise<Piece> {
  const told = { name, sha256: hex(await sha256(bytes)) };
  const value = jsonOf(bytes);
  if (is(publicKey, value)) return { ...told, kind: 'key', key: value, kid: await thumbprint(value) };
  if (is(signedReceipt, value)) return { ...told, kind: 'receipt', ...value };
  const chain = chainIn(value);
  if (chain !== null) return { ...told, kind: 'chain', ...chain };
  if (is(manifestSchema, value)) return { ...told, kind: 'manifest', manifest: value };
  if (is(frozenFiling, value)) return { ...told, ...(await filingOf(value)) };
  return { ...told, kind: 'file' };
}

function chainIn(value: unknown): Omit<Chain, 'kind' | keyof Told> | null {
  const of = (document: string, noun: Chain['noun'], events: readonly Link[]) => ({
    document,
    noun,
    events,
    files: noun === '报告' ? archivedIn(events) : [],
  });
  if (is(chainFile, value)) return of(value.filing, '填报', value.events);
  if (is(reportChainFile, value)) return of(value.report, '报告', value.events);
  return is(dispositionChainFile, value) ? of(value.disposition, '处置', value.events) : null;
}

/** A report's chain names its archived files by their bytes. */
function archivedIn(events: readonly Link[]): readonly string[] {
  const facts = events.flatMap(({ body }) => readBody(body)?.fact ?? []);
  return facts.flatMap(({ type, sha256 }) =>
    type === 'archived' && typeof sha256 === 'string' ? [sha256] : [],
  );
}

async function filingOf({ filing, attempt, digest, content, evaluation }: Wire<typeof frozenFiling>) {
  const [computed, evaluated] = await Promise.all([digestOf(content), digestOf(evaluation)]);
  const files = (content.files ?? []).map(({ file }) => file);
  return { kind: 'filing', filing, attempt, digest, computed, evaluation: evaluated, files } as const;
}

/** RFC 7638: the digest of the key's required members. */
async function thumbprint({ crv, kty, x, y }: Wire<typeof publicKey>): Promise<string> {
  return (await digestOf({ crv, kty, x, y })) ?? '';
}

/** Large files are scans and pictures, never JSON. */
const longestJson = 16 * 1024 * 1024;

function jsonOf(bytes: Bytes): unknown {
  if (bytes.length > longestJson || bytes[0] !== 0x7b) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function is<S extends z.ZodMiniType>(schema: S, value: unknown): value is z.input<S> {
  return z.safeParse(schema, value).success;
}
