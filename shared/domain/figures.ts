/** The computed figures of a filing (执行率, 目标完成率, 偏离度) and its lights; exact integers throughout, never taken from a client (V08). */
import {
  type Attained,
  areWeighted,
  attainmentOf,
  deviationOf,
  forecastDeviationOf,
  isProgress,
  meanAttainment,
} from './attainment.ts';
import { budgetLight } from './budget-light.ts';
import { type Content, type IndicatorRow, type MoneyTotals, totalsOf } from './content.ts';
import { gapLight } from './gap-light.ts';
import type { Ground } from './ground.ts';
import { type Hundredths, type Lights, type LitBy, worstOf } from './light.ts';
import { executionRate, type Fen } from './money.ts';
import { outlookLight } from './outlook-light.ts';
import { roundedPercent } from './ratio.ts';
import { rowLight } from './row-light.ts';
import type { Indicator } from './subject.ts';
import { type Yardstick, yardstickOf } from './yardstick.ts';

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
  /** 调整后预算数, all rows together. */
  readonly adjusted: Fen;
  /** 执行率 = executed ÷ adjusted; null without an adjusted budget or while no amount has been entered. */
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
  /** 正常 or 异常 where the rule set gives a verdict and something has been entered. */
  readonly verdict: 'normal' | 'abnormal' | null;
}

/** Everything that is computed of a content, also of one that is half filled: what is missing is said, and nothing is thrown. */
export function figuresOf(content: Content, ground: Ground): Figures {
  const yard = yardstickOf(ground);
  const totals = totalsOf(Object.values(content.money));
  const isSpent = isEntered(content, 'executed');
  // A money row that is left empty is nought, but where all are there is nothing to judge yet.
  const rate = isSpent ? totals.rate : null;
  const budget = budgetLight({ ...totals, rate }, yard);
  const { indicators } = ground.target;
  const judged = indicators.map((indicator) => judge(indicator, content.rows[indicator.code] ?? {}, yard));
  const isWeighted = areWeighted(indicators);
  const progressAttainment = meanAttainment(
    judged.filter(({ indicator }) => isProgress(indicator)),
    isWeighted,
  );
  const gap = gapLight(progressAttainment, rate, yard);
  return {
    ruleSet: yard.ruleSet,
    adjusted: totals.adjusted,
    rate,
    pace: yard.pace,
    budgetDeviation: rate === null ? null : rate - yard.pace,
    surplus: totals.adjusted - totals.forecast,
    ...(isEntered(content, 'arrived') ? sideRates(totals, isSpent) : noSideRates),
    attainment: meanAttainment(judged, isWeighted),
    progressAttainment,
    budget,
    gap,
    rows: Object.fromEntries(judged.map(({ indicator, figures }) => [indicator.code, figures])),
    lights: lightsOf(judged, budget, gap),
    blueRows: judged.filter(({ figures }) => figures.light.light === 'blue').length,
    verdict: yard.rules.verdict !== null && isSpent ? verdictOf([budget, gap]) : null,
  };
}

interface Judged extends Attained {
  readonly figures: RowFigures;
}

function judge(indicator: Indicator, row: IndicatorRow, yard: Yardstick): Judged {
  const attainment = attainmentOf(indicator, row, yard.rules.statusPercent);
  return {
    indicator,
    attainment,
    figures: {
      attainment: attainment === null ? null : roundedPercent(attainment),
      deviation: deviationOf(indicator, row, yard.month),
      forecastDeviation: forecastDeviationOf(indicator, row),
      light: rowLight(indicator, row, yard),
      outlook: outlookLight(indicator, row, yard),
    },
  };
}

function isEntered({ money }: Content, cell: 'executed' | 'arrived'): boolean {
  return Object.values(money).some((row) => row[cell] !== undefined);
}

const noSideRates = { arrivalRate: null, useRate: null };

function sideRates({ arrived, adjusted, executed }: MoneyTotals, isSpent: boolean) {
  return {
    arrivalRate: executionRate(arrived, adjusted),
    useRate: isSpent ? executionRate(executed, arrived) : null,
  };
}

function lightsOf(judged: readonly Judged[], budget: LitBy, gap: LitBy | null): Lights {
  const goal = worstOf([...judged.map(({ figures }) => figures.light.light), gap?.light ?? null]);
  return {
    budget: budget.light,
    goal,
    outlook: worstOf(judged.map(({ figures }) => figures.outlook.light)),
    filing: worstOf([budget.light, goal]),
  };
}

/** 异常 where money lags behind its step or results and money drift apart. */
function verdictOf(grounds: readonly (LitBy | null)[]): Figures['verdict'] {
  return grounds.some((each) => each?.light === 'red') ? 'abnormal' : 'normal';
}
