/** What all lights of a filing are measured by (rule set, month, pace), and how a light is put together with its grounds. */
import type { RuleSet } from '../notice/rule-set.ts';
import { nameOf } from '../notice/rule-sets.ts';
import type { Ground } from './ground.ts';
import { type Hundredths, type Light, type LitBy, lightNames } from './light.ts';
import { formatHundredths } from './money.ts';
import { paceOf } from './pace.ts';

export interface Yardstick {
  readonly rules: RuleSet;
  /** Full name of the rule set. */
  readonly ruleSet: string;
  readonly month: bigint;
  readonly pace: Hundredths;
  /** The pace as it is read, `50.00%`; the same in every row. */
  readonly paceText: string;
}

export function yardstickOf({ ruleSet, cutoffMonth }: Pick<Ground, 'ruleSet' | 'cutoffMonth'>): Yardstick {
  const pace = paceOf(cutoffMonth);
  return {
    rules: ruleSet,
    ruleSet: nameOf(ruleSet),
    month: BigInt(cutoffMonth),
    pace,
    paceText: `${formatHundredths(pace)}%`,
  };
}

/** The grounds of a light; `because` is its sentence up to the colour. */
interface Grounds {
  readonly inputs: LitBy['inputs'];
  readonly value: Hundredths | null;
  readonly light: Light;
  readonly because: string;
  readonly toGreen: string | null;
}

export function lit({ ruleSet }: Yardstick, ruleId: string, grounds: Grounds): LitBy {
  const { inputs, value, light, because, toGreen } = grounds;
  return { ruleSet, ruleId, inputs, value, light, sentence: `${because}，${lightNames[light]}。`, toGreen };
}

/** No light, and why. */
export function unlit(
  { ruleSet }: Yardstick,
  ruleId: string,
  inputs: LitBy['inputs'],
  sentence: string,
): LitBy {
  return { ruleSet, ruleId, inputs, value: null, light: null, sentence, toGreen: null };
}

/** No light for a row whose targets were approved without a figure: that is mended at the import of targets, not in the filing. */
export function targetless(ruleId: string, yard: Yardstick): LitBy {
  return unlit(yard, ruleId, {}, '批复的绩效目标没有目标值，不评灯。');
}
