/** Imports of budget execution: sums, the month, units that slipped, and a month replaced (V01, V02, V03, V04, V07, V23, V28). */
import { describe, expect, test } from 'vitest';
import { county, plan, remarks, subject } from './import-desk.ts';

const fiscal = { subject: '101P01', row: '本年财政拨款', initial: '60', executed: '20' };
const carry = { ...fiscal, row: '上年结转资金', initial: '20', executed: '15' };
const other = { ...fiscal, row: '其他资金', initial: '4.5', executed: '0' };
const total = { ...fiscal, row: '合计', initial: '84.5', executed: '35' };

const withMonth = (rows: Record<string, { initial?: bigint; executed?: bigint }>, month = '6') =>
  county({ subjects: [subject('101P01', { imported: { [month]: { importedOn: '2022-07-01', rows } } })] });

describe('rows', () => {
  test('become the month of the subject, on the day of acceptance', () => {
    const planned = plan('execution', [
      fiscal,
      { ...carry, adjustment: '-5', adjustKind: '调减', adjustReason: '政策取消' },
    ]);
    expect(planned.counts).toEqual({ new: 2, changed: 0, unchanged: 0, errors: 0, asks: 0 });
    expect(planned.changes.flat()).toMatchObject([
      {
        type: 'subject',
        value: {
          code: '101P01',
          imported: {
            '6': {
              importedOn: '2022-07-05',
              rows: {
                fiscal: { initial: 60_000_000n, executed: 20_000_000n },
                carryover: {
                  initial: 20_000_000n,
                  adjustment: -5_000_000n,
                  adjustKind: 'cut',
                  adjustReason: '政策取消',
                  executed: 15_000_000n,
                },
              },
            },
          },
        },
      },
    ]);
  });

  test('the same again is nothing, and keeps the day of its import', () => {
    const register = withMonth({ fiscal: { initial: 60_000_000n, executed: 20_000_000n } });
    const planned = plan('execution', [{ ...fiscal, initial: '60.00', adjusted: '60' }], { register });
    expect(planned.counts).toEqual({ new: 0, changed: 0, unchanged: 1, errors: 0, asks: 0 });
    expect(planned.changes).toEqual([]);
  });

  test('another month stands beside the first', () => {
    const register = withMonth({ fiscal: { initial: 60_000_000n, executed: 20_000_000n } });
    const planned = plan('execution', [{ ...fiscal, month: '9', executed: '40' }], { register, month: 9 });
    expect(planned.counts.new).toBe(1);
    const [thing] = planned.changes.flat();
    expect(thing?.type === 'subject' && Object.keys(thing.value.imported)).toEqual(['6', '9']);
  });

  test('a row that nobody has filled in is passed over; nothing in a subject is nothing to write', () => {
    const planned = plan('execution', [fiscal, { ...carry, executed: '' }]);
    expect(planned.counts).toEqual({ new: 1, changed: 0, unchanged: 1, errors: 0, asks: 0 });
    expect(plan('execution', [{ ...fiscal, executed: '' }]).changes).toEqual([]);
  });

  test('a source that the month had and the file has not has to be confirmed', () => {
    const register = withMonth({
      fiscal: { initial: 60_000_000n, executed: 20_000_000n },
      other: { initial: 0n, executed: 0n },
    });
    const planned = plan('execution', [fiscal], { register });
    expect(remarks(planned)).toEqual(['explain whole D2']);
    expect(planned.verdicts[0]?.message).toContain('“其他资金”');
    expect(planned.changes.flat()).toMatchObject([
      { value: { imported: { '6': { rows: { fiscal: {} } } } } },
    ]);
  });
});

