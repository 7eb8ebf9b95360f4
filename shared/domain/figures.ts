/** The computed figures of a filing (执行率, 目标完成率, 偏离度) and its lights; exact integers throughout, never taken from a client (V08). */
import type { Content } from './content.ts';
import type { Ground } from './ground.ts';
import type { Hundredths, Lights, LitBy } from './light.ts';
import type { Fen } from './money.ts';

/** What the server computes for one indicator row; null where it cannot be computed (shown as —). */
export interface RowFigures {
  /** 目标完成率 against the full-year target. */
  readonly attainment: Hundredths | null;
  /** 偏离度 against what was due by now, and of the forecast against the target; signed, half away from zero. */
  readonly deviation: Hundredths | null;
  readonly forecastDeviation: Hundredths | null;
  readonly light: LitBy;
  readonly outlook: LitBy;
}

export interface Figures {
  /** Full name of the rule set. */
  readonly ruleSet: string;
  /** 执行率 = executed ÷ adjusted; null without an adjusted budget. */
  readonly rate: Hundredths | null;
  /** 序时进度 = cut-off month ÷ 12. */
  readonly pace: Hundredths;
  /** rate − pace, in points. */
  readonly budgetDeviation: Hundredths | null;
  /** 预计结转结余 = adjusted − forecast. */
  readonly surplus: Fen;
  /** 到位率 = arrived ÷ adjusted and 使用率 = executed ÷ arrived, side notes under their own names (V34). */
  readonly arrivalRate: Hundredths | null;
  readonly useRate: Hundredths | null;
  /** Weighted mean of the rows' attainment, each between 0 and 100 %; rows without a value yet are left out. */
  readonly attainment: Hundredths | null;
  /** The same over cumulative quantitative rows alone. */
  readonly progressAttainment: Hundredths | null;
  readonly budget: LitBy;
  /** The gap between results and money where the rule set asks for it. */
  readonly gap: LitBy | null;
  /** By indicator code. */
  readonly rows: Readonly<Record<string, RowFigures>>;
  readonly lights: Lights;
  readonly blueRows: number;
  /** 正常 or 异常 where the rule set gives a verdict. */
  readonly verdict: 'normal' | 'abnormal' | null;
}

export function figuresOf(_content: Content, _ground: Ground): Figures {
  throw new Error('figures are being written');
}
