/**
 * Reports in the ledger: keys and codecs. All heads of a period stand in one partition in the order of departments, so that one Query
 * answers which reports there are and who has not uploaded. Only `shared/aws` may import this file.
 */
import * as z from 'zod/mini';
import {
  type ReportFact,
  type ReportHead,
  type ReportsRef,
  type ReportUpload,
  reportGates,
  reportReturnReasons,
  reportStates,
} from '../domain/report.ts';
import type { ReportRef } from '../domain/report-checks.ts';
import { absentOr, hash, ordinal } from './item.ts';
import { partyMeeting, reportSight, sealKind } from './report.ts';
import type { Key } from './stream-key.ts';

const partition = ({ region, fiscalYear, period }: ReportsRef) => `${region}#REPORTS#${fiscalYear}-${period}`;

export const reportKeyOf = {
  head: (ref: ReportRef): Key => ({ pk: partition(ref), sk: `HEAD#${ref.department}` }),
  heads: (ref: ReportsRef): Key => ({ pk: partition(ref), sk: 'HEAD#' }),
  event: (ref: ReportRef, seq: number, type: string): Key => ({
    pk: partition(ref),
    sk: `EVENT#${ref.department}#${ordinal(seq)}#${type}`,
  }),
  events: (ref: ReportRef): Key => ({ pk: partition(ref), sk: `EVENT#${ref.department}#` }),
  /** A file that was announced and may still come. */
  upload: (ref: ReportRef, id: string): Key => ({
    pk: partition(ref),
    sk: `UPLOAD#${ref.department}#${id}`,
  }),
} as const;

const int = z.int();
const text = z.string();
const gate = z.enum(reportGates);

const hand = z.strictObject({ id: text, name: text, post: text });
const explanation = z.strictObject({ rule: text, cell: text, text });

/** What its bringer said of a file, before it has come. */
const announced = {
  id: text,
  name: text,
  bytes: int,
  sha256: text,
  documentNo: text,
  seal: z.nullable(sealKind),
  signatory: text,
  explanations: z.readonly(z.array(explanation)),
  reason: text,
  by: hand,
};
export const announcedItem = z.object(announced) satisfies z.ZodMiniType<
  Omit<ReportUpload, 'replaces' | 'data' | 'receivedAt'>
>;

const received = { ...announced, replaces: z.nullable(text), data: text, receivedAt: int };
const upload = z.strictObject(received) satisfies z.ZodMiniType<ReportUpload>;
const kept = { upload: text, sha256: text, retainUntil: text };

const errand = z.union([
  z.strictObject({ do: z.literal('start') }),
  z.strictObject({ do: z.literal('complete'), gate }),
  z.strictObject({ do: z.literal('fail'), error: z.enum(['Returned', 'Replaced']) }),
]);

/** The part of a head that is not in its key. */
export const reportHeadItem = z.object({
  seq: int,
  version: int,
  hash,
  state: z.enum(reportStates),
  stateAt: int,
  round: text,
  name: text,
  section: text,
  dueAt: int,
  attempt: int,
  recovery: int,
  errand: absentOr(errand),
  token: absentOr(text),
  narrative: absentOr(int),
  meeting: absentOr(partyMeeting),
  waiver: absentOr(text),
  pending: absentOr(upload),
  filed: absentOr(z.strictObject({ ...received, sight: reportSight })),
  refused: absentOr(z.strictObject({ upload: text, name: text, why: text })),
  firstUploadedAt: absentOr(int),
  overdue: z.boolean(),
  reminded: absentOr(text),
  changedData: absentOr(text),
  uploaders: z.readonly(z.array(text)),
  kept: absentOr(z.strictObject(kept)),
  held: z.boolean(),
}) satisfies z.ZodMiniType<Omit<ReportHead, keyof ReportRef>>;

type StoredFact<Type extends ReportFact['type']> = Extract<ReportFact, { type: Type }>;
const returnReason = z.enum(
  Object.keys(reportReturnReasons) as [
    keyof typeof reportReturnReasons,
    ...(keyof typeof reportReturnReasons)[],
  ],
);

const fact = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('expected'), round: text, name: text, section: text, dueAt: int }),
  z.strictObject({ type: z.literal('narrated'), digest: text }),
  z.strictObject({ type: z.literal('told'), meeting: partyMeeting }),
  z.strictObject({ type: z.literal('waived'), reason: text }),
  z.strictObject({ type: z.literal('received'), upload }),
  z.strictObject({ type: z.literal('refused'), upload: text, why: text }),
  z.strictObject({ type: z.literal('verified'), upload: text, sight: reportSight }),
  z.strictObject({
    type: z.literal('confirmed'),
    upload: text,
    ticks: z.strictObject({ seal: z.boolean(), date: z.boolean(), signature: z.boolean() }),
    opinion: text,
  }),
  z.strictObject({ type: z.literal('returned'), upload: text, reason: returnReason, text }),
  z.strictObject({ type: z.literal('archived'), ...kept }),
  z.strictObject({ type: z.literal('waiting'), for: gate }),
  z.strictObject({ type: z.literal('overdue') }),
  z.strictObject({ type: z.literal('reminded'), step: text }),
  z.strictObject({ type: z.literal('changed'), data: text }),
  z.strictObject({ type: z.literal('held'), on: z.boolean(), reason: text }),
  z.strictObject({ type: z.literal('retained'), until: text, reason: text }),
  z.strictObject({ type: z.literal('recovered'), cause: text }),
]) satisfies z.ZodMiniType<
  Exclude<ReportFact, StoredFact<'narrated'>> | Pick<StoredFact<'narrated'>, 'type' | 'digest'>
>;

/** The body of an event as it is sealed; the writer's edits stand beside it by their digest. */
export const reportEventBody = z.strictObject({
  seq: int,
  at: int,
  by: z.nullable(hand),
  fact,
  prevHash: text,
});
