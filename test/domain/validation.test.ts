import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { content as contentSchema } from '../../shared/contract/content.ts';
import { county } from '../../shared/contract/county.ts';
import type { Content } from '../../shared/domain/content.ts';
import type { Ground } from '../../shared/domain/validation.ts';
import { strangerIssues, validate } from '../../shared/domain/validation.ts';
import { filledFor, type WireContent } from '../support/contents.ts';

const raw = sampleCounty.subjects.find((each) => each.kind === 'project');
const subject = z.parse(county, sampleCounty).subjects.find((each) => each.kind === 'project');
if (!(raw && subject)) throw new Error('the sample county has no project');
const ground: Ground = {
  kind: 'project',
  target: { subject: subject.code, version: 1, goalText: subject.goalText, indicators: subject.indicators },
  cutoffMonth: 6,
  emphasis: 'warn',
};
const good = filledFor({ targetVersion: 1, initialBudget: raw.initial, indicators: raw.indicators });
const fiscal = { initial: '90', adjustment: '-12', executed: '31.2', forecast: '72' };
const row = { actual: '24', forecast: '48', likelihood: 'certain' } as const;
const doubtful = { ...row, likelihood: 'possible', causes: ['staff'], causeText: '人员未到位' } as const;
const texts = good.texts;

function rulesOf(bent: WireContent, emphasis: Ground['emphasis'] = 'warn'): string[] {
  const content: Content = z.parse(contentSchema, bent);
  return validate(content, { ...ground, emphasis }).map((issue) => `${issue.rule} ${issue.pointer}`);
}
const withMoney = (bent: object): WireContent => ({ ...good, money: { fiscal: { ...fiscal, ...bent } } });
const withRow = (code: string, bent: object): WireContent => ({
  ...good,
  rows: { ...good.rows, [code]: bent },
});
const withTexts = (bent: object): WireContent => ({ ...good, texts: { ...texts, ...bent } });

test('a complete form passes every check', () => expect(rulesOf(good)).toEqual([]));

describe('V04 · 0 ≤ executed ≤ adjusted', () => {
  test('31.2 of 78 passes', () => expect(rulesOf(withMoney({}))).toEqual([]));
  test('78.01 of 78 fails, in the row and in the total', () => {
    const found = rulesOf(withMoney({ executed: '78.01', forecast: '78.01' }));
    expect(found).toContain('V04 /money/fiscal/executed');
    expect(found).toContain('V04 /money/executed');
  });
  test('below nought only with 退回说明', () => {
    expect(rulesOf(withMoney({ executed: '-1' }))).toContain('V04 /money/fiscal/executed');
    const refunded = { ...withMoney({ executed: '-1' }), texts: { ...texts, refundReason: '上年资金退回' } };
    expect(rulesOf(refunded)).toEqual([]);
  });
  test('an adjusted budget below nought fails', () => {
    expect(rulesOf(withMoney({ adjustment: '-90.01', executed: '0', forecast: '0' }))).toContain(
      'V04 /money/fiscal/initial',
    );
  });
  test('nothing spent is an answer, nothing entered is not', () => {
    expect(rulesOf(withMoney({ executed: '0' }))).toEqual([]);
    expect(rulesOf({ ...good, money: {} })).toEqual(['V04 /money']);
  });
});

describe('V06 · executed ≤ forecast ≤ adjusted', () => {
  test('40 ≤ 70 ≤ 78 passes', () =>
    expect(rulesOf(withMoney({ executed: '40', forecast: '70' }))).toEqual([]));
  test.each(['39', '78.01'])('forecast %s with executed 40 of 78 fails', (forecast) => {
    expect(rulesOf(withMoney({ executed: '40', forecast }))).toContain('V06 /money/fiscal/forecast');
  });
});

