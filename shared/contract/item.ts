/**
 * The ledger's items: keys as functions, and a codec for each kind of item. Every key begins with the region code, so that no
 * partition grows with the country; heads and events of a department's round share one partition, its counters stand in the round's.
 * Only `shared/aws` may import this file.
 */
import * as z from 'zod/mini';
import { fileTypes } from '../domain/attachment.ts';
import type { Instant } from '../domain/calendar.ts';
import { adjustKinds } from '../domain/content.ts';
import { roles } from '../domain/directory.ts';
import { toldDispositionFacts } from '../domain/disposition-message.ts';
import { type Extension, extensionStates } from '../domain/extension.ts';
import {
  backToDepartment,
  type EvaluationRef,
  type FilingHead,
  type FilingRef,
  type Level,
  resumePoints,
  reviewStages,
  stages,
} from '../domain/filing.ts';
import type { ImportsHead } from '../domain/imports.ts';
import type { Light } from '../domain/light.ts';
import { type Message, messageKinds } from '../domain/message.ts';
import { type About, toldFacts } from '../domain/news.ts';
import { reportPeriods } from '../domain/report.ts';
import { toldReportFacts } from '../domain/report-message.ts';
import type { RoundRef } from '../domain/round.ts';
import { type Subject, subjectKinds, targetOperators } from '../domain/subject.ts';
import { emphasis, fundsEntries } from '../notice/notice.ts';
import { lights as lightsSchema } from './evaluation.ts';
import { fen, fenNumber } from './fen.ts';
import { keptSummary } from './round.ts';
import { stageLetters } from './stage-letters.ts';
import type { Key } from './stream-key.ts';

/** Number in an event's key: wide enough to keep events in order as text. */
export const ordinal = (seq: number) => seq.toString().padStart(6, '0');

const roundPartition = (ref: RoundRef) => `${ref.region}#${ref.round}`;
const departmentPartition = (ref: RoundRef & { department: string }) =>
  `${roundPartition(ref)}#${ref.department}`;