describe('sums', () => {
  test('60 + 20 + 4.5 = 84.5 (V01); the row of sums is not kept', () => {
    const planned = plan('execution', [fiscal, carry, other, { ...total, adjusted: '84.5' }]);
    expect(planned.counts).toEqual({ new: 3, changed: 0, unchanged: 1, errors: 0, asks: 0 });
    expect(
      JSON.stringify(planned.changes, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('合计');
  });

  test('a total of 85 (V01)', () => {
    const planned = plan('execution', [fiscal, carry, other, { ...total, initial: '85' }]);
    expect(remarks(planned)).toEqual(['block V01 F5']);
    expect(planned.verdicts[0]?.message).toMatch(/85\.00.*84\.50/);
    expect(planned.counts.errors).toBe(1);
    expect(planned.changes).toEqual([]);
  });

  test('executed in the row of sums (V01)', () => {
    expect(remarks(plan('execution', [fiscal, carry, { ...total, initial: '80', executed: '36' }]))).toEqual([
      'block V01 K4',
    ]);
  });

  test('90 − 12 = 78, and not 80 (V02)', () => {
    const cut = {
      ...fiscal,
      initial: '90',
      adjustment: '-12',
      adjustKind: '调减',
      adjustReason: '项目政策取消',
    };
    expect(plan('execution', [{ ...cut, adjusted: '78' }]).counts).toMatchObject({ new: 1, errors: 0 });
    const planned = plan('execution', [{ ...cut, adjusted: '80' }]);
    expect(remarks(planned)).toEqual(['block V02 H2']);
    expect(planned.verdicts[0]?.message).toMatch(/80\.00.*78\.00/);
  });
});

describe('refused', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['another month (V28)', { month: '7' }, 'block V28 C2', '“7”'],
    ['no month (V28)', { month: '' }, 'block V28 C2', '没有填写'],
    ['an unknown subject', { subject: '101P99' }, 'block reference D2', '“101P99”'],
    [
      'a source of another kind',
      { row: '中央资金' },
      'block reference E2',
      '本年财政拨款、上年结转资金、其他资金、合计',
    ],
    ['no source', { row: '' }, 'block form E2', '没有填写'],
    ['no initial budget', { initial: '' }, 'block form F2', '没有填写'],
    ['an initial budget below nought', { initial: '-1' }, 'block V04 F2', '不能小于0'],
    ['an adjusted budget below nought', { adjusted: '-1' }, 'block V04 H2', '不能小于0'],
    ['seven decimals (V07)', { executed: '12.3456789' }, 'block V07 K2', '“12.3456789”'],
    ['an amount with a unit (V07)', { executed: '5万' }, 'block V07 K2', '“5万”'],
    ['an exponent (V07)', { executed: '1e3' }, 'block V07 K2', '“1e3”'],
    ['an adjustment in words', { adjustKind: '增加' }, 'block form I2', '追加、调减、调剂'],
    ['a reason of 201 characters', { adjustReason: '因'.repeat(201) }, 'block V26 J2', '201个字'],
    [
      'no payments beside another budget than the registered one',
      { initial: '61', executed: '' },
      'block form K2',
      '没有执行填0',
    ],
  ])('%s', (_, cells, remark, words) => {
    const planned = plan('execution', [{ ...fiscal, ...cells }]);
    expect(remarks(planned)).toEqual([remark]);
    expect(planned.verdicts[0]?.message).toContain(words);
    expect(planned.counts).toMatchObject({ errors: 1, new: 0 });
    expect(planned.changes).toEqual([]);
  });

  test('a source that stands twice', () => {
    expect(remarks(plan('execution', [fiscal, fiscal]))).toEqual(['block duplicate E3']);
  });

  test('one bad row keeps the other rows of its subject out, not those of another', () => {
    const planned = plan('execution', [
      { ...fiscal, executed: '5万' },
      carry,
      { ...fiscal, subject: '102P01' },
    ]);
    expect(planned.changes.flat()).toMatchObject([{ value: { code: '102P01' } }]);
  });
});

describe('to be confirmed', () => {
  test.each([
    ['20000', 'explain V23 K2'],
    ['0.02', 'explain V23 K2'],
    ['19999.999999', ''],
    ['0', ''],
  ])('executed %s where 20 万元 had been by the month before (V23)', (executed, remark) => {
    const register = withMonth({ fiscal: { initial: 60_000_000n, executed: 20_000_000n } }, '3');
    const planned = plan('execution', [{ ...fiscal, initial: '60000', executed }], { register });
    expect(remarks(planned)).toEqual(['explain V23 F2', ...(remark === '' ? [] : [remark])]);
  });

  test('payments beyond the adjusted budget, and below nought (V04)', () => {
    expect(remarks(plan('execution', [{ ...fiscal, executed: '60.000001' }]))).toEqual(['explain V04 K2']);
    expect(remarks(plan('execution', [{ ...fiscal, executed: '60' }]))).toEqual([]);
    expect(remarks(plan('execution', [{ ...fiscal, executed: '-1' }]))).toEqual(['explain V04 K2']);
  });

  test('an adjustment without its kind or its reason (V03)', () => {
    const cut = { ...fiscal, adjustment: '-5', adjustKind: '调减', adjustReason: '政策取消' };
    expect(remarks(plan('execution', [cut]))).toEqual([]);
    expect(remarks(plan('execution', [{ ...cut, adjustKind: '' }]))).toEqual(['explain V03 G2']);
    expect(remarks(plan('execution', [{ ...cut, adjustReason: '' }]))).toEqual(['explain V03 G2']);
    expect(remarks(plan('execution', [{ ...cut, adjustment: '0', adjustReason: '' }]))).toEqual([]);
  });
});
