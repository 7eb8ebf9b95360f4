/** The answers of the API: what a client may rely on. Instants are ISO 8601 in UTC, amounts decimal text in 万元, rates text in %. */
import * as z from 'zod/mini';
import { fileTypes } from '../domain/attachment.ts';
import { roles } from '../domain/directory.ts';
import { extensionStates } from '../domain/extension.ts';
import { type Act, acts, returnsTo, stages } from '../domain/filing.ts';
import { holders } from '../domain/held.ts';
import { messageKinds } from '../domain/message.ts';
import { subjectKinds, targetOperators } from '../domain/subject.ts';
import { regionCode, roundKey } from '../notice/notice.ts';
import { content, importedRow } from './content.ts';
import { evaluation, lights } from './evaluation.ts';
import {
  attachmentId,
  decimal,
  departmentCode,
  extensionId,
  filingId,
  instant,
  memberId,
  messageId,
  subjectCode,
  unitCode,
  wan,
  wanSum,
} from './field.ts';

const stage = z.enum(stages);
const count = z.int().check(z.minimum(0));
const day = z.string();
const act = z.enum(Object.keys(acts) as [Act, ...Act[]]);

/** For whom somebody acts (代办). */
const giver = z.strictObject({ id: memberId, name: z.string() });

export const me = z.strictObject({
  id: memberId,
  name: z.string(),
  region: regionCode,
  posts: z.array(
    z.strictObject({ role: z.enum(roles), roleName: z.string(), at: z.string(), for: z.optional(giver) }),
  ),
});

/** A filing in a list. */
export const filingRow = z.strictObject({
  filing: filingId,
  round: roundKey,
  department: departmentCode,
  unit: unitCode,
  subject: subjectCode,
  subjectName: z.string(),
  kind: z.enum(subjectKinds),
  stage,
  stageName: z.string(),
  stageAt: instant,
  /** Due day of the first submission; the desk's own due instant is `deskDueAt`. */
  dueAt: instant,
  /** Whether that is later than the round's, by a granted extension. */
  extended: z.boolean(),
  deskDueAt: instant,
  firstSentAt: z.nullable(instant),
  daysLate: count,
  /** Of the last submission, or of the version in force where it was reopened; null while nothing has been sent. */
  lights: z.nullable(lights),
  /** Which version of this obligation: 1, and one more each time it was reopened. */
  edition: count,
  /** A new version is under way; until it is archived the one before it counts. */
  reopened: z.boolean(),
  version: count,
});

export const filingRows = z.strictObject({ filings: z.array(filingRow), cursor: z.nullable(z.string()) });

const indicator = z.strictObject({
  code: z.string(),
  name: z.string(),
  operator: z.enum(targetOperators),
  target: z.nullable(decimal),
  targetText: z.string(),
  unit: z.string(),
  weight: z.nullable(decimal),
  nature: z.enum(['cumulative', 'level']),
});

/** One filing, whole: what was approved as target, what was entered, what the server computed, what this member may do. */
export const filing = z.extend(filingRow, {
  fiscalYear: z.int(),
  cutoffMonth: z.int(),
  /** `1—6月`: every figure is cumulative from January. */
  periodLabel: z.string(),
  departmentName: z.string(),
  unitName: z.string(),
  /** Who saved it last, by the name of that day. */
  filledBy: z.nullable(z.string()),
  attempt: count,
  goalText: z.string(),
  targetVersion: count,
  indicators: z.array(indicator),
  moneyRows: z.record(z.string(), z.string()),
  initialBudget: z.record(z.string(), wan),
  keyMonitoring: z.boolean(),
  /** The last day on which anything was paid, of a suspended subject. */
  stopPaymentOn: z.nullable(day),
  /** What the bureau has imported for this round's months; these cells cannot be entered. */
  imported: z.nullable(z.strictObject({ importedOn: day, rows: z.record(z.string(), importedRow) })),
  content: z.nullable(content),
  digest: z.nullable(z.string()),
  /** Kept with the submission; of a draft, as it stands now. */
  evaluation: z.nullable(evaluation),
  /** What was approved in the last round, to stand beside each cell. */
  last: z.nullable(z.strictObject({ round: roundKey, content })),
  /** Why the present version was opened again; null for a first version. */
  reopening: z.nullable(z.strictObject({ at: instant, by: z.string(), reason: z.string() })),
  /** Why it was returned, while it has not been sent again or passed on. */
  returned: z.nullable(
    z.strictObject({
      at: instant,
      by: z.string(),
      to: z.enum(returnsTo),
      reason: z.string(),
      text: z.string(),
      pins: z.readonly(z.array(z.strictObject({ pointer: z.string(), text: z.string() }))),
    }),
  ),
  /** The draft on the targets that are in force now, to be saved by whoever agrees; null where it stands on them. */
  reload: z.nullable(content),
  /** The sums of the money table; rates and lights stand in the evaluation. */
  totals: z.nullable(
    z.strictObject({
      initial: wanSum,
      adjustment: wanSum,
      adjusted: wanSum,
      arrived: wanSum,
      executed: wanSum,
      forecast: wanSum,
    }),
  ),
  acts: z.array(act),
});

const mark = z.enum(['fixed', 'not-fixed', 'also-changed']);