export const keyOf = {
  filing: (ref: FilingRef): Key => ({ pk: departmentPartition(ref), sk: `HEAD#${ref.subject}` }),
  filings: (ref: RoundRef & { department: string }): Key => ({ pk: departmentPartition(ref), sk: 'HEAD#' }),
  /** The fact's name ends the key, so that the stream can be filtered by it. */
  filingEvent: (ref: FilingRef, seq: number, type: string): Key => ({
    pk: departmentPartition(ref),
    sk: `EVENT#${ref.subject}#${ordinal(seq)}#${type}`,
  }),
  filingEvents: (ref: FilingRef): Key => ({ pk: departmentPartition(ref), sk: `EVENT#${ref.subject}#` }),
  departmentEvents: (ref: RoundRef & { department: string }): Key => ({
    pk: departmentPartition(ref),
    sk: 'EVENT#',
  }),
  /** An evidence file of a filing, by its SHA-256. */
  attachment: (ref: FilingRef, file: string): Key => ({
    pk: departmentPartition(ref),
    sk: `FILE#${ref.subject}#${file}`,
  }),
  attachments: (ref: FilingRef): Key => ({ pk: departmentPartition(ref), sk: `FILE#${ref.subject}#` }),
  tally: (ref: RoundRef & { department: string }): Key => ({
    pk: roundPartition(ref),
    sk: `TALLY#${ref.department}`,
  }),
  extension: (ref: RoundRef & { id: string }): Key => ({
    pk: roundPartition(ref),
    sk: `EXTENSION#${ref.id}`,
  }),
  extensions: (ref: RoundRef): Key => ({ pk: roundPartition(ref), sk: 'EXTENSION#' }),
  tallies: (ref: RoundRef): Key => ({ pk: roundPartition(ref), sk: 'TALLY#' }),
  round: (ref: RoundRef): Key => ({ pk: `${ref.region}#ROUNDS`, sk: `HEAD#${ref.round}` }),
  rounds: (region: string): Key => ({ pk: `${region}#ROUNDS`, sk: 'HEAD#' }),
  roundEvent: (ref: RoundRef, seq: number, type: string): Key => ({
    pk: `${ref.region}#ROUNDS`,
    sk: `EVENT#${ref.round}#${ordinal(seq)}#${type}`,
  }),
  department: (region: string, code: string): Key => ({
    pk: `${region}#DIRECTORY`,
    sk: `DEPARTMENT#${code}`,
  }),
  departments: (region: string): Key => ({ pk: `${region}#DIRECTORY`, sk: 'DEPARTMENT#' }),
  unit: (region: string, code: string): Key => ({ pk: `${region}#DIRECTORY`, sk: `UNIT#${code}` }),
  units: (region: string): Key => ({ pk: `${region}#DIRECTORY`, sk: 'UNIT#' }),
  section: (region: string, code: string): Key => ({ pk: `${region}#DIRECTORY`, sk: `SECTION#${code}` }),
  sections: (region: string): Key => ({ pk: `${region}#DIRECTORY`, sk: 'SECTION#' }),
  members: (region: string): Key => ({ pk: `${region}#MEMBERS`, sk: 'MEMBER#' }),
  /** A person's messages in a partition of their own. */
  message: (region: string, to: string, id: string): Key => ({
    pk: `${region}#MESSAGES#${to}`,
    sk: `MESSAGE#${id}`,
  }),
  messages: (region: string, to: string): Key => ({ pk: `${region}#MESSAGES#${to}`, sk: 'MESSAGE#' }),
  /** What an operator asks for and sees: sightings of drift, and when a sweep or a reconciliation was last there. */
  sighting: (region: string, { kind, of }: { kind: string; of: string }): Key => ({
    pk: `${region}#OPERATIONS`,
    sk: `SIGHTING#${kind}#${of}`,
  }),
  sightings: (region: string): Key => ({ pk: `${region}#OPERATIONS`, sk: 'SIGHTING#' }),
  mark: (region: string, name: string): Key => ({ pk: `${region}#OPERATIONS`, sk: `MARK#${name}` }),
  /** A fact that people have yet to be told of, or have been: it stays, so that it is told once. */
  news: (region: string, id: string): Key => ({ pk: `${region}#NEWS`, sk: `NEWS#${id}` }),
  member: (region: string, id: string): Key => ({ pk: `${region}#MEMBERS`, sk: `MEMBER#${id}` }),
  imports: (region: string): Key => ({ pk: `${region}#IMPORTS`, sk: 'HEAD' }),
  importEvent: (region: string, seq: number, type: string): Key => ({
    pk: `${region}#IMPORTS`,
    sk: `EVENT#${ordinal(seq)}#${type}`,
  }),
  importEvents: (region: string): Key => ({ pk: `${region}#IMPORTS`, sk: 'EVENT#' }),
  /** The counties that this deployment serves, and whose member a signed-in subject is: what no region can know stands under 000000. */
  region: (code: string): Key => ({ pk: '000000#REGIONS', sk: `REGION#${code}` }),
  regions: { pk: '000000#REGIONS', sk: 'REGION#' } as Key,
  signIn: (subject: string): Key => ({ pk: `000000#SIGN-IN#${subject}`, sk: 'MEMBER' }),
  subject: (region: string, year: number, department: string, code: string): Key => ({
    pk: `${region}#${year}#${department}`,
    sk: `SUBJECT#${code}`,
  }),
  subjects: (region: string, year: number, department: string): Key => ({
    pk: `${region}#${year}#${department}`,
    sk: 'SUBJECT#',
  }),
  target: (region: string, year: number, department: string, subject: string, version: number): Key => ({
    pk: `${region}#${year}#${department}`,
    sk: `TARGET#${subject}#${ordinal(version)}`,
  }),
  /** What a department has to say to its figures of a year; the id comes of what was said. */
  comment: (ref: { region: string; year: number; department: string; id: string }): Key => ({
    pk: `${ref.region}#${ref.year}#${ref.department}`,
    sk: `COMMENT#${ref.id}`,
  }),
  comments: (ref: { region: string; year: number; department: string }): Key => ({
    pk: `${ref.region}#${ref.year}#${ref.department}`,
    sk: 'COMMENT#',
  }),
  /** Keys of clients are theirs alone: the member is part of the record's key. */
  idempotency: (region: string, member: string, key: string): Key => ({
    pk: `${region}#IDEMPOTENCY#${member}`,
    sk: `KEY#${key}`,
  }),
} as const;

/** A message's id among its recipient's: ids stand in the order of instants, and the event ends them, so that none is told twice. */
export function messageIdOf({ at, event }: Pick<Message, 'at' | 'event'>): string {
  return `${at.toString().padStart(14, '0')}#${event}`;
}

