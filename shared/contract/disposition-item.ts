/** Dispositions as items of the ledger. Only `shared/aws` may import this file. */
import * as z from 'zod/mini';
import {
  type DispositionHead,
  type DispositionRef,
  dispositionDesks,
  dispositionStates,
} from '../domain/disposition.ts';
import { dispositionKinds } from '../domain/execution-record.ts';
import { subjectKinds } from '../domain/subject.ts';
import { recordOf } from './disposition.ts';

const int = z.int();
const text = z.string();
const desk = z.enum(dispositionDesks);
/** 分 as text: a record's amounts are read by people and summed by nobody but us. */
const fen = z.codec(z.string().check(z.regex(/^-?\d+$/)), z.bigint(), {
  decode: (amount) => BigInt(amount),
  encode: (amount) => amount.toString(),
});
const record = recordOf(fen);

const given = {
  kind: z.enum(dispositionKinds),
  subjectKind: z.enum(subjectKinds),
  unit: text,
  section: text,
  indicator: z.nullable(text),
  targetVersion: int,
  cause: text,
  requirement: text,
};

export const dispositionHeadItem = z.object({
  ...given,
  seq: int,
  version: int,
  hash: text,
  state: z.enum(dispositionStates),
  stateAt: int,
  dueOn: z.nullable(text),
  record: z.nullable(record),
  proposedBy: text,
  executedBy: z.nullable(text),
  lifted: z.boolean(),
  overdue: z._default(z.boolean(), false),
  recovery: int,
  errand: z.nullable(
    z.union([
      z.strictObject({ do: z.literal('start'), resumeFrom: z.optional(desk) }),
      z.strictObject({ do: z.literal('complete'), gate: desk }),
      z.strictObject({ do: z.literal('fail'), error: z.enum(['SentBack', 'Cancelled']) }),
    ]),
  ),
  token: z.nullable(text),
}) satisfies z.ZodMiniType<Omit<DispositionHead, keyof DispositionRef | 'region'>>;

export const dispositionFact = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('proposed'), ...given }),
  z.strictObject({ type: z.literal('ordered'), dueOn: text }),
  z.strictObject({ type: z.literal('arrived'), at: desk }),
  z.strictObject({ type: z.literal('token-renewed'), at: desk }),
  z.strictObject({ type: z.literal('overdue') }),
  z.strictObject({ type: z.literal('answered'), record }),
  z.strictObject({ type: z.literal('passed'), opinion: text }),
  z.strictObject({ type: z.literal('sent-back'), reason: text }),
  z.strictObject({ type: z.literal('closed'), opinion: text }),
  z.strictObject({ type: z.literal('cancelled'), reason: text }),
  z.strictObject({ type: z.literal('lifted'), reason: text }),
  z.strictObject({ type: z.literal('recovered'), cause: text }),
]);

export const dispositionEventBody = z.strictObject({
  seq: int,
  at: int,
  by: z.nullable(z.strictObject({ id: text, name: text, post: text })),
  fact: dispositionFact,
  prevHash: text,
});
