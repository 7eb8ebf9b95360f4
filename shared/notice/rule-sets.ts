/**
 * The rule sets that rounds may name, oldest version first; a version is never edited, the next one is added below it. RS-DEFAULT
 * follows values used in several provinces' systems; RS-PACE follows summaries of 川财绩〔2025〕10号 and wants its text checked before use.
 */
import * as z from 'zod/mini';
import { type RuleSet, ruleSet } from './rule-set.ts';

const positive = ['gte', 'gt', 'eq'];

const bands = [
  {
    ruleId: 'I-1',
    operators: positive,
    natures: ['cumulative'],
    target: 'positive',
    measure: 'pace',
    redBelow: 60,
    greenFrom: 80,
    blueFrom: 120,
  },
  {
    ruleId: 'I-2',
    operators: positive,
    natures: ['level'],
    target: 'positive',
    measure: 'year',
    redBelow: 80,
    blueFrom: 120,
  },
  { ruleId: 'I-3', operators: ['eq'], natures: ['cumulative', 'level'], target: 'zero', measure: 'compare' },
  {
    ruleId: 'I-4',
    operators: ['gte', 'gt'],
    natures: ['cumulative', 'level'],
    target: 'not-positive',
    measure: 'compare',
  },
  {
    ruleId: 'I-4',
    operators: ['eq'],
    natures: ['cumulative', 'level'],
    target: 'negative',
    measure: 'compare',
  },
  {
    ruleId: 'I-5',
    operators: ['lt', 'lte'],
    natures: ['cumulative', 'level'],
    target: 'any',
    measure: 'compare',
  },
  {
    ruleId: 'I-6',
    natures: ['cumulative', 'level'],
    measure: 'status',
  },
];

const rows = { bands, notYet: 'I-7', statusPercent: { achieved: 100, partly: 60, missed: 0 } };

const checks = { forecastShare: 90, causeMode: 'both', gapPoints: 10, slipFactor: 1000, similarity: 90 };

const known: readonly RuleSet[] = z.parse(z.array(ruleSet), [
  {
    id: 'RS-DEFAULT',
    version: 1,
    fiscalYear: 2022,
    title: '默认预警规则集',
    budget: { measure: 'pace', ruleId: 'B-1', unbudgeted: 'B-0', redBelow: 60, greenFrom: 80 },
    ...rows,
    outlook: { ruleId: 'O-1', redBelow: 80 },
    gap: null,
    verdict: null,
    checks,
  },
  {
    id: 'RS-PACE',
    version: 1,
    fiscalYear: 2022,
    title: '序时进度预警规则集',
    budget: {
      measure: 'steps',
      ruleId: 'P-1',
      unbudgeted: 'P-1',
      steps: [
        { month: 4, percent: 25 },
        { month: 6, percent: 40 },
        { month: 8, percent: 60 },
        { month: 10, percent: 80 },
      ],
    },
    ...rows,
    outlook: { ruleId: 'O-1', redBelow: 80 },
    gap: { ruleId: 'P-2', points: 10 },
    verdict: { answerWorkdays: 10, autoSuspend: false },
    checks,
  },
]);

/** A rule set by its full name, `RS-DEFAULT@1`. */
export function ruleSetNamed(name: string): RuleSet | undefined {
  return known.find((each) => nameOf(each) === name);
}

/** The full name of a rule set, with its version. */
export function nameOf({ id, version }: Pick<RuleSet, 'id' | 'version'>): string {
  return `${id}@${version}`;
}

export const ruleSetNames: readonly string[] = known.map(nameOf);
