/** Imports of approved targets: operators in words, weights, and a new version only where something differs (V36, V37, V29). */
import { describe, expect, test } from 'vitest';
import { county, indicator, plan, remarks } from './import-desk.ts';

const goal = '完成培训';
const first = {
  subject: '101P01',
  goal,
  code: '11-01',
  name: '指标11-01',
  operator: '≥',
  target: '48',
  unit: '场',
  weight: '50',
  nature: '累计型',
};
const second = {
  ...first,
  code: '31-01',
  name: '满意度',
  target: '90',
  unit: '%',
  weight: '40',
  nature: '水平型',
};
/** A subject without targets yet: every row is new. */
const alone = (cells: Record<string, string>) => ({ ...first, subject: '101P02', weight: '', ...cells });

describe('a new version', () => {
  test('is made where a row differs, and the subject moves on to it in the same write', () => {
    const planned = plan('targets', [{ ...first, target: '50' }, second]);
    expect(planned.counts).toEqual({ new: 0, changed: 1, unchanged: 1, errors: 0, asks: 0 });
    expect(planned.rows[0]).toMatchObject({
      key: '101P01 11-01',
      cells: [{ cell: 'H2', label: '指标值', before: '48', after: '50' }],
    });
    expect(planned.changes).toHaveLength(1);
    expect(planned.changes[0]).toMatchObject([
      { type: 'target', department: '101', value: { subject: '101P01', version: 2, goalText: goal } },
      { type: 'subject', value: { code: '101P01', targetVersion: 2 } },
    ]);
  });

  test('is made where the goal alone differs; the goal may stand in the first row only', () => {
    const planned = plan('targets', [
      { ...first, goal: '完成全部培训' },
      { ...second, goal: '' },
    ]);
    expect(planned.counts).toEqual({ new: 0, changed: 2, unchanged: 0, errors: 0, asks: 0 });
    expect(planned.changes.flat()[0]).toMatchObject({ value: { version: 2, goalText: '完成全部培训' } });
  });

  test('is not made where nothing differs, in whatever order and form the rows come', () => {
    const planned = plan('targets', [
      { ...second, unit: '％', target: '90.0', goal },
      { ...first, operator: '', target: '不低于48', nature: '' },
    ]);
    expect(planned.counts).toEqual({ new: 0, changed: 0, unchanged: 2, errors: 0, asks: 0 });
    expect(planned.changes).toEqual([]);
  });

  test('is the first one of a subject that had none', () => {
    const planned = plan('targets', [alone({})]);
    expect(planned.counts.new).toBe(1);
    expect(planned.changes.flat()).toMatchObject([
      { value: { version: 1 } },
      { value: { targetVersion: 1 } },
    ]);
  });

  test('without an indicator that was in force has to be confirmed', () => {
    const planned = plan('targets', [{ ...first, weight: '90' }]);
    expect(remarks(planned)).toEqual(['explain whole C2']);
    expect(planned.verdicts[0]?.message).toContain('“31-01 满意度”');
    expect(planned.changes.flat()[0]).toMatchObject({
      value: { version: 2, indicators: [{ code: '11-01' }] },
    });
  });

  test('rows of several subjects may be mixed', () => {
    const planned = plan('targets', [first, alone({}), second]);
    expect(planned.counts).toEqual({ new: 1, changed: 0, unchanged: 2, errors: 0, asks: 0 });
  });

  test('what is in force already is not questioned again', () => {
    const odd = indicator('11-01', { target: 0n, weight: 500_000n });
    const register = county({
      targets: [{ subject: '101P01', version: 1, goalText: goal, indicators: [odd] }],
    });
    const planned = plan('targets', [{ ...first, target: '0' }], { register });
    expect(planned.counts).toEqual({ new: 0, changed: 0, unchanged: 1, errors: 0, asks: 0 });
  });
});

describe('operators (§5)', () => {
  test.each<[string, string, string, string, number]>([
    ['', '≥48场', 'gte', '48', 0],
    ['', '不低于48', 'gte', '48', 0],
    ['', '48场以上', 'gte', '48', 0],
    ['', '达95', 'gte', '95', 0],
    ['', '超过48', 'gt', '48', 0],
    ['', '不超过30', 'lte', '30', 0],
    ['', '30天以内', 'lte', '30', 0],
    ['', '低于30', 'lt', '30', 0],
    ['', '48', 'eq', '48', 1],
    ['=', '48', 'eq', '48', 0],
    ['≤', '1.5', 'lte', '1.5', 0],
    ['≥', '≥48', 'gte', '48', 0],
  ])('“%s” and “%s” are %s %s', (operator, target, expected, value, asks) => {
    const planned = plan('targets', [alone({ operator, target, unit: target.includes('天') ? '天' : '场' })]);
    const scaled = BigInt(Math.round(Number(value) * 10_000));
    expect(planned.changes.flat()[0]).toMatchObject({
      value: { indicators: [{ operator: expected, target: scaled, targetText: '' }] },
    });
    expect(remarks(planned)).toEqual(asks === 1 ? ['explain V37 G2'] : []);
  });

  test('定性 keeps the words', () => {
    const planned = plan('targets', [
      alone({ operator: '定性', code: '22-01', target: '有效改善', unit: '', nature: '' }),
    ]);
    expect(planned.changes.flat()[0]).toMatchObject({
      value: {
        indicators: [
          { operator: 'qualitative', target: null, targetText: '有效改善', unit: '', nature: 'level' },
        ],
      },
    });
  });

  test.each([
    ['11-01', '场', '累计型', 'cumulative'],
    ['11-01', '场', '', 'cumulative'],
    ['11-01', '％', '', 'level'],
    ['12-01', '次', '', 'level'],
    ['12-01', '次', '累计型', 'cumulative'],
  ])('nature of %s in %s, written “%s”: %s', (code, unit, nature, expected) => {
    const planned = plan('targets', [alone({ code, unit, nature })]);
    expect(planned.changes.flat()[0]).toMatchObject({ value: { indicators: [{ nature: expected }] } });
  });

  test('the unit may stand in the words alone', () => {
    const planned = plan('targets', [alone({ operator: '', target: '≥95％', unit: '', nature: '' })]);
    expect(planned.changes.flat()[0]).toMatchObject({
      value: { indicators: [{ unit: '%', nature: 'level' }] },
    });
  });
});

