/**
 * Chapter two of a report for one subject (偏离绩效目标情况分析): what is off target and by how much, its causes, what the year will come
 * to, and what will be done (1.2). A light's own sentence is its explanation; nothing is judged a second time here.
 */
import {
  causeNames,
  likelihoodNames,
  likelihoods,
  statusNames,
  textFields,
  totalsOf,
} from '../domain/content.ts';
import type { RowFigures } from '../domain/figures.ts';
import type { Light } from '../domain/light.ts';
import { executionRate, formatDecimal } from '../domain/money.ts';
import type { Indicator } from '../domain/subject.ts';
import type { ReportedFiling } from './report-source.ts';
import { inPercent, inWan, paragraphs, told } from './report-words.ts';

const reasons = ['slowReason', 'refundReason'] as const;
const analyses = ['deviationAnalysis', 'outlook', 'problems', 'measures'] as const;

export function deviationOf(filing: ReportedFiling): string {
  const { content, evaluation } = filing;
  const off = rowsOff(filing);
  const budget = isOff(evaluation.budget.light) ? `预算执行偏离：${evaluation.budget.sentence}` : '';
  const gap = isOff(evaluation.gap?.light ?? null) ? (evaluation.gap?.sentence ?? '') : '';
  return paragraphs([
    off.length === 0 && budget === '' && gap === '' ? '预算执行和绩效指标没有偏离绩效目标的情况。' : '',
    budget,
    gap,
    ...reasons.map((field) => told(textFields[field], content.texts[field])),
    off.length === 0 ? '' : `有${off.length}项绩效指标偏离目标或预计全年难以实现：`,
    ...off.map((indicator, index) => `（${index + 1}）${rowWords(filing, indicator)}`),
    outlookWords(filing),
    ...analyses.map((field) => told(analysisNames[field], content.texts[field])),
  ]);
}

/** What the filler expects in words stands apart from the computed forecast. */
const analysisNames = { ...textFields, outlook: '全年预计说明' } as const;

/** Blue is off target as well: the target was too low. */
function isOff(light: Light | null): boolean {
  return light === 'red' || light === 'yellow' || light === 'blue';
}

function rowsOff({ indicators, evaluation }: ReportedFiling): readonly Indicator[] {
  return indicators.filter(({ code }) => {
    const figures = evaluation.rows[code];
    return isOff(figures?.light.light ?? null) || isOff(figures?.outlook.light ?? null);
  });
}

function rowWords({ content, evaluation }: ReportedFiling, indicator: Indicator): string {
  const row = content.rows[indicator.code] ?? {};
  const causes = (row.causes ?? []).map((cause) => causeNames[cause]);
  return [
    `${indicator.name}：`,
    figureWords(evaluation.rows[indicator.code]),
    causes.length === 0 ? '' : `偏差原因为${causes.join('、')}。`,
    told('原因说明', row.causeText),
    forecastWords(indicator, row),
    told('超目标说明', row.excessText),
    told('不能完成的原因及措施', row.remark),
  ].join('');
}

function figureWords(figures: RowFigures | undefined): string {
  if (figures === undefined) return '';
  const distance = figures.deviation === null ? '' : `偏离度${inPercent(figures.deviation)}。`;
  return `${figures.light.sentence}${distance}`;
}

function forecastWords(
  { unit }: Indicator,
  { forecast, forecastStatus, likelihood }: ReportedFiling['content']['rows'][string],
): string {
  const parts = [
    forecast === undefined ? '' : `全年预计完成${formatDecimal(forecast)}${unit}`,
    forecastStatus === undefined ? '' : `全年预计${statusNames[forecastStatus]}`,
    likelihood === undefined ? '' : `完成目标可能性为“${likelihoodNames[likelihood]}”`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join('，')}。`;
}

/** What the year will come to: money and indicators. */
function outlookWords({ content, evaluation, indicators }: ReportedFiling): string {
  const { forecast, adjusted } = totalsOf(Object.values(content.money));
  const share = executionRate(forecast, adjusted);
  const ofBudget = share === null ? '' : `，为调整后预算数的${inPercent(share)}`;
  const money = `全年预计：预计执行数${inWan(forecast)}${ofBudget}，预计结转结余${inWan(evaluation.surplus)}`;
  const given = indicators.map(({ code }) => content.rows[code]?.likelihood);
  const counted = likelihoods.map((likelihood) => {
    const count = given.filter((each) => each === likelihood).length;
    return count === 0 ? '' : `${likelihoodNames[likelihood]}完成${count}项`;
  });
  const open = given.filter((each) => each === undefined).length;
  const all = [...counted, open === 0 ? '' : `未作预计${open}项`].filter((part) => part !== '');
  return all.length === 0 ? `${money}。` : `${money}；${indicators.length}项绩效指标中，${all.join('、')}。`;
}
