/** All figures, lights and rules of a filing with 60 indicators, warm, as a ratio to JSON.parse of the same filing in the same run. */
import * as z from 'zod/mini';
import { content as contentSchema } from '../../shared/contract/content.ts';
import type { Content } from '../../shared/domain/content.ts';
import { evaluate } from '../../shared/domain/evaluation.ts';
import type { Ground } from '../../shared/domain/ground.ts';
import type { Indicator } from '../../shared/domain/subject.ts';
import { ruleSetNamed } from '../../shared/notice/rule-sets.ts';
import { filledFor, type WireContent } from '../support/contents.ts';
import { median } from './figures.ts';

const turns = 41;
const callsPerTurn = 50;
const indicatorCount = 60;
const neighbourCount = 10;

export async function evaluation(): Promise<Record<string, string>> {
  const wire = longForm();
  const text = JSON.stringify(wire);
  const content = z.parse(contentSchema, wire);
  const ground = groundFor(content);
  const own: number[] = [];
  const alone: number[] = [];
  const parse: number[] = [];
  const solitary = { ...ground, others: [] };
  for (let turn = 0; turn < turns; turn += 1) {
    own.push(time(() => evaluate(content, ground)));
    alone.push(time(() => evaluate(content, solitary)));
    parse.push(time(() => JSON.parse(text)));
  }
  const base = median(parse);
  const shown = (values: readonly number[]) =>
    `${(median(values) / base).toFixed(1)} × (${(median(values) * 1000).toFixed(0)} µs)`;
  return {
    'bytes of the filing as JSON': String(Buffer.byteLength(text)),
    'JSON.parse of it': `${(base * 1000).toFixed(0)} µs`,
    [`figures, lights and rules, ${indicatorCount} indicators, last round beside`]: shown(alone),
    [`the same beside ${neighbourCount} neighbours’ narratives`]: shown(own),
  };
}

/** Milliseconds of one call. */
function time(call: () => unknown): number {
  const began = performance.now();
  for (let turn = 0; turn < callsPerTurn; turn += 1) call();
  return (performance.now() - began) / callsPerTurn;
}

const indicators: readonly Indicator[] = Array.from({ length: indicatorCount }, (_, index) => ({
  code: `${['11', '12', '22', '31'][index % 4]}-${String(index + 1).padStart(2, '0')}`,
  name: `第${index + 1}项任务完成情况`,
  operator: (['gte', 'gte', 'qualitative', 'lte'] as const)[index % 4] ?? 'gte',
  target: index % 4 === 2 ? null : BigInt(index + 1) * 120_000n,
  targetText: '有效改善',
  unit: '项',
  weight: null,
  nature: index % 4 === 0 ? 'cumulative' : 'level',
}));

/** Half of the rows doubtful, with cause and words, and narratives of 500 characters each. */
function longForm(): WireContent {
  const form = filledFor({
    targetVersion: 1,
    initialBudget: { fiscal: '900.00', carryover: '60.50', other: '12.25' },
    indicators: indicators.map(({ code, operator, target, nature }) => ({
      code,
      operator,
      target: target === null ? null : (target / 10_000n).toString(),
      nature,
    })),
  });
  const rows = Object.entries(form.rows).map(([code, row], index) => [
    code,
    index % 2 === 0
      ? row
      : {
          ...row,
          likelihood: 'possible',
          causes: ['staff'],
          causeText: '人员到位较晚，已调剂两人补充。',
          remark: '四季度赶上进度',
        },
  ]);
  const texts = Object.fromEntries(
    [
      'goalReview',
      'budgetReview',
      'implementationReview',
      'fundReview',
      'deviationAnalysis',
      'outlook',
      'problems',
      'measures',
    ].map((field, index) => [field, narrative(index)]),
  );
  return { ...form, rows: Object.fromEntries(rows), texts };
}

/** 500 characters that repeat nothing for long. */
function narrative(seed: number): string {
  return Array.from({ length: 500 }, (_, place) =>
    String.fromCodePoint(0x4e00 + ((place * 7919 + seed * 104_729) % 3000)),
  ).join('');
}

function groundFor(content: Content): Ground {
  const ruleSet = ruleSetNamed('RS-DEFAULT@1');
  if (ruleSet === undefined) throw new Error('the default rule set is gone');
  const others = Array.from({ length: neighbourCount }, (_, index) => ({
    subject: `101P${index}`,
    texts: Object.fromEntries(
      Object.keys(content.texts).map((field, place) => [field, narrative(100 + index * 8 + place)]),
    ),
  }));
  return {
    subject: { kind: 'project', keyMonitoring: false, suspended: null },
    target: { subject: '101P01', version: 1, goalText: '目标', indicators },
    cutoffMonth: 6,
    emphasis: 'warn',
    allowNotYet: true,
    fundsEntry: 'hand',
    ruleSet,
    imported: null,
    last: content,
    others,
    files: {},
  };
}
