/** Rounds as they are planned, kept and answered: a plan has the notice's own shape, a closed round its summary. */
import * as z from 'zod/mini';
import { lights } from '../domain/light.ts';
import type { RoundSummary } from '../domain/round.ts';
import { type SubjectKind, subjectKinds } from '../domain/subject.ts';
import { emphasis, fundsEntries, roundKey } from '../notice/notice.ts';
import { fen } from './fen.ts';
import { departmentCode, instant, subjectCode, unitCode, wanSum } from './field.ts';
import { keptTotals } from './standing.ts';

const day = z.string();
const count = z.int().check(z.minimum(0));
const report = z.nullable(z.strictObject({ period: z.enum(['half-year', 'annual']), dueOn: day }));

/** How a round stood when it was closed, as it is sealed and kept: amounts in 分. */
export const keptSummary = z.strictObject({
  closedAt: z.int(),
  reason: z.string(),
  unfinished: count,
  totals: z.strictObject({
    obligations: count,
    due: count,
    byStage: z.readonly(z.record(z.string(), count)),
    filed: count,
    approved: count,
    archived: count,
    late: count,
    overdue: count,
    extended: count,
    reopened: count,
    lights: z.readonly(z.record(z.enum(lights), count)),
    money: z.strictObject({
      due: fen,
      filed: fen,
      approved: fen,
      byStage: z.readonly(z.record(z.string(), fen)),
    }),
  }),
}) satisfies z.ZodMiniType<RoundSummary>;

export const round = z.strictObject({
  round: roundKey,
  title: z.string(),
  fiscalYear: z.int(),
  cutoffMonth: z.int(),
  pace: z.string(),
  opensOn: day,
  dueOn: day,
  graceEndsOn: day,
  /** The day on which the round is meant to be closed; no extension goes beyond it. */
  closesOn: z.nullable(day),
  report,
  emphasis,
  /** Full name of the rule set in force, and what it is called. */
  ruleSet: z.string(),
  fundsEntry: z.enum(fundsEntries),
  allowNotYet: z.boolean(),
  remindDays: z.array(z.int()),
  lockAfterGrace: z.boolean(),
  dueOverride: z.nullable(z.strictObject({ plannedOn: day, reason: z.string() })),
  state: z.enum(['planned', 'open', 'closed']),
  stateName: z.string(),
  /** How it stood when it was closed; null until then. */
  summary: z.nullable(
    z.strictObject({ closedAt: instant, reason: z.string(), unfinished: count, totals: keptTotals }),
  ),
  version: count,
});
export const rounds = z.strictObject({ rounds: z.array(round) });

const obligations = z.strictObject({
  obligations: count,
  byKind: z.record(z.enum(subjectKinds), count) satisfies z.ZodMiniType<Record<SubjectKind, number>>,
  /** The adjusted budget by the register; overall expenditure contains projects, so that kinds are to be read apart. */
  budget: wanSum,
});
const named = z.strictObject({ department: departmentCode, subject: subjectCode, name: z.string() });

/** A planned round, and what issuing it would do by the register as it is now. */
export const plannedRound = z.strictObject({
  ...round.shape,
  outlook: z.strictObject({
    total: obligations,
    departments: z.array(z.extend(obligations, { department: departmentCode, name: z.string() })),
    /** Not due in this round: without approved targets there is nothing to be measured by. */
    withoutTargets: z.array(named),
    /** Due all the same. */
    suspended: z.array(named),
    days: z.array(z.strictObject({ field: z.string(), day, remark: z.nullable(z.string()) })),
    /** Who was late in the same round of the year before, or never sent at all. */
    lateBefore: z.strictObject({
      round: roundKey,
      departments: z.array(
        z.strictObject({
          department: departmentCode,
          name: z.string(),
          late: count,
          unsent: count,
          units: z.array(unitCode),
        }),
      ),
    }),
  }),
});