/** Desk of the `todo` index on which news lies until it has been told. */
export function newsDesk(region: string): string {
  return `${region}#news`;
}

/** Partition of the `todo` index: the desk of a post. */
export function deskKey(region: string, post: { role: string; at: string }): string {
  return `${region}#${post.role}#${post.at}`;
}

const bytes = z.instanceof(Uint8Array);
/** SHA-256: base64url outside, 32 bytes in the ledger. */
const readHash = (raw: Uint8Array) => Buffer.from(raw).toString('base64url');
const writeHash = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
export const hash = z.codec(bytes, z.string(), { decode: readHash, encode: writeHash });
/** Null inside, simply absent in the ledger: an item is billed by the names of its attributes too. */
export const absentOr = <T extends z.ZodMiniType>(schema: T) => z._default(z.nullable(schema), null);
const int = z.int();
const stage = z.codec(z.enum(Object.values(stageLetters)), z.enum(stages), {
  decode: (letter) => stages.find((name) => stageLetters[name] === letter) ?? 'not-started',
  encode: (name) => stageLetters[name],
});
const reviewStage = z.enum(reviewStages);
const kind = z.enum(subjectKinds);

const errand = z.union([
  z.strictObject({
    do: z.literal('start'),
    resumeFrom: z.optional(z.enum(resumePoints)),
  }),
  z.strictObject({ do: z.literal('complete'), gate: reviewStage }),
  z.strictObject({ do: z.literal('fail'), error: z.enum(['Returned', 'Withdrawn', ...backToDepartment]) }),
]);

const levelLetters = { fill: 'f', 'dept-review': 'd', 'section-review': 's' } as const satisfies Record<
  Level,
  string
>;
const levels = ['fill', ...reviewStages] as const;

/** Who acted at which level, in few bytes: `f:101001-filler`. */
const hand = z.codec(
  z.string().check(z.regex(/^[fds]:/)),
  z.readonly(z.tuple([z.enum(levels), z.string()])),
  {
    decode: (text) =>
      [levels.find((level) => levelLetters[level] === text.charAt(0)) ?? 'fill', text.slice(2)] as const,
    encode: ([level, member]) => `${levelLetters[level]}:${member}`,
  },
);

const lightLetters: Readonly<Record<string, Light | null>> = {
  r: 'red',
  y: 'yellow',
  g: 'green',
  b: 'blue',
  '-': null,
};
const letterOf = (light: Light | null) => (light === null ? '-' : light.charAt(0));
const lightOf = (letter: string | undefined) => lightLetters[letter ?? '-'] ?? null;

/** Event and lights of an evaluation in a few bytes: `12rgy-` is event 12; budget red, goal green, outlook yellow, filing none. */
function writeEvaluated({ seq, lights: { budget, goal, outlook, filing } }: EvaluationRef): string {
  return `${seq}${[budget, goal, outlook, filing].map(letterOf).join('')}`;
}

function readEvaluated(text: string): EvaluationRef {
  const [budget = null, goal = null, outlook = null, filing = null] = [...text.slice(-4)].map(lightOf);
  return { seq: Number(text.slice(0, -4)), lights: { budget, goal, outlook, filing } };
}

const evaluationRef = z.strictObject({ seq: int, lights: lightsSchema });
const evaluated = z.codec(z.string().check(z.regex(/^\d+[rygb-]{4}$/)), evaluationRef, {
  decode: readEvaluated,
  encode: writeEvaluated,
});

/** What is in force of a reopened filing, likewise: `9/12rgy-/18450` was saved by event 9 and has an adjusted budget of 184.50 yuan. */
const inForce = z.codec(
  z.string().check(z.regex(/^\d+\/\d+[rygb-]{4}\/\d+$/)),
  z.strictObject({ contentSeq: int, evaluated: evaluationRef, adjusted: z.bigint() }),
  {
    decode: (text) => {
      const [contentSeq = '', own = '', adjusted = ''] = text.split('/');
      return { contentSeq: Number(contentSeq), evaluated: readEvaluated(own), adjusted: BigInt(adjusted) };
    },
    encode: ({ contentSeq, evaluated: of, adjusted }) => `${contentSeq}/${writeEvaluated(of)}/${adjusted}`,
  },
);
const contentRef = z.codec(
  z.strictObject({ n: int, d: bytes }),
  z.strictObject({ seq: int, digest: z.string() }),
  {
    decode: ({ n, d }) => ({ seq: n, digest: readHash(d) }),
    encode: ({ seq, digest }) => ({ n: seq, d: writeHash(digest) }),
  },
);

