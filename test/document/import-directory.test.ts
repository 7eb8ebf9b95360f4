/** Imports of sections, departments and units: references, flags written through, and what a file of another county is. */
import { describe, expect, test } from 'vitest';
import { contextOf, county, layoutOf, plan, planTables, remarks, subject, tableOf } from './import-desk.ts';

const department = { code: '103', name: '妇联', section: 'S01', keyMonitoring: '否' };
const unit = { code: '103001', name: '妇联（本级）', department: '103', keyMonitoring: '否' };

const file = (rows: Record<'股室' | '部门' | '单位', readonly Record<string, string>[]>) =>
  Object.entries(rows).map(([sheet, each]) => tableOf(layoutOf('directory', sheet), each));

describe('rows', () => {
  test('new, changed and unchanged, with the cells that differ', () => {
    const { counts, rows, changes } = plan(
      'directory',
      [
        { code: '101', name: '人社局', section: 'S01', keyMonitoring: '否' },
        { code: '102', name: '机构编制委员会办公室', section: 'S01', keyMonitoring: '是' },
        department,
      ],
      { sheet: '部门' },
    );
    expect(counts).toEqual({ new: 1, changed: 1, unchanged: 1, errors: 0, asks: 0 });
    expect(rows.map(({ key, verdict, row }) => [key, verdict, row])).toEqual([
      ['102', 'changed', 3],
      ['103', 'new', 4],
    ]);
    expect(rows[0]?.cells).toEqual([
      { cell: 'D3', label: '部门名称', before: '编办', after: '机构编制委员会办公室' },
    ]);
    expect(rows[1]?.cells[0]).toEqual({ cell: 'A4', label: '行政区划代码', before: null, after: '360733' });
    expect(changes.flat().map(({ type }) => type)).toEqual(['department', 'department']);
  });

  test('a new section, its department and its unit come in one file', () => {
    const tables = file({
      股室: [{ code: 'S02', name: '行政政法股' }],
      部门: [{ ...department, section: 'S02' }],
      单位: [unit],
    });
    const { counts, changes } = planTables('directory', tables, county());
    expect(counts).toEqual({ new: 3, changed: 0, unchanged: 0, errors: 0, asks: 0 });
    expect(changes.flat().map(({ type }) => type)).toEqual(['section', 'department', 'unit']);
  });

  test.each<[string, '股室' | '部门' | '单位', Record<string, string>, string, string]>([
    ['a section’s code', '股室', { code: 'S1', name: '股' }, 'block form C2', '股室编码应为S加2位数字'],
    ['no name', '股室', { code: 'S09', name: ' ' }, 'block form D2', '没有填写'],
    ['a name of 201 characters', '股室', { code: 'S09', name: '𠮷'.repeat(201) }, 'block V26 D2', '201个字'],
    ['an unknown section', '部门', { ...department, section: 'S99' }, 'block reference E2', '“S99”'],
    ['a flag that is none', '部门', { ...department, keyMonitoring: '√' }, 'block form F2', '是、否'],
    [
      'an unknown department',
      '单位',
      { ...unit, code: '999001', department: '999' },
      'block reference E2',
      '“999”',
    ],
    ['a unit with another’s code', '单位', { ...unit, department: '101' }, 'block reference E2', '前3位'],
    ['another county', '部门', { ...department, region: '360734' }, 'block scope A2', '“360733”'],
    ['another year', '部门', { ...department, year: '2023' }, 'block scope B2', '“2022”'],
    ['no year', '部门', { ...department, year: '' }, 'block scope B2', '没有填写'],
  ])('refused: %s', (_, sheet, cells, remark, words) => {
    const { counts, verdicts, changes, ...rest } = plan('directory', [cells], { sheet });
    expect(remarks({ counts, verdicts, changes, ...rest })).toEqual([remark]);
    expect(counts).toMatchObject({ errors: 1, new: 0 });
    expect(verdicts[0]?.message).toContain(words);
    expect(verdicts[0]?.message).toContain(`工作表“${sheet}”${remark.split(' ')[2]}`);
    expect(changes).toEqual([]);
  });

  test('a code that stands twice is refused once, naming the first row', () => {
    const { counts, verdicts } = plan('directory', [department, department], { sheet: '部门' });
    expect(counts).toMatchObject({ new: 1, errors: 1 });
    expect(verdicts[0]).toMatchObject({ rule: 'duplicate', cell: 'C3' });
    expect(verdicts[0]?.message).toContain('第2行');
  });

  test('a name of 200 characters outside the basic plane is none too long', () => {
    const { counts } = plan('directory', [{ code: 'S09', name: '𠮷'.repeat(200) }], { sheet: '股室' });
    expect(counts).toMatchObject({ new: 1, errors: 0 });
  });
});

describe('key monitoring (2.3)', () => {
  const flagged = (rows: readonly Record<string, string>[], sheet: '部门' | '单位', register = county()) =>
    plan('directory', rows, { sheet, register })
      .changes.flat()
      .flatMap((thing) => (thing.type === 'subject' ? [[thing.value.code, thing.value.keyMonitoring]] : []));

  test('of a department reaches all of its subjects, and leaves them again', () => {
    const of101 = { code: '101', name: '人社局', section: 'S01', keyMonitoring: '是' };
    expect(flagged([of101], '部门')).toEqual([
      ['101P01', true],
      ['101P02', true],
      ['101T01', true],
    ]);
    expect(flagged([{ code: '102', name: '编办', section: 'S01', keyMonitoring: '否' }], '部门')).toEqual([
      ['102P01', false],
    ]);
  });

  test('of a unit reaches its own subjects alone', () => {
    const register = county({ subjects: [subject('101P01'), subject('101P02', { unit: '101002' })] });
    const of002 = { code: '101002', name: '就业中心', department: '101', keyMonitoring: '是' };
    expect(flagged([of002], '单位', register)).toEqual([['101P02', true]]);
  });

  test('is put right where a broken run has left it apart, though no row changes', () => {
    const register = county({ subjects: [subject('102P01', { keyMonitoring: false })] });
    const rows = [{ code: '102', name: '编办', section: 'S01', keyMonitoring: '是' }];
    expect(plan('directory', rows, { sheet: '部门', register }).counts.unchanged).toBe(1);
    expect(flagged(rows, '部门', register)).toEqual([['102P01', true]]);
  });
});

test('no more rows are shown than a person reads, but all are counted', () => {
  const rows = Array.from({ length: 250 }, (_, index) => ({
    code: `101${String(index + 100)}`,
    name: '单位',
    department: '101',
    keyMonitoring: '否',
  }));
  const planned = planTables(
    'directory',
    [tableOf(layoutOf('directory', '单位'), rows)],
    county(),
    contextOf('directory'),
  );
  expect(planned.counts.new).toBe(250);
  expect(planned.rows).toHaveLength(200);
  expect(planned.changes).toHaveLength(250);
});
