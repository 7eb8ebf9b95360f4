/**
 * The shape of a rule set (预警规则集): every threshold of lights and checks as data, versioned. A filing is judged by the version in
 * force when it is sent and keeps that judgement; a later version never repaints it. The notice itself names no threshold.
 */
import * as z from 'zod/mini';

const ruleId = z.string().check(z.regex(/^[A-Z]-\d$/));
/** Whole percent. */
const percent = z.int().check(z.minimum(0), z.maximum(1000));
const month = z.int().check(z.minimum(1), z.maximum(12));

/** The budget's light: executed ÷ adjusted ÷ pace against two bounds, or executed ÷ adjusted against the step of the month. */
const budgetRule = z.discriminatedUnion('measure', [
  z.strictObject({
    measure: z.literal('pace'),
    ruleId,
    /** The rule that gives no light where there is no budget. */
    unbudgeted: ruleId,
    redBelow: percent,
    greenFrom: percent,
  }),
  z.strictObject({
    measure: z.literal('steps'),
    ruleId,
    unbudgeted: ruleId,
    /** The greatest listed month that is not after the cut-off month counts; before the first one there is no light. */
    steps: z.array(z.strictObject({ month, percent })).check(z.minLength(1)),
  }),
]);

/** Which rows a band is for: operator class × nature × sign of the target × level 2; the first band that fits counts. */
const bandFor = {
  ruleId,
  natures: z.array(z.enum(['cumulative', 'level'])).check(z.minLength(1)),
  /** Codes of level 2 (`11`, `31`, …); absent means all. */
  level2: z.optional(z.array(z.string())),
};

/** Bands that divide by the target: it is above nought, and more is better. */
const dividing = {
  ...bandFor,
  operators: z.array(z.enum(['gte', 'gt', 'eq'])).check(z.minLength(1)),
  target: z.literal('positive'),
};

const rowBand = z.discriminatedUnion('measure', [
  /** Actual ÷ (target × pace): red below, yellow, green from, blue from. */
  z.strictObject({
    ...dividing,
    measure: z.literal('pace'),
    redBelow: percent,
    greenFrom: percent,
    blueFrom: percent,
  }),
  /** Actual ÷ target: blue from first, then green when met, else red below, else yellow. */
  z.strictObject({ ...dividing, measure: z.literal('year'), redBelow: percent, blueFrom: percent }),
  /** Met or not met, never divided. */
  z.strictObject({
    ...bandFor,
    measure: z.literal('compare'),
    operators: z.array(z.enum(['gte', 'gt', 'eq', 'lt', 'lte'])).check(z.minLength(1)),
    target: z.enum(['positive', 'zero', 'negative', 'not-positive', 'any']),
  }),
  /** Qualitative rows: 达成 green, 部分达成 yellow, 未达成 red. */
  z.strictObject({ ...bandFor, measure: z.literal('status') }),
]);

/** Which circumstances make a cause mandatory (V15). */
export const causeModes = ['both', 'likelihood', 'light', 'red'] as const;

export const ruleSet = z.strictObject({
  id: z.string().check(z.regex(/^RS-[A-Z0-9]{1,20}$/)),
  version: z.int().check(z.minimum(1)),
  fiscalYear: z.int(),
  title: z.string(),
  budget: budgetRule,
  bands: z.array(rowBand).check(z.minLength(1)),
  /** The rule that gives no light to a row that cannot have a value yet. */
  notYet: ruleId,
  /** What a qualitative row counts for in the means of attainment, %. */
  statusPercent: z.strictObject({ achieved: percent, partly: percent, missed: percent }),
  outlook: z.strictObject({ ruleId, redBelow: percent }),
  /** Gap between results and money that turns the goal's light red, in whole points, strictly more; null where it is not asked. */
  gap: z.nullable(z.strictObject({ ruleId, points: percent })),
  /** 异常 must be answered within so many working days; null where the set gives no verdict. */
  verdict: z.nullable(z.strictObject({ answerWorkdays: z.int(), autoSuspend: z.boolean() })),
  /** The figures in the checks before 送审. */
  checks: z.strictObject({
    /** V09: a forecast below this share of the adjusted budget is explained, %. */
    forecastShare: percent,
    /** V15. */
    causeMode: z.enum(causeModes),
    /** V22: gap between results and money that is explained, points. */
    gapPoints: percent,
    /** V23: a factor that smells of a slipped unit. */
    slipFactor: z.int().check(z.minimum(2)),
    /** V27: similarity of two narratives that is explained, %, strictly more. */
    similarity: percent,
  }),
});

export type RuleSet = z.infer<typeof ruleSet>;
export type BudgetRule = RuleSet['budget'];
export type RowBand = RuleSet['bands'][number];
