/** An evaluation as it is kept with a submission and answered by the API: rates as text in %, amounts in 万元, lights with their grounds. */
import * as z from 'zod/mini';
import type { Evaluation } from '../domain/evaluation.ts';
import { levels } from '../domain/finding.ts';
import { lights as lightNames } from '../domain/light.ts';
import { hundredths, wanSum } from './field.ts';

const text = z.string();
export const light = z.nullable(z.enum(lightNames));
const percent = z.nullable(hundredths);

/** The lights at a glance. */
export const lights = z.strictObject({ budget: light, goal: light, outlook: light, filing: light });

const litBy = z.strictObject({
  ruleSet: text,
  ruleId: text,
  inputs: z.record(text, text),
  value: percent,
  light,
  sentence: text,
  toGreen: z.nullable(text),
});

const finding = z.strictObject({
  pointer: text,
  rule: text,
  message: text,
  level: z.enum(levels),
  answer: z.nullable(z.strictObject({ at: text, text: z.nullable(text) })),
});

export const evaluation = z.strictObject({
  ruleSet: text,
  adjusted: wanSum,
  rate: percent,
  pace: hundredths,
  budgetDeviation: percent,
  surplus: wanSum,
  arrivalRate: percent,
  useRate: percent,
  attainment: percent,
  progressAttainment: percent,
  budget: litBy,
  gap: z.nullable(litBy),
  rows: z.record(
    text,
    z.strictObject({
      attainment: percent,
      deviation: percent,
      forecastDeviation: percent,
      light: litBy,
      outlook: litBy,
    }),
  ),
  lights,
  blueRows: z.int(),
  verdict: z.nullable(z.enum(['normal', 'abnormal'])),
  findings: z.readonly(z.array(finding)),
}) satisfies z.ZodMiniType<Evaluation>;