/** The part of a head that is not in its key. What is null, false or nought is left out. */
export const filingHeadItem = z.object({
  seq: int,
  version: z._default(int, 0),
  hash,
  kind,
  unit: z.string(),
  section: z.string(),
  adjusted: z._default(fenNumber, 0n),
  stage,
  stageAt: int,
  dueAt: int,
  attempt: z._default(int, 0),
  recovery: z._default(int, 0),
  errand: absentOr(errand),
  token: absentOr(z.string()),
  deskDueAt: int,
  content: absentOr(contentRef),
  firstSentAt: absentOr(int),
  evaluated: absentOr(evaluated),
  reopenings: z._default(int, 0),
  inForce: absentOr(inForce),
  returnedBy: absentOr(z.string()),
  touched: z._default(z.boolean(), false),
  extended: z._default(z.boolean(), false),
  hands: z.readonly(z.array(hand)),
}) satisfies z.ZodMiniType<Omit<FilingHead, keyof FilingRef>>;

/**
 * A head is billed by the names of its attributes too, and with a task token of 700 characters it must stay within one write unit of
 * 1,024 bytes: so it is kept under short names. `seq`, `errand`, `token`, `desk` and `deskDueAt` are named in conditions or keys and stay.
 */
const shortNames: Readonly<Record<string, string>> = {
  version: 'v',
  hash: 'h',
  kind: 'k',
  unit: 'u',
  section: 's',
  adjusted: 'b',
  stage: 'st',
  stageAt: 'at',
  dueAt: 'due',
  attempt: 'a',
  recovery: 'r',
  content: 'c',
  firstSentAt: 'sent',
  evaluated: 'e',
  reopenings: 'n',
  inForce: 'f',
  returnedBy: 'back',
  touched: 't',
  extended: 'x',
  hands: 'by',
};
const longNames = Object.fromEntries(Object.entries(shortNames).map(([long, short]) => [short, long]));

/** A head's item as it is written: short names, and nothing that is null, false or nought. */
export function shorten(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const unsaid: readonly unknown[] = [null, false, 0, 0n];
  const said = Object.entries(item).filter(([, value]) => !unsaid.includes(value));
  return Object.fromEntries(said.map(([name, value]) => [shortNames[name] ?? name, value]));
}

/** The same as it is read. */
export function lengthen(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [longNames[name] ?? name, value]));
}

export const roundHeadItem = z.object({
  seq: int,
  version: int,
  hash,
  state: z.enum(['planned', 'open', 'closed']),
  title: z.string(),
  fiscalYear: int,
  cutoffMonth: int,
  opensOn: z.string(),
  dueOn: z.string(),
  graceEndsOn: z.string(),
  emphasis,
  ruleSet: z.string(),
  fundsEntry: z.enum(fundsEntries),
  allowNotYet: z.boolean(),
  remindDays: z.readonly(z.array(int)),
  lockAfterGrace: z.boolean(),
  closesOn: absentOr(z.string()),
  report: absentOr(z.strictObject({ period: z.enum(['half-year', 'annual']), dueOn: z.string() })),
  dueOverride: absentOr(z.strictObject({ plannedOn: z.string(), reason: z.string() })),
  summary: absentOr(keptSummary),
  done: z._default(z.readonly(z.array(z.string())), []),
  urged: z._default(z.record(z.string(), int), {}),
  reissues: z._default(int, 0),
  errand: absentOr(z.strictObject({ do: z.literal('start') })),
});

/** The head of a region's imports. */
export const importsHeadItem = z.object({
  seq: int,
  version: int,
  hash,
  applying: absentOr(z.strictObject({ import: z.string(), at: int })),
}) satisfies z.ZodMiniType<Omit<ImportsHead, 'region'>>;

/** An evidence file that is kept: the name that its bringer gave it, its type by content, and who brought it. */
export const attachmentItem = z.object({
  name: z.string(),
  bytes: int,
  type: z.enum(fileTypes),
  by: z.strictObject({ id: z.string(), name: z.string(), post: z.string() }),
  at: int,
});

