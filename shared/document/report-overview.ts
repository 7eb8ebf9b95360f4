/**
 * Chapter one of a report for one subject (绩效监控结果概览): money and rate, attainment and lights, the trend of an annual report, each
 * indicator against its target, and the filler's four judgements (1.2).
 */
import { type IndicatorRow, statusNames, textFields, totalsOf } from '../domain/content.ts';
import { stageNames } from '../domain/filing.ts';
import { periodLabel } from '../domain/form.ts';
import { countLights, type LitBy, lightNames, lights } from '../domain/light.ts';
import { formatDecimal } from '../domain/money.ts';
import { type Indicator, targetLabel } from '../domain/subject.ts';
import type { ReportedFiling } from './report-source.ts';
import { asSentences, inPercent, inWan, paragraphs, told } from './report-words.ts';

const judgements = ['goalReview', 'budgetReview', 'implementationReview', 'fundReview'] as const;

export function overviewOf(filing: ReportedFiling, cutoffMonth: number): string {
  const { texts } = filing.content;
  return paragraphs([
    moneyWords(filing, cutoffMonth),
    goalWords(filing),
    trendWords(filing, cutoffMonth),
    valueWords(filing),
    ...filing.indicators.map((indicator) => wordsOf(indicator, filing.content.rows[indicator.code] ?? {})),
    ...judgements.map((field) => told(textFields[field], texts[field])),
    filing.stage === 'archived'
      ? ''
      : `本项填报现为“${stageNames[filing.stage]}”，尚未归档，以归档的数据为准。`,
  ]);
}

function moneyWords({ subject, unitName, content, evaluation }: ReportedFiling, month: number): string {
  const totals = totalsOf(Object.values(content.money));
  const unit = subject.kind === 'overall' || unitName === '' ? '' : `由${unitName}组织实施。`;
  const adjustment = totals.adjustment === 0n ? '' : `年度预算调整${inWan(totals.adjustment)}，`;
  const budget = `年初预算数${inWan(totals.initial)}，${adjustment}调整后预算数${inWan(totals.adjusted)}`;
  const rate = evaluation.rate === null ? '' : `，执行率${inPercent(evaluation.rate)}`;
  const spent = `${periodLabel(month)}累计执行数${inWan(totals.executed)}${rate}`;
  const pace = `序时进度${inPercent(evaluation.pace)}`;
  return `${unit}${budget}，${spent}，${pace}${lightWords('预算执行', evaluation.budget)}`;
}

function lightWords(what: string, { light, sentence }: LitBy): string {
  return light === null ? `。${sentence}` : `，${what}为${lightNames[light]}。`;
}

function goalWords({ indicators, evaluation }: ReportedFiling): string {
  if (indicators.length === 0) return '没有批复绩效指标。';
  const reached =
    evaluation.attainment === null ? '目标完成率暂无法计算' : `目标完成率${inPercent(evaluation.attainment)}`;
  const counts = countLights(indicators.map(({ code }) => evaluation.rows[code]?.light.light ?? null));
  const counted = [
    ...lights.filter((light) => counts[light] > 0).map((light) => `${lightNames[light]}${counts[light]}项`),
    ...(counts.none > 0 ? [`不评灯${counts.none}项`] : []),
  ];
  const { goal } = evaluation.lights;
  const verdict = goal === null ? '' : `，绩效目标为${lightNames[goal]}`;
  return `共设绩效指标${indicators.length}项，${reached}；其中${counted.join('、')}${verdict}。`;
}

/** The rounds of the year side by side; nothing where there has been one only. */
function trendWords({ earlier, evaluation }: ReportedFiling, cutoffMonth: number): string {
  if (earlier.length === 0) return '';
  const rounds = [...earlier, { cutoffMonth, rate: evaluation.rate, attainment: evaluation.attainment }];
  const along = (pick: (round: (typeof rounds)[number]) => bigint | null) =>
    rounds
      .map((round) => {
        const value = pick(round);
        return `${periodLabel(round.cutoffMonth)}${value === null ? '无' : inPercent(value)}`;
      })
      .join('、');
  return `全年${rounds.length}轮监控中，执行率依次为${along(({ rate }) => rate)}，目标完成率依次为${along(({ attainment }) => attainment)}。`;
}

/** The quantitative indicators in one sentence. */
function valueWords({ indicators, content, evaluation }: ReportedFiling): string {
  const values = indicators.flatMap((indicator) => {
    const { actual } = content.rows[indicator.code] ?? {};
    if (indicator.operator === 'qualitative' || actual === undefined) return [];
    const { attainment = null } = evaluation.rows[indicator.code] ?? {};
    const rate = attainment === null ? '' : `，完成率${inPercent(attainment)}`;
    return [
      `${indicator.name}目标${targetLabel(indicator)}，完成${formatDecimal(actual)}${indicator.unit}${rate}`,
    ];
  });
  return values.length === 0 ? '' : `定量指标：${values.join('；')}。`;
}

/** What is said of an indicator in words: how far a qualitative one is, and why one has no value yet. */
function wordsOf(indicator: Indicator, { notYet, status, statusText }: IndicatorRow): string {
  if (notYet !== undefined)
    return `${indicator.name}：本期尚无法取值，预计${notYet.month}月可取值。${told('原因', notYet.reason)}`;
  if (indicator.operator !== 'qualitative' || status === undefined) return '';
  return `${indicator.name}：目标为“${targetLabel(indicator)}”，${statusNames[status]}。${asSentences(statusText ?? '')}`;
}
