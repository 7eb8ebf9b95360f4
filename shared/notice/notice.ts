/**
 * The shape of a year's notice (监控通知): what the finance bureau orders once a year, kept as data so that the next
 * year is a new file and no new code. Dates are calendar days in Asia/Shanghai, `YYYY-MM-DD`.
 */
import * as z from 'zod/mini';

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most, `不能超过${most}字`));
const day = z.iso.date('日期应为YYYY-MM-DD，并且是日历上有的日期');

/** Region code (行政区划代码), six digits. */
export const regionCode = z.string().check(z.regex(/^\d{6}$/));

/** Round key (轮次号), e.g. `2022-H1`, `2022-Q4-2`. */
export const roundKey = z
  .string()
  .check(z.regex(/^\d{4}-(?:H1|Q3|Q4-1|Q4-2)$/, '轮次号应为年度加H1、Q3、Q4-1或Q4-2，例如2023-H1'));

/** What a round is mainly for (2.2e): warn 提示警示, correct 纠偏纠错和调整处置, urge 督促. */
export const emphasis = z.enum(['warn', 'correct', 'urge']);
export type Emphasis = z.infer<typeof emphasis>;

/** Where a filing's budget and payments come from: the bureau's import alone, the clerk's hand alone, or the hand where no import is. */
export const fundsEntries = ['import', 'hand', 'import-else-hand'] as const;
export type FundsEntry = (typeof fundsEntries)[number];

/** One monitoring round as ordered. */
export const roundPlan = z.strictObject({
  key: roundKey,
  title: text(50),
  /** Last month of the reported period; every figure is cumulative from 1 January. */
  cutoffMonth: z
    .int('截止月份应为1至12')
    .check(z.minimum(1, '截止月份应为1至12'), z.maximum(12, '截止月份应为1至12')),
  opensOn: day,
  /** Last day on which a filing is on time (2.2a). */
  dueOn: day,
  /** Last day of the grace period; after it the label is 严重逾期. */
  graceEndsOn: day,
  emphasis,
  /** Full name of the rule set that judges this round. */
  ruleSet: z._default(z.string().check(z.regex(/^RS-[A-Z0-9]{1,20}@\d+$/)), 'RS-DEFAULT@1'),
  fundsEntry: z._default(z.enum(fundsEntries), 'import-else-hand'),
  /** Whether benefit and satisfaction rows may be without a value in rounds that warn or correct (V13). */
  allowNotYet: z._default(z.boolean(), true),
  /** Days from the due day on which whoever has not filed is reminded; after it, also whoever supervises him. */
  remindDays: z._default(z.array(z.int().check(z.minimum(-30), z.maximum(30))), [-3, -1, 0, 1]),
  /** Whether the first submission is refused after grace without an extension; otherwise it is taken and marked. */
  lockAfterGrace: z._default(z.boolean(), false),
  /** The day on which the round is meant to be closed; no extension goes beyond it. */
  closesOn: z._default(z.nullable(day), null),
  report: z.optional(z.strictObject({ period: z.enum(['half-year', 'annual']), dueOn: day })),
});

export type RoundPlan = z.output<typeof roundPlan>;

export const notice = z.strictObject({
  number: text(50),
  title: text(100),
  /** The opinion that the notice carries out (clause 0). */
  basis: text(200),
  issuedBy: text(50),
  region: z.strictObject({ code: regionCode, name: text(50) }),
  fiscalYear: z.int(),
  rounds: z.array(roundPlan).check(z.minLength(1)),
  /** Bodies under key monitoring (2.3), by their full names. */
  keyBodies: z.array(text(100)),
});