describe('V11 to V14 · every row has its value and its outlook', () => {
  test('V11: 0 is a value, empty is not', () => {
    expect(rulesOf(withRow('11-01', { ...row, actual: '0' }))).toEqual([]);
    expect(rulesOf(withRow('11-01', { forecast: '48', likelihood: 'certain' }))).toEqual([
      'V11 /rows/11-01/actual',
    ]);
  });
  test('V12: a qualitative row needs one of three values and words', () => {
    expect(rulesOf(withRow('22-01', { forecastStatus: 'achieved', likelihood: 'certain' }))).toEqual([
      'V12 /rows/22-01/status',
      'V12 /rows/22-01/statusText',
    ]);
  });
  test('V13: satisfaction may wait in H1, a quantity may not, nothing may in Q4', () => {
    const waiting = { notYet: { reason: '11月问卷', month: 11 }, forecast: '90', likelihood: 'certain' };
    expect(rulesOf(withRow('31-01', waiting))).toEqual([]);
    expect(rulesOf(withRow('11-01', waiting))).toEqual(['V13 /rows/11-01/notYet']);
    expect(rulesOf(withRow('31-01', waiting), 'urge')).toEqual(['V13 /rows/31-01/notYet']);
  });
  test('V14: forecast and likelihood in every row', () => {
    expect(rulesOf(withRow('11-01', { actual: '24' }))).toEqual([
      'V14 /rows/11-01/forecast',
      'V14 /rows/11-01/likelihood',
    ]);
  });
});

describe('V15 to V17, V25 · what is in doubt is explained', () => {
  const answered = { deviationAnalysis: '人员到位较晚', outlook: '预计年底完成九成', measures: '增派人员' };
  test('V15: 有可能 asks for a cause', () => {
    const bent = {
      ...withRow('11-01', { ...row, likelihood: 'possible' }),
      texts: { ...texts, ...answered },
    };
    expect(rulesOf(bent)).toEqual(['V15 /rows/11-01/causes']);
  });
  test('V16: a cause asks for its text', () => {
    const bent = { ...withRow('11-01', { ...doubtful, causeText: '' }), texts: { ...texts, ...answered } };
    expect(rulesOf(bent)).toEqual(['V16 /rows/11-01/causeText']);
  });
  test('V17: 完全不可能 asks for remark and measures that say something', () => {
    const hopeless = {
      ...withRow('11-01', { ...doubtful, likelihood: 'impossible', remark: '无' }),
      texts: { ...texts, ...answered },
    };
    expect(rulesOf(hopeless)).toEqual(['V17 /rows/11-01/remark']);
  });
  test('V25: any doubt asks for analysis, outlook and measures', () => {
    expect(rulesOf(withRow('11-01', doubtful))).toEqual([
      'V25 /texts/deviationAnalysis',
      'V25 /texts/outlook',
      'V25 /texts/measures',
    ]);
    expect(rulesOf({ ...withRow('11-01', doubtful), texts: { ...texts, ...answered } })).toEqual([]);
  });
});

describe('V24, V26 · judgements say something and are long enough', () => {
  test.each(['', '无', '略', '。。。', '好好好好好好好好好好'])('V24 refuses %j', (goalReview) => {
    expect(rulesOf(withTexts({ goalReview }))).toEqual(['V24 /texts/goalReview']);
  });
  test('V26: ten characters, not UTF-16 units', () => {
    expect(rulesOf(withTexts({ goalReview: '完成6次培训，很正常' }))).toEqual([]);
    expect(rulesOf(withTexts({ goalReview: '完成6次培训，正常' }))).toEqual(['V26 /texts/goalReview']);
    expect(rulesOf(withTexts({ goalReview: '𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈' }))).toEqual(['V26 /texts/goalReview']);
  });
  test('V26: 2000 characters fit, 2001 do not', () => {
    const fits = (length: number) =>
      z.safeParse(contentSchema, withTexts({ outlook: '预计'.repeat(length / 2).padEnd(length, '。') }))
        .success;
    expect([fits(2000), fits(2001)]).toEqual([true, false]);
  });
});

test('V29 · a draft on other targets than those in force is stopped', () => {
  expect(rulesOf({ ...good, targetVersion: 2 })).toEqual(['V29 /targetVersion']);
});

test('V08 · computed keys are refused where they stand', () => {
  const parsed = z.safeParse(contentSchema, { ...good, rate: 99 });
  expect(parsed.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['rate'] }]);
});

test('rows and money that are not of this subject are named', () => {
  const strange = z.parse(contentSchema, {
    ...good,
    money: { central: { executed: '1' } },
    rows: { '99-01': row },
  });
  expect(strangerIssues(strange, 'project', ground.target).map((issue) => issue.pointer)).toEqual([
    '/money/central',
    '/rows/99-01',
  ]);
});