/** Cells that differ, in the form's order; `mark` compares with the pins of a return. */
export const comparison = z.strictObject({
  filing: filingId,
  with: z.enum(['last-round', 'target', 'attempt']),
  against: z.string(),
  cells: z.array(
    z.strictObject({
      pointer: z.string(),
      row: z.string(),
      label: z.string(),
      before: z.nullable(z.string()),
      after: z.nullable(z.string()),
      /** After − before, of two amounts or two values. */
      difference: z.nullable(z.string()),
      mark: z.nullable(mark),
      /** What the reviewer had remarked here. */
      pin: z.nullable(z.string()),
    }),
  ),
});

const formCell = z.strictObject({ pointer: z.string(), sheet: z.string(), cell: z.string() });

/** A filled workbook against the draft. `content` is what to save if one agrees; null as long as there is something to mend. */
export const formComparison = z.strictObject({
  changes: z.array(
    z.extend(formCell, {
      label: z.string(),
      before: z.nullable(z.string()),
      after: z.nullable(z.string()),
    }),
  ),
  issues: z.array(z.extend(formCell, { rule: z.string(), message: z.string() })),
  content: z.nullable(content),
});

/** What a command answers: where the filing stands now. The same answer comes back for the same Idempotency-Key. */
export const receipt = z.strictObject({
  filing: filingId,
  version: count,
  stage,
  stageName: z.string(),
  at: instant,
  digest: z.nullable(z.string()),
  daysLate: count,
  /** The event's place in the filing's chain: proof that it was recorded. */
  hash: z.string(),
});

/** What became of each row of a batch, in their order; one that was refused says why and has no bearing on the others. */
export const reviews = z.strictObject({
  rows: z.array(
    z.discriminatedUnion('ok', [
      z.strictObject({ filing: filingId, ok: z.literal(true), receipt }),
      z.strictObject({
        filing: filingId,
        ok: z.literal(false),
        problem: z.strictObject({ code: z.string(), detail: z.string() }),
      }),
    ]),
  ),
});

export const event = z.strictObject({
  seq: count,
  type: z.string(),
  at: instant,
  by: z.nullable(
    z.strictObject({ id: memberId, name: z.string(), post: z.string(), for: z.optional(giver) }),
  ),
  detail: z.record(z.string(), z.unknown()),
  prevHash: z.string(),
  hash: z.string(),
});
/** Who holds it since when, and how long each level has held it: time, and days past its own day. */
const held = z.strictObject({
  present: z.nullable(z.strictObject({ holder: z.enum(holders), since: instant })),
  byLevel: z.record(z.enum(holders), z.strictObject({ milliseconds: count, daysLate: count })),
});
export const events = z.strictObject({
  filing: filingId,
  events: z.array(event),
  intact: z.boolean(),
  held,
});

/** An evidence file that is kept; `file` is the SHA-256 of its bytes in hexadecimal, by which the form refers to it. */
export const attachment = z.strictObject({
  file: attachmentId,
  name: z.string(),
  bytes: count,
  /** By content, whatever the name says. */
  type: z.enum(fileTypes),
  at: instant,
  by: z.strictObject({ id: memberId, name: z.string(), post: z.string() }),
});
export const attachments = z.strictObject({ filing: filingId, attachments: z.array(attachment) });

/**
 * A form to send the file with: its fields first, then the bytes as `file`, to `url`, before `expiresAt`; it takes exactly the bytes
 * that were announced. `url` is null when the filing keeps this very file already and nothing need be sent.
 */
export const uploadForm = z.strictObject({
  file: attachmentId,
  url: z.nullable(z.string()),
  fields: z.record(z.string(), z.string()),
  expiresAt: z.nullable(instant),
});

/** Where a kept file can be fetched until `expiresAt`. */
export const download = z.strictObject({
  name: z.string(),
  type: z.enum(fileTypes),
  bytes: count,
  sha256: attachmentId,
  url: z.string(),
  expiresAt: instant,
});

/** What the system has told this person, latest first. */
export const messages = z.strictObject({
  messages: z.array(
    z.strictObject({
      id: messageId,
      read: z.boolean(),
      at: instant,
      kind: z.enum(messageKinds),
      text: z.string(),
      round: z.nullable(roundKey),
      filing: z.nullable(filingId),
    }),
  ),
  /** Where the next page begins; null on the last one. */
  cursor: z.nullable(messageId),
});

/** An asked, granted or denied extension; the filings it moves are the subject's, or without one all of the unit's. */
export const extension = z.strictObject({
  extension: extensionId,
  round: roundKey,
  department: departmentCode,
  unit: z.nullable(unitCode),
  subject: z.nullable(subjectCode),
  dueOn: day,
  reason: z.string(),
  state: z.enum(extensionStates),
  stateName: z.string(),
  askedAt: instant,
  askedBy: z.string(),
  opinion: z.string(),
  decidedAt: z.nullable(instant),
  decidedBy: z.nullable(z.string()),
  version: count,
});
export const extensions = z.strictObject({ extensions: z.array(extension) });

const issue = z.strictObject({
  pointer: z.string(),
  rule: z.string(),
  message: z.string(),
  level: z.optional(z.string()),
  answerAt: z.optional(z.string()),
});

/** RFC 9457 problem; `issues` name each cell to mend by JSON pointer. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  instance: z.optional(z.string()),
  issues: z.optional(z.array(issue)),
  currentVersion: z.optional(count),
});
