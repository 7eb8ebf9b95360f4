/** The body of an event as it is sealed: facts, exactly as recorded. The content of a saved draft and the
 * evaluation of a submission stand beside it by their digests. */
import * as z from 'zod/mini';
import { resumePoints, returnReasons, returnsTo, reviewStages } from '../domain/filing.ts';
import { subjectKinds } from '../domain/subject.ts';
import { fen } from './fen.ts';
import { importCounts, importTable } from './import.ts';

const int = z.int();
const text = z.string();
const at = z.enum(reviewStages);
const reason = z.enum(
  Object.keys(returnReasons) as [keyof typeof returnReasons, ...(keyof typeof returnReasons)[]],
);

const pin = z.strictObject({ pointer: text, text });

/** A fact as it is sealed: amounts as text. */
export const filingFact = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('issued'),
    kind: z.enum(subjectKinds),
    unit: text,
    section: text,
    adjusted: fen,
    dueAt: int,
  }),
  z.strictObject({ type: z.literal('saved'), digest: text }),
  z.strictObject({ type: z.literal('submitted'), digest: text, daysLate: int, evaluation: text }),
  z.strictObject({ type: z.literal('withdrawn') }),
  z.strictObject({ type: z.literal('approved'), at, digest: text, opinion: text }),
  z.strictObject({
    type: z.literal('returned'),
    at,
    to: z.enum(returnsTo),
    reason,
    text,
    pins: z.readonly(z.array(pin)),
  }),
  z.strictObject({ type: z.literal('undone'), at }),
  z.strictObject({ type: z.literal('arrived'), at, deskDueAt: int }),
  z.strictObject({ type: z.literal('token-renewed'), at }),
  z.strictObject({ type: z.literal('archived'), digest: text }),
  z.strictObject({ type: z.literal('extended'), extension: text, dueAt: int }),
  z.strictObject({ type: z.literal('exempted'), reason: text }),
  z.strictObject({ type: z.literal('due-again'), reason: text }),
  z.strictObject({ type: z.literal('due-moved'), dueAt: int }),
  z.strictObject({ type: z.literal('reopened'), reason: text }),
  z.strictObject({
    type: z.literal('recovered'),
    cause: text,
    resumeFrom: z.optional(z.enum(resumePoints)),
  }),
]);

const actor = z.strictObject({
  id: text,
  name: text,
  post: text,
  for: z.optional(z.strictObject({ id: text, name: text })),
});

export const filingEventBody = z.strictObject({
  seq: int,
  at: int,
  by: z.nullable(actor),
  fact: filingFact,
  prevHash: text,
});

const importFact = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('accepted'),
    import: text,
    table: importTable,
    year: int,
    month: z.nullable(int),
    digest: text,
    counts: importCounts,
  }),
  z.strictObject({ type: z.literal('applied'), import: text }),
]);

export const importEventBody = z.strictObject({
  seq: int,
  at: int,
  by: z.nullable(actor),
  fact: importFact,
  prevHash: text,
});
