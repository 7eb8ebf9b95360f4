/** The figures of domain §12, each against a small department computed by hand, and what they say where there is nothing to divide by. */
import { describe, expect, test } from 'vitest';
import {
  type AssessedDisposition,
  type AssessedFiling,
  type AssessedReport,
  assess,
  type FigureName,
  figureNames,
  type Outturn,
} from '../../shared/domain/assessment.ts';
import { endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import type { Stage } from '../../shared/domain/filing.ts';

type Steps = AssessedFiling['steps'];

const dueAt = endOfDay('2022-07-10');
const day = (on: number) => startOfDay(`2022-07-${on.toString().padStart(2, '0')}`);
type Fact = Steps[number]['fact'];
const step = (on: number, type: Fact['type'], at?: 'dept-review' | 'section-review'): Steps[number] => ({
  at: day(on),
  fact: { type, at, dueAt, deskDueAt: dueAt, to: 'filler' } as Fact,
});
/** One day with the department, two with the section. */
const straight = (sent: number): Steps => [
  step(1, 'issued'),
  step(sent, 'submitted'),
  step(sent, 'arrived', 'dept-review'),
  step(sent + 1, 'approved', 'dept-review'),
  step(sent + 1, 'arrived', 'section-review'),
  step(sent + 3, 'approved', 'section-review'),
  step(sent + 3, 'archived'),
];
const filing = (
  name: string,
  stage: Stage,
  firstSentAt: number | null,
  steps: Steps,
  contradictions: readonly string[] = [],
): AssessedFiling => ({ document: name, head: { stage, dueAt, firstSentAt }, steps, contradictions });

/** Six obligations: two straight ones, one late, one returned and opened again, one never sent, one exempt. */
const department: readonly AssessedFiling[] = [
  filing('A', 'archived', day(5), straight(5)),
  filing('B', 'archived', day(10), straight(10), ['V19']),
  filing('C', 'section-review', day(13), [
    step(1, 'issued'),
    step(13, 'submitted'),
    step(13, 'arrived', 'dept-review'),
    step(14, 'approved', 'dept-review'),
    step(14, 'arrived', 'section-review'),
  ]),
  filing(
    'D',
    'draft',
    day(4),
    [
      step(1, 'issued'),
      step(4, 'submitted'),
      step(4, 'arrived', 'dept-review'),
      step(5, 'returned', 'dept-review'),
      ...straight(6).slice(1),
      step(10, 'reopened'),
    ],
    ['V18', 'V23'],
  ),
  filing('E', 'not-started', null, [step(1, 'issued')]),
  filing('X', 'exempt', null, [step(1, 'issued'), step(2, 'exempted')]),
];
const outturns: readonly Outturn[] = [
  { document: 'A', kind: 'project', foreseen: 90_000_000n, final: 100_000_000n, isProvisional: false },
  { document: 'B', kind: 'project', foreseen: 55_000_000n, final: 50_000_000n, isProvisional: false },
  { document: 'C', kind: 'project', foreseen: 5_000_000n, final: 0n, isProvisional: false },
];
/** Due on the 12th: closed on that day, closed a day later, still open; one not ordered yet, one cancelled. */
const disposed: readonly AssessedDisposition[] = [
  {
    document: 'A',
    kind: 'rectify',
    state: 'closed',
    stateAt: endOfDay('2022-07-12') - 1,
    dueOn: '2022-07-12',
  },
  { document: 'B', kind: 'rectify', state: 'closed', stateAt: endOfDay('2022-07-12'), dueOn: '2022-07-12' },
  { document: 'C', kind: 'reduce', state: 'executing', stateAt: day(2), dueOn: '2022-07-12' },
  { document: 'D', kind: 'reduce', state: 'proposed', stateAt: day(2), dueOn: null },
  { document: 'E', kind: 'suspend', state: 'cancelled', stateAt: day(3), dueOn: '2022-07-12' },
];
/** Due on the 20th: one in time, its file replaced once and kept; one a millisecond late and not checked; one not there. */
const reportDueAt = endOfDay('2022-07-20');
const reports: readonly AssessedReport[] = [
  {
    document: 'R1',
    head: { state: 'archived', dueAt: reportDueAt, firstUploadedAt: reportDueAt - 1 },
    facts: ['expected', 'received', 'verified', 'received', 'verified', 'confirmed', 'archived'],
  },
  {
    document: 'R2',
    head: { state: 'uploaded', dueAt: reportDueAt, firstUploadedAt: reportDueAt },
    facts: ['expected', 'received', 'verified'],
  },
  {
    document: 'R3',
    head: { state: 'draft', dueAt: reportDueAt, firstUploadedAt: null },
    facts: ['expected', 'received', 'refused'],
  },
];
const now = day(16);
const figures = assess({ filings: department, outturns, dispositions: disposed, reports }, now);
const of = (name: FigureName) => {
  const { value, part, whole } = figures[name];
  return [value, part, whole];
};
const counted = (name: FigureName) =>
  figures[name].rows.filter(({ counts }) => counts).map(({ document }) => document);

describe('by hand', () => {
  test.each<[FigureName, readonly (string | null)[], readonly string[]]>([
    // D was archived once; that it is being corrected takes nothing away.
    ['coverage', ['60.00', '3', '5'], ['A', 'B', 'D']],
    ['on-time', ['60.00', '3', '5'], ['A', 'B', 'D']],
    // C was sent on the 13th (3 days), E is not there on the 16th (6 days).
    ['days-late', ['9', '2', '5'], ['C', 'E']],
    ['returned', ['25.00', '1', '4'], ['D']],
    ['first-pass', ['66.67', '2', '3'], ['A', 'B']],
    ['corrected', ['33.33', '1', '3'], ['D']],
    ['contradictory', ['2', '2', '4'], ['B', 'D']],
    // 10 and 5 apart of 100 and 50; C came to nothing and cannot be divided by.
    ['forecast', ['10.00', '15.00', '150.00'], ['A', 'B']],
  ])('%s', (name, expected, rows) => {
    expect(of(name)).toEqual(expected);
    expect(counted(name)).toEqual(rows);
  });

  test('days late: the mean is over what is late', () => {
    expect(figures['days-late'].words).toBe('逾期2份，共9天，平均每份4.50天');
  });

  test('rectification and dispositions: closed by the end of their day ÷ ordered', () => {
    expect(of('rectified')).toEqual(['50.00', '1', '2']);
    expect(of('disposed')).toEqual(['33.33', '1', '3']);
    expect(figures.disposed.rows.map(({ document, value }) => `${document} ${value}`)).toEqual([
      'A 按期办结',
      'B 逾期办结',
      'C 未办结',
    ]);
  });

  test('reports: in time ÷ expected, with what was checked and replaced', () => {
    expect(of('reports')).toEqual(['33.33', '1', '3']);
    expect(figures.reports.words).toBe('按期报送÷应报送的监控报告；已核对1份，更换1次');
    expect(figures.reports.rows.map(({ value }) => value)).toEqual([
      '按期，已核对，更换1次',
      '逾期，未核对，更换0次',
      '未报送，未核对，更换0次',
    ]);
  });

  test('the overall expenditure contains its projects: they are shown and not added again; transfers are beside it', () => {
    const million = 100_000_000n;
    const { value, part, whole, words, rows } = forecastOf(
      { kind: 'overall', foreseen: 9n * million, final: 10n * million },
      { kind: 'project', foreseen: 1n * million, final: 4n * million },
      { kind: 'transfer', foreseen: 11n * million, final: 10n * million },
    );
    expect([value, part, whole]).toEqual(['10.00', '200.00', '2000.00']);
    expect(rows.map(({ counts }) => counts)).toEqual([true, false, true]);
    expect(words).toContain('项目支出已含在部门整体支出中');
  });

  test('time by the level that held it', () => {
    // fill: A 4, B 9, C 12, D 3 + 1 + 6 (opened again on the 10th), E 15; what is exempt is nobody's.
    // dept: A 1, B 1, C 1, D 1 + 1. section: A 2, B 2, C 2, D 2.
    expect(figures['days-late'].split).toEqual({
      fill: '50.00',
      'dept-review': '5.00',
      'section-review': '8.00',
    });
  });

  test('each row says what made it', () => {
    const said = (name: FigureName) =>
      Object.fromEntries(figures[name].rows.map((row) => [row.document, row.value]));
    expect(said('on-time')).toEqual({ A: '按期', B: '按期', C: '逾期', D: '按期', E: '未送审' });
    expect(said('days-late')).toEqual({ A: '0天', B: '0天', C: '3天', D: '0天', E: '6天' });
    expect(said('contradictory')).toEqual({ A: '无', B: 'V19', C: '无', D: 'V18、V23' });
    expect(said('forecast')).toEqual({
      A: '10.00%（预计90.00，执行100.00）',
      B: '10.00%（预计55.00，执行50.00）',
      C: '—（预计5.00，执行0.00）',
    });
  });
});

const forecastOf = (...years: readonly Partial<Outturn>[]) => {
  const outturn: Outturn = { document: 'A', kind: 'project', foreseen: 0n, final: 0n, isProvisional: false };
  const all = years.map((each) => ({ ...outturn, ...each }));
  return assess({ filings: [], outturns: all, dispositions: [], reports: [] }, now).forecast;
};

describe('where there is nothing to say', () => {
  test('without obligations every rate is open, and no nought is made up', () => {
    const none = assess({ filings: [], outturns: [], dispositions: [], reports: [] }, now);
    const rates: readonly FigureName[] = [
      'coverage',
      'on-time',
      'returned',
      'first-pass',
      'corrected',
      'forecast',
      'reports',
    ];
    for (const name of rates) expect(none[name].value).toBeNull();
  });

  test('a year that is not over is measured by the last forecast and says so', () => {
    const { value, words } = forecastOf({ foreseen: 90_000_000n, final: 100_000_000n, isProvisional: true });
    expect(value).toBe('10.00');
    expect(words).toContain('以末轮预计数暂代');
  });

  test('every figure has a Chinese name', () => {
    expect(Object.keys(figures).sort()).toEqual(Object.keys(figureNames).sort());
  });
});
