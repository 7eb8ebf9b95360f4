/** Imports of subjects: what never changes, which sources of money a kind has, and amounts typed in the wrong unit. */
import { describe, expect, test } from 'vitest';
import { county, plan, remarks, subject } from './import-desk.ts';

const old = {
  code: '101P01',
  name: '对象101P01',
  kind: '项目支出',
  department: '101',
  unit: '101001',
  'initial.fiscal': '60',
  'initial.carryover': '20.00',
};
const fresh = { ...old, code: '101P09', name: '新项目' };
const written = (cells: Record<string, string>) => plan('subjects', [cells]).changes.flat();

describe('rows', () => {
  test('a new subject has no targets yet, and the flag of its department', () => {
    const of102 = { ...fresh, code: '102P09', department: '102', unit: '102001' };
    expect(written(of102)).toEqual([
      {
        type: 'subject',
        value: subject('102P09', { name: '新项目', targetVersion: 0, keyMonitoring: true }),
      },
    ]);
  });

  test('the same again is nothing, however the amounts are written', () => {
    const { counts, changes } = plan('subjects', [
      { ...old, 'initial.fiscal': '６０．００', 'initial.carryover': '20' },
    ]);
    expect(counts).toEqual({ new: 0, changed: 0, unchanged: 1, errors: 0, asks: 0 });
    expect(changes).toEqual([]);
  });

  test('a changed subject keeps its targets and what has been imported of its money', () => {
    const imported = { '6': { importedOn: '2022-07-01', rows: { fiscal: { executed: 1n } } } };
    const register = county({ subjects: [subject('101P01', { targetVersion: 3, imported })] });
    const planned = plan('subjects', [{ ...old, name: '更名' }], { register });
    expect(planned.rows[0]?.cells).toEqual([
      { cell: 'D2', label: '对象名称', before: '对象101P01', after: '更名' },
    ]);
    expect(planned.changes.flat()).toMatchObject([{ value: { name: '更名', targetVersion: 3, imported } }]);
  });

  test('nought is not the same as nothing', () => {
    const planned = plan('subjects', [{ ...old, 'initial.other': '0' }]);
    expect(planned.rows[0]?.cells).toMatchObject([{ label: '年初预算·其他资金', before: '', after: '0.00' }]);
  });

  test('a transfer payment names what its parts share', () => {
    const part = { ...fresh, code: '101T09', kind: '管理的转移支付', parent: '101T00' };
    const { 'initial.fiscal': _, 'initial.carryover': __, ...rest } = part;
    expect(written({ ...rest, 'initial.central': '120' })).toMatchObject([
      { value: { kind: 'transfer', parent: '101T00', initial: { central: 120_000_000n } } },
    ]);
  });

  test.each([
    ['2022-06-30', '2022-06-30'],
    ['2022/6/3', '2022-06-03'],
  ])('a day of stopped payment as %s', (text, day) => {
    expect(written({ ...old, suspendedOn: text })).toMatchObject([
      { value: { suspended: { stopPaymentOn: day } } },
    ]);
  });
});

describe('refused', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['a code with small letters', { ...fresh, code: '101p09' }, 'block form C2', '“101p09”'],
    [
      'a kind that is none',
      { ...fresh, kind: '项目' },
      'block form E2',
      '部门整体支出、项目支出、管理的转移支付',
    ],
    ['an unknown department', { ...fresh, department: '109', unit: '101001' }, 'block reference F2', '“109”'],
    ['an unknown unit', { ...fresh, unit: '101009' }, 'block reference G2', '“101009”'],
    ['a unit of another department', { ...fresh, unit: '102001' }, 'block reference G2', '不属于部门“101”'],
    ['a parent of a project', { ...fresh, parent: '101T00' }, 'block form H2', '清空'],
    ['a day that is none', { ...fresh, suspendedOn: '2022-02-30' }, 'block form I2', '“2022-02-30”'],
    ['an amount with a unit (V07)', { ...fresh, 'initial.fiscal': '5万' }, 'block V07 J2', '“5万”'],
    ['seven decimals (V07)', { ...fresh, 'initial.fiscal': '12.3456789' }, 'block V07 J2', '小数不超过6位'],
    ['an exponent (V07)', { ...fresh, 'initial.fiscal': '1e3' }, 'block V07 J2', '“1e3”'],
    ['less than nought', { ...fresh, 'initial.fiscal': '-1' }, 'block V04 J2', '不能小于0'],
    [
      'a source of another kind',
      { ...fresh, 'initial.central': '1' },
      'block form M2',
      '项目支出没有这一资金来源',
    ],
    [
      'a kind that changes',
      { ...old, kind: '部门整体支出', 'initial.fiscal': '', 'initial.carryover': '' },
      'block fixed E2',
      '项目支出',
    ],
    ['a department that changes', { ...old, department: '102', unit: '102001' }, 'block fixed F2', '“101”'],
  ])('%s', (_, cells, remark, words) => {
    const planned = plan('subjects', [cells]);
    expect(remarks(planned)).toEqual([remark]);
    expect(planned.verdicts[0]?.message).toContain(words);
    expect(planned.counts).toMatchObject({ errors: 1, new: 0, changed: 0 });
    expect(planned.changes).toEqual([]);
  });

  test('a code that stands twice', () => {
    expect(remarks(plan('subjects', [fresh, fresh]))).toEqual(['block duplicate C3']);
  });
});

describe('to be confirmed', () => {
  test.each([
    ['60000', 1],
    ['59999.999999', 0],
    ['0.06', 1],
    ['0.060001', 0],
    ['0', 0],
  ])('an initial budget of %s where 60 万元 are registered (V23): %d', (amount, asks) => {
    const planned = plan('subjects', [{ ...old, 'initial.fiscal': amount }]);
    expect(planned.counts).toMatchObject({ changed: 1, asks });
    expect(remarks(planned)).toEqual(asks === 1 ? ['explain V23 J2'] : []);
  });

  test('that payments go on after they were stopped', () => {
    const suspended = { stopPaymentOn: '2022-05-01' };
    const register = county({ subjects: [subject('101P01', { suspended })] });
    const planned = plan('subjects', [old], { register });
    expect(remarks(planned)).toEqual(['explain suspension I2']);
    expect(planned.verdicts[0]?.message).toContain('2022-05-01');
    expect(plan('subjects', [{ ...old, suspendedOn: '2022-05-01' }], { register }).counts).toMatchObject({
      unchanged: 1,
      asks: 0,
    });
  });
});

test('a flag that has come apart is written through though the row is unchanged', () => {
  const register = county({ subjects: [subject('101P01', { keyMonitoring: true })] });
  const planned = plan('subjects', [old], { register });
  expect(planned.counts.unchanged).toBe(1);
  expect(planned.changes.flat()).toMatchObject([{ value: { keyMonitoring: false } }]);
});