describe('refused', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['an unknown subject', { subject: '101P99' }, 'block reference C2', '“101P99”'],
    ['no subject', { subject: '' }, 'block form C2', '没有填写'],
    ['no goal', { goal: '' }, 'block form D2', '没有填写'],
    ['a code outside the tree', { code: '15-01' }, 'block V36 E2', '15-01'],
    ['a code that is none', { code: '11' }, 'block V36 E2', '11-01'],
    ['a range', { operator: '', target: '3-5' }, 'block V36 H2', '“3-5”'],
    ['words without a number', { operator: '', target: '较好' }, 'block V36 H2', '定性'],
    ['an operator that is none', { operator: '约' }, 'block V36 G2', '“约”'],
    ['words against the operator', { operator: '≤', target: '不低于48' }, 'block V36 H2', '不一致'],
    ['words against the unit', { operator: '', target: '≥48次', unit: '场' }, 'block V36 H2', '不一致'],
    ['a weight that is none', { weight: '二十' }, 'block V36 J2', '“二十”'],
    ['five decimals', { target: '1.23456' }, 'block V36 H2', '“1.23456”'],
    ['a nature that is none', { nature: '存量' }, 'block form K2', '累计型、水平型'],
    ['a goal of 2001 characters', { goal: '长'.repeat(2001) }, 'block V26 D2', '2001个字'],
  ])('%s', (_, cells, remark, words) => {
    const planned = plan('targets', [alone(cells)]);
    expect(remarks(planned)).toEqual([remark]);
    expect(planned.verdicts[0]?.message).toContain(words);
    expect(planned.counts).toMatchObject({ errors: 1, new: 0 });
    expect(planned.changes).toEqual([]);
  });

  test('an indicator that stands twice', () => {
    const planned = plan('targets', [first, second, { ...first, weight: '0' }]);
    expect(remarks(planned)).toEqual(['block duplicate E4']);
    expect(planned.changes).toEqual([]);
  });

  test('two goals for one subject', () => {
    expect(remarks(plan('targets', [first, { ...second, goal: '别的目标' }]))).toEqual(['block form D3']);
  });

  const weighted = (weights: readonly string[]) =>
    plan(
      'targets',
      weights.map((weight, index) =>
        alone({ code: `1${(index % 3) + 1}-01`.replace('13-01', '22-01'), weight }),
      ),
    );

  test('weights of 50, 30, 10 and 5 where 90 belong (V36)', () => {
    const rows = [
      ['11-01', '50'],
      ['12-01', '30'],
      ['22-01', '10'],
      ['31-01', '5'],
    ];
    const planned = plan(
      'targets',
      rows.map(([code = '', weight = '']) => alone({ code, weight })),
    );
    expect(remarks(planned)).toEqual(['block V36 J2']);
    expect(planned.verdicts[0]?.message).toContain('合计95');
    expect(planned.changes).toEqual([]);
  });

  test('weights of 50, 30 and 10 are 90, and 10 for the execution rate', () => {
    expect(weighted(['50', '30', '10']).counts).toMatchObject({ new: 3, errors: 0 });
  });

  test('a row without a weight among others that have one', () => {
    expect(remarks(weighted(['50', '40', '']))).toEqual(['block V36 J4']);
  });

  test('costs in both places', () => {
    const planned = plan('targets', [alone({ code: '14-01' }), alone({ code: '41-01' })]);
    expect(remarks(planned)).toEqual(['block V36 E2']);
  });

  test('more than sixty indicators', () => {
    const rows = Array.from({ length: 61 }, (_, index) =>
      alone({ code: `${index < 40 ? 11 : 12}-${String((index % 40) + 10)}` }),
    );
    expect(remarks(plan('targets', rows))).toEqual(['block V36 E62']);
    expect(plan('targets', rows.slice(1)).counts.errors).toBe(0);
  });
});

describe('to be confirmed (V37)', () => {
  test.each<[string, Record<string, string>, string]>([
    ['not more than nought wanted', { target: '0', unit: '个' }, 'explain V37 H2'],
    ['more than 100 %', { target: '120', unit: '%' }, 'explain V37 H2'],
    ['a bare number', { operator: '', target: '12' }, 'explain V37 G2'],
  ])('%s', (_, cells, remark) => {
    const planned = plan('targets', [alone(cells)]);
    expect(remarks(planned)).toEqual([remark]);
    expect(planned.counts).toEqual({ new: 1, changed: 0, unchanged: 0, errors: 0, asks: 1 });
    expect(planned.changes).toHaveLength(1);
  });

  test('no accident at all is no oddity', () => {
    expect(plan('targets', [alone({ operator: '=', target: '0', unit: '次' })]).counts.asks).toBe(0);
  });
});
