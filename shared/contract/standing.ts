/** What the board answers (进度看板): totals by count and by adjusted budget, and on whose desks the filings lie. */
import * as z from 'zod/mini';
import { roles } from '../domain/directory.ts';
import { stages } from '../domain/filing.ts';
import { lights } from '../domain/light.ts';
import { roundKey } from '../notice/notice.ts';
import { departmentCode, filingId, instant, sectionCode, wanSum } from './field.ts';

const stage = z.enum(stages);
const count = z.int().check(z.minimum(0));
const percent = z.nullable(z.string());

const figures = {
  obligations: count,
  /** The denominator of every percentage. */
  due: count,
  filed: count,
  approved: count,
  archived: count,
  late: count,
  /** Not sent although its day has passed. */
  overdue: count,
  extended: count,
  /** Archived ones of which a new version is under way; they are counted as archived. */
  reopened: count,
  lights: z.record(z.enum(lights), count),
  filedRate: percent,
  coverage: percent,
};
const money = {
  due: wanSum,
  filed: wanSum,
  approved: wanSum,
  filedRate: percent,
  coverage: percent,
};

/** By count, and the same by adjusted budget (调整后预算数). */
const totals = z.strictObject({
  ...figures,
  byStage: z.readonly(z.record(stage, count)),
  money: z.strictObject({ ...money, byStage: z.readonly(z.record(stage, wanSum)) }),
});

/** Those of a closed round, with the stages that there were. */
export const keptTotals = z.strictObject({
  ...figures,
  byStage: z.readonly(z.record(z.string(), count)),
  money: z.strictObject({ ...money, byStage: z.readonly(z.record(z.string(), wanSum)) }),
});

/** Stamped reports that follow the round, and open dispositions; null as of an earlier instant, for they are counted as they are now. */
const beside = {
  reports: z.nullable(z.strictObject({ expected: count, in: count, late: count, archived: count })),
  dispositions: z.nullable(count),
};

/** The board: one row per department, one per finance section, and the sum. */
export const standing = z.strictObject({
  round: roundKey,
  /** The instant that it shows: now, or the one that was asked for. */
  asOf: instant,
  total: totals,
  ...beside,
  sections: z.array(z.strictObject({ section: sectionCode, totals, ...beside })),
  departments: z.array(
    z.strictObject({
      department: departmentCode,
      name: z.string(),
      section: sectionCode,
      keyMonitoring: z.boolean(),
      totals,
      ...beside,
    }),
  ),
});

const desk = z.strictObject({
  role: z.enum(roles),
  roleName: z.string(),
  /** The unit, department or section of the post. */
  at: z.string(),
  filings: count,
  /** Since when the one that lies there longest does, and which one it is. */
  since: instant,
  oldest: filingId,
  /** How many should have left it by now. */
  overdue: count,
});

/** Who holds what since when, the desk that has held longest first; filings on their way or at rest lie on none. */
export const holders = z.strictObject({
  round: roundKey,
  departments: z.array(
    z.strictObject({ department: departmentCode, name: z.string(), desks: z.array(desk) }),
  ),
});
