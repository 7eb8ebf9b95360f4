/** What differs between two contents, and what became of a reviewer's pins. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf, withCells } from '../../shared/contract/cell.ts';
import { differencesOf, markedDifferences } from '../../shared/domain/comparison.ts';

const cells = (given: Record<string, string>) => new Map(Object.entries(given));
const before = cells({ '/rows/11-01/actual': '24', '/rows/11-01/forecast': '48', '/texts/outlook': '好' });
const after = cells({ '/rows/11-01/actual': '25', '/rows/11-01/forecast': '48', '/texts/problems': '无' });

describe('differences', () => {
  test('changed, new and emptied cells, the present ones first', () => {
    expect(differencesOf(before, after)).toEqual([
      { pointer: '/rows/11-01/actual', before: '24', after: '25' },
      { pointer: '/texts/problems', before: null, after: '无' },
      { pointer: '/texts/outlook', before: '好', after: null },
    ]);
  });
  const some = fc.dictionary(fc.constantFrom('/a', '/b', '/c', '/d'), fc.constantFrom('1', '2'));
  test('a content differs from itself in nothing, and back and forth in the same cells', () =>
    fc.assert(
      fc.property(some, some, (one, other) => {
        expect(differencesOf(cells(one), cells(one))).toEqual([]);
        const pointers = (list: readonly { pointer: string }[]) => list.map(({ pointer }) => pointer).sort();
        expect(pointers(differencesOf(cells(one), cells(other)))).toEqual(
          pointers(differencesOf(cells(other), cells(one))),
        );
      }),
    ));
});

describe('pins of a return', () => {
  const marks = (pins: readonly { pointer: string; text: string }[]) =>
    markedDifferences(before, after, pins).map(({ pointer, mark, pin }) => `${pointer} ${mark} ${pin}`);
  test('changed where pinned is fixed, elsewhere also changed', () => {
    expect(marks([{ pointer: '/rows/11-01/actual', text: '核对' }])).toEqual([
      '/rows/11-01/actual fixed 核对',
      '/texts/problems also-changed null',
      '/texts/outlook also-changed null',
    ]);
  });
  test('a pin on a row speaks for each of its cells, and for no row whose code begins alike', () => {
    expect(marks([{ pointer: '/rows/11-01', text: '核对' }])[0]).toBe('/rows/11-01/actual fixed 核对');
    expect(marks([{ pointer: '/rows/11-0', text: '核对' }])).toContain('/rows/11-0 not-fixed 核对');
  });
  test('untouched where pinned is not fixed, with what stands there now', () => {
    expect(
      markedDifferences(before, after, [{ pointer: '/rows/11-01/forecast', text: '偏低' }]).at(-1),
    ).toEqual({
      pointer: '/rows/11-01/forecast',
      before: '48',
      after: '48',
      mark: 'not-fixed',
      pin: '偏低',
    });
    expect(
      markedDifferences(before, after, [{ pointer: '/texts/measures', text: '缺' }]).at(-1),
    ).toMatchObject({
      before: null,
      after: null,
      mark: 'not-fixed',
    });
  });
});

describe('a content as cells', () => {
  const content = {
    targetVersion: 1,
    money: { fiscal: { executed: 31_200_000n } },
    rows: {
      '11-01': {
        actual: 240_000n,
        causes: ['staff', 'other'] as const,
        notYet: { reason: '问卷', month: 11 },
      },
    },
    texts: { outlook: '好', problems: '' },
    explanations: [{ rule: 'V19', cell: '/rows/11-01/actual', text: '重复统计更正' }],
    files: [{ file: 'a'.repeat(64), indicator: '11-01' }],
  };
  test('amounts, values, choices, notes and files, each by its pointer; empty ones are absent', () => {
    expect(Object.fromEntries(cellsOf(content))).toEqual({
      '/money/fiscal/executed': '31.20',
      '/rows/11-01/actual': '24',
      '/rows/11-01/causes': 'staff、other',
      '/rows/11-01/notYet/reason': '问卷',
      '/rows/11-01/notYet/month': '11',
      '/texts/outlook': '好',
      '/explanations/V19/rows/11-01/actual': '重复统计更正',
      [`/files/${'a'.repeat(64)}`]: '11-01',
    });
  });
  const form = {
    targetVersion: 1,
    money: {},
    rows: { '11-01': { notYet: { reason: '问卷', month: 11 } } },
    texts: {},
  };
  test('cells are set, made where they were not, and gone when emptied', () => {
    expect(
      withCells(form, [
        ['/rows/12-01/actual', '95'],
        ['/texts/outlook', '好'],
      ]),
    ).toEqual({
      ...form,
      rows: { ...form.rows, '12-01': { actual: '95' } },
      texts: { outlook: '好' },
    });
    const emptied = withCells(form, [
      ['/rows/11-01/notYet/reason', ''],
      ['/rows/11-01/notYet/month', ''],
    ]);
    expect(emptied).toEqual({ targetVersion: 1, money: {}, rows: {}, texts: {} });
    expect(form.rows['11-01'].notYet.month).toBe(11);
  });
});
