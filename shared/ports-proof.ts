/** The outside world as proofs and assessments see it: chains as they were sealed, the bureau's signature, bundles, comments. */
import type { FigureName } from './domain/assessment.ts';
import type { ReadChain } from './domain/audit.ts';
import type { Instant } from './domain/calendar.ts';
import type { DispositionHead, DispositionRef } from './domain/disposition.ts';
import type { FilingHead, FilingRef } from './domain/filing.ts';
import type { ReportHead } from './domain/report.ts';
import type { ReportRef } from './domain/report-checks.ts';
import type { FilingEntry, Ledger } from './ports.ts';
import type { DispositionLedger } from './ports-disposition.ts';
import type { ReportEntry, ReportLedger } from './ports-report.ts';

/** The canonical bytes of each event as text with the hash over them, the same as entries, and whether they are a chain. */
export interface SealedChain<Entry> {
  readonly events: readonly { readonly body: string; readonly hash: string }[];
  readonly entries: readonly Entry[];
  readonly intact: boolean;
}

/** Something that has a chain, with the head that stands for it. */
export type Audited =
  | { readonly of: 'filing'; readonly head: FilingHead }
  | { readonly of: 'report'; readonly head: ReportHead }
  | { readonly of: 'disposition'; readonly head: DispositionHead };

/** The ledger with its chains as they were sealed, for those who prove what is in it. */
export interface ProofLedger
  extends Ledger,
    Pick<ReportLedger, 'report'>,
    Pick<DispositionLedger, 'dispositionsIn'> {
  chain(ref: FilingRef): Promise<SealedChain<FilingEntry>>;
  reportChain(ref: ReportRef): Promise<SealedChain<ReportEntry>>;
  dispositionChain(ref: DispositionRef): Promise<SealedChain<unknown>>;
  /** Whatever has become of its events: what can no longer be read breaks the chain like what was edited. */
  readChain(of: Audited): Promise<ReadChain>;
  /** Of any JSON value, as contents and evaluations are digested. */
  digestOf(value: unknown): string;
}

/** The bureau's signature: ECDSA with SHA-256 on P-256. */
export interface Signer {
  /** The public half, as a JWK named by its thumbprint. */
  key(): Promise<VerifyingKey>;
  /** Signs the canonical JSON of a value; `value` is r and s in base64url, `key` the thumbprint of the key. */
  sign(
    value: unknown,
  ): Promise<{ readonly algorithm: 'ES256'; readonly key: string; readonly value: string }>;
}
export interface VerifyingKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

/** Whose bundle, of which year or round. */
export interface BundlePlace {
  readonly region: string;
  readonly year: number;
  readonly department: string;
  readonly round: string | null;
}

/** What is in the archive, piece by piece, and where bundles of it are put for a few days. */
export interface Bundles {
  /** Undefined when the archive does not give it. */
  archivedFiling(ref: FilingRef, attempt: number): Promise<AsyncIterable<Uint8Array> | undefined>;
  evidence(ref: FilingRef, file: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  report(ref: ReportRef, upload: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Writes while it is made; answers how many bytes it came to. */
  write(place: BundlePlace, chunks: AsyncIterable<Uint8Array>): Promise<number>;
  /** An address to fetch it from, for so many seconds; it comes as a download of this name. */
  link(place: BundlePlace, name: string, seconds: number): Promise<string>;
}

/** What a department has to say to one of its figures. */
export interface Comment {
  readonly id: string;
  readonly department: string;
  readonly figure: FigureName;
  readonly text: string;
  readonly at: Instant;
  readonly by: { readonly name: string; readonly post: string };
}

export interface AssessmentLedger extends Ledger, Pick<ReportLedger, 'report' | 'reportEvents'> {
  /** In the order in which they were made. */
  comments(place: {
    readonly region: string;
    readonly year: number;
    readonly department: string;
  }): Promise<readonly Comment[]>;
  /** Adds it; the same person's same words are the first one. */
  comment(
    place: { readonly region: string; readonly year: number },
    said: Omit<Comment, 'id'>,
  ): Promise<Comment>;
}
