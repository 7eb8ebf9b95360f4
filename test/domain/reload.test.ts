/** A goal adjustment makes a new version of targets; an open draft is offered on it and loses only what no longer answers it (domain §5). */
import { describe, expect, test } from 'vitest';
import type { Content } from '../../shared/domain/content.ts';
import { reloadTargets } from '../../shared/domain/reload.ts';
import type { Indicator, TargetVersion } from '../../shared/domain/subject.ts';

const indicator = (code: string, bent: Partial<Indicator> = {}): Indicator => ({
  code,
  name: '指标',
  operator: 'gte',
  target: 480_000n,
  targetText: '',
  unit: '场',
  weight: null,
  nature: 'cumulative',
  ...bent,
});
const version = (number: number, indicators: readonly Indicator[]): TargetVersion => ({
  subject: '101P01',
  version: number,
  goalText: '目标',
  indicators,
});
const row = { actual: 240_000n, forecast: 480_000n, likelihood: 'certain', remark: '按序推进' } as const;
const content: Content = {
  targetVersion: 1,
  phone: '5622000',
  money: { fiscal: { executed: 1n } },
  rows: { '11-01': row, '12-01': row },
  texts: { outlook: '好' },
  explanations: [
    { rule: 'V19', cell: '/rows/12-01/actual', text: '重复统计更正' },
    { rule: 'V27', cell: '/texts/outlook', text: '内容确实相同' },
  ],
};
const before = version(1, [indicator('11-01'), indicator('12-01')]);

describe('reload targets', () => {
  test('nothing but the version changes where no target did', () => {
    const renamed = version(2, [indicator('11-01', { name: '改名', weight: 100_000n }), indicator('12-01')]);
    expect(reloadTargets(content, before, renamed)).toEqual({ ...content, targetVersion: 2 });
  });
  test.each<Partial<Indicator>>([
    { target: 600_000n },
    { operator: 'gt' },
    { unit: '次' },
    { nature: 'level' },
    { operator: 'qualitative', target: null, targetText: '改善' },
    { targetText: '另有说明' },
  ])('a row whose target changed (%o) loses its actual and keeps the rest', (bent) => {
    const { rows } = reloadTargets(
      content,
      before,
      version(2, [indicator('11-01', bent), indicator('12-01')]),
    );
    expect(rows).toEqual({
      '11-01': { forecast: 480_000n, likelihood: 'certain', remark: '按序推进' },
      '12-01': row,
    });
  });
  test('a qualitative answer and a missing value are actuals too', () => {
    const told: Content = {
      ...content,
      rows: {
        '11-01': { status: 'achieved', statusText: '已改善', forecastStatus: 'achieved' },
        '12-01': { notYet: { reason: '问卷', month: 11 }, remark: '留' },
      },
    };
    const after = version(2, [indicator('11-01', { target: 1n }), indicator('12-01', { target: 1n })]);
    expect(reloadTargets(told, before, after).rows).toEqual({
      '11-01': { forecastStatus: 'achieved' },
      '12-01': { remark: '留' },
    });
  });
  test('a row that is no longer approved goes with what explained it; a new one is empty', () => {
    const after = reloadTargets(content, before, version(2, [indicator('11-01'), indicator('13-01')]));
    expect(Object.keys(after.rows)).toEqual(['11-01']);
    expect(after.explanations).toEqual([{ rule: 'V27', cell: '/texts/outlook', text: '内容确实相同' }]);
  });
  test('answers to targets that nobody knows any more are no answers', () => {
    const after = reloadTargets(content, version(1, []), version(2, [indicator('11-01')]));
    expect(after.rows['11-01']).toEqual({ forecast: 480_000n, likelihood: 'certain', remark: '按序推进' });
  });
});