export const departmentItem = z.object({
  code: z.string(),
  name: z.string(),
  section: z.string(),
  keyMonitoring: z.boolean(),
});
export const unitItem = z.object({
  code: z.string(),
  name: z.string(),
  department: z.string(),
  keyMonitoring: z._default(z.boolean(), false),
});
export const sectionItem = z.object({ code: z.string(), name: z.string() });
export const memberItem = z.object({
  id: z.string(),
  region: z.string(),
  name: z.string(),
  posts: z.readonly(z.array(z.strictObject({ role: z.enum(roles), at: z.string() }))),
});
export const regionItem = z.object({ code: z.string(), name: z.string() });
export const signInItem = z.object({ region: z.string(), member: z.string() });

const importedFunds = z.strictObject({
  importedOn: z.string(),
  rows: z.record(
    z.string(),
    z.strictObject({
      initial: z.optional(fen),
      adjustment: z.optional(fen),
      adjustKind: z.optional(z.enum(adjustKinds)),
      adjustReason: z.optional(z.string()),
      executed: z.optional(fen),
    }),
  ),
});

export const subjectItem = z.object({
  code: z.string(),
  name: z.string(),
  kind,
  department: z.string(),
  unit: z.string(),
  targetVersion: int,
  initial: z.record(z.string(), fen),
  parent: absentOr(z.string()),
  keyMonitoring: z.boolean(),
  suspended: absentOr(z.strictObject({ stopPaymentOn: z.string() })),
  imported: z.record(z.string(), importedFunds),
}) satisfies z.ZodMiniType<Subject>;
export const targetItem = z.object({
  subject: z.string(),
  version: int,
  goalText: z.string(),
  indicators: z.readonly(
    z.array(
      z.strictObject({
        code: z.string(),
        name: z.string(),
        operator: z.enum(targetOperators),
        target: z.nullable(fen),
        targetText: z.string(),
        unit: z.string(),
        weight: z.nullable(fen),
        nature: z.enum(['cumulative', 'level']),
      }),
    ),
  ),
});

const signatory = z.strictObject({ id: z.string(), name: z.string() });

export const extensionItem = z.object({
  id: z.string(),
  department: z.string(),
  unit: absentOr(z.string()),
  subject: absentOr(z.string()),
  dueOn: z.string(),
  reason: z.string(),
  state: z.enum(extensionStates),
  askedAt: int,
  askedBy: signatory,
  opinion: z.string(),
  decidedAt: absentOr(int),
  decidedBy: absentOr(signatory),
  version: int,
}) satisfies z.ZodMiniType<Omit<Extension, keyof RoundRef>>;

export const messageItem = z.object({
  event: z.string(),
  to: z.string(),
  at: int,
  kind: z.enum(messageKinds),
  text: z.string(),
  round: absentOr(z.string()),
  filing: absentOr(z.string()),
  readAt: absentOr(int),
}) satisfies z.ZodMiniType<Message & { readonly readAt: Instant | null }>;

const about = z.discriminatedUnion('topic', [
  z.strictObject({
    topic: z.literal('filing'),
    round: z.string(),
    department: z.string(),
    subject: z.string(),
    seq: int,
    fact: z.enum(toldFacts),
  }),
  z.strictObject({
    topic: z.literal('extension'),
    round: z.string(),
    extension: z.string(),
    state: z.enum(extensionStates),
  }),
  z.strictObject({
    topic: z.literal('report'),
    round: z.string(),
    fiscalYear: int,
    period: z.enum(reportPeriods),
    department: z.string(),
    seq: int,
    fact: z.enum(toldReportFacts),
  }),
  z.strictObject({
    topic: z.literal('disposition'),
    round: z.string(),
    department: z.string(),
    subject: z.string(),
    number: int,
    seq: int,
    fact: z.enum(toldDispositionFacts),
  }),
  z.strictObject({
    topic: z.literal('urging'),
    round: z.string(),
    seq: int,
    departments: z.readonly(z.array(z.string())),
  }),
]) satisfies z.ZodMiniType<About>;
/** `desk` is there until it has been told. */
export const newsItem = z.object({ about, at: int, desk: absentOr(z.string()) });

export const idempotencyItem = z.object({ fingerprint: hash, answer: z.string(), expiresAt: int });
